import { describe, expect, it } from 'vitest';
import { emptyColumns, SIGNAL_NAMES } from '../../../../src/domain/training/signals.js';
import { signalFacts } from '../../../../src/ui/training/signal-facts.js';

describe('signalFacts', () => {
  const columns = emptyColumns(2);
  columns.avg_probs.set([0.25, Number.NaN]);
  columns.correct_times.set([3, Number.NaN]);
  columns.first_learn.set([2, 0]);
  columns.first_forget.set([0, 0]);

  it('lists the known signals of a row, twins once, and null for an event that never happened', () => {
    expect(signalFacts(columns, SIGNAL_NAMES, 0)).toEqual([
      { signal: 'correct_times', value: 3 },
      { signal: 'avg_probs', value: 0.25 },
      { signal: 'first_forget', value: null },
      { signal: 'first_learn', value: 2 },
    ]);
  });

  it('uses the available names', () => {
    expect(signalFacts(columns, ['confidence', 'correctness'], 0).map(({ signal }) => signal)).toEqual([
      'confidence',
      'correctness',
    ]);
    expect(signalFacts(columns, ['avg_probs'], 1)).toEqual([]);
    expect(signalFacts(columns, SIGNAL_NAMES, 9)).toEqual([]);
  });
});
