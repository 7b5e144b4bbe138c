import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { AlikeTexts } from '../../../../src/app/review/alike-texts.svelte.js';
import { Project } from '../../../../src/app/project/project.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { failed } from '../../../../src/protocol/outcome.js';
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
  const alike = new AlikeTexts({ project, start, notices });
  const open = (...texts: string[]): void => {
    project.dataset = datasetOf(
      texts,
      texts.map(() => 'x'),
    );
    flushSync();
  };
  return { project, notices, workers, alike, open };
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
    expect(workers.map(({ ended }) => ended)).toEqual([true]);
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
