import { describe, expect, it } from 'vitest';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import type { Review } from '../../../../src/app/review/review.svelte.js';
import type { JournalEntry } from '../../../../src/domain/review/edits.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import type { Store } from '../../../../src/protocol/ports.js';
import { FakeClock } from '../../../fakes/clock.js';
import { controlled, gate, tick, until } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { recordNamed, reviewOf, reviewWithOutbox } from '../../../fakes/review.js';

const DATA = datasetOf(['a', 'b', 'c', 'd'], ['World', 'Sports', 'World', 'Business']);
const OTHER = datasetOf(['e', 'f'], ['Yes', 'No']);

function actions(store = controlled<Store>(new MemoryStore())) {
  const notices = new Notices();
  const clock = new FakeClock();
  const { review, outbox, project } = reviewWithOutbox({ store: store.it, clock, notices });
  review.open('p', DATA, []);
  const codes = (): string[] => notices.items.map((notice) => notice.fault.code);
  return { review, outbox, project, store, notices, clock, codes };
}

type ReviewActions = ReturnType<typeof actions>;

const states = (review: Review): string[] =>
  Array.from(review.status.value, (status, row) => `${status} ${review.labelName(row)}`);

async function stored({ store }: ReviewActions, project = 'p'): Promise<readonly JournalEntry[]> {
  const entries = await store.it.entries(project);
  if (!entries.ok) throw new Error(entries.fault.code);
  return entries.value;
}

/** What a page that opens the project later shows. */
async function reopened(from: ReviewActions): Promise<Review> {
  const { review } = actions(from.store);
  review.open('p', DATA, await stored(from));
  return review;
}

it('knows the labels of the dataset that is open, also where the one before had as many', () => {
  const { review } = actions();
  review.open('q', datasetOf(['e', 'f', 'g'], ['red', 'green', 'blue']), []);
  expect([...review.labels].sort()).toEqual(['blue', 'green', 'red']);
  expect(states(review)).toEqual(['0 red', '0 green', '0 blue']);
});

describe('decisions', () => {
  it('are stored whenever they come, also in the moment when all before them have been', async () => {
    for (let turns = 0; turns < 30; turns++) {
      const it = actions();
      it.review.confirm([0]);
      // By `then` and not by `await`, which takes more turns than one here.
      let moment = Promise.resolve();
      for (let turn = 0; turn < turns; turn++) moment = moment.then(() => undefined);
      await moment.then(() => it.review.confirm([1]));
      await it.review.settled();
      expect([it.review.saved, (await stored(it)).length], `${turns} turns later`).toEqual(['saved', 2]);
    }
  });

  it('set status, label, time and counts; the given label confirms', async () => {
    const { review, clock } = actions();
    clock.at = 5000;
    expect(review.setLabel([0], 'Business')).toBe(true);
    clock.at = 6000;
    review.setLabel([1], 'Sports');
    review.confirm([2]);
    review.discard([3]);
    expect(states(review)).toEqual(['2 Business', '1 Sports', '1 World', '3 Business']);
    expect([...review.counts]).toEqual([0, 2, 1, 1]);
    expect([...review.updatedAt.value]).toEqual([5000, 6000, 6000, 6000]);
    expect(review.originalName(0)).toBe('World');
    review.discard([0]);
    expect(states(review)[0]).toBe('3 World');
    review.confirm([0]);
    expect(states(review)[0]).toBe('1 World');
    await review.settled();
  });

  it('a label that is in no list joins the list, once, and is there after a reload', async () => {
    const bench = actions();
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

  it('the columns wake their readers and keep their buffers', () => {
    const { review } = actions();
    const { status, label } = review;
    review.setLabel([0], 'Sports');
    expect(review.status).not.toBe(status);
    expect(review.status.value).toBe(status.value);
    expect(review.label.value).toBe(label.value);
  });

  it('about no row, or about rows that do not exist, are none: nothing is stored and nothing can be undone', async () => {
    const bench = actions();
    expect(bench.review.setLabel([], 'Sports')).toBe(false);
    expect(bench.review.confirm([99])).toBe(false);
    expect(bench.review.discard([-1])).toBe(false);
    await bench.review.settled();
    expect(await stored(bench)).toEqual([]);
    expect(bench.review.canUndo).toBe(false);
    expect(bench.review.saved).toBe('saved');
  });

  it('are refused where another tab writes', async () => {
    const bench = actions();
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

  it('without a dataset do nothing', () => {
    const { review, codes } = actions();
    review.close();
    expect(review.setLabel([0], 'Sports')).toBe(false);
    expect(review.undo()).toEqual([]);
    expect(codes()).toEqual([]);
  });
});

describe('undo and redo', () => {
  it('go back and forth without limit, and go on after a reload', async () => {
    const bench = actions();
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

  it('a new decision ends what could be made again', () => {
    const { review } = actions();
    review.setLabel([0], 'Sports');
    review.undo();
    review.confirm([1]);
    expect(review.canRedo).toBe(false);
    expect(review.redo()).toEqual([]);
  });
});

describe('saving', () => {
  it('is called saved only after the transaction is complete', async () => {
    const bench = actions();
    const held = gate();
    bench.store.after = (method) => (method === 'append' ? held.passed : undefined);
    expect(bench.review.saved).toBe('saved');
    bench.review.setLabel([0], 'Sports');
    expect(bench.review.saved).toBe('saving');
    await tick();
    await tick();
    expect(bench.review.saved).toBe('saving');
    held.open();
    await bench.review.settled();
    expect(bench.review.saved).toBe('saved');
  });

  it('goes in order, one transaction after the other', async () => {
    const bench = actions();
    let under = 0;
    let most = 0;
    bench.store.before = () => {
      most = Math.max(most, ++under);
      return undefined;
    };
    bench.store.after = async () => {
      await tick();
      under--;
    };
    for (const name of ['Sports', 'Business', 'World', 'Sports']) bench.review.setLabel([0], name);
    bench.review.undo();
    expect(bench.review.saved).toBe('saving');
    await bench.review.settled();
    expect(most).toBe(1);
    const entries = await stored(bench);
    expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(entries.map((entry) => entry.kind)).toEqual(['change', 'change', 'change', 'change', 'undo']);
  });

  it('that fails says so and loses nothing: decisions go on, and a retry stores all in order', async () => {
    const bench = actions();
    const { review } = bench;
    let full = true;
    bench.store.before = (method) => (full && method === 'append' ? { code: 'storage-full' } : undefined);
    review.setLabel([0], 'Sports');
    await review.settled();
    expect(review.saved).toBe('failed');
    expect(bench.codes()).toEqual(['storage-full']);
    review.setLabel([1], 'World');
    review.undo();
    review.discard([2]);
    await review.settled();
    expect(review.saved).toBe('failed');
    expect(states(review)).toEqual(['2 Sports', '0 Sports', '3 World', '0 Business']);
    expect(await stored(bench)).toEqual([]);
    full = false;
    void review.keep();
    await review.settled();
    expect(review.saved).toBe('saved');
    expect(bench.codes()).toEqual([]);
    expect((await stored(bench)).map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
    expect(states(await reopened(bench))).toEqual(states(review));
  });

  it('of a project that is not stored itself stores that first, and calls nothing saved before', async () => {
    const told: string[] = [];
    let full = true;
    const bench = actions();
    const { review, project } = bench;
    project.record = recordNamed('p');
    bench.store.before = (method) => {
      told.push(method);
      return full && method === 'putProject' ? { code: 'storage-full' } : undefined;
    };
    review.open('p', DATA, [], new Blob(['source']));
    expect(review.saved).toBe('saving');
    await review.keep();
    expect(review.saved).toBe('failed');
    expect(bench.codes()).toEqual(['storage-full']);
    review.discard([1]);
    await review.settled();
    expect(review.saved).toBe('failed');
    expect(told).toEqual(['putProject', 'putProject']);
    full = false;
    await review.keep();
    expect(review.saved).toBe('saved');
    expect(told.slice(2, 6)).toEqual(['putProject', 'putSource', 'putSetting', 'append']);
    expect(bench.codes()).toEqual([]);
  });

  it('stores the base of a project that is opened while another one is being saved', async () => {
    const bench = actions();
    const { review, project } = bench;
    const held = gate();
    let sources = 0;
    bench.store.before = (method) => {
      if (method === 'putSource') sources++;
      return method === 'append' ? held.passed.then(() => undefined) : undefined;
    };
    review.confirm([0]);
    await tick();
    expect(sources).toBe(0);
    project.record = recordNamed('q');
    review.open('q', OTHER, [], new Blob(['source']));
    const keeping = review.keep();
    held.open();
    await keeping;
    expect(sources).toBe(1);
    expect(review.saved).toBe('saved');
  });

  it('that the browser has deleted is not saved any more, and is stored again with its whole history', async () => {
    const bench = actions();
    const { review, outbox, project } = bench;
    review.setLabel([0], 'Sports');
    review.discard([1]);
    review.undo();
    await review.settled();
    expect(review.saved).toBe('saved');
    await bench.store.it.removeProject('p');
    review.storedIsGone(null);
    expect([review.saved, outbox.journals.unsavedOf('p'), project.decidedInStore]).toEqual(['failed', 3, 0]);
    await review.keep();
    expect([review.saved, outbox.journals.unsavedOf('p'), project.decidedInStore]).toEqual(['saved', 0, 1]);
    expect((await stored(bench)).map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(states(await reopened(bench))).toEqual(states(review));
  });

  it('that breaks off (the database throws) is a failure too', async () => {
    const bench = actions();
    bench.store.before = () => {
      throw new Error('the connection is closed');
    };
    bench.review.setLabel([0], 'Sports');
    await bench.review.settled();
    expect(bench.review.saved).toBe('failed');
    expect(bench.codes()).toEqual(['unexpected']);
    bench.store.before = () => undefined;
    void bench.review.keep();
    await bench.review.settled();
    expect(bench.review.saved).toBe('saved');
    expect(await stored(bench)).toHaveLength(1);
  });

  it('with nothing to save, a retry leaves it saved', async () => {
    const { review } = actions();
    void review.keep();
    await review.settled();
    expect(review.saved).toBe('saved');
  });

  it('goes on when the project is closed meanwhile', async () => {
    const bench = actions();
    const held = gate();
    bench.store.before = (method) => (method === 'append' ? held.passed.then(() => undefined) : undefined);
    for (const row of [0, 1, 2]) bench.review.confirm([row]);
    bench.review.close();
    held.open();
    await bench.review.settled();
    expect((await stored(bench)).map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(bench.review.saved).toBe('saved');
  });

  it('goes on when another project is opened meanwhile, each decision under its own project', async () => {
    const bench = actions();
    const { review } = bench;
    const held = gate();
    bench.store.before = (method) => (method === 'append' ? held.passed.then(() => undefined) : undefined);
    review.confirm([0]);
    review.confirm([1]);
    review.open('q', OTHER, []);
    expect(review.saved).toBe('saving');
    review.setLabel([1], 'Yes');
    held.open();
    await until(() => review.saved === 'saved');
    expect(await stored(bench, 'p')).toHaveLength(2);
    expect(await stored(bench, 'q')).toMatchObject([{ seq: 1, rows: [1], label: ['Yes'] }]);
  });

  it('what could not be stored survives closing and reopening the project in this page', async () => {
    const bench = actions();
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

  it('what another tab has stored in the same places is not lost either', async () => {
    const bench = actions();
    const { review } = bench;
    let full = true;
    bench.store.before = (method) => (full && method === 'append' ? { code: 'storage-full' } : undefined);
    review.setLabel([0], 'Sports');
    review.discard([1]);
    review.undo();
    await review.settled();
    full = false;
    const tab = actions(bench.store).review;
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

  it('what was stored although it was called failed is not done twice', async () => {
    const bench = actions();
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
    expect([...review.counts]).toEqual([2, 0, 1, 1]);
    review.undo();
    await review.settled();
    expect((await stored(bench)).map((entry) => entry.seq)).toEqual([1, 2, 3]);
  });

  it('is never called saved where the browser keeps nothing', async () => {
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
