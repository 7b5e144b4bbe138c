import { beforeEach, describe, expect, it } from 'vitest';
import { RowChoices } from '../../../../src/app/rows/row-choices.svelte.js';
import type { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import { NO_FILTERS, withRange } from '../../../../src/app/rows/view-choices.js';
import { FakeAddress } from '../../../fakes/browser-parts.js';
import { bench, CLASSES, LABELS, rowsOf } from './view-bench.svelte.js';

let view: RowView;
beforeEach(() => ({ view } = bench()));

describe('address', () => {
  it('stores order, filters, map and colour, and a reload restores them', () => {
    const first = bench();
    first.view.sort('entropy');
    first.view.filter({
      status: 'pending',
      agreement: 'disagree',
      ranges: { loss: { min: 1.5, max: Infinity } },
      label: 'Sports',
    });
    first.view.plot({ x: 'loss', y: 'tokens', colour: 'status' });
    const query = first.address.params.toString();
    const { view: again } = bench(query);
    expect(again.order).toBe('entropy');
    expect(again.filters).toEqual({
      ...NO_FILTERS,
      status: 'pending',
      agreement: 'disagree',
      ranges: { loss: { min: 1.5, max: Infinity } },
      label: 'Sports',
    });
    expect(again.map).toEqual({ x: 'loss', y: 'tokens', colour: 'status' });
    expect(rowsOf(again)).toEqual(rowsOf(first.view));
    expect(rowsOf(again)).toEqual([4]);
  });

  it('stores every range, and reads the lowest loss of earlier addresses', () => {
    const { view: own, address } = bench('loss=2');
    expect(own.filters.ranges).toEqual({ loss: { min: 2, max: Infinity } });
    expect(rowsOf(own)).toEqual([3, 0, 4]);
    own.filter({ ranges: withRange(own.filters.ranges, 'tokens', { min: 10, max: 13 }) });
    expect(address.params.toString()).toBe('range-loss=2%2C&range-tokens=10%2C13');
    const { view: again } = bench(address.params.toString());
    expect(again.filters).toEqual(own.filters);
    expect(rowsOf(again)).toEqual([3, 0]);
    own.filter({ ranges: {} });
    expect(address.params.toString()).toBe('');
  });

  it('stores the filter by prediction as a place, and sets it again once the classes are known', () => {
    const { view: own, address } = bench();
    own.filter({ predicted: 'Sports' });
    expect(rowsOf(own)).toEqual([0, 1]);
    const { view: again } = bench(address.params.toString());
    expect(again.filters.predicted).toBe('Sports');
    expect(rowsOf(again)).toEqual([0, 1]);

    const names = { review: { labels: LABELS }, predictions: { classes: [] as string[] } };
    const early = new FakeAddress('predicted=1');
    const choices = new RowChoices(early, names);
    choices.filter({ status: 'pending' });
    expect([choices.findPredicted(), early.params.toString()]).toEqual([false, 'predicted=1&status=pending']);
    names.predictions.classes = CLASSES;
    expect([choices.findPredicted(), choices.filters.predicted]).toEqual([true, 'Sports']);
    choices.filter({ predicted: '' });
    expect([choices.findPredicted(), early.params.toString()]).toEqual([false, 'status=pending']);
    expect(bench('predicted=9').view.filters.predicted).toBe('');
  });

  it('keeps the filter by two kinds of results until both are there', () => {
    const { view: own, address } = bench('agreement=both');
    expect(own.filters.agreement).toBe('both');
    own.filter({ status: 'pending' });
    expect(address.params.toString()).toBe('agreement=both&status=pending');
  });

  it('never contains search words, names of labels or defaults', () => {
    const { view: own, address } = bench();
    own.filter({ search: 'secret words', label: 'Business', predicted: 'Sports' });
    expect(address.params.toString()).toBe('label=0&predicted=1');
    own.filter({ predicted: '' });
    expect(address.params.toString()).toBe('label=0');
    own.filter({ label: '' });
    own.sort('label');
    own.sort('loss-desc');
    expect(address.params.toString()).toBe('');
    own.plot({ colour: 'label' });
    expect(address.params.toString()).toBe('color=label');
  });

  it('loses its filters when the dataset closes, and keeps parameters that are not of the view', () => {
    const { view: own, address } = bench('sample=news&device=wasm');
    own.filter({ label: 'Sports', status: 'pending', ranges: { loss: { min: 1, max: Infinity } } });
    own.close();
    expect(address.params.toString()).toBe('device=wasm');
    expect(own.filters).toEqual(NO_FILTERS);
    expect(rowsOf(own)).toEqual([]);
  });

  it.each([
    'order=worst&status=odd&agreement=maybe&loss=much&map=a,b&color=pink&label=x',
    'loss=&label=&map=',
    'label=99&loss=Infinity',
    'range-loss=3,1&range-odd=1,2&range-tokens=a,b&range-entropy=,&range-__proto__=1,2',
  ])('%s keeps the defaults', (query) => {
    const { view: own } = bench(query);
    expect(own.filters).toEqual(NO_FILTERS);
    expect(own.order).toBe('loss-desc');
    expect(own.map).toEqual({ x: 'entropy', y: 'self_confidence', colour: 'agreement' });
    expect(rowsOf(own)).toHaveLength(6);
  });

  it('names a label by its place, for the first opened dataset only', () => {
    const { view: own, review: its, data } = bench('label=2');
    expect(own.filters.label).toBe('World');
    own.close();
    its.open('q', data, []);
    own.open(data);
    expect(own.filters.label).toBe('');
  });
});

describe('axes', () => {
  it('match the kind of results', () => {
    view.suggestAxis('tokens');
    expect(view.map.x).toBe('tokens');
    view.suggestAxis('entropy');
    expect(view.map).toEqual({ x: 'entropy', y: 'self_confidence', colour: 'agreement' });
  });

  it('of training signals stay until the signals are removed, then match the latest results', () => {
    view.suggestAxis('entropy');
    view.suggestTraining(false, ['avg_probs', 'label_var']);
    view.suggestAxis('loss');
    expect([view.map.x, view.map.y]).toEqual(['label_var', 'avg_probs']);
    view.forgetTraining();
    expect(view.map).toEqual({ x: 'loss', y: 'self_confidence', colour: 'agreement' });
    view.suggestAxis('tokens');
    expect(view.map.x).toBe('tokens');
  });

  it('stay if a person or the address chose them, but not after a choice of colour alone', () => {
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

  it('of training signals stay in the address with their brushes until there are signals to show', () => {
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
});
