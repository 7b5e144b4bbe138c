import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Journal, replay, type JournalEntry } from '../../../../src/domain/review/edits.js';
import { base, view } from './journal-view.js';

/** The journal in its plainest form: whole copies of the table, one for each state to return to. */
class NaiveJournal {
  table = [...base().label].map((label) => ({ status: 0, name: base().labels[label], at: 0 }));
  past: (typeof this.table)[] = [];
  future: (typeof this.table)[] = [];

  change(at: number, rows: number[], status: number[], names: string[]): void {
    this.past.push(this.table);
    this.future = [];
    this.table = this.table.map((row) => ({ ...row }));
    rows.forEach((row, index) => {
      this.table[row] = { status: status[index] as number, name: names[index] as string, at };
    });
  }

  move(from: 'past' | 'future', to: 'past' | 'future'): void {
    const next = this[from].pop();
    if (next === undefined) return;
    this[to].push(this.table);
    this.table = next;
  }
}

type Command = { kind: 'undo' | 'redo' } | { kind: 'change'; cells: { row: number; status: number; name: string }[] };

const commands = fc.array(
  fc.oneof(
    fc.constant<Command>({ kind: 'undo' }),
    fc.constant<Command>({ kind: 'redo' }),
    fc.record({
      kind: fc.constant('change' as const),
      cells: fc.array(
        fc.record({
          row: fc.nat(4),
          status: fc.integer({ min: 0, max: 4 }),
          name: fc.constantFrom('Business', 'Sports', 'World', 'new', '体育', '__proto__'),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  ),
  { maxLength: 40 },
);

/** Runs commands on a journal and on the naive one. Calls `check` after each. */
function run(
  list: readonly Command[],
  check: (journal: Journal, naive: NaiveJournal, log: JournalEntry[]) => void,
): void {
  const journal = new Journal(base());
  const naive = new NaiveJournal();
  const log: JournalEntry[] = [];
  list.forEach((command, index) => {
    const at = index + 1;
    let entry: JournalEntry | null;
    if (command.kind === 'change') {
      const [rows, status, names] = [
        command.cells.map((cell) => cell.row),
        command.cells.map((cell) => cell.status),
        command.cells.map((cell) => cell.name),
      ];
      entry = journal.changeEntry(at, rows, status, names);
      naive.change(at, rows, status, names);
    } else {
      entry = command.kind === 'undo' ? journal.undoEntry(at) : journal.redoEntry(at);
      naive.move(command.kind === 'undo' ? 'past' : 'future', command.kind === 'undo' ? 'future' : 'past');
    }
    if (entry !== null) {
      journal.apply(entry);
      log.push(entry);
    }
    check(journal, naive, log);
  });
}

describe('properties', () => {
  test('any sequence of commands equals the naive journal', () => {
    fc.assert(
      fc.property(commands, (list) => {
        run(list, (journal, naive) => {
          const seen = view(journal);
          expect(seen.status).toEqual(naive.table.map((row) => row.status));
          expect(seen.names).toEqual(naive.table.map((row) => row.name));
          expect(seen.updatedAt).toEqual(naive.table.map((row) => row.at));
          expect(seen.counts).toEqual([0, 1, 2, 3, 4].map((s) => naive.table.filter((row) => row.status === s).length));
          expect([seen.canUndo, seen.canRedo]).toEqual([naive.past.length > 0, naive.future.length > 0]);
          expect(seen.skipped).toBe(0);
        });
      }),
    );
  });

  test('replaying any prefix of the log gives the state of that time', () => {
    fc.assert(
      fc.property(commands, (list) => {
        run(list, (journal, _, log) => {
          const again = replay(structuredClone(log), base());
          expect(view(again)).toEqual(view(journal));
          expect(again.labels).toEqual(journal.labels);
        });
      }),
      { numRuns: 50 },
    );
  });

  test('undoing everything returns to the origin, redoing everything to the end', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const changes = list.filter((command) => command.kind === 'change');
        const straight = replay([], base());
        const walked = new Journal(base());
        run(changes, (journal, _, log) => {
          straight.apply(log.at(-1) as JournalEntry);
          expect(view(straight)).toEqual(view(journal));
        });
        run(changes, (_, __, log) => walked.apply(log.at(-1) as JournalEntry));
        while (walked.canUndo) walked.apply(walked.undoEntry(9) as JournalEntry);
        const origin = view(new Journal(base()));
        expect(view(walked)).toMatchObject({ status: origin.status, names: origin.names, updatedAt: origin.updatedAt });
        expect(view(walked)).toMatchObject({ counts: origin.counts });
        while (walked.canRedo) walked.apply(walked.redoEntry(9) as JournalEntry);
        const { nextSeq: _a, ...ends } = view(walked);
        const { nextSeq: _b, ...expected } = view(straight);
        expect(ends).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
