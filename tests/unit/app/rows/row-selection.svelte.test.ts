import { beforeEach, describe, expect, it } from 'vitest';
import type { Review } from '../../../../src/app/review/review.svelte.js';
import { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import { FakeAddress } from '../../../fakes/browser-parts.js';
import { bench, rowsOf } from './view-bench.svelte.js';

let view: RowView;
let review: Review;
beforeEach(() => ({ view, review } = bench()));

describe('selection', () => {
  it('starts at the first undecided row once a row is scored', () => {
    const empty = bench('', undefined, false);
    empty.view.lookAtFirst();
    expect(empty.view.selected).toBe(-1);
    review.confirm([3]);
    view.lookAtFirst();
    expect(view.selected).toBe(0);
    view.select(2);
    view.lookAtFirst();
    expect(view.selected).toBe(2);
  });

  it('stays if a filter keeps the selected row, and otherwise stays in the list', () => {
    view.select(0);
    view.filter({ label: review.labels[review.label.value[0] ?? -1] ?? '' });
    expect(view.selected).toBe(0);
    view.filter({ label: review.labels.find((_, label) => label !== review.label.value[0]) ?? '' });
    expect(view.position()).toBe(0);
    review.confirm([...rowsOf(view)]);
    view.filter({ label: '' });
    expect(view.selected).toBeGreaterThanOrEqual(0);
  });

  it('moves in list order and stops at both ends', () => {
    view.move(1);
    expect(view.selected).toBe(3);
    view.move(2);
    expect([view.selected, view.position()]).toEqual([4, 2]);
    view.move(-99);
    expect(view.selected).toBe(3);
    view.move(99);
    expect(view.selected).toBe(5);
    view.move(1);
    expect(view.selected).toBe(5);
    view.move(-1);
    expect(view.selected).toBe(2);
  });

  it('moves to the nearest row after it if a filter excludes it, else to the nearest row above', () => {
    // By loss: 3, 0, 4, 1, 2, 5.
    view.select(0);
    view.filter({ label: 'Sports' });
    expect(view.selected).toBe(4);
    view.filter({ label: '' });
    view.filter({ search: 'cake' });
    expect(view.selected).toBe(2);
    view.filter({ search: '' });
    expect(view.selected).toBe(2);
    view.select(5);
    view.filter({ ranges: { loss: { min: 1, max: Infinity } } });
    expect(view.selected).toBe(1);
  });

  it('follows the map and brushes in the same way', () => {
    const own = bench();
    own.view.select(0);
    own.dataMap.leave(0, 1, 1, 1, 0, 1);
    expect(own.view.selected).toBe(1);
    own.dataMap.leave();
    own.signals.valuesOf = () => Float32Array.of(0, 1, 2, 3, 4, 5);
    own.view.plot({ x: 'tokens' });
    own.view.brush('x', { min: 2, max: 4 });
    expect(own.view.selected).toBe(2);
  });

  it('comes back with its row after a filter that excluded every row', () => {
    view.select(4);
    view.filter({ search: 'nothing' });
    view.move(1);
    expect([view.selected, rowsOf(view)]).toEqual([-1, []]);
    view.filter({ search: 'no' });
    expect(view.selected).toBe(-1);
    view.filter({ search: '' });
    expect(view.selected).toBe(4);
    view.filter({ search: 'nothing' });
    view.filter({ search: 'apple' });
    expect(view.selected).toBe(0);
    view.filter({ search: 'nothing' });
    view.select(-1);
    view.filter({ search: '' });
    expect(view.selected).toBe(-1);
  });

  it('moves to the next undecided row and stays at the end', () => {
    view.select(3);
    review.confirm([3, 0, 4]);
    view.nextPending();
    expect(view.selected).toBe(1);
    review.discard([1, 2, 5]);
    view.nextPending();
    view.nextPending();
    view.nextPending();
    expect(view.selected).toBe(5);
  });

  it('is empty in a newly opened dataset', () => {
    const own = bench();
    own.view.select(2);
    own.dataMap.leave(0, 0, 1, 0, 0, 0);
    own.view.hold = true;
    own.view.open(own.data);
    expect([own.view.selected, own.view.subset, own.view.hold]).toEqual([-1, null, false]);
    expect(rowsOf(own.view)).toHaveLength(6);
  });
});

describe('a random draw', () => {
  it('is selected in its turn, and the list goes on after the row before it', () => {
    const own = bench();
    const due = [-1, 2, -1];
    const asked: boolean[] = [];
    const offer = (fromTop: boolean): number => {
      asked.push(fromTop);
      return due.shift() ?? -1;
    };
    const drawing = new RowView({
      ...own.deps,
      address: new FakeAddress(''),
      draws: { rows: new Set([2]), blind: false, offer },
    });
    drawing.open(own.data);
    // The list is 3, 0, 4, 1, 2, 5.
    drawing.select(3);
    const steps = Array.from({ length: 3 }, () => {
      own.review.confirm([drawing.selected]);
      drawing.nextPending();
      return drawing.selected;
    });
    expect(steps).toEqual([0, 2, 4]);
    expect(asked).toEqual([true, true, true]);
    due.unshift(5);
    drawing.filter({ ranges: { loss: { min: 1, max: Infinity } } });
    drawing.nextPending();
    expect([drawing.selected, asked.at(-1)]).toEqual([5, false]);
    drawing.move(1);
    expect(drawing.selected).toBe(1);
    due.unshift(5);
    drawing.nextPending();
    drawing.move(-1);
    expect(drawing.selected).toBe(1);
  });
});
