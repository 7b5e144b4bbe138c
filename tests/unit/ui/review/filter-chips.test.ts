import { describe, expect, it } from 'vitest';
import { NO_FILTERS } from '../../../../src/app/view.svelte.js';
import { Language } from '../../../../src/i18n/language.svelte.js';
import { filterChips } from '../../../../src/ui/review/filter-chips.js';

const { t } = new Language('en');

describe('filterChips', () => {
  it('has none where nothing narrows', () => {
    expect(filterChips(NO_FILTERS, t)).toEqual([]);
  });

  it('has one for each choice, which takes it back', () => {
    const chips = filterChips(
      { ...NO_FILTERS, search: 'oil', agreement: 'disagree', status: 'pending', minLoss: 0 },
      t,
    );
    expect(chips.map((chip) => [chip.text, chip.without])).toEqual([
      ['search: oil', { search: '' }],
      ['undecided', { status: '' }],
      ['model disagrees', { agreement: '' }],
      ['loss ≥ 0', { minLoss: null }],
    ]);
  });
});
