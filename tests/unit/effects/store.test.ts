import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory, IDBOpenDBRequest as FakeOpenRequest } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fault } from '../../../src/protocol/fault.js';
import { openStore } from '../../../src/effects/open-store.js';
import { IdbStore } from '../../../src/effects/store.js';
import type { IdbStoreOptions } from '../../../src/effects/store.js';
import { chunk, entry, project, storeContract, value } from './store-contract.js';

let lost: Fault[] = [];
const events = { lost: (fault: Fault): void => void lost.push(fault) };

async function opened(options: IdbStoreOptions = {}): Promise<IdbStore> {
  const store = new IdbStore({ retryMs: 1, reopenMs: 1, ...options });
  value(await store.open(events));
  return store;
}

beforeEach(() => {
  lost = [];
  vi.stubGlobal('indexedDB', new IDBFactory());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('contract', () => {
  storeContract(() => opened());
});

describe('opening', () => {
  test('finds the stored data again', async () => {
    const first = await opened();
    value(await first.append('p', [entry(1)]));
    first.close();
    expect(value(await (await opened()).entries('p'))).toEqual([entry(1)]);
  });

  test('fails every call with the reason before opening and after closing', async () => {
    const store = new IdbStore();
    expect(await store.projects()).toMatchObject({ fault: { code: 'storage-missing' } });
    expect(await store.append('p', [entry(1)])).toMatchObject({ fault: { code: 'storage-missing' } });
  });

  test.each([
    ['not there', () => vi.stubGlobal('indexedDB', undefined)],
    [
      'refused by the frame',
      () => {
        vi.spyOn(globalThis, 'indexedDB', 'get').mockImplementation(() => {
          throw new DOMException('no', 'SecurityError');
        });
      },
    ],
    [
      'switched off',
      () => {
        vi.spyOn(indexedDB, 'open').mockImplementation(() => {
          throw new DOMException('no', 'InvalidStateError');
        });
      },
    ],
  ])('IndexedDB is %s', async (_, break_) => {
    break_();
    expect(await new IdbStore().open(events)).toMatchObject({ ok: false, fault: { code: 'storage-missing' } });
    const inMemory = await openStore();
    expect(inMemory.fault?.code).toBe('storage-missing');
    value(await inMemory.store.append('p', [entry(1)]));
    expect(value(await inMemory.store.entries('p'))).toEqual([entry(1)]);
  });

  test.each([
    [1, true],
    [2, true],
    [3, false],
  ])('%i failures without a reason: opened is %s', async (failures, expected) => {
    const open = vi.spyOn(indexedDB, 'open');
    for (let count = 0; count < failures; count += 1) {
      open.mockImplementationOnce(() => {
        throw new DOMException('backing store', 'UnknownError');
      });
    }
    const outcome = await new IdbStore({ retryMs: 1 }).open(events);
    expect(outcome.ok).toBe(expected);
    expect(open).toHaveBeenCalledTimes(Math.min(failures + 1, 3));
    if (!outcome.ok) expect(outcome.fault.code).toBe('storage-failed');
  });

  test('leaves a database of a newer version untouched', async () => {
    (await openDB('rinse', 2)).close();
    const store = new IdbStore();
    expect(await store.open(events)).toMatchObject({ ok: false, fault: { code: 'storage-newer' } });
    expect(await store.append('p', [entry(1)])).toMatchObject({ fault: { code: 'storage-newer' } });
  });

  test('is blocked by an older page that keeps its connection', async () => {
    const old = await openDB('rinse', 1);
    const newer = new IdbStore({ version: 2 });
    expect(await newer.open(events)).toMatchObject({ ok: false, fault: { code: 'storage-blocked' } });
    old.close();
  });

  test('gives up an open that never answers', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => new FakeOpenRequest());
    expect(await new IdbStore({ openLimitMs: 20 }).open(events)).toMatchObject({ fault: { code: 'storage-blocked' } });
  });

  test.each([
    ['kept before', { persisted: async () => true, persist: async () => false }, true],
    ['granted', { persisted: async () => false, persist: async () => true }, true],
    ['denied', { persisted: async () => false, persist: async () => false }, false],
    ['broken', { persisted: () => Promise.reject(new Error('x')), persist: async () => true }, false],
    ['never answered', { persisted: async () => false, persist: () => new Promise<boolean>(() => undefined) }, false],
    ['missing', {}, false],
  ])('persistence %s', async (_, storage, persisted) => {
    vi.stubGlobal('navigator', { storage });
    expect(await new IdbStore().open(events)).toEqual({ ok: true, value: { persisted } });
    vi.stubGlobal('indexedDB', new IDBFactory());
    expect(await openStore()).toMatchObject({ persisted, fault: null });
  });
});

describe('two connections', () => {
  test('see each other’s writes, and only one can take a seq', async () => {
    const [one, two] = [await opened(), await opened()];
    const outcomes = await Promise.all([one.append('p', [entry(1)]), two.append('p', [entry(1)])]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false]);
    expect(value(await two.entries('p'))).toHaveLength(1);
  });

  test('this page stops writing when a newer version takes the database', async () => {
    const old = await opened();
    const newer = await opened({ version: 2 });
    value(await newer.append('p', [entry(1)]));
    expect(lost).toEqual([{ code: 'storage-newer' }]);
    expect(await old.append('p', [entry(2)])).toMatchObject({ fault: { code: 'storage-newer' } });
  });

  test('a deletion of the database is not blocked and is reported, and the next call opens an empty one', async () => {
    const store = await opened();
    value(await store.append('p', [entry(1)]));
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('rinse');
      request.onsuccess = resolve;
      request.onblocked = reject;
    });
    expect(lost).toEqual([{ code: 'storage-evicted' }]);
    expect(value(await store.entries('p'))).toEqual([]);
    value(await store.append('p', [entry(1)]));
    expect(value(await (await opened()).entries('p'))).toEqual([entry(1)]);
  });
});

test('a connection that the browser ends is reported, and the next calls share a new one', async () => {
  const databases: IDBDatabase[] = [];
  const { transaction } = IDBDatabase.prototype;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
    databases.push(this);
    return transaction.apply(this, args);
  });
  const store = await opened();
  value(await store.projects());
  forceCloseDatabase(databases[0] as never);
  await vi.waitFor(() => expect(lost).toHaveLength(1));
  expect(lost).toEqual([{ code: 'storage-evicted' }]);
  const open = vi.spyOn(indexedDB, 'open');
  const outcomes = await Promise.all([store.projects(), store.append('p', [entry(1)]), store.putSetting('k', 1)]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(open).toHaveBeenCalledOnce();
});

test('calls under way settle when the connection is lost, also those whose transaction the browser never ends', async () => {
  const databases: IDBDatabase[] = [];
  const { transaction } = IDBDatabase.prototype;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
    databases.push(this);
    const real = transaction.apply(this, args);
    if (args[1] === 'readwrite') vi.spyOn(real, 'addEventListener').mockImplementation(() => undefined);
    return real;
  });
  const store = await opened();
  const writing = store.append('p', [entry(1)]);
  await vi.waitFor(() => expect(databases).not.toHaveLength(0));
  forceCloseDatabase(databases[0] as never);
  expect(await writing).toMatchObject({ ok: false, fault: { code: 'storage-evicted' } });
});

test('every call reports why a deleted database cannot be opened, and a later call tries again', async () => {
  const store = await opened();
  await new Promise((resolve) => (indexedDB.deleteDatabase('rinse').onsuccess = resolve));
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no', 'SecurityError');
  });
  expect(await store.append('p', [entry(1)])).toMatchObject({ fault: { code: 'storage-evicted' } });
  open.mockRestore();
  (await openDB('rinse', 2)).close();
  expect(await store.append('p', [entry(1)])).toMatchObject({ fault: { code: 'storage-newer' } });
  await new Promise((resolve) => (indexedDB.deleteDatabase('rinse').onsuccess = resolve));
  value(await (await opened()).append('p', [entry(1)]));
});

describe('durability', () => {
  test('edits are strict, results relaxed', async () => {
    const store = await opened();
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    value(await store.append('p', [entry(1)]));
    value(await store.putChunk('p', 'm', chunk(0)));
    expect(transaction.mock.calls.map(([, , options]) => options?.durability)).toEqual(['strict', 'relaxed']);
  });
});

/** Makes the Nth request from now fail: at once, or when its turn comes. Returns a function that ends this. */
function failRequest(nth: number, name: string, how: 'thrown' | 'aborted'): () => void {
  let count = 0;
  for (const method of ['add', 'put', 'delete', 'get'] as const) {
    const original = IDBObjectStore.prototype[method] as (...args: unknown[]) => IDBRequest;
    vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (this: IDBObjectStore, ...args: unknown[]) {
      count += 1;
      if (count === nth && how === 'thrown') throw new DOMException('injected', name);
      const request = original.apply(this, args);
      // As a browser with a full disk: the transaction ends with the error, and its requests with AbortError.
      if (count === nth) (this.transaction as unknown as { _abort(error: string): void })._abort(name);
      return request;
    } as never);
  }
  return () => vi.restoreAllMocks();
}

async function snapshot(store: IdbStore): Promise<unknown> {
  return {
    projects: value(await store.projects()),
    entries: [value(await store.entries('p')), value(await store.entries('q'))],
    chunks: [value(await store.chunks('p', 'm')), value(await store.chunks('q', 'm'))],
    source: await value(await store.source('s'))?.text(),
    source2: await value(await store.source('s2'))?.text(),
    models: value(await store.models()),
    files: [value(await store.modelFiles('h')), value(await store.modelFiles('h2'))].map((files) =>
      files?.map(({ path }) => path),
    ),
    setting: value(await store.setting('k')),
  };
}

const model = { hash: 'h', name: 'n', addedAt: 1, sizeBytes: 1, classes: ['a'] };
const twoFiles = ['a', 'b'].map((path) => ({ path, blob: new Blob([path]) }));

async function filled(): Promise<IdbStore> {
  const store = await opened();
  value(await store.putSource('s', new Blob(['x'])));
  value(await store.putProject(project('p', { sourceHash: 's' })));
  value(await store.append('p', [entry(1)]));
  value(await store.putChunk('p', 'm', chunk(0)));
  value(await store.putModel(model, twoFiles));
  value(await store.putSetting('k', 1));
  return store;
}

describe.each(['thrown', 'aborted'] as const)('a request that fails (%s) leaves no half state', (how) => {
  const operations: [string, (store: IdbStore) => Promise<{ ok: boolean }>][] = [
    ['putProject', (store) => store.putProject(project('q'))],
    ['putSource', (store) => store.putSource('s2', new Blob(['y']))],
    ['append', (store) => store.append('p', [entry(2)])],
    ['putChunk', (store) => store.putChunk('p', 'm', chunk(0, 9))],
    ['putModel', (store) => store.putModel({ ...model, hash: 'h2' }, twoFiles)],
    ['putModel again', (store) => store.putModel({ ...model, name: 'new' }, twoFiles.slice(1))],
    ['removeModel', (store) => store.removeModel('h')],
    ['removeProject', (store) => store.removeProject('p')],
    ['putSetting', (store) => store.putSetting('k', 2)],
  ];
  test.each(operations)('%s', async (_, run) => {
    let failures = 0;
    for (let nth = 1; ; nth += 1) {
      vi.stubGlobal('indexedDB', new IDBFactory());
      const store = await filled();
      const before = await snapshot(store);
      const lift = failRequest(nth, 'QuotaExceededError', how);
      const outcome = await run(store);
      lift();
      if (outcome.ok) {
        expect(await snapshot(store)).not.toEqual(before);
        break;
      }
      failures += 1;
      expect(outcome).toMatchObject({ fault: { code: 'storage-full' } });
      expect(await snapshot(store)).toEqual(before);
      expect(await run(store)).toMatchObject({ ok: true });
    }
    expect(failures).toBeGreaterThan(0);
  });

  test.each([
    ['QuotaExceededError', 'storage-full'],
    ['UnknownError', 'storage-failed'],
    ['DataError', 'storage-failed'],
  ])('%s is %s', async (name, code) => {
    const store = await opened();
    failRequest(1, name, how);
    const outcome = await store.append('p', [entry(1)]);
    expect(outcome).toMatchObject({ ok: false, fault: { code } });
  });
});

test('reports a failed read', async () => {
  const store = await opened();
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(() => {
    throw new DOMException('disk', 'UnknownError');
  });
  expect(await store.entries('p')).toEqual({
    ok: false,
    fault: { code: 'storage-failed', detail: 'UnknownError: disk' },
  });
});
