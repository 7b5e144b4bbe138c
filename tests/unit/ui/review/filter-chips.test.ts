import { describe, expect, it, vi } from 'vitest';
import { NO_BRUSHES, NO_FILTERS } from '../../../../src/app/rows/view-choices.js';
import { bitsOf } from '../../../../src/domain/review/reasons.js';
import type { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import { filterChips, type Narrowing } from '../../../../src/ui/review/filter-chips.js';
import type { ColumnValues } from '../../../../src/domain/review/column-values.js';
import { columnOf } from '../../../fakes/dataset.js';
import { languageOf } from '../../../fakes/language.js';

const language = languageOf('en');
const NOTHING: Narrowing = {
  filters: NO_FILTERS,
  brushes: NO_BRUSHES,
  map: { x: 'entropy', y: 'loss', colour: 'label' },
  subset: null,
  available: [],
  columns: { names: [], valuesOf: () => null },
  marks: { bothDoubt: null, conflicts: null, reasons: null },
};

describe('filterChips', () => {
  it('is empty without a filter', () => {
    expect(filterChips(NOTHING, language)).toEqual([]);
  });

  it('has one chip for each filter, which removes the filter', () => {
    const filters = {
      ...NO_FILTERS,
      search: 'oil',
      agreement: 'disagree',
      status: 'pending',
      ranges: { tokens: { min: 10, max: 20 }, loss: { min: 0, max: Infinity }, label_var: { min: 0, max: 1 } },
    } as const;
    const brushes = { x: { min: 0.25, max: 0.5 }, y: { min: 1, max: Infinity } };
    const subset = new Uint8Array(0);
    const view = { ...NOTHING, filters, brushes, subset, filter: vi.fn(), brush: vi.fn(), clearSubset: vi.fn() };
    const chips = filterChips(view, language);
    expect(chips.map((chip) => chip.text)).toEqual([
      'search: oil',
      'undecided',
      'prediction disagrees',
      'loss ≥ 0',
      'tokens 10 to 20',
      'loss ≥ 1',
      'entropy of the prediction 0.25 to 0.5',
      'map selection',
    ]);
    for (const chip of chips) chip.remove(view as unknown as RowView);
    expect(view.filter.mock.calls).toEqual([
      [{ search: '' }],
      [{ status: '' }],
      [{ agreement: '' }],
      [{ ranges: { tokens: filters.ranges.tokens, label_var: filters.ranges.label_var } }],
      [{ ranges: { loss: filters.ranges.loss, label_var: filters.ranges.label_var } }],
    ]);
    expect(view.brush.mock.calls).toEqual([
      ['y', null],
      ['x', null],
    ]);
    expect(view.clearSubset).toHaveBeenCalledOnce();
  });

  it('names the doubt of two kinds of results only if both exist', () => {
    const filters = { ...NO_FILTERS, agreement: 'both' } as const;
    expect(filterChips({ ...NOTHING, filters }, language)).toEqual([]);
    const both = { ...NOTHING, filters, marks: { ...NOTHING.marks, bothDoubt: new Uint8Array(3) } };
    expect(filterChips(both, language).map((chip) => chip.text)).toEqual(['both doubt the label']);
    expect(filterChips(both, languageOf('zh-CN'))[0]?.text).toBe('模型与学习结果都存疑');
  });

  it('has one chip for each reason that rows were looked at for, which removes that reason alone', () => {
    const filters = { ...NO_FILTERS, reason: ['high_loss', 'empty', 'forgotten'] } as const;
    const known = bitsOf(['high_loss', 'empty']);
    const reasons = { bits: new Uint16Array(0), known, counts: new Uint32Array(0), others: null, leftOut: [] };
    const marks = { ...NOTHING.marks, reasons };
    const view = { ...NOTHING, filters, marks, filter: vi.fn() };
    const chips = filterChips(view, language);
    expect(chips.map((chip) => chip.text)).toEqual(['reason: high loss', 'reason: hardly any text']);
    chips[1]?.remove(view as unknown as RowView);
    expect(view.filter.mock.calls).toEqual([[{ reason: ['high_loss', 'forgotten'] }]]);
    expect(filterChips(view, languageOf('zh-CN'))[0]?.text).toBe('原因：损失偏高');
  });

  it('names different decisions of two people only after a merge', () => {
    const filters = { ...NO_FILTERS, agreement: 'conflict' } as const;
    expect(filterChips({ ...NOTHING, filters }, language)).toEqual([]);
    const merged = { ...NOTHING, filters, marks: { ...NOTHING.marks, conflicts: new Uint8Array(3) } };
    expect(filterChips(merged, language).map((chip) => chip.text)).toEqual(['decided differently']);
  });

  it('names ranges of training signals while there are training signals', () => {
    const filters = { ...NO_FILTERS, ranges: { label_var: { min: 0.1, max: 0.2 } } };
    expect(filterChips({ ...NOTHING, filters }, language)).toEqual([]);
    const [chip] = filterChips({ ...NOTHING, filters, available: ['label_var'] }, language);
    expect(chip?.text).toBe('label_var 0.1 to 0.2');
  });

  it('names the number of rows, and conditions on columns that have an effect', () => {
    const text = columnOf(['a']);
    const values: readonly ColumnValues[] = [
      { text, kind: 'words', values: null },
      { text, kind: 'number', values: new Float64Array(1) },
      { text, kind: 'date', values: new Float64Array(1) },
    ];
    const columns = {
      names: ['from', 'votes', 'day', 'unread'].map((name, place) => ({ place, name })),
      valuesOf: (place: number) => values[place] ?? null,
    };
    const range = { min: 1234, max: Infinity };
    const filters = {
      ...NO_FILTERS,
      top: 1,
      columns: [
        { place: 0, words: ' web feed ', range: null },
        { place: 1, words: '', range },
        { place: 2, words: '', range: { min: Date.UTC(2024, 0, 31), max: Date.UTC(2024, 1, 2) - 1 } },
        { place: 3, words: 'x', range: null },
        { place: 0, words: ' ', range: null },
      ],
    };
    const chips = filterChips({ ...NOTHING, filters, columns }, language);
    expect(chips.map(({ text: written }) => written)).toEqual([
      'first 1 row',
      'from: web feed',
      'votes ≥ 1,234',
      'day 2024-01-31 to 2024-02-01',
    ]);
    const view = { filters, filter: vi.fn() };
    chips[2]?.remove(view as unknown as RowView);
    expect(view.filter.mock.calls).toEqual([[{ columns: filters.columns.filter(({ place }) => place !== 1) }]]);
  });

  it('writes an open range with its one end', () => {
    const brushes = { x: { min: -Infinity, max: 0.5 }, y: null };
    expect(filterChips({ ...NOTHING, brushes }, language)[0]?.text).toBe('entropy of the prediction ≤ 0.5');
  });
});
