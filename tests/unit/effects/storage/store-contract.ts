import { expect, test } from 'vitest';
import type { JournalEntry } from '../../../../src/domain/review/edits.js';
import type { Outcome } from '../../../../src/protocol/outcome.js';
import type { ProjectRecord, ResultsChunk, Store } from '../../../../src/protocol/ports.js';

export function project(id: string, more: Partial<ProjectRecord> = {}): ProjectRecord {
  return {
    id,
    sourceHash: `source of ${id}`,
    name: '新闻.tsv',
    sizeBytes: 12,
    settings: { format: 'delimited', gzip: false, encoding: 'utf-8', delimiter: '\t', quote: '', header: true },
    roles: { text: 'text', textJoin: '', textB: '', label: 'label', id: '', sLabel: '' },
    rows: 3,
    rejected: 0,
    createdAt: 1,
    openedAt: 2,
    decided: 0,
    model: 'default',
    labelMaps: [{ model: 'm', classes: [['__proto__', 1]] }],
    running: false,
    ...more,
  };
}

export function entry(seq: number): JournalEntry {
  return { seq, at: 5, kind: 'change', rows: [seq], status: [2], label: ['World'] };
}

export function chunk(index: number, loss = index): ResultsChunk {
  return {
    index,
    logits: Float32Array.of(1, Number.NaN),
    loss: Float32Array.of(loss),
    tokens: Uint16Array.of(7),
    flags: Uint8Array.of(3),
  };
}

export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.fault));
  return outcome.value;
}

/** The promises of every store, wherever it keeps its data. `make` returns an empty, open one. */
export function storeContract(make: () => Promise<Store>): void {
  test('starts empty', async () => {
    const store = await make();
    expect(value(await store.projects())).toEqual([]);
    expect(value(await store.models())).toEqual([]);
    expect(value(await store.entries('p'))).toEqual([]);
    expect(value(await store.chunks('p', 'm'))).toEqual([]);
    expect(value(await store.source('s'))).toBeNull();
    expect(value(await store.modelFiles('m'))).toBeNull();
    expect(value(await store.setting('k'))).toBeUndefined();
  });

  test('keeps projects, and the last of each id', async () => {
    const store = await make();
    value(await store.putProject(project('b')));
    value(await store.putProject(project('a')));
    value(await store.putProject(project('b', { decided: 4, running: true })));
    expect(value(await store.projects())).toEqual([project('a'), project('b', { decided: 4, running: true })]);
  });

  test('keeps sources', async () => {
    const store = await make();
    value(await store.putSource('s', new Blob(['id\ttext'])));
    expect(await value(await store.source('s'))?.text()).toBe('id\ttext');
  });

  test('returns each project’s journal in order of seq', async () => {
    const store = await make();
    for (const seq of [2, 10, 1]) value(await store.append('p', [entry(seq)]));
    value(await store.append('p2', [entry(1)]));
    value(await store.append('p', [{ seq: 11, at: 6, kind: 'undo', target: 10 }]));
    const entries = value(await store.entries('p'));
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 10, 11]);
    expect(entries[1]).toEqual(entry(2));
    expect(value(await store.entries('p2'))).toHaveLength(1);
  });

  test('refuses a seq that exists, and keeps the stored entry', async () => {
    const store = await make();
    value(await store.append('p', [entry(1)]));
    const again = await store.append('p', [{ ...entry(1), at: 99 }]);
    expect(again).toMatchObject({ ok: false, fault: { code: 'read-only-tab' } });
    expect(value(await store.entries('p'))).toEqual([entry(1)]);
  });

  test('stores several entries together or none', async () => {
    const store = await make();
    value(await store.append('p', [entry(2), entry(3)]));
    const clash = await store.append('p', [entry(1), entry(3), entry(4)]);
    expect(clash).toMatchObject({ ok: false, fault: { code: 'read-only-tab' } });
    expect(value(await store.entries('p'))).toEqual([entry(2), entry(3)]);
  });

  test('keeps chunks by project, model and index, and replaces them', async () => {
    const store = await make();
    for (const index of [10, 2, 0]) value(await store.putChunk('p', 'm', chunk(index)));
    value(await store.putChunk('p', 'm', chunk(2, 5.5)));
    value(await store.putChunk('p', 'm2', chunk(1)));
    expect(value(await store.chunks('p', 'm'))).toEqual([chunk(0), chunk(2, 5.5), chunk(10)]);
    expect(value(await store.chunks('p', 'm2'))).toEqual([chunk(1)]);
  });

  test('keeps a copy, without later writes to the same arrays', async () => {
    const store = await make();
    const written = chunk(0, 1);
    const storing = store.putChunk('p', 'm', written);
    written.loss[0] = 99;
    value(await storing);
    expect(value(await store.chunks('p', 'm'))).toEqual([chunk(0, 1)]);
  });

  test('keeps models with their files in order', async () => {
    const store = await make();
    const model = { hash: 'h', name: '模型', addedAt: 1, sizeBytes: 3, classes: ['a', 'b'] };
    const paths = Array.from({ length: 12 }, (_, place) => `onnx/${12 - place}`);
    value(
      await store.putModel(
        model,
        paths.map((path) => ({ path, blob: new Blob([path]) })),
      ),
    );
    value(await store.putModel({ ...model, hash: 'h2' }, [{ path: 'x', blob: new Blob([]) }]));
    expect(value(await store.models())).toEqual([model, { ...model, hash: 'h2' }]);
    const files = value(await store.modelFiles('h'));
    expect(files?.map(({ path }) => path)).toEqual(paths);
    expect(await files?.[11]?.blob.text()).toBe('onnx/1');
    value(await store.putModel(model, [{ path: 'only', blob: new Blob([]) }]));
    expect(value(await store.modelFiles('h'))?.map(({ path }) => path)).toEqual(['only']);
    value(await store.removeModel('h'));
    expect(value(await store.modelFiles('h'))).toBeNull();
    expect(value(await store.models())).toHaveLength(1);
  });

  test('keeps settings', async () => {
    const store = await make();
    value(await store.putSetting('__proto__', { keys: false }));
    value(await store.putSetting('last', null));
    expect(value(await store.setting('__proto__'))).toEqual({ keys: false });
    expect(value(await store.setting('last'))).toBeNull();
    expect(value(await store.setting('constructor'))).toBeUndefined();
  });

  test('removes a project with its settings, and no other project’s', async () => {
    const store = await make();
    const own = ['signals:p', 'signals-made:p', 'results:p', 'passes:p:default', 'passes:p:hash'];
    const others = ['signals:p2', 'passes:p2:default', 'roles:p', 'loaded-hash:p', 'last-project', 'passes:default:p'];
    for (const key of [...own, ...others]) value(await store.putSetting(key, 'kept'));
    value(await store.putProject(project('p')));
    value(await store.removeProject('p'));
    for (const key of own) expect(value(await store.setting(key)), key).toBeUndefined();
    for (const key of others) expect(value(await store.setting(key)), key).toBe('kept');
  });

  test('refuses values that cannot be cloned', async () => {
    const store = await make();
    const refused = await store.putSetting('k', () => undefined);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'storage-failed' } });
    expect(value(await store.setting('k'))).toBeUndefined();
  });

  test('removes a project whole, and its source with the last project of it', async () => {
    const store = await make();
    value(await store.putSource('s', new Blob(['x'])));
    for (const id of ['p', 'p2']) {
      value(await store.putProject(project(id, { sourceHash: 's' })));
      value(await store.append(id, [entry(1)]));
      value(await store.putChunk(id, 'm', chunk(0)));
    }
    value(await store.removeProject('p'));
    expect(value(await store.projects()).map(({ id }) => id)).toEqual(['p2']);
    expect(value(await store.entries('p'))).toEqual([]);
    expect(value(await store.chunks('p', 'm'))).toEqual([]);
    expect(value(await store.entries('p2'))).toHaveLength(1);
    expect(value(await store.chunks('p2', 'm'))).toHaveLength(1);
    expect(value(await store.source('s'))).not.toBeNull();
    value(await store.removeProject('p2'));
    expect(value(await store.source('s'))).toBeNull();
    value(await store.removeProject('never there'));
  });
}
