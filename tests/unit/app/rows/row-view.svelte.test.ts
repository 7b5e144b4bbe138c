import { beforeEach, describe, expect, it } from 'vitest';
import { Review } from '../../../../src/app/review/review.svelte.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { NO_FILTERS } from '../../../../src/app/rows/view-choices.js';
import type { SignalName } from '../../../../src/app/rows/view-choices.js';
import { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import type { Dataset } from '../../../../src/domain/reading/dataset.js';
import { FakeClock } from '../../../fakes/clock.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { FakeAddress } from '../../../fakes/page.js';
import { reviewOf } from '../../../fakes/review.js';

const CLASSES = ['World', 'Sports', 'Business'];
const TEXTS = ['apple pie', 'banana split', 'cherry cake', 'apple cake', 'plum', 'fig'];
const LABELS = ['World', 'Sports', 'World', 'Business', 'Sports', 'World'];
/** Rows 0 to 4 are scored; row 5 is not. Highest loss first: 3, 0, 4, 1, 2. */
const LOSSES = [3, 1, 0.5, 4, 2];
/** Classes predicted for rows 0 to 4: only 1 and 2 agree. */
const PREDICTED = [1, 1, 0, 0, 2];

class HeldClock extends FakeClock {
  held: Promise<void> | null = null;

  override async sleep(ms: number): Promise<void> {
    await this.held;
    return super.sleep(ms);
  }
}

function bench(query = '', data: Dataset = datasetOf(TEXTS, LABELS), score = true) {
  const clock = new HeldClock();
  const predictions = new Predictions();
  const review = reviewOf({ clock });
  const address = new FakeAddress(query);
  const classOf = (label: number): number => CLASSES.indexOf(review.labels[label] ?? '');
  /** Values of signals by row. */
  const signals = { valuesOf: (_: SignalName): Float32Array => new Float32Array(0) };
  const deps = {
    predictions,
    review,
    clock,
    valuesOf: (name: SignalName) => signals.valuesOf(name),
    classOfLabel: classOf,
  };
  const view = new RowView({ ...deps, address });
  review.open('p', data, []);
  predictions.reset(data.rows, CLASSES, Int32Array.from(data.label, classOf));
  if (score) for (const row of LOSSES.keys()) write(predictions, row);
  predictions.publish();
  view.open(data);
  return { clock, predictions, review, address, view, data, signals, deps };
}

function write(predictions: Predictions, row: number, loss = LOSSES[row] ?? 0): void {
  const logits = Float32Array.from(CLASSES, (_, k) => (k === PREDICTED[row] ? 4 : 0));
  predictions.writeRow(row, logits, loss, 10 + row, false);
}

const subsetOf = (...mask: number[]) => ({ mask: Uint8Array.from(mask), clear: () => undefined });

let view: RowView;
let review: Review;
let predictions: Predictions;
let clock: HeldClock;
let signals: { valuesOf: (name: SignalName) => Float32Array };
beforeEach(() => ({ view, review, predictions, clock, signals } = bench()));

const visible = (of: RowView = view): number[] => [...of.visible];

describe('order and filters', () => {
  it('keep the axes and brushes of a training in the address until there are signals to show on them', () => {
    const query = '?map=variability,confidence&brush-x=0.1,0.3&order=label_var';
    const { view: asked, address, signals: known } = bench(query);
    known.valuesOf = () => Float32Array.of(0, 0.125, 0.2, 0.25, 0.4, 0.5);
    asked.forgetTraining();
    expect(asked.map.x).toBe('entropy');
    asked.suggestTraining(false, ['variability', 'confidence', 'label_var']);
    expect([asked.map.x, asked.map.y, asked.order]).toEqual(['variability', 'confidence', 'label_var']);
    expect(asked.visible).toHaveLength(3);
    expect(address.read().get('map')).toBe('variability,confidence');
    const other = bench(query).view;
    other.forgetTraining();
    other.suggestTraining(false, ['avg_probs', 'label_var']);
    expect([other.map.x, other.brushes.x]).toEqual(['label_var', null]);
    const closed = bench(query).view;
    closed.forgetTraining();
    closed.close();
    closed.suggestTraining(false, ['variability', 'confidence', 'label_var']);
    expect([closed.map.x, closed.brushes.x]).toEqual(['label_var', null]);
  });

  it('by signals that change are stale only where another order comes of it', () => {
    let values = Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    signals.valuesOf = () => values;
    view.suggestTraining(false, ['avg_probs', 'label_var']);
    view.sort('avg_probs');
    values = values.map((value) => value / 2);
    view.signalsChanged();
    expect(view.stale).toBe(false);
    values = values.toReversed();
    view.signalsChanged();
    expect(view.stale).toBe(true);
    values = values.toReversed();
    view.signalsChanged();
    expect(view.stale).toBe(false);
  });

  it("say what stands beside a row: the loss, or the training's signal that rows are in order of", () => {
    expect([view.orderNow, view.listed]).toEqual(['loss-desc', 'loss']);
    view.sort('label');
    expect(view.listed).toBe('loss');
    const { view: unscored, signals: known } = bench('', datasetOf(TEXTS, LABELS), false);
    expect([unscored.orderNow, unscored.listed]).toEqual(['source', 'loss']);
    known.valuesOf = () => new Float32Array(6);
    unscored.suggestTraining(false, ['avg_probs', 'label_var']);
    expect([unscored.orderNow, unscored.listed]).toEqual(['avg_probs', 'avg_probs']);
    unscored.sort('label_var');
    expect(unscored.listed).toBe('label_var');
  });

  it('stand by loss, rows without one last; the mask says which stay', () => {
    expect(visible()).toEqual([3, 0, 4, 1, 2, 5]);
    view.sort('source');
    expect(visible()).toEqual([0, 1, 2, 3, 4, 5]);
    view.filter({ minLoss: 2 });
    expect(visible()).toEqual([0, 3, 4]);
    expect([...view.mask]).toEqual([1, 0, 0, 1, 1, 0]);
  });

  it('compose: all must hold', () => {
    view.filter({ agreement: 'disagree' });
    expect(visible()).toEqual([3, 0, 4]);
    view.filter({ label: 'World' });
    expect(visible()).toEqual([0]);
    view.filter({ agreement: '' });
    expect(visible()).toEqual([0, 2, 5]);
    view.filter({ predicted: 'World' });
    expect(visible()).toEqual([2]);
    view.filter({ ...NO_FILTERS, search: 'apple' });
    expect(visible()).toEqual([3, 0]);
    view.filter({ label: 'Business' });
    expect(visible()).toEqual([3]);
    view.filter(NO_FILTERS);
    expect(visible()).toHaveLength(6);
  });

  it('read fields in the search too', () => {
    view.filter({ search: 'label:sports loss>1' });
    expect(visible()).toEqual([4]);
    view.filter({ search: 'cake predicted:World' });
    expect(visible()).toEqual([3, 2]);
    view.filter({ search: 'label:nosuch' });
    expect(visible()).toEqual([]);
  });

  it('follow decisions: the label and the status now', () => {
    review.setLabel([0], 'Sports');
    review.discard([3]);
    view.filter({ status: 'corrected' });
    expect(visible()).toEqual([0]);
    view.filter({ status: '', label: 'Sports', agreement: 'agree' });
    expect(visible()).toEqual([0, 1]);
  });

  it('leave the rows that learning and a model both doubt, where both have results', () => {
    view.filter({ agreement: 'both' });
    expect(visible()).toHaveLength(6);
    view.bothDoubt = Uint8Array.of(1, 1, 0, 1, 0, 0);
    view.refresh();
    expect(visible()).toEqual([3, 0, 1]);
    view.filter({ label: 'World' });
    expect(visible()).toEqual([0]);
    view.open(datasetOf(TEXTS, LABELS));
    expect(view.bothDoubt).toBe(null);
  });

  it('and what is chosen on the map narrow together', () => {
    view.narrow(subsetOf(1, 1, 0, 0, 1, 1));
    expect(visible()).toEqual([0, 4, 1, 5]);
    view.filter({ search: 'apple' });
    expect(visible()).toEqual([0]);
    view.narrow(null);
    expect(visible()).toEqual([3, 0]);
  });

  it('by a label that only decisions brought', () => {
    review.setLabel([5], 'Sci/Tech');
    view.filter({ label: 'Sci/Tech' });
    expect(visible()).toEqual([5]);
  });
});

describe('a brush', () => {
  /** Losses on the y axis: 3, 1, 0.5, 4, 2, none. */
  const brushed = () => {
    const own = bench('map=tokens,loss');
    own.signals.valuesOf = (signal) =>
      signal === 'loss' ? own.predictions.loss.value : Float32Array.of(10, 11, 12, 13, 14, NaN);
    return own;
  };

  it('leaves the rows with values in its range, on both axes', () => {
    const own = brushed();
    own.view.brush('y', { min: 1, max: 3 });
    expect([visible(own.view), own.view.isNarrowed]).toEqual([[0, 4, 1], true]);
    expect([...own.view.mask]).toEqual([1, 1, 0, 0, 1, 0]);
    expect([...own.view.unbrushed]).toEqual([1, 1, 1, 1, 1, 1]);
    own.view.brush('x', { min: 11, max: Infinity });
    expect(visible(own.view)).toEqual([4, 1]);
    own.view.brush('y', null);
    expect(visible(own.view)).toEqual([3, 4, 1, 2]);
    own.view.brush('x', { min: -Infinity, max: Infinity });
    expect([visible(own.view).length, own.view.isNarrowed]).toEqual([6, false]);
  });

  it('chooses from what the filters and the data map leave', () => {
    const own = brushed();
    own.view.filter({ search: 'apple' });
    own.view.narrow(subsetOf(1, 1, 1, 0, 1, 1));
    own.view.brush('y', { min: 0, max: 10 });
    expect([visible(own.view), [...own.view.unbrushed]]).toEqual([[0], [1, 0, 0, 0, 0, 0]]);
  });

  it('follows values that change', () => {
    const own = brushed();
    own.view.brush('y', { min: 3.5, max: Infinity });
    expect(visible(own.view)).toEqual([3]);
    write(own.predictions, 1, 3.6);
    own.predictions.publish();
    own.view.signalsChanged();
    expect(visible(own.view)).toEqual([3, 1]);
  });

  it('goes when its axis shows another signal, and with all filters', () => {
    const own = brushed();
    own.view.brush('y', { min: 1, max: 3 });
    own.view.brush('x', { min: 11, max: 14 });
    own.view.plot({ colour: 'label' });
    expect(own.view.brushes).toEqual({ x: { min: 11, max: 14 }, y: { min: 1, max: 3 } });
    own.view.plot({ x: 'entropy' });
    expect([own.view.brushes.x, visible(own.view)]).toEqual([null, [0, 4, 1]]);
    let cleared = 0;
    own.view.narrow({ mask: new Uint8Array(6), clear: () => (cleared += 1) });
    own.view.clearFilters();
    expect([cleared, own.view.brushes.y, own.view.subset, visible(own.view).length]).toEqual([1, null, null, 6]);
  });

  it('is in the address with its axes, and a reload shows the same', () => {
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

describe('the address', () => {
  it('keeps order, filters, map and colour, and a reload shows the same', () => {
    const first = bench();
    first.view.sort('entropy');
    first.view.filter({ status: 'pending', agreement: 'disagree', minLoss: 1.5, label: 'Sports' });
    first.view.plot({ x: 'loss', y: 'tokens', colour: 'status' });
    const query = first.address.params.toString();
    const { view: again } = bench(query);
    expect(again.order).toBe('entropy');
    expect(again.filters).toEqual({
      ...NO_FILTERS,
      status: 'pending',
      agreement: 'disagree',
      minLoss: 1.5,
      label: 'Sports',
    });
    expect(again.map).toEqual({ x: 'loss', y: 'tokens', colour: 'status' });
    expect(visible(again)).toEqual(visible(first.view));
    expect(visible(again)).toEqual([4]);
  });

  it('keeps the filter by two kinds of results until both are there', () => {
    const { view: own, address } = bench('agreement=both');
    expect(own.filters.agreement).toBe('both');
    own.filter({ status: 'pending' });
    expect(address.params.toString()).toBe('agreement=both&status=pending');
  });

  it('never holds search words or names of labels, and no default', () => {
    const { view: own, address } = bench();
    own.filter({ search: 'secret words', label: 'Business', predicted: 'Sports' });
    expect(address.params.toString()).toBe('label=0');
    own.filter({ label: '' });
    own.sort('label');
    own.sort('loss-desc');
    expect(address.params.toString()).toBe('');
    own.plot({ colour: 'label' });
    expect(address.params.toString()).toBe('color=label');
  });

  it('is emptied of filters when the dataset is closed, and keeps what is not of the view', () => {
    const { view: own, address } = bench('sample=news&device=wasm');
    own.filter({ label: 'Sports', status: 'pending', minLoss: 1 });
    own.close();
    expect(address.params.toString()).toBe('device=wasm');
    expect(own.filters).toEqual(NO_FILTERS);
    expect(visible(own)).toEqual([]);
  });

  it.each([
    'order=worst&status=odd&agreement=maybe&loss=much&map=a,b&color=pink&label=x',
    'loss=&label=&map=',
    'label=99&loss=Infinity',
  ])('%s says nothing: the defaults stand', (query) => {
    const { view: own } = bench(query);
    expect(own.filters).toEqual(NO_FILTERS);
    expect(own.order).toBe('loss-desc');
    expect(own.map).toEqual({ x: 'entropy', y: 'self_confidence', colour: 'agreement' });
    expect(visible(own)).toHaveLength(6);
  });

  it('names a label by its place: of the first dataset that is opened only', () => {
    const { view: own, review: its, data } = bench('label=2');
    expect(own.filters.label).toBe('World');
    own.close();
    its.open('q', data, []);
    own.open(data);
    expect(own.filters.label).toBe('');
  });
});

describe('axes', () => {
  it('suit the kind of results', () => {
    view.suggestAxis('tokens');
    expect(view.map.x).toBe('tokens');
    view.suggestAxis('entropy');
    expect(view.map).toEqual({ x: 'entropy', y: 'self_confidence', colour: 'agreement' });
  });

  it('of a training stay while it is there; then they suit the results that have come meanwhile', () => {
    view.suggestAxis('entropy');
    view.suggestTraining(false, ['avg_probs', 'label_var']);
    view.suggestAxis('loss');
    expect([view.map.x, view.map.y]).toEqual(['label_var', 'avg_probs']);
    view.forgetTraining();
    expect(view.map).toEqual({ x: 'loss', y: 'self_confidence', colour: 'agreement' });
    view.suggestAxis('tokens');
    expect(view.map.x).toBe('tokens');
  });

  it('stay where someone chose them, here or in the address; a colour is no choice of axes', () => {
    view.plot({ colour: 'status' });
    view.suggestAxis('tokens');
    expect(view.map.x).toBe('tokens');
    view.plot({ y: 'loss' });
    view.suggestAxis('entropy');
    expect(view.map).toEqual({ x: 'tokens', y: 'loss', colour: 'status' });
    const { view: given } = bench('map=loss,entropy');
    given.suggestAxis('tokens');
    expect(given.map.x).toBe('loss');
  });
});

describe('a search of many rows', () => {
  const many = 120_000;
  const data = datasetOf(
    Array.from({ length: many }, (_, row) => (row % 60_000 === 5 ? 'needle' : row % 60_000 === 6 ? 'thread' : 'hay')),
    new Array<string>(many).fill('World'),
  );

  it('is done in slices; a newer one ends it and wins', async () => {
    const own = bench('', data, false);
    const held = gate();
    own.clock.held = held.passed;
    own.view.filter({ search: 'needle' });
    expect(own.view.visible.length).toBe(many);
    own.view.filter({ search: 'thread' });
    held.open();
    await until(() => own.view.visible.length === 2);
    expect(visible(own.view)).toEqual([6, 60_006]);
    for (let turn = 0; turn < 5; turn++) await tick();
    expect(visible(own.view)).toEqual([6, 60_006]);
  });

  it('that is emptied while it goes on shows all rows', async () => {
    const own = bench('', data, false);
    const held = gate();
    own.clock.held = held.passed;
    own.view.filter({ search: 'needle' });
    own.view.filter({ search: '' });
    held.open();
    for (let turn = 0; turn < 5; turn++) await tick();
    expect(own.view.visible.length).toBe(many);
  });

  it('ends with its dataset: the next one is not searched by the old words', async () => {
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
    expect(visible(own.view)).toEqual([0, 1]);
  });
});

describe('results that come in', () => {
  beforeEach(() => {
    ({ view, predictions, clock } = bench('', undefined, false));
    clock.pass(5000);
    view.resultsChanged(clock.ticks());
  });

  /** Scores row 3, which then has the highest loss. */
  function arrive(): void {
    write(predictions, 3);
    predictions.publish();
    view.resultsChanged(clock.ticks());
  }

  it('move the rows, at most once a second', () => {
    arrive();
    expect([visible()[0], view.stale]).toEqual([0, true]);
    clock.pass(1000);
    view.resultsChanged(clock.ticks());
    expect([visible()[0], view.stale]).toEqual([3, false]);
  });

  it('wait while the pointer is over the queue, and are ranked when it leaves', () => {
    view.hold = true;
    clock.pass(5000);
    arrive();
    expect([visible()[0], view.stale]).toEqual([0, true]);
    view.settle();
    expect([visible()[0], view.stale]).toEqual([0, true]);
    view.hold = false;
    expect([visible()[0], view.stale]).toEqual([3, false]);
  });

  it('are ranked below the row that is being looked at; it and the rows above it stay', () => {
    view.select(visible()[1] ?? -1);
    const above = visible().slice(0, 2);
    clock.pass(5000);
    arrive();
    expect(view.stale).toBe(false);
    expect(visible().slice(0, 3)).toEqual([...above, 3]);
  });

  it('that came within a second of a ranking are ranked before the next row is chosen', () => {
    view.select(visible()[0] ?? -1);
    arrive();
    expect(view.stale).toBe(true);
    clock.pass(1000);
    view.nextPending();
    expect([view.selected, view.stale]).toEqual([3, false]);
  });

  it('that are the first ones are ranked before a row is chosen: the order is another one then', () => {
    const stored = bench('', undefined, false);
    for (const row of LOSSES.keys()) write(stored.predictions, row);
    stored.predictions.publish();
    stored.view.nextPending();
    expect([stored.view.selected, visible(stored.view)[0]]).toEqual([3, 3]);
  });

  it('are all ranked when the run ends, and the first undecided row is looked at', () => {
    arrive();
    view.settle();
    expect([visible()[0], view.stale, view.selected]).toEqual([3, false, 3]);
  });
});

describe('the selection', () => {
  it('begins at the first row that nobody has decided, once something is scored', () => {
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

  it('goes to the first undecided row that is left where a filter takes its row away, and stays where it does not', () => {
    view.select(0);
    view.filter({ label: review.labels[review.label.value[0] ?? -1] ?? '' });
    expect(view.selected).toBe(0);
    view.filter({ label: review.labels.find((_, label) => label !== review.label.value[0]) ?? '' });
    expect(view.position()).toBe(0);
    review.confirm([...visible()]);
    view.filter({ label: '' });
    expect(view.selected).toBeGreaterThanOrEqual(0);
  });

  it('moves in queue order and stops at both ends', () => {
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

  it('that is filtered away goes to the first row that is left; where none is left, to none', () => {
    view.select(5);
    view.filter({ minLoss: 1 });
    expect([view.selected, view.position()]).toEqual([3, 0]);
    view.filter({ minLoss: 100 });
    view.move(1);
    expect([view.selected, visible()]).toEqual([-1, []]);
    view.filter({ minLoss: 50 });
    expect(view.selected).toBe(-1);
    view.filter({ minLoss: null });
    expect(view.selected).toBe(3);
    view.filter({ minLoss: 100 });
    view.select(-1);
    view.filter({ minLoss: null });
    expect(view.selected).toBe(-1);
  });

  it('goes to the next undecided row and stays at the end', () => {
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

  it('is none in a dataset newly opened', () => {
    const own = bench();
    own.view.select(2);
    own.view.narrow(subsetOf(0, 0, 1, 0, 0, 0));
    own.view.hold = true;
    own.view.open(own.data);
    expect([own.view.selected, own.view.subset, own.view.hold]).toEqual([-1, null, false]);
    expect(visible(own.view)).toHaveLength(6);
  });
});
