import { beforeEach, describe, expect, it } from 'vitest';
import { Importer } from '../../../../src/app/import/importer.svelte.js';
import { Project } from '../../../../src/app/project/project.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { copyBytes } from '../../../../src/effects/storage/page-copy.js';
import type { ProjectRecord, Store } from '../../../../src/protocol/ports.js';
import type { SourceWire } from '../../../../src/protocol/source-wire.js';
import { Source } from '../../../../workers/source/source.js';
import { controlled, type Controlled } from '../../../fakes/controlled.js';

const TSV = 'body\tclass\tother\nAlpha is one\tWorld\tp\nBeta is two\tSports\tq\nGamma is three\tWorld\tp\n';
const fileOf = (text: string, name = 'news.tsv'): File => new File([text], name);

let source: Controlled<SourceWire>;
let store: Controlled<Store>;
let notices: Notices;
let importer: Importer;

beforeEach(() => {
  source = controlled<SourceWire>(new Source());
  store = controlled<Store>(new MemoryStore());
  notices = new Notices();
  importer = new Importer(source.it, store.it, notices, copyBytes, new Project());
});

const labels = (): string[] | undefined => importer.result?.dataset.labels.map((label) => label.name);

async function opened(text = TSV, name = 'news.tsv'): Promise<void> {
  await importer.open(fileOf(text, name), name);
}

function projectOf(id: string, sourceHash: string, openedAt: number, change: Partial<ProjectRecord> = {}) {
  const record: ProjectRecord = {
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
  };
  return store.it.putProject(record);
}

describe('remembered mappings', () => {
  it('restore roles only for files with the same header', async () => {
    await opened();
    await importer.changeRoles({ label: 'other', text: 'class' });
    importer.confirm();
    await opened('body\tclass\tother\nDelta is four\tBusiness\tr\n', 'second.tsv');
    expect(importer.roles).toMatchObject({ text: 'class', label: 'other' });
    expect(labels()).toEqual(['r']);
    await opened('body\tclass\telse\nDelta is four\tBusiness\tr\n', 'third.tsv');
    expect(importer.roles).toMatchObject({ text: 'body', label: 'class' });
  });

  it('exclude a mapping that was not confirmed', async () => {
    await opened();
    await importer.changeRoles({ label: 'other' });
    importer.cancel();
    await opened();
    expect(importer.roles.label).toBe('class');
  });

  it('list earlier projects on the same content, newest first, and restore their settings', async () => {
    await opened();
    const hash = importer.inspection?.hash ?? '';
    importer.cancel();
    await projectOf('old', hash, 10);
    await projectOf('new', hash, 30);
    await projectOf('middle', hash, 20);
    await projectOf('other', 'another content', 40);
    await opened();
    expect(importer.known.map((project) => project.id)).toEqual(['new', 'middle', 'old']);
    expect(labels()).toEqual(['Sports', 'World']);
    const [newest] = importer.known;
    if (newest) await importer.adopt(newest);
    expect(labels()).toEqual(['p', 'q']);
    expect(importer.settings).toEqual(newest?.settings);
  });
});
