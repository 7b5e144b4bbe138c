import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORRECTED, DISCARDED, UNSURE, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import { decidedSince, decisionsAfter, outcomeOf, type Decision } from '../../../../src/domain/review/decisions.js';
import { replay, type JournalEntry } from '../../../../src/domain/review/edits.js';
import { distinct, mergeSides, type Side, type SideConflict } from '../../../../src/domain/review/merge.js';
import { base, change } from './journal-view.js';

type Cells = Readonly<Record<number, Decision>>;

const keep = (label: string): Decision => ({ status: VALIDATED, label });
const set = (label: string): Decision => ({ status: CORRECTED, label });
const GONE: Decision = { status: DISCARDED, label: 'World' };
const ASKED: Decision = { status: UNSURE, label: 'World' };

function side(cells: Cells, notes: Readonly<Record<number, string>> = {}, conflicts: SideConflict[] = []): Side {
  const byPosition = <T>(values: Readonly<Record<number, T>>): Map<number, T> =>
    new Map(Object.entries(values).map(([position, value]) => [Number(position), value]));
  return { decided: byPosition(cells), notes: byPosition(notes), conflicts };
}

/** A side after it merged another one: nothing that is open is settled. */
function merged(mine: Side, theirs: Side): Side {
  const { taken, notes, conflicts } = mergeSides(mine, theirs);
  const open = new Map(mine.conflicts.map((one) => [one.position, one]));
  for (const { position, others } of conflicts) {
    const all = distinct([...(open.get(position)?.others ?? []), ...others]);
    open.set(position, { position, others: all, settled: false });
  }
  return {
    decided: new Map([...mine.decided, ...taken]),
    notes: new Map([...mine.notes, ...notes]),
    conflicts: [...open.values()],
  };
}

/** What a side says about each row, whichever side of a conflict is its own. */
function content({ decided, notes, conflicts }: Side) {
  const others = new Map(conflicts.map((one) => [one.position, one.others]));
  const rows = [...decided].map(([position, mine]) => {
    const outcomes = [mine, ...(others.get(position) ?? [])].map(outcomeOf);
    return [position, [...new Set(outcomes)].sort()] as const;
  });
  const lines = [...notes].map(([position, text]) => [position, [...new Set(text.split('\n'))].sort()] as const);
  return { rows: new Map(rows), notes: new Map(lines), open: [...others.keys()].sort((a, b) => a - b) };
}

const decisions: fc.Arbitrary<Decision> = fc.constantFrom(keep('World'), set('Sports'), set('Business'), GONE, ASKED);
const sides: fc.Arbitrary<Side> = fc
  .record({
    cells: fc.dictionary(fc.nat(6).map(String), decisions),
    notes: fc.dictionary(fc.nat(6).map(String), fc.constantFrom('a', 'b', 'a\nb', 'c')),
  })
  .map(({ cells, notes }) => side(cells, notes));

describe('a merge', () => {
  test('takes over what only the other side decided, and lists what both decided differently', () => {
    const mine = side({ 1: keep('World'), 2: set('Sports'), 3: GONE, 7: set('Sports') });
    const theirs = side({ 1: keep('World'), 2: set('Business'), 3: keep('World'), 5: GONE });
    const { taken, conflicts } = mergeSides(mine, theirs);
    expect([...taken]).toEqual([[5, GONE]]);
    expect(conflicts).toEqual([
      { position: 2, mine: set('Sports'), others: [set('Business')] },
      { position: 3, mine: GONE, others: [keep('World')] },
    ]);
  });

  test('measures agreement by the rows that both decided', () => {
    // 10 rows: 4 x both World, 3 x both Sports, 2 x World against Sports, 1 x Sports against World.
    const pairs = ['WW', 'WW', 'WW', 'WW', 'SS', 'SS', 'SS', 'WS', 'WS', 'SW'];
    const of = (at: number): Cells => Object.fromEntries(pairs.map((pair, row) => [row, set(pair[at] ?? '')]));
    const { agreement } = mergeSides(side({ ...of(0), 40: GONE }), side({ ...of(1), 50: GONE }));
    expect([agreement.both, agreement.same]).toEqual([10, 7]);
    // Observed 0.7; by chance 0.6 * 0.5 + 0.4 * 0.5 = 0.5.
    expect(agreement.kappa).toBeCloseTo(0.4, 12);
  });

  test('has no kappa without a row that both decided, or where both know one label alone', () => {
    expect(mergeSides(side({ 1: GONE }), side({ 2: GONE })).agreement).toEqual({ both: 0, same: 0, kappa: null });
    const one = side({ 1: set('Sports'), 2: set('Sports') });
    expect(mergeSides(one, one).agreement).toEqual({ both: 2, same: 2, kappa: null });
    const opposite = mergeSides(side({ 1: GONE, 2: keep('World') }), side({ 1: keep('World'), 2: GONE }));
    expect(opposite.agreement).toEqual({ both: 2, same: 0, kappa: -1 });
  });

  test('settles an unsure row by the decision of the other side, without a conflict and apart from the agreement', () => {
    const mine = side({ 1: ASKED, 2: set('Sports'), 3: ASKED, 4: GONE });
    const theirs = side({ 1: set('Business'), 2: ASKED, 3: ASKED, 4: GONE, 5: ASKED });
    const merge = mergeSides(mine, theirs);
    expect([...merge.taken]).toEqual([
      [1, set('Business')],
      [5, ASKED],
    ]);
    expect(merge.conflicts).toEqual([]);
    expect(merge.agreement).toEqual({ both: 1, same: 1, kappa: null });
  });

  test('keeps the decisions of others open for a row that this side is unsure about', () => {
    const theirs = side({ 1: ASKED }, {}, [{ position: 1, others: [set('Sports')], settled: false }]);
    expect(mergeSides(side({ 1: GONE }), theirs)).toMatchObject({
      taken: new Map(),
      conflicts: [{ position: 1, mine: GONE, others: [set('Sports')] }],
    });
    expect(mergeSides(side({ 1: set('Sports') }), theirs).conflicts).toEqual([]);
  });

  test('keeps the notes of both sides, each line once', () => {
    const { notes } = mergeSides(
      side({}, { 1: 'ask\nana', 2: 'same' }),
      side({}, { 1: 'ana\nlater', 2: 'same', 3: 'new' }),
    );
    expect([...notes]).toEqual([
      [1, 'ask\nana\nlater'],
      [3, 'new'],
    ]);
  });

  test('takes over a decision that was made with knowledge of this side’s, and not the other way round', () => {
    const knew = (others: Decision[], settled = true): SideConflict[] => [{ position: 1, others, settled }];
    const mine = side({ 1: set('Sports') });
    const settled = side({ 1: set('Business') }, {}, knew([set('Sports')]));
    expect([...mergeSides(mine, settled).taken]).toEqual([[1, set('Business')]]);
    expect(mergeSides(settled, mine)).toMatchObject({ taken: new Map(), conflicts: [] });
    const open = side({ 1: set('Business') }, {}, knew([set('Sports')], false));
    expect(mergeSides(mine, open)).toMatchObject({ taken: new Map(), conflicts: [{ position: 1 }] });
    const bothKnew = side({ 1: set('Sports') }, {}, knew([set('Business')]));
    expect(mergeSides(bothKnew, settled)).toMatchObject({ taken: new Map(), conflicts: [{ position: 1 }] });
  });

  test('brings the open conflicts of the other side along', () => {
    const theirs = side({ 1: set('Sports') }, {}, [{ position: 1, others: [GONE], settled: false }]);
    expect(mergeSides(side({}), theirs).conflicts).toEqual([{ position: 1, mine: set('Sports'), others: [GONE] }]);
    expect(mergeSides(side({ 1: GONE }), theirs).conflicts).toEqual([
      { position: 1, mine: GONE, others: [set('Sports')] },
    ]);
  });

  test('done twice is the same as done once', () => {
    fc.assert(
      fc.property(sides, sides, (mine, theirs) => {
        const once = merged(mine, theirs);
        const again = mergeSides(once, theirs);
        expect([again.taken.size, again.notes.size]).toEqual([0, 0]);
        expect(merged(once, theirs)).toEqual(once);
      }),
    );
  });

  test('with itself changes nothing', () => {
    fc.assert(fc.property(sides, (mine) => void expect(merged(mine, mine)).toEqual(mine)));
  });

  test('in another order gives the same decisions, the same notes, and the same sides of every conflict', () => {
    fc.assert(
      fc.property(sides, sides, sides, (mine, second, third) => {
        const forth = merged(merged(mine, second), third);
        const back = merged(merged(mine, third), second);
        expect(content(forth)).toEqual(content(back));
        expect(content(merged(second, mine))).toEqual(content(merged(mine, second)));
        // A merge of a merge.
        expect(content(merged(mine, merged(second, third)))).toEqual(content(forth));
      }),
    );
  });
});

describe('decisions without a dataset', () => {
  const cell = fc.record({
    row: fc.constantFrom(0, 2, 3, 5, 9),
    status: fc.nat(4),
    name: fc.constantFrom('Sports', 'New'),
  });
  const commands = fc.array(fc.oneof(cell, fc.constantFrom('undo' as const, 'redo' as const, 'note' as const)), {
    maxLength: 25,
  });

  test('are those of the journal, after any decisions, notes, undo and redo', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const journal = replay([], base());
        const entries: JournalEntry[] = [];
        for (const [index, command] of list.entries()) {
          const entry =
            command === 'undo'
              ? journal.undoEntry(index)
              : command === 'redo'
                ? journal.redoEntry(index)
                : command === 'note'
                  ? journal.noteEntry(index, [[index % 5, index % 2 === 0 ? '' : `note ${index}`]])
                  : change(journal.nextSeq, [command.row], command.status, command.name);
          if (entry) entries.push(entry);
          if (entry) journal.apply(entry);
        }
        const { decided, notes } = decisionsAfter(entries);
        const { sourceRow } = base();
        for (const [row, position] of sourceRow.entries()) {
          const status = journal.status[row] ?? 0;
          const label = journal.labels[journal.label[row] ?? 0];
          expect(decided.get(position)).toEqual(status === 0 ? undefined : { status, label });
          expect(notes.get(position)).toBe(journal.notes.get(row));
        }
      }),
    );
  });

  test('name the latest change of each row after a place in the journal', () => {
    const entries: JournalEntry[] = [
      change(1, [0, 2], DISCARDED, 'World'),
      change(2, [2], CORRECTED, 'Sports'),
      change(3, [3], CORRECTED, 'Sports'),
      { seq: 4, at: 4, kind: 'undo', target: 3 },
    ];
    expect([...decidedSince(entries, 0)]).toEqual([
      [0, 1],
      [2, 2],
    ]);
    expect([...decidedSince(entries, 1)]).toEqual([[2, 2]]);
  });

  test('name no change for a row that is unsure since', () => {
    const entries = [change(1, [0], CORRECTED, 'Sports'), change(2, [0, 2], UNSURE, 'World')];
    expect([...decidedSince(entries, 0)]).toEqual([]);
    expect([...decidedSince([...entries, change(3, [2], VALIDATED, 'World')], 0)]).toEqual([[2, 3]]);
  });
});
