import { describe, expect, it } from 'vitest';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { bench, CLASSES, rowsOf } from './view-bench.svelte.js';

describe('search of many rows', () => {
  const many = 120_000;
  const data = datasetOf(
    Array.from({ length: many }, (_, row) => (row % 60_000 === 5 ? 'needle' : row % 60_000 === 6 ? 'thread' : 'hay')),
    new Array<string>(many).fill('World'),
  );

  it('runs in slices, and a newer search ends and replaces it', async () => {
    const own = bench('', data, false);
    const held = gate();
    own.clock.held = held.passed;
    own.view.filter({ search: 'needle' });
    expect(own.view.visible.length).toBe(many);
    own.view.filter({ search: 'thread' });
    held.open();
    await until(() => own.view.visible.length === 2);
    expect(rowsOf(own.view)).toEqual([6, 60_006]);
    for (let turn = 0; turn < 5; turn++) await tick();
    expect(rowsOf(own.view)).toEqual([6, 60_006]);
  });

  it('shows all rows if it is emptied while it runs', async () => {
    const own = bench('', data, false);
    const held = gate();
    own.clock.held = held.passed;
    own.view.filter({ search: 'needle' });
    own.view.filter({ search: '' });
    held.open();
    for (let turn = 0; turn < 5; turn++) await tick();
    expect(own.view.visible.length).toBe(many);
  });

  it('ends with its dataset, and the next dataset is not searched by the old words', async () => {
    const own = bench('', data, false);
    const held = gate();
    own.clock.held = held.passed;
    own.view.filter({ search: 'needle' });
    own.view.close();
    const small = datasetOf(['one', 'two'], ['World', 'World']);
    own.review.open('q', small, []);
    own.predictions.reset(2, CLASSES, Int32Array.of(0, 0));
    own.view.open(small);
    held.open();
    for (let turn = 0; turn < 5; turn++) await tick();
    expect(rowsOf(own.view)).toEqual([0, 1]);
  });
});
