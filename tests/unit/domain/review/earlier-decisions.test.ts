import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORRECTED, DISCARDED, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import { mergeSides, type Side } from '../../../../src/domain/review/merge.js';
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

  test('are taken over once: a second time changes nothing', () => {
    const label = fc.constantFrom('World', 'Sports', 'Business');
    const row = fc.record({
      before: label,
      now: label,
      decision: fc.oneof(
        fc.constant(null),
        fc.record({ status: fc.constantFrom(VALIDATED, CORRECTED, DISCARDED), label }),
      ),
      note: fc.constantFrom('', 'ask'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const decided = new Map(rows.flatMap(({ decision }, at) => (decision ? [[at, decision] as const] : [])));
        const notes = new Map(rows.flatMap(({ note }, at) => (note === '' ? [] : [[at, note] as const])));
        const places = new Map(rows.map((_, at) => [at, at + 1]));
        const carried = allOf({ decided, notes }, places, {
          before: (at) => rows[at]?.before ?? '',
          now: (at) => rows[at - 1]?.now ?? '',
        });
        const theirs: Side = { ...carried, conflicts: [] };
        const first = mergeSides({ decided: new Map(), notes: new Map(), conflicts: [] }, theirs);
        expect([first.taken.size, first.notes.size]).toEqual([carried.decided.size, notes.size]);
        expect(carried.decided.size + carried.relabelled.length).toBe(decided.size);
        const again = mergeSides({ decided: first.taken, notes: first.notes, conflicts: [] }, theirs);
        expect([again.taken.size, again.notes.size, again.conflicts.length]).toEqual([0, 0, 0]);
      }),
    );
  });
});
