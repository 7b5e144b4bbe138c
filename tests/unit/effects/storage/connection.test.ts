import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory, IDBOpenDBRequest as FakeOpenRequest } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fault } from '../../../../src/protocol/fault.js';
import type { ConnectionOptions } from '../../../../src/effects/storage/connection.js';
import { openStore } from '../../../../src/effects/storage/open-store.js';
import { IdbStore } from '../../../../src/effects/storage/store.js';
import { openedStore } from './opened-store.js';
import { entry, value } from './store-contract.js';

let lost: Fault[] = [];
const events = { lost: (fault: Fault): void => void lost.push(fault) };
const opened = (options?: ConnectionOptions): Promise<IdbStore> => openedStore(options, events.lost);

beforeEach(() => {
  lost = [];
  vi.stubGlobal('indexedDB', new IDBFactory());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
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

  test('reports a block by an older page that keeps its connection', async () => {
    const old = await openDB('rinse', 1);
    const newer = new IdbStore({ version: 2 });
    expect(await newer.open(events)).toMatchObject({ ok: false, fault: { code: 'storage-blocked' } });
    old.close();
  });

  test('gives up after an open without an answer', async () => {
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

  test('stop writing on the page that loses the database to a newer version', async () => {
    const old = await opened();
    const newer = await opened({ version: 2 });
    value(await newer.append('p', [entry(1)]));
    expect(lost).toEqual([{ code: 'storage-newer' }]);
    expect(await old.append('p', [entry(2)])).toMatchObject({ fault: { code: 'storage-newer' } });
  });

  test('allow and report a deletion of the database, and open an empty one with the next call', async () => {
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

test('reports a connection that the browser ended, and shares a new one among the next calls', async () => {
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

test('settles pending calls when the connection is lost, also those whose transaction never ends', async () => {
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

test('reports in every call why a deleted database cannot be opened, and tries again in a later call', async () => {
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
