import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Review } from '../../../../src/app/review/review.svelte.js';
import type { RowMarks } from '../../../../src/app/rows/row-marks.svelte.js';
import { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import { NO_FILTERS } from '../../../../src/app/rows/view-choices.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { FakeAddress } from '../../../fakes/browser-parts.js';
import { bench, LABELS, LOSSES, rowsOf, TEXTS, write, type FakeDataMap } from './view-bench.svelte.js';

let view: RowView;
let review: Review;
let marks: RowMarks;
let dataMap: FakeDataMap;
beforeEach(() => ({ view, review, marks, dataMap } = bench()));

describe('filters', () => {
  it('combine: a row must pass all of them', () => {
    view.filter({ agreement: 'disagree' });
    expect(rowsOf(view)).toEqual([3, 0, 4]);
    view.filter({ label: 'World' });
    expect(rowsOf(view)).toEqual([0]);
    view.filter({ agreement: '' });
    expect(rowsOf(view)).toEqual([0, 2, 5]);
    view.filter({ predicted: 'World' });
    expect(rowsOf(view)).toEqual([2]);
    view.filter({ ...NO_FILTERS, search: 'apple' });
    expect(rowsOf(view)).toEqual([3, 0]);
    view.filter({ label: 'Business' });
    expect(rowsOf(view)).toEqual([3]);
    view.filter(NO_FILTERS);
    expect(rowsOf(view)).toHaveLength(6);
  });

  it('apply to fields in the search too', () => {
    view.filter({ search: 'label:sports loss>1' });
    expect(rowsOf(view)).toEqual([4]);
    view.filter({ search: 'cake predicted:World' });
    expect(rowsOf(view)).toEqual([3, 2]);
    view.filter({ search: 'label:nosuch' });
    expect(rowsOf(view)).toEqual([]);
  });

  it('follow decisions: the current label and status', () => {
    review.setLabel([0], 'Sports');
    review.discard([3]);
    view.filter({ status: 'corrected' });
    expect(rowsOf(view)).toEqual([0]);
    view.filter({ status: '', label: 'Sports', agreement: 'agree' });
    expect(rowsOf(view)).toEqual([0, 1]);
  });

  it('keep the rows that both learned and model results doubt, if both exist', () => {
    view.filter({ agreement: 'both' });
    expect(rowsOf(view)).toHaveLength(6);
    marks.bothDoubt = Uint8Array.of(1, 1, 0, 1, 0, 0);
    flushSync();
    expect(rowsOf(view)).toEqual([3, 0, 1]);
    view.filter({ label: 'World' });
    expect(rowsOf(view)).toEqual([0]);
    view.open(datasetOf(TEXTS, LABELS));
    expect(view.marks.bothDoubt).toBe(null);
  });

  it('combine with the choices on the data map', () => {
    dataMap.leave(1, 1, 0, 0, 1, 1);
    expect(rowsOf(view)).toEqual([0, 4, 1, 5]);
    view.filter({ search: 'apple' });
    expect(rowsOf(view)).toEqual([0]);
    dataMap.leave();
    expect(rowsOf(view)).toEqual([3, 0]);
  });

  it('accept a label that only decisions added', () => {
    review.setLabel([5], 'Sci/Tech');
    view.filter({ label: 'Sci/Tech' });
    expect(rowsOf(view)).toEqual([5]);
  });
});

describe('brush', () => {
  /** Losses on the y axis: 3, 1, 0.5, 4, 2, none. */
  const brushed = () => {
    const own = bench('map=tokens,loss');
    own.signals.valuesOf = (signal) =>
      signal === 'loss' ? own.predictions.loss.value : Float32Array.of(10, 11, 12, 13, 14, NaN);
    return own;
  };

  it('keeps the rows with values in its range, on both axes', () => {
    const own = brushed();
    own.view.brush('y', { min: 1, max: 3 });
    expect([rowsOf(own.view), own.view.isNarrowed]).toEqual([[0, 4, 1], true]);
    expect([...own.view.mask]).toEqual([1, 1, 0, 0, 1, 0]);
    expect([...own.view.unbrushed]).toEqual([1, 1, 1, 1, 1, 1]);
    own.view.brush('x', { min: 11, max: Infinity });
    expect(rowsOf(own.view)).toEqual([4, 1]);
    own.view.brush('y', null);
    expect(rowsOf(own.view)).toEqual([3, 4, 1, 2]);
    own.view.brush('x', { min: -Infinity, max: Infinity });
    expect([rowsOf(own.view).length, own.view.isNarrowed]).toEqual([6, false]);
  });

  it('applies to the rows that the filters and the data map keep', () => {
    const own = brushed();
    own.view.filter({ search: 'apple' });
    own.dataMap.leave(1, 1, 1, 0, 1, 1);
    own.view.brush('y', { min: 0, max: 10 });
    expect([rowsOf(own.view), [...own.view.unbrushed]]).toEqual([[0], [1, 0, 0, 0, 0, 0]]);
  });

  it('follows changed values', () => {
    const own = brushed();
    own.view.brush('y', { min: 3.5, max: Infinity });
    expect(rowsOf(own.view)).toEqual([3]);
    write(own.predictions, 1, 3.6);
    own.predictions.publish();
    own.dataMap.change();
    expect(rowsOf(own.view)).toEqual([3, 1]);
  });

  it('reads the values of its axis once while it moves', () => {
    const own = brushed();
    let asked = 0;
    own.signals.valuesOf = () => {
      asked++;
      return own.predictions.loss.value;
    };
    for (const min of [0, 1.5, 3.5]) {
      own.view.brush('y', { min, max: 9 });
      expect(rowsOf(own.view)).toHaveLength(LOSSES.filter((loss) => loss >= min).length);
    }
    expect(asked).toBe(1);
    own.predictions.relabel(Int32Array.from(own.data.label));
    own.view.refresh();
    expect(rowsOf(own.view)).toHaveLength(own.predictions.loss.value.filter((loss) => loss >= 3.5).length);
    expect(asked).toBe(2);
  });

  it('is cleared when its axis shows another signal, and with all filters', () => {
    const own = brushed();
    own.view.brush('y', { min: 1, max: 3 });
    own.view.brush('x', { min: 11, max: 14 });
    own.view.plot({ colour: 'label' });
    expect(own.view.brushes).toEqual({ x: { min: 11, max: 14 }, y: { min: 1, max: 3 } });
    own.view.plot({ x: 'entropy' });
    expect([own.view.brushes.x, rowsOf(own.view)]).toEqual([null, [0, 4, 1]]);
    own.dataMap.leave(0, 0, 0, 0, 0, 0);
    own.view.showOnly();
    expect([own.dataMap.cleared, own.view.brushes.y, own.view.subset, rowsOf(own.view).length]).toEqual([
      1,
      null,
      null,
      6,
    ]);
  });

  it('persists in the address with its axes, and a reload restores it', () => {
    const first = bench();
    first.signals.valuesOf = () => first.predictions.loss.value;
    first.view.brush('x', { min: 0.25, max: Infinity });
    expect(String(first.address.params)).toBe('map=entropy%2Cself_confidence&brush-x=0.25%2C');
    const again = new RowView({ ...first.deps, address: new FakeAddress(String(first.address.params)) });
    expect(again.brushes).toEqual({ x: { min: 0.25, max: Infinity }, y: null });
    const nonsense = new RowView({ ...first.deps, address: new FakeAddress('brush-x=3,1&brush-y=a,b') });
    expect(nonsense.brushes).toEqual({ x: null, y: null });
  });
});
