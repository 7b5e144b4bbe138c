import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import type { Store } from '../../../../src/protocol/ports.js';
import { controlled } from '../../../fakes/controlled.js';
import { reviewOf } from '../../../fakes/review.js';
import { DATA, OTHER, reviewBench, states, stored, reopened } from './review-bench.js';

describe('decisions that the store refused', () => {
  it('persist while this page closes and reopens the project', async () => {
    const bench = reviewBench();
    const { review } = bench;
    let full = true;
    bench.store.before = (method) => (full && method === 'append' ? { code: 'storage-full' } : undefined);
    review.setLabel([0], 'Sports');
    review.discard([1]);
    await review.settled();
    const before = states(review);
    review.close();
    review.open('q', OTHER, []);
    expect(review.saved).toBe('failed');
    review.close();
    review.open('p', DATA, await stored(bench));
    expect(states(review)).toEqual(before);
    review.confirm([2]);
    await review.settled();
    full = false;
    void review.keep();
    await review.settled();
    expect((await stored(bench)).map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(states(await reopened(bench))).toEqual(states(review));
  });

  it('do not overwrite decisions that another tab stored in the same places', async () => {
    const bench = reviewBench();
    const { review } = bench;
    let full = true;
    bench.store.before = (method) => (full && method === 'append' ? { code: 'storage-full' } : undefined);
    review.setLabel([0], 'Sports');
    review.discard([1]);
    review.undo();
    await review.settled();
    full = false;
    const tab = reviewBench(bench.store).review;
    tab.confirm([3]);
    await tab.settled();
    review.open('p', DATA, await stored(bench));
    expect(states(review)).toEqual(['2 Sports', '0 Sports', '0 World', '1 Business']);
    void review.keep();
    await review.settled();
    expect((await stored(bench)).map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
    const later = await reopened(bench);
    expect(states(later)).toEqual(states(review));
    expect(later.redo()).toEqual([1]);
  });

  it('are not repeated if the store kept them despite a reported failure', async () => {
    const bench = reviewBench();
    const { review } = bench;
    let lost = true;
    review.setLabel([0], 'Sports');
    await review.settled();
    bench.store.after = () => {
      if (lost) throw new Error('the answer is lost');
      return undefined;
    };
    review.discard([1]);
    await review.settled();
    expect(review.saved).toBe('failed');
    lost = false;
    review.open('p', DATA, await stored(bench));
    expect(review.saved).toBe('saved');
    expect([...review.counts]).toEqual([2, 0, 1, 1, 0]);
    review.undo();
    await review.settled();
    expect((await stored(bench)).map((entry) => entry.seq)).toEqual([1, 2, 3]);
  });

  it('are never reported as saved if the browser stores nothing', async () => {
    const store = controlled<Store>(new MemoryStore());
    const review = reviewOf({ store: store.it, durable: false });
    review.open('p', DATA, []);
    const seen = new Set([review.saved]);
    store.after = () => {
      seen.add(review.saved);
      return undefined;
    };
    review.confirm([0]);
    seen.add(review.saved);
    await review.settled();
    seen.add(review.saved);
    void review.keep();
    await review.settled();
    seen.add(review.saved);
    expect(seen).not.toContain('saved');
    expect(seen).toContain('failed');
  });
});
