import { describe, expect, it, vi } from 'vitest';
import { NO_BRUSHES, NO_FILTERS } from '../../../../src/app/rows/view-choices.js';
import type { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import { filterChips, type Narrowing } from '../../../../src/ui/review/filter-chips.js';
import { languageOf } from '../../../fakes/language.js';

const language = languageOf('en');
const NOTHING: Narrowing = {
  filters: NO_FILTERS,
  brushes: NO_BRUSHES,
  map: { x: 'entropy', y: 'loss', colour: 'label' },
  subset: null,
  marks: { bothDoubt: null, conflicts: null },
};

describe('filterChips', () => {
  it('is empty without a filter', () => {
    expect(filterChips(NOTHING, language)).toEqual([]);
  });

  it('has one chip for each filter, which removes the filter', () => {
    const filters = { ...NO_FILTERS, search: 'oil', agreement: 'disagree', status: 'pending', minLoss: 0 } as const;
    const brushes = { x: { min: 0.25, max: 0.5 }, y: { min: 1, max: Infinity } };
    const subset = new Uint8Array(0);
    const view = { ...NOTHING, filters, brushes, subset, filter: vi.fn(), brush: vi.fn(), clearSubset: vi.fn() };
    const chips = filterChips(view, language);
    expect(chips.map((chip) => chip.text)).toEqual([
      'search: oil',
      'undecided',
      'prediction disagrees',
      'loss ≥ 0',
      'loss ≥ 1',
      'entropy of the prediction 0.25 to 0.5',
      'map selection',
    ]);
    for (const chip of chips) chip.remove(view as unknown as RowView);
    expect(view.filter.mock.calls).toEqual([
      [{ search: '' }],
      [{ status: '' }],
      [{ agreement: '' }],
      [{ minLoss: null }],
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
    const both = { ...NOTHING, filters, marks: { bothDoubt: new Uint8Array(3), conflicts: null } };
    expect(filterChips(both, language).map((chip) => chip.text)).toEqual(['both doubt the label']);
    expect(filterChips(both, languageOf('zh-CN'))[0]?.text).toBe('模型与学习结果都存疑');
  });

  it('names different decisions of two people only after a merge', () => {
    const filters = { ...NO_FILTERS, agreement: 'conflict' } as const;
    expect(filterChips({ ...NOTHING, filters }, language)).toEqual([]);
    const merged = { ...NOTHING, filters, marks: { bothDoubt: null, conflicts: new Uint8Array(3) } };
    expect(filterChips(merged, language).map((chip) => chip.text)).toEqual(['decided differently']);
  });

  it('writes an open range with its one end', () => {
    const brushes = { x: { min: -Infinity, max: 0.5 }, y: null };
    expect(filterChips({ ...NOTHING, brushes }, language)[0]?.text).toBe('entropy of the prediction ≤ 0.5');
  });
});
