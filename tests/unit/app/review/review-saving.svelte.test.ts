import { describe, expect, it } from 'vitest';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { recordNamed } from '../../../fakes/review.js';
import { DATA, OTHER, reviewBench, states, stored, reopened } from './review-bench.js';

describe('saving', () => {
  it('reports saved only after the transaction is complete', async () => {
    const bench = reviewBench();
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

  it('stores decisions in order, one transaction after the other', async () => {
    const bench = reviewBench();
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

  it('reports a failure and loses nothing: decisions continue, and a retry stores all in order', async () => {
    const bench = reviewBench();
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

  it('stores an unsaved project first, and reports nothing as saved before', async () => {
    const told: string[] = [];
    let full = true;
    const bench = reviewBench();
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

  it('stores the base of a project that opens during the save of another project', async () => {
    const bench = reviewBench();
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

  it('stops after the browser deleted the project, then stores it again with its whole history', async () => {
    const bench = reviewBench();
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

  it('reports a database that throws as a failure', async () => {
    const bench = reviewBench();
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

  it('stays saved after a retry without unsaved decisions', async () => {
    const { review } = reviewBench();
    void review.keep();
    await review.settled();
    expect(review.saved).toBe('saved');
  });

  it('continues after the project is closed', async () => {
    const bench = reviewBench();
    const held = gate();
    bench.store.before = (method) => (method === 'append' ? held.passed.then(() => undefined) : undefined);
    for (const row of [0, 1, 2]) bench.review.confirm([row]);
    bench.review.close();
    held.open();
    await bench.review.settled();
    expect((await stored(bench)).map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(bench.review.saved).toBe('saved');
  });

  it('continues after another project opens, and stores each decision under its own project', async () => {
    const bench = reviewBench();
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
});
