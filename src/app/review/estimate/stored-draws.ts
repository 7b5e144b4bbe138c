import { drawsIn, NO_DRAWS, type StoredDraws } from '../../../domain/review/estimate/stored-draws.js';
import { ProjectValue, type ProjectValueDeps } from '../../project/project-value.svelte.js';

/** The stored draws of the open project. */
export function samplingOf(outbox: ProjectValueDeps<StoredDraws>['outbox']): ProjectValue<StoredDraws> {
  return new ProjectValue({ outbox, kind: 'draws', empty: NO_DRAWS, read: drawsIn, write: (draws) => draws });
}
