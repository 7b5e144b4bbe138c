import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { AlikeTexts } from '../../../../src/app/review/alike-texts.svelte.js';
import { Project } from '../../../../src/app/project/project.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { failed, ok, type Outcome } from '../../../../src/protocol/outcome.js';
import type { ProjectRecord } from '../../../../src/protocol/ports.js';
import type { TextGroupsWorker } from '../../../../src/protocol/text-groups-wire.js';
import { TextGroupsWork } from '../../../../workers/review/text-groups.js';
import { datasetOf } from '../../../fakes/dataset.js';

function bench() {
  const project = new Project();
  const notices = new Notices();
  const workers: (TextGroupsWorker & { ended: boolean })[] = [];
  const start = (): TextGroupsWorker => {
    const worker = Object.assign(new TextGroupsWork(), { ended: false, end: () => void (worker.ended = true) });
    workers.push(worker);
    return worker;
  };
  const settings = new Map<string, unknown>();
  const store = {
    setting: (key: string) => Promise.resolve(ok(settings.get(key))),
    putSetting: vi.fn((key: string, value: unknown): Promise<Outcome<null>> => {
      settings.set(key, value);
      return Promise.resolve(ok(null));
    }),
  };
  const outbox = { mayStore: true };
  const alike = new AlikeTexts({ project, start, store, outbox, notices });
  const open = (...texts: string[]): void => {
    project.dataset = datasetOf(
      texts,
      texts.map(() => 'x'),
    );
    flushSync();
  };
  return { project, notices, workers, settings, store, outbox, alike, open };
}

describe('rows with alike texts', () => {
  it('are known once a worker has compared the texts of the open dataset, and the worker ends', async () => {
    const { project, alike, workers, open } = bench();
    project.restoring = true;
    open('one text', 'another', 'One  text');
    expect(workers).toHaveLength(0);
    project.restoring = false;
    flushSync();
    expect(alike.rowsLike(0)).toEqual([]);
    await vi.waitFor(() => expect(alike.rowsLike(0)).toEqual([0, 2]));
    expect(alike.rowsLike(1)).toEqual([1]);
    await vi.waitFor(() => expect(workers.map(({ ended }) => ended)).toEqual([true]));
  });

  it('of another dataset replace those of the one before, also while they are compared', async () => {
    const { project, alike, workers, open } = bench();
    open('one text', 'one text');
    open('two texts', 'three texts', 'three texts');
    expect(workers[0]?.ended).toBe(true);
    await vi.waitFor(() => expect(alike.rowsLike(1)).toEqual([1, 2]));
    project.dataset = null;
    flushSync();
    expect(alike.groups).toBe(null);
  });

  it('stay unknown where the texts cannot be compared, and a message says so', async () => {
    const { alike, workers, notices, open } = bench();
    vi.spyOn(TextGroupsWork.prototype, 'finish').mockResolvedValue(failed({ code: 'worker-died', detail: 'gone' }));
    open('one text');
    await vi.waitFor(() => expect(notices.has('texts-not-compared')).toBe(true));
    expect(alike.groups).toBe(null);
    expect(workers[0]?.ended).toBe(true);
    vi.restoreAllMocks();
  });
});

describe('the nearest rows', () => {
  const TEXTS = ['red apples', 'green pears', 'red apples taste sweet'];
  const record = { id: 'p1' } as ProjectRecord;

  it('are found after the alike texts, and stored with the project', async () => {
    const { project, alike, settings, workers, open } = bench();
    project.record = record;
    open(...TEXTS);
    await vi.waitFor(() => expect(alike.nearest).not.toBe(null));
    expect(alike.nearest?.row[0]).toBe(2);
    expect(alike.nearest?.row[10]).toBe(-1);
    await vi.waitFor(() => expect(settings.get('nearest:p1')).toBe(alike.nearest));
    await vi.waitFor(() => expect(workers[0]?.ended).toBe(true));
    expect(alike.leftOut).toEqual([]);
  });

  it('are shown without a message where the store has no room for them', async () => {
    const { project, alike, store, notices, workers, open } = bench();
    store.putSetting.mockResolvedValue(failed({ code: 'storage-full' }));
    project.record = record;
    open(...TEXTS);
    await vi.waitFor(() => expect(workers[0]?.ended).toBe(true));
    expect(store.putSetting).toHaveBeenCalledOnce();
    expect(alike.nearest?.row[0]).toBe(2);
    expect(notices.has('storage-full')).toBe(false);
  });

  it('are not stored by a tab that only reads', async () => {
    const { project, alike, store, outbox, workers, open } = bench();
    outbox.mayStore = false;
    project.record = record;
    open(...TEXTS);
    await vi.waitFor(() => expect(workers[0]?.ended).toBe(true));
    expect(alike.nearest?.row[0]).toBe(2);
    expect(store.putSetting).not.toHaveBeenCalled();
  });

  it('are not searched again at the next visit', async () => {
    const { project, alike, settings, open } = bench();
    const nearest = vi.spyOn(TextGroupsWork.prototype, 'nearest');
    const stored = { row: new Int32Array(30).fill(1), similarity: new Uint8Array(30).fill(50) };
    settings.set('nearest:p1', stored);
    project.record = record;
    open(...TEXTS);
    await vi.waitFor(() => expect(alike.nearest).toEqual(stored));
    expect(nearest).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it.each([
    ['of another number of rows', { row: new Int32Array(10), similarity: new Uint8Array(10) }],
    ['that name a row beyond the end', { row: new Int32Array(30).fill(3), similarity: new Uint8Array(30) }],
    ['in another form', { row: [1, 2, 3] }],
  ])('%s are searched anew', async (_, stored) => {
    const { project, alike, settings, open } = bench();
    settings.set('nearest:p1', stored);
    project.record = record;
    open(...TEXTS);
    await vi.waitFor(() => expect(alike.nearest?.row[0]).toBe(2));
  });

  it('stay unknown where they cannot be found, and a message says so', async () => {
    const { alike, notices, open } = bench();
    vi.spyOn(TextGroupsWork.prototype, 'nearest').mockResolvedValue(failed({ code: 'worker-died', detail: 'gone' }));
    open(...TEXTS);
    await vi.waitFor(() => expect(notices.has('nearest-not-found')).toBe(true));
    expect(alike.groups).not.toBe(null);
    expect(alike.nearest).toBe(null);
    vi.restoreAllMocks();
  });

  it('are not looked for among too many rows, and the page can say so', async () => {
    const { project, alike, open } = bench();
    open(...TEXTS);
    await vi.waitFor(() => expect(alike.groups).not.toBe(null));
    project.dataset = { ...project.dataset!, rows: 300_001 };
    expect(alike.leftOut).toEqual([{ reason: 'neighbours', most: 300_000 }]);
    project.dataset = { ...project.dataset, rows: 2_000_000 };
    expect(alike.leftOut.map(({ reason }) => reason)).toEqual(['near_duplicate', 'neighbours']);
  });
});
