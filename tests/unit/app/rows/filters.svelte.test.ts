import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_FILTERS, type Filters } from '../../../../src/app/rows/view-choices.js';
import type { SignalColumns } from '../../../../src/domain/training/signals.js';
import { bench, rowsOf } from './view-bench.svelte.js';

const range = (choices: readonly number[]) =>
  fc
    .tuple(fc.constantFrom(-Infinity, ...choices), fc.constantFrom(...choices, Infinity))
    .map(([min, max]) => ({ min, max }));

const single: fc.Arbitrary<Partial<Filters>> = fc.oneof(
  fc
    .constantFrom('apple', 'cake', 'label:Sports', 'loss>1', 'tokens<=12 a', 'status:pending')
    .map((search) => ({ search })),
  fc.constantFrom('World', 'Sports', 'Business').map((label) => ({ label })),
  fc.constantFrom('World', 'Sports', 'Business').map((predicted) => ({ predicted })),
  fc.constantFrom('pending' as const, 'validated' as const).map((status) => ({ status })),
  fc.constantFrom('agree' as const, 'disagree' as const).map((agreement) => ({ agreement })),
  fc.record({ loss: range([0.5, 1, 2, 3]) }).map((ranges) => ({ ranges })),
  fc.record({ tokens: range([10, 12, 14]), entropy: range([0, 0.1, 0.5]) }).map((ranges) => ({ ranges })),
);

describe('filters', () => {
  it('together keep the rows that each of them keeps', () => {
    const own = bench();
    own.review.confirm([1, 3]);
    const kept = (filters: Partial<Filters>): number[] => {
      own.view.filter({ ...NO_FILTERS, ...filters });
      return rowsOf(own.view);
    };
    fc.assert(
      fc.property(single, single, single, (...chosen) => {
        // Of two values for the same filter the last one counts.
        const together = chosen.reduce<Partial<Filters>>((all, one) => ({ ...all, ...one }), {});
        const { ranges = {}, ...others } = together;
        const parts: Partial<Filters>[] = [
          ...Object.entries(others).map(([key, value]) => ({ [key]: value })),
          ...Object.entries(ranges).map(([signal, one]) => ({ ranges: { [signal]: one } })),
        ];
        const each = parts.map(kept).reduce((all, one) => all.filter((row) => one.includes(row)), kept({}));
        expect(kept(together)).toEqual(each);
      }),
    );
  });

  it('by a training signal follow the signals only while there are some', () => {
    const own = bench('range-label_var=0.2,');
    own.signals.valuesOf = (name) => new Float32Array(6).fill(name === 'label_var' ? 0.1 : 0.9).fill(0.5, 0, 2);
    expect(rowsOf(own.view)).toHaveLength(6);
    own.view.suggestTraining(false, ['label_var', 'avg_probs']);
    expect(own.view.available).toEqual(['label_var', 'avg_probs']);
    expect(rowsOf(own.view).toSorted()).toEqual([0, 1]);
    own.signals.valuesOf = () => new Float32Array(6).fill(0.5);
    own.dataMap.signals.columns = { value: {} as SignalColumns };
    own.dataMap.change();
    expect([own.view.stale, rowsOf(own.view).length]).toEqual([true, 2]);
    own.view.refresh();
    expect(rowsOf(own.view)).toHaveLength(6);
    own.view.forgetTraining();
    expect(own.view.available).toEqual([]);
    expect(rowsOf(own.view)).toHaveLength(6);
  });

  it('by a number of rows keep exactly the first rows of the order under all other filters', () => {
    const own = bench('top=2');
    expect(rowsOf(own.view)).toEqual([3, 0]);
    own.view.filter({ label: 'World' });
    expect(rowsOf(own.view)).toEqual([0, 2]);
    expect([...own.view.mask]).toEqual([1, 0, 1, 0, 0, 0]);
    own.view.sort('loss-asc');
    expect(rowsOf(own.view)).toEqual([2, 0]);
    own.dataMap.leave(1, 0, 0, 1, 0, 1);
    expect(rowsOf(own.view)).toEqual([0, 5]);
    own.view.filter({ top: 1 });
    expect(own.address.params.toString()).toBe('top=1&label=2&order=loss-asc');
    own.view.filter({ top: 100 });
    expect(rowsOf(own.view)).toEqual([0, 5]);
    own.view.showOnly();
    expect(rowsOf(own.view)).toHaveLength(6);
  });

  it.each(['top=0', 'top=-1', 'top=1.5', 'top=x', 'top='])('%s is no number of rows', (query) => {
    const own = bench(query);
    expect(own.view.filters.top).toBe(null);
    expect(rowsOf(own.view)).toHaveLength(6);
  });
});
