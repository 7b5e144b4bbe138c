import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { IdbStore } from '../../../../src/effects/storage/store.js';
import { openedStore as opened } from './opened-store.js';
import { chunk, entry, project, storeContract, value } from './store-contract.js';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('contract', () => {
  storeContract(() => opened());
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

/** Makes the Nth request from now fail: by an exception or an aborted transaction. Returns a function to end this. */
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
