import { beforeEach, describe, expect, it } from 'vitest';
import { Importer } from '../../../../src/app/import/importer.svelte.js';
import { Project } from '../../../../src/app/project/project.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { copyBytes } from '../../../../src/effects/storage/page-copy.js';
import type { ProjectRecord, Store } from '../../../../src/protocol/ports.js';
import type { SourceWire } from '../../../../src/protocol/source-wire.js';
import { Source } from '../../../../workers/source/source.js';
import { controlled, gate, tick, until, type Controlled } from '../../../fakes/controlled.js';

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

describe('a change during a reading', () => {
  it.each(['begin', 'advance', 'take'])('of roles at %s never shows the older reading', async (moment) => {
    const held = gate();
    let first = true;
    source.after = (method) => {
      if (method !== moment || !first) return undefined;
      first = false;
      return held.passed;
    };
    const opening = opened();
    await until(() => !first);
    await importer.changeRoles({ label: 'other' });
    expect(labels()).toEqual(['p', 'q']);
    held.open();
    await opening;
    await tick();
    expect(labels()).toEqual(['p', 'q']);
    expect(importer.roles.label).toBe('other');
    expect(importer.fault).toBeNull();
  });

  it('stops the older reading and ends it in the worker', async () => {
    const held = gate();
    let first = true;
    source.after = (method) => {
      if (method !== 'begin' || !first) return undefined;
      first = false;
      return held.passed;
    };
    const opening = opened();
    await until(() => !first);
    await importer.changeRoles({ label: 'other' });
    const asked = source.calls.length;
    held.open();
    await opening;
    expect(source.calls.slice(asked).map(({ method }) => method)).toEqual(['end']);
  });

  it('of settings, then of roles before the preview, shows the preview of the new settings', async () => {
    await opened('body,class\tlabel\nAlpha,World\tp\nBeta,Sports\tq\n');
    expect(importer.preview?.columns).toEqual(['body,class', 'label']);
    const held = gate();
    source.after = (method) => (method === 'preview' ? held.passed : undefined);
    const change = importer.changeSettings({ delimiter: ',' });
    await tick();
    const again = importer.changeRoles({ text: 'body', label: 'class\tlabel' });
    held.open();
    await Promise.all([change, again]);
    expect(importer.preview?.columns).toEqual(['body', 'class\tlabel']);
    expect(labels()).toEqual(['Sports\tq', 'World\tp']);
  });

  it('of several values at once ends with the last one', async () => {
    await opened();
    await Promise.all([
      importer.changeRoles({ label: 'other' }),
      importer.changeSettings({ header: false }),
      importer.changeSettings({ header: true }),
      importer.changeRoles({ text: 'body', label: 'class' }),
      importer.changeRoles({ text: 'other', label: 'class' }),
    ]);
    await tick();
    const { result } = importer;
    expect(result && textOf(result.dataset.text, 1)).toBe('q');
    expect(importer.preview?.columns).toEqual(['body', 'class', 'other']);
  });

  it('of the file shows the newer file for any order of answers', async () => {
    const held = gate();
    let first = true;
    source.after = (method) => {
      if (method !== 'inspect' || !first) return undefined;
      first = false;
      return held.passed;
    };
    const older = opened(TSV, 'older.tsv');
    await until(() => !first);
    await opened('text\tlabel\nOnly this\tX\n', 'newer.tsv');
    held.open();
    await older;
    expect(importer.state).toEqual({ at: 'mapping', name: 'newer.tsv' });
    expect(labels()).toEqual(['X']);
  });
});

describe('cancelling', () => {
  it.each(['inspect', 'preview', 'guessRoles', 'begin', 'advance', 'take'])('forgets a file at %s', async (moment) => {
    const held = gate();
    let met = false;
    source.after = (method) => {
      if (method !== moment) return undefined;
      met = true;
      return held.passed;
    };
    const opening = opened().then(() => importer.changeSettings({ header: false }));
    await until(() => met);
    importer.cancel();
    held.open();
    await opening;
    await tick();
    const { state, inspection, settings, preview, progress, result, fault, known } = importer;
    expect(state).toEqual({ at: 'idle' });
    expect([inspection, settings, preview, progress, result, fault, known]).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      [],
    ]);
    expect(importer.roles.text).toBe('');
    expect(importer.reading()).toBeNull();
  });

  it('forgets a file during the look-up of earlier projects', async () => {
    await opened();
    const hash = importer.inspection?.hash ?? '';
    await projectOf('known', hash, 1);
    const held = gate();
    store.after = (method) => (method === 'projects' ? held.passed : undefined);
    const opening = opened();
    await until(() => store.calls.at(-1)?.method === 'projects');
    importer.cancel();
    held.open();
    await opening;
    expect(importer.known).toEqual([]);
    expect(importer.state.at).toBe('idle');
  });
});
