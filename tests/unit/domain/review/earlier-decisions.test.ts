import { describe, expect, test } from 'vitest';
import { CORRECTED, DISCARDED, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import { earlierDecisions, type EarlierDecisions } from '../../../../src/domain/review/earlier-decisions.js';

function allOf(...given: Parameters<typeof earlierDecisions>): EarlierDecisions {
  const steps = earlierDecisions(...given);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The decision about one row with these labels in the source. */
function carried(before: string, now: string, decision: { readonly status: number; readonly label: string }) {
  return allOf({ decided: new Map([[3, decision]]), notes: new Map() }, new Map([[3, 8]]), {
    before: (position) => (position === 3 ? before : ''),
    now: (position) => (position === 8 ? now : ''),
  });
}

describe('decisions of an earlier version', () => {
  test.each([
    ['kept', { status: VALIDATED, label: 'World' }],
    ['corrected', { status: CORRECTED, label: 'Sports' }],
    ['discarded', { status: DISCARDED, label: 'World' }],
  ])('about a row with the same label are the same: %s', (_, decision) => {
    expect(carried('World', 'World', decision)).toEqual({
      decided: new Map([[8, decision]]),
      notes: new Map(),
      relabelled: [],
    });
  });

  test('count as kept where the file has the corrected label now', () => {
    const { decided } = carried('World', 'Sports', { status: CORRECTED, label: 'Sports' });
    expect([...decided]).toEqual([[8, { status: VALIDATED, label: 'Sports' }]]);
  });

  test.each([
    ['kept', { status: VALIDATED, label: 'World' }],
    ['corrected', { status: CORRECTED, label: 'Sports' }],
    ['discarded', { status: DISCARDED, label: 'World' }],
  ])('made against another label are listed alone: %s', (_, decision) => {
    expect(carried('World', 'Business', decision)).toMatchObject({
      decided: new Map(),
      relabelled: [{ position: 8, before: 'World', now: 'Business', decision }],
    });
  });

  test('about rows that are not found are left out, and notes follow their rows', () => {
    const none = { before: () => 'World', now: () => 'World' };
    const decided = new Map([[1, { status: VALIDATED, label: 'World' }]]);
    const notes = new Map([
      [1, 'gone'],
      [2, 'here'],
    ]);
    expect(allOf({ decided, notes }, new Map([[2, 0]]), none)).toEqual({
      decided: new Map(),
      notes: new Map([[0, 'here']]),
      relabelled: [],
    });
  });
});
