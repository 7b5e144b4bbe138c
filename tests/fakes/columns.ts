import { Project } from '../../src/app/project/project.svelte.js';
import { SourceColumns } from '../../src/app/rows/source-columns.svelte.js';
import { Source } from '../../workers/source/source.js';

/** The columns of no source. */
export function noColumns(): SourceColumns {
  return new SourceColumns(new Source(), new Project());
}
