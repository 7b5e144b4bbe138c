import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORRECTED, DISCARDED, PENDING, UNSURE, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import { decidedSince, decisionsAfter } from '../../../../src/domain/review/decisions.js';
import { Journal, replay, type JournalEntry } from '../../../../src/domain/review/edits.js';
import { recentChanges } from '../../../../src/domain/review/recent-changes.js';
import { revertOf } from '../../../../src/domain/review/revert.js';
import { base, change } from './journal-view.js';

/** The decision and the note of every row. */
function states(journal: Journal): string[] {
  return Array.from(journal.status, (status, row) =>
    [status, journal.labels[journal.label[row] ?? -1], journal.notes.get(row) ?? ''].join(' '),
  );
}

function journalOf(...entries: JournalEntry[]): Journal {
  return replay(entries, base());
}

function take(journal: Journal, seq: number): { rows: number; kept: number } {
  const { entry, rows, kept } = revertOf(journal, seq, 99);
  if (entry) journal.apply(entry);
  return { rows, kept };
}

describe('a change that is taken back', () => {
  test('sets its rows back to their state before it, also after other changes', () => {
    const journal = journalOf(
      change(1, [0], CORRECTED, 'Sports'),
      change(2, [2], DISCARDED, 'Sports'),
      change(3, [3], VALIDATED, 'World'),
    );
    expect(take(journal, 1)).toEqual({ rows: 1, kept: 0 });
    expect(states(journal).slice(0, 3)).toEqual(['0 Business ', '3 Sports ', '1 World ']);
  });

  test('leaves the rows that changed again since, and counts them', () => {
    const journal = journalOf(
      change(1, [0], VALIDATED, 'Business'),
      change(2, [0, 2, 3, 5], CORRECTED, 'New'),
      change(3, [2], UNSURE, 'Sports'),
      change(4, [3], CORRECTED, 'Sports'),
    );
    expect(take(journal, 2)).toEqual({ rows: 2, kept: 2 });
    expect(states(journal).slice(0, 4)).toEqual(['1 Business ', '4 Sports ', '2 Sports ', '0 Business ']);
    expect(take(journal, 2)).toEqual({ rows: 0, kept: 4 });
  });

  test('sets notes back apart from decisions', () => {
    const journal = journalOf(
      { seq: 1, at: 1, kind: 'note', notes: [[0, 'ask']] },
      {
        ...change(2, [2], DISCARDED, 'Sports'),
        notes: [
          [0, 'ask\nana'],
          [2, 'spam'],
          [3, 'see'],
        ],
      },
      change(3, [2], VALIDATED, 'Sports'),
      { seq: 4, at: 4, kind: 'note', notes: [[3, '']] },
    );
    expect(take(journal, 2)).toEqual({ rows: 2, kept: 1 });
    expect(states(journal).slice(0, 3)).toEqual(['0 Business ask', '1 Sports ', '0 World ']);
    expect(take(journal, 1)).toEqual({ rows: 1, kept: 0 });
    expect(journal.notes.size).toBe(0);
  });

  test('is nothing for an unknown change, one that was undone, and one that changed nothing', () => {
    const journal = journalOf(change(1, [0], VALIDATED, 'Business'), change(2, [0], VALIDATED, 'Business'));
    expect(revertOf(journal, 2, 9)).toEqual({ entry: null, rows: 0, kept: 0 });
    expect(revertOf(journal, 7, 9).entry).toBeNull();
    journal.apply({ seq: 3, at: 3, kind: 'undo', target: 2 });
    expect(revertOf(journal, 2, 9).entry).toBeNull();
  });

  test('can itself be taken back', () => {
    const journal = journalOf(change(1, [0], CORRECTED, 'Sports'));
    take(journal, 1);
    expect(take(journal, 2)).toEqual({ rows: 1, kept: 0 });
    expect(states(journal)[0]).toBe('2 Sports ');
    expect(take(journal, 1)).toEqual({ rows: 1, kept: 0 });
  });

  test('is no decision that settles a conflict, and no decision at all in a session', () => {
    const entries: JournalEntry[] = [change(1, [0], VALIDATED, 'Business'), change(2, [0], CORRECTED, 'Sports')];
    const journal = journalOf(...entries);
    entries.push(revertOf(journal, 2, 3).entry!);
    journal.apply(entries[2]!);
    expect([...decidedSince(entries, 1)]).toEqual([]);
    entries.push(revertOf(journal, 1, 4).entry!);
    expect(entries).toHaveLength(4);
    expect([...decisionsAfter(entries).decided]).toEqual([]);
  });

  test('gives rows the present names of their labels, after labels were renamed or merged', () => {
    const journal = journalOf(
      change(1, [0], CORRECTED, 'New'),
      change(2, [0], CORRECTED, 'World'),
      change(3, [2], CORRECTED, 'World'),
      { seq: 4, at: 4, kind: 'labels', edits: [{ do: 'merge', from: 'New', to: 'Business' }] },
      { seq: 5, at: 5, kind: 'labels', edits: [{ do: 'rename', from: 'Sports', to: 'Games' }] },
    );
    const before = states(journal);
    expect(take(journal, 2)).toEqual({ rows: 1, kept: 0 });
    expect(take(journal, 3)).toEqual({ rows: 1, kept: 0 });
    expect(states(journal).slice(0, 2)).toEqual(['1 Business ', '0 Games ']);
    for (let times = 0; times < 2; times++) journal.apply(journal.undoEntry(9)!);
    expect(states(journal)).toEqual(before);
    // Undo takes edits of labels back, and nothing else does.
    expect(take(journal, 5)).toEqual({ rows: 0, kept: 0 });
    expect(recentChanges(journal, 1)[0]).toMatchObject({ editsLabels: true, rows: 0, first: -1, revertible: 0 });
  });

  const cells = fc.uniqueArray(
    fc.record({
      row: fc.nat(4),
      status: fc.constantFrom(PENDING, VALIDATED, CORRECTED, DISCARDED, UNSURE),
      name: fc.constantFrom('Business', 'Sports', 'World', '__proto__'),
    }),
    { selector: ({ row }) => row, minLength: 1, maxLength: 4 },
  );
  const commands = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: cells.map((list) => ({ do: 'change' as const, list })) },
      fc.record({ do: fc.constant('note' as const), row: fc.nat(4), text: fc.constantFrom('', 'a', 'b') }),
      fc.constantFrom({ do: 'undo' as const }, { do: 'redo' as const }),
      { weight: 3, arbitrary: fc.record({ do: fc.constant('revert' as const), back: fc.nat(6) }) },
    ),
    { maxLength: 25 },
  );

  test('touches only rows that are as the change made them, and undo restores the state before', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const journal = new Journal(base());
        const log: JournalEntry[] = [];
        const apply = (entry: JournalEntry | null): readonly number[] => {
          if (!entry) return [];
          log.push(entry);
          return journal.apply(entry) ?? [];
        };
        for (const command of list) {
          const at = journal.nextSeq;
          if (command.do === 'undo') apply(journal.undoEntry(at));
          else if (command.do === 'redo') apply(journal.redoEntry(at));
          else if (command.do === 'note') apply(journal.noteEntry(at, [[command.row, command.text]]));
          else if (command.do === 'change') {
            const { list: changes } = command;
            const rows = changes.map(({ row }) => row);
            const [status, names] = [changes.map((one) => one.status), changes.map((one) => one.name)];
            apply(journal.changeEntry(at, rows, status, names));
          } else {
            const [step] = journal.recent(Infinity).slice(command.back);
            if (!step) continue;
            const before = states(journal);
            const made = new Map(step.rows.map((row, place) => [row, [step.status[place], step.label[place]]]));
            const noted = new Map(step.notes.map(([row, text]) => [row, text]));
            const present = [...journal.status.keys()].map((row) => [journal.status[row], journal.label[row]]);
            const notes = new Map(journal.notes);
            const { entry, rows } = revertOf(journal, step.seq, at);
            const touched = apply(entry);
            expect(touched).toHaveLength(rows);
            for (const [row, state] of states(journal).entries()) {
              if (!touched.includes(row)) expect(state).toBe(before[row]);
              else expect(state).not.toBe(before[row]);
            }
            for (const row of touched) {
              const isDecided = String(made.get(row)) === String(present[row]);
              expect(isDecided || (noted.has(row) && noted.get(row) === (notes.get(row) ?? ''))).toBe(true);
            }
            if (!entry) continue;
            apply(journal.undoEntry(at));
            expect(states(journal)).toEqual(before);
            apply(journal.redoEntry(at));
          }
        }
        expect(states(replay(log, base()))).toEqual(states(journal));
      }),
    );
  });
});

describe('the last changes', () => {
  test('are those in force, the newest first, with the common state of their rows', () => {
    const journal = journalOf(
      change(1, [0, 5], CORRECTED, 'Sports'),
      {
        seq: 2,
        at: 20,
        kind: 'note',
        origin: 'taken',
        notes: [
          [0, 'ask'],
          [2, ''],
        ],
      },
      change(3, [2, 3], DISCARDED, 'World'),
      change(4, [9], VALIDATED, 'Sports'),
      { seq: 5, at: 50, kind: 'undo', target: 4 },
    );
    const [discarded, noted, corrected] = recentChanges(journal, 10);
    expect(discarded).toMatchObject({
      seq: 3,
      at: 30,
      origin: undefined,
      rows: 2,
      first: 1,
      decided: { from: { status: PENDING, label: -1 }, to: { status: DISCARDED, label: 2 } },
      revertible: 2,
      kept: 0,
    });
    expect(noted).toMatchObject({ seq: 2, origin: 'taken', rows: 2, decided: null, noted: 1, unnoted: 1 });
    expect(corrected?.decided).toEqual({ from: { status: PENDING, label: 0 }, to: { status: CORRECTED, label: 1 } });
    expect(recentChanges(journal, 1).map(({ seq }) => seq)).toEqual([3]);
  });

  test('say how many of their rows can be set back', () => {
    const journal = journalOf(change(1, [0, 2], UNSURE, 'World'), change(2, [0], VALIDATED, 'Business'));
    expect(recentChanges(journal, 10).map(({ revertible, kept }) => [revertible, kept])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });
});
