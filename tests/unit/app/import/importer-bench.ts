import { Importer } from '../../../../src/app/import/importer.svelte.js';
import { Project } from '../../../../src/app/project/project.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { copyBytes } from '../../../../src/effects/storage/page-copy.js';
import type { ProjectRecord, Store } from '../../../../src/protocol/ports.js';
import type { SourceWire } from '../../../../src/protocol/source-wire.js';
import { Source } from '../../../../workers/source/source.js';
import { controlled, type Controlled } from '../../../fakes/controlled.js';

/** A file of three rows with two columns that can be the label. */
export const TSV = 'body\tclass\tother\nAlpha is one\tWorld\tp\nBeta is two\tSports\tq\nGamma is three\tWorld\tp\n';

export const fileOf = (text: string, name = 'news.tsv'): File => new File([text], name);

/** An importer with a real reader and a store in memory. */
export interface ImporterBench {
  readonly source: Controlled<SourceWire>;
  readonly store: Controlled<Store>;
  readonly notices: Notices;
  readonly importer: Importer;
  /** Opens a text as a file, as a drop does. */
  readonly opened: (text?: string, name?: string) => Promise<void>;
  /** Names of the labels that were read. */
  readonly labels: () => string[] | undefined;
}

/** `project`: the open work, which a dropped file can belong to. */
export function importerBench(project = new Project()): ImporterBench {
  const source = controlled<SourceWire>(new Source());
  const store = controlled<Store>(new MemoryStore());
  const notices = new Notices();
  const importer = new Importer(source.it, store.it, notices, copyBytes, project);
  return {
    source,
    store,
    notices,
    importer,
    opened: (text = TSV, name = 'news.tsv') => importer.open(fileOf(text, name), name),
    labels: () => importer.result?.dataset.labels.map((label) => label.name),
  };
}

/** Stores a project whose label is the last column. */
export function putProjectOf(
  store: Controlled<Store>,
  id: string,
  sourceHash: string,
  openedAt: number,
  change: Partial<ProjectRecord> = {},
): ReturnType<Store['putProject']> {
  return store.it.putProject({
    id,
    sourceHash,
    name: 'news.tsv',
    sizeBytes: 1,
    settings: { format: 'delimited', gzip: false, encoding: 'utf-8', delimiter: '\t', quote: '', header: true },
    roles: { text: 'body', textJoin: '', textB: '', label: 'other', id: '', sLabel: '' },
    rows: 3,
    rejected: 0,
    createdAt: 1,
    openedAt,
    decided: 0,
    model: 'default',
    labelMaps: [],
    running: false,
    ...change,
  });
}
