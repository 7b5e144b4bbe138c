import { describe, expect, it } from 'vitest';
import { datasetOf } from '../../../fakes/dataset.js';
import { reviewBench, states, stored, reopened } from './review-bench.js';

it('Uses the labels of the open dataset, also after a dataset with as many labels', () => {
  const { review } = reviewBench();
  review.open('q', datasetOf(['e', 'f', 'g'], ['red', 'green', 'blue']), []);
  expect([...review.labels].sort()).toEqual(['blue', 'green', 'red']);
  expect(states(review)).toEqual(['0 red', '0 green', '0 blue']);
});

describe('decisions', () => {
  it('are stored at any time, also just after all earlier ones were stored', async () => {
    for (let turns = 0; turns < 30; turns++) {
      const it = reviewBench();
      it.review.confirm([0]);
      // `then`, not `await`: `await` takes more than one turn here.
      let moment = Promise.resolve();
      for (let turn = 0; turn < turns; turn++) moment = moment.then(() => undefined);
      await moment.then(() => it.review.confirm([1]));
      await it.review.settled();
      expect([it.review.saved, (await stored(it)).length], `${turns} turns later`).toEqual(['saved', 2]);
    }
  });

  it('set status, label, time and counts, and the source’s label confirms the row', async () => {
    const { review, clock } = reviewBench();
    clock.at = 5000;
    expect(review.setLabel([0], 'Business')).toBe(true);
    clock.at = 6000;
    review.setLabel([1], 'Sports');
    review.confirm([2]);
    review.discard([3]);
    expect(states(review)).toEqual(['2 Business', '1 Sports', '1 World', '3 Business']);
    expect([...review.counts]).toEqual([0, 2, 1, 1, 0]);
    expect([...review.updatedAt.value]).toEqual([5000, 6000, 6000, 6000]);
    expect(review.originalName(0)).toBe('World');
    review.discard([0]);
    expect(states(review)[0]).toBe('3 World');
    review.confirm([0]);
    expect(states(review)[0]).toBe('1 World');
    await review.settled();
  });

  it('add an unknown label to the labels once, and a reload restores it', async () => {
    const bench = reviewBench();
    const { review } = bench;
    review.setLabel([0, 1], 'Sci/Tech');
    review.setLabel([2], 'Sci/Tech');
    review.undo();
    review.undo();
    expect(review.labels).toEqual(['Business', 'Sports', 'World', 'Sci/Tech']);
    review.redo();
    await review.settled();
    const later = await reopened(bench);
    expect(later.labels).toEqual(['Business', 'Sports', 'World', 'Sci/Tech']);
    expect(states(later)).toEqual(states(review));
  });

  it('notify the readers of the columns and keep the buffers', () => {
    const { review } = reviewBench();
    const { status, label } = review;
    review.setLabel([0], 'Sports');
    expect(review.status).not.toBe(status);
    expect(review.status.value).toBe(status.value);
    expect(review.label.value).toBe(label.value);
  });

  it('about no row or unknown rows store nothing, and add nothing to undo', async () => {
    const bench = reviewBench();
    expect(bench.review.setLabel([], 'Sports')).toBe(false);
    expect(bench.review.confirm([99])).toBe(false);
    expect(bench.review.discard([-1])).toBe(false);
    await bench.review.settled();
    expect(await stored(bench)).toEqual([]);
    expect(bench.review.canUndo).toBe(false);
    expect(bench.review.saved).toBe('saved');
  });

  it('are refused if another tab writes', async () => {
    const bench = reviewBench();
    bench.review.setLabel([0], 'Sports');
    bench.review.writable = false;
    expect(bench.review.confirm([1])).toBe(false);
    expect(bench.review.undo()).toEqual([]);
    expect(bench.review.redo()).toEqual([]);
    await bench.review.settled();
    expect(await stored(bench)).toHaveLength(1);
    expect(states(bench.review).slice(0, 2)).toEqual(['2 Sports', '0 Sports']);
    expect(bench.codes()).toEqual([]);
  });

  it('do nothing without a dataset', () => {
    const { review, codes } = reviewBench();
    review.close();
    expect(review.setLabel([0], 'Sports')).toBe(false);
    expect(review.undo()).toEqual([]);
    expect(codes()).toEqual([]);
  });
});

describe('undo and redo', () => {
  it('have no limit, and continue after a reload', async () => {
    const bench = reviewBench();
    const { review } = bench;
    const seen = [states(review)];
    for (const [row, name] of [
      [0, 'Sports'],
      [1, 'World'],
      [0, 'Business'],
      [3, 'Sports'],
    ] as const) {
      review.setLabel([row], name);
      seen.push(states(review));
    }
    expect(review.undo()).toEqual([3]);
    expect(review.undo()).toEqual([0]);
    await review.settled();
    const later = await reopened(bench);
    expect(states(later)).toEqual(seen[2]);
    expect(later.canRedo).toBe(true);
    expect(later.redo()).toEqual([0]);
    expect(states(later)).toEqual(seen[3]);
    for (const step of [2, 1, 0]) {
      later.undo();
      expect(states(later)).toEqual(seen[step]);
    }
    expect(later.canUndo).toBe(false);
    expect(later.undo()).toEqual([]);
    await later.settled();
    const last = await reopened(bench);
    expect(states(last)).toEqual(seen[0]);
    expect([last.canUndo, last.canRedo]).toEqual([false, true]);
  });

  it('discard the redo history after a new decision', () => {
    const { review } = reviewBench();
    review.setLabel([0], 'Sports');
    review.undo();
    review.confirm([1]);
    expect(review.canRedo).toBe(false);
    expect(review.redo()).toEqual([]);
  });
});
