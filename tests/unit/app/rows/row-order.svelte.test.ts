import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { listedSignal } from '../../../../src/app/rows/listed-signal.js';
import type { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import type { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import { bitsOf, reasonCounts, type Reason } from '../../../../src/domain/review/reasons.js';
import type { SignalName } from '../../../../src/domain/review/signals.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { bench, LABELS, LOSSES, rowsOf, TEXTS, write, type FakeDataMap, type HeldClock } from './view-bench.svelte.js';

let view: RowView;
let predictions: Predictions;
let dataMap: FakeDataMap;
let clock: HeldClock;
let signals: { valuesOf: (name: SignalName) => Float32Array };
beforeEach(() => ({ view, predictions, dataMap, clock, signals } = bench()));

describe('order', () => {
  it('is stale after changed signals only if the rows would move', () => {
    let values = Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    signals.valuesOf = () => values;
    view.suggestTraining(false, ['avg_probs', 'label_var']);
    view.sort('avg_probs');
    values = values.map((value) => value / 2);
    dataMap.change();
    expect(view.stale).toBe(false);
    values = values.toReversed();
    dataMap.change();
    expect(view.stale).toBe(true);
    values = values.toReversed();
    dataMap.change();
    expect(view.stale).toBe(false);
  });

  it('shows the loss beside a row, or the training signal of the order', () => {
    expect([view.orderNow, listedSignal(view.orderNow)]).toEqual(['loss-desc', 'loss']);
    view.sort('label');
    expect(listedSignal(view.orderNow)).toBe('loss');
    const { view: unscored, signals: known } = bench('', datasetOf(TEXTS, LABELS), false);
    expect([unscored.orderNow, listedSignal(unscored.orderNow)]).toEqual(['source', 'loss']);
    known.valuesOf = () => new Float32Array(6);
    unscored.suggestTraining(false, ['avg_probs', 'label_var']);
    expect([unscored.orderNow, listedSignal(unscored.orderNow)]).toEqual(['avg_probs', 'avg_probs']);
    unscored.sort('label_var');
    expect(listedSignal(unscored.orderNow)).toBe('label_var');
  });

  it('sorts by loss with unscored rows last, and the mask marks the filtered rows', () => {
    expect(rowsOf(view)).toEqual([3, 0, 4, 1, 2, 5]);
    view.sort('source');
    expect(rowsOf(view)).toEqual([0, 1, 2, 3, 4, 5]);
    view.filter({ ranges: { loss: { min: 2, max: Infinity } } });
    expect(rowsOf(view)).toEqual([0, 3, 4]);
    expect([...view.mask]).toEqual([1, 0, 0, 1, 1, 0]);
  });
});

describe('reasons', () => {
  const marksOf = (reasons: readonly (readonly Reason[])[], known: readonly Reason[]) => {
    const bits = Uint16Array.from(reasons, bitsOf);
    return { bits, known: bitsOf(known), counts: reasonCounts(bits), others: null, leftOut: [] };
  };
  const EACH = [['empty'], ['empty', 'known'], ['known'], [], ['empty'], []] as const;

  it('filter the rows by all that are chosen, once they are known', () => {
    const { view: own, marks } = bench('reason=empty,known,odd');
    expect(own.filters.reason).toEqual(['empty', 'known']);
    expect(rowsOf(own)).toEqual([3, 0, 4, 1, 2, 5]);
    marks.reasons = marksOf(EACH, ['empty']);
    flushSync();
    expect(rowsOf(own)).toEqual([0, 4, 1]);
    marks.reasons = marksOf(EACH, ['empty', 'known']);
    flushSync();
    expect(rowsOf(own)).toEqual([1]);
    own.filter({ reason: ['known'] });
    expect(rowsOf(own)).toEqual([1, 2]);
  });

  it('that change leave the rows in place until a person asks for them', () => {
    const { view: own, marks } = bench('reason=empty');
    marks.reasons = marksOf(EACH, ['empty']);
    flushSync();
    marks.reasons = marksOf([[], ['empty'], [], [], ['empty'], []], ['empty']);
    flushSync();
    expect([rowsOf(own), own.stale]).toEqual([[0, 4, 1], true]);
    own.refresh();
    expect([rowsOf(own), own.stale]).toEqual([[4, 1], false]);
  });
});

describe('new results', () => {
  beforeEach(() => {
    ({ view, predictions, clock } = bench('', undefined, false));
    clock.pass(5000);
    predictions.stage = 'growing';
    flushSync();
  });

  /** Scores row 3 with the highest loss. */
  function arrive(): void {
    write(predictions, 3);
    predictions.publish();
    flushSync();
  }

  /** Ends the run. */
  function end(): void {
    predictions.stage = 'grown';
    flushSync();
  }

  it('move the rows at most once a second', () => {
    arrive();
    expect([rowsOf(view)[0], view.stale]).toEqual([0, true]);
    clock.pass(1000);
    arrive();
    expect([rowsOf(view)[0], view.stale]).toEqual([3, false]);
  });

  it('wait while the pointer is over the list, and are ranked when it leaves', () => {
    view.hold = true;
    clock.pass(5000);
    arrive();
    expect([rowsOf(view)[0], view.stale]).toEqual([0, true]);
    end();
    expect([rowsOf(view)[0], view.stale]).toEqual([0, true]);
    view.hold = false;
    expect([rowsOf(view)[0], view.stale]).toEqual([3, false]);
  });

  it('are ranked below the selected row, which stays with the rows above it', () => {
    view.select(rowsOf(view)[1] ?? -1);
    const above = rowsOf(view).slice(0, 2);
    clock.pass(5000);
    arrive();
    expect(view.stale).toBe(false);
    expect(rowsOf(view).slice(0, 3)).toEqual([...above, 3]);
  });

  it('within a second of a ranking are ranked before the next row is selected', () => {
    view.select(rowsOf(view)[0] ?? -1);
    arrive();
    expect(view.stale).toBe(true);
    clock.pass(1000);
    view.nextPending();
    expect([view.selected, view.stale]).toEqual([3, false]);
  });

  it('that come first are ranked before a row is selected, because they change the order', () => {
    const stored = bench('', undefined, false);
    for (const row of LOSSES.keys()) write(stored.predictions, row);
    stored.predictions.publish();
    stored.view.nextPending();
    expect([stored.view.selected, rowsOf(stored.view)[0]]).toEqual([3, 3]);
  });

  it('are all ranked at the end of the run, and the first undecided row is selected', () => {
    arrive();
    end();
    view.lookAtFirst();
    expect([rowsOf(view)[0], view.stale, view.selected]).toEqual([3, false, 3]);
  });

  it('that are complete are all ranked, also above the selected row', () => {
    view.select(rowsOf(view)[1] ?? -1);
    write(predictions, 3);
    predictions.publish();
    predictions.stage = 'whole';
    flushSync();
    expect([rowsOf(view)[0], view.stale]).toEqual([3, false]);
  });

  it('do not move rows into a brush before a ranking', () => {
    const own = bench('map=loss,entropy');
    own.signals.valuesOf = () => own.predictions.loss.value;
    own.view.brush('x', { min: 3.5, max: Infinity });
    own.predictions.stage = 'growing';
    flushSync();
    expect(rowsOf(own.view)).toEqual([3]);
    write(own.predictions, 1, 3.6);
    own.predictions.publish();
    flushSync();
    expect([rowsOf(own.view), own.view.stale]).toEqual([[3], true]);
    own.clock.pass(1000);
    own.view.move(0);
    expect([rowsOf(own.view), own.view.stale]).toEqual([[3, 1], false]);
  });

  it('that wait are ranked by a key press', () => {
    view.select(rowsOf(view)[0] ?? -1);
    clock.pass(1000);
    write(predictions, 3);
    predictions.publish();
    view.nextPending();
    expect([view.selected, rowsOf(view).slice(0, 2)]).toEqual([3, [0, 3]]);
  });
});

describe('view', () => {
  it('ignores results after its dataset is closed', () => {
    view.close();
    write(predictions, 1, 9);
    predictions.publish();
    flushSync();
    expect([rowsOf(view), view.stale]).toEqual([[], false]);
  });
});
