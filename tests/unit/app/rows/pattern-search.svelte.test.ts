import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/domain/reading/dataset.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { bench, rowsOf, TEXTS } from './view-bench.svelte.js';

/** A dataset of several slices. */
function long(rows: number): Dataset {
  const filling = 'x'.repeat(100_000);
  const texts = Array.from({ length: rows }, (_, row) => `${row} ${filling}`);
  return datasetOf(texts, new Array<string>(rows).fill('World'));
}

describe('a search by patterns', () => {
  it.each([
    ['/cake$/', [2, 3]],
    ['/^(apple|fig)/', [0, 3, 5]],
    ['/APPLE/i cake', [3]],
    ['/a/ /p/', [0, 1, 3]],
    ['/e$/ label:Business', [3]],
    ['/e$/ loss<1', [2]],
    ['/nothing/', []],
  ])('%s finds its rows', async (search, expected) => {
    const { view } = bench();
    view.filter({ search });
    await until(() => !view.search.busy);
    expect(rowsOf(view).toSorted()).toEqual(expected);
    expect(view.search.fault).toBe(null);
  });

  it('equals the search by the browser itself on all texts', async () => {
    const { view } = bench();
    for (const source of ['[aeiou]{2}', 'p+', '^.{4,5}$', 'a.*e', '\\bca']) {
      view.filter({ search: `/${source}/` });
      await until(() => !view.search.busy);
      const expected = TEXTS.flatMap((text, row) => (new RegExp(source).test(text) ? [row] : []));
      expect(rowsOf(view).toSorted()).toEqual(expected);
    }
  });

  it('keeps the rows before after an invalid pattern, and says which pattern is invalid', async () => {
    const { view } = bench();
    view.filter({ search: 'cake' });
    view.filter({ search: '/(cake/' });
    await until(() => view.search.fault !== null);
    expect(view.search.fault).toMatchObject({ code: 'pattern-invalid', params: { pattern: '/(cake/' } });
    expect(rowsOf(view)).toEqual([3, 2]);
    expect(view.search.words).toEqual(['cake']);
    view.filter({ search: '/(cake)/' });
    await until(() => view.search.fault === null && !view.search.busy);
    expect(rowsOf(view)).toEqual([3, 2]);
  });

  it('keeps the rows before after a pattern that takes too long, for one slice or in all', async () => {
    const own = bench('', long(30));
    own.patterns.before = (method) => (method === 'find' ? { code: 'pattern-slow' } : undefined);
    own.view.filter({ search: '/(x+)+$/ /1/' });
    await until(() => own.view.search.fault !== null);
    expect(own.view.search.fault).toMatchObject({ code: 'pattern-slow', params: { pattern: '/(x+)+$/ /1/' } });
    expect(own.view.visible).toHaveLength(30);
    own.patterns.before = (method) => {
      if (method === 'find') own.clock.pass(6000);
      return undefined;
    };
    own.view.filter({ search: '/x+$/' });
    await until(() => own.view.search.fault !== null);
    expect(own.view.search.fault).toMatchObject({ code: 'pattern-slow', params: { pattern: '/x+$/' } });
    expect(own.view.search.busy).toBe(false);
  });

  it('is stopped by a newer search, whose result alone counts', async () => {
    const own = bench('', long(30));
    const held = gate();
    own.patterns.after = (method) => (method === 'find' ? held.passed : undefined);
    own.view.filter({ search: '/^1/' });
    await tick();
    own.view.filter({ search: '/^2 /' });
    expect(own.patterns.calls.map(({ method }) => method)).toContain('stop');
    own.patterns.after = () => undefined;
    held.open();
    await until(() => !own.view.search.busy);
    expect(rowsOf(own.view)).toEqual([2]);
  });

  it('gives the texts to the worker once, and again after the worker was ended', async () => {
    const own = bench('', long(30));
    const given = (): number => own.patterns.calls.filter(({ method }) => method === 'give').length;
    own.view.filter({ search: '/^1/' });
    await until(() => !own.view.search.busy);
    expect(given()).toBe(3);
    own.view.filter({ search: '/^2/' });
    await until(() => !own.view.search.busy);
    expect(given()).toBe(3);
    let ended = false;
    own.patterns.before = (method) => {
      if (method !== 'find' || ended) return undefined;
      ended = true;
      void own.patterns.it.open();
      return { code: 'job-ended' };
    };
    own.view.filter({ search: '/^3 /' });
    await until(() => !own.view.search.busy);
    expect(rowsOf(own.view)).toEqual([3]);
    expect(given()).toBe(6);
  });

  it('gives no slice to the worker in which the words leave no row', async () => {
    const own = bench('', long(30));
    own.view.filter({ search: '"29 x" /x$/' });
    await until(() => !own.view.search.busy);
    expect(rowsOf(own.view)).toEqual([29]);
    expect(own.patterns.calls.filter(({ method }) => method === 'give')).toHaveLength(1);
  });

  it('finds the places in shown rows, once for each row and search', async () => {
    const { view, patterns } = bench();
    const asked = (): number => patterns.calls.filter(({ method }) => method === 'places').length;
    await view.search.marks.look([0]);
    expect(asked()).toBe(0);
    view.filter({ search: '/pp|a$/' });
    await until(() => !view.search.busy);
    await view.search.marks.look([0, 3]);
    await view.search.marks.look([3, -1]);
    expect(asked()).toBe(1);
    expect(view.search.marks.of(0)).toEqual({ text: [{ start: 1, end: 3 }], textB: [] });
    view.filter({ search: 'apple' });
    expect(view.search.marks.of(0)).toEqual({ text: [], textB: [] });
  });
});
