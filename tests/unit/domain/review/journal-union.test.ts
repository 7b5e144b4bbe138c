import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay, type ChangeEntry, type JournalEntry } from '../../../../src/domain/review/edits.js';
import { uniteJournals } from '../../../../src/domain/review/journal-union.js';

const ROWS = 4;
const BASE = { sourceRow: Uint32Array.of(0, 1, 2, 3), label: new Uint16Array(ROWS), labels: ['A', 'B', 'C'] };

const change = (seq: number, row: number, label = 'B'): ChangeEntry => ({
  seq,
  at: seq,
  kind: 'change',
  rows: [row],
  status: [2],
  label: [label],
});

/** A journal that a page could have written: changes, undos and redos of what it shows. */
const journals = fc
  .array(fc.tuple(fc.constantFrom('change', 'undo', 'redo'), fc.nat(ROWS - 1), fc.constantFrom('B', 'C')), {
    maxLength: 12,
  })
  .map((steps) => {
    const journal = replay([], BASE);
    const entries: JournalEntry[] = [];
    for (const [kind, row, label] of steps) {
      const entry =
        kind === 'change'
          ? journal.changeEntry(entries.length, [row], [2], [label])
          : kind === 'undo'
            ? journal.undoEntry(entries.length)
            : journal.redoEntry(entries.length);
      if (!entry) continue;
      journal.apply(entry);
      entries.push(entry);
    }
    return entries;
  });

const stateOf = (entries: readonly JournalEntry[]) => {
  const journal = replay(entries, BASE);
  return { status: [...journal.status], label: [...journal.label], skipped: journal.skipped };
};
const seqs = (entries: readonly JournalEntry[]): number[] => entries.map(({ seq }) => seq);

describe('a stored journal joined with one in memory', () => {
  it('is the one in memory where the store has lost any part of it, and the lost entries keep their places', () => {
    fc.assert(
      fc.property(journals, fc.infiniteStream(fc.boolean()), (known, coins) => {
        const stored = known.filter(() => coins.next().value);
        const { entries, missing } = uniteJournals(stored, known);
        expect(entries).toEqual(known);
        expect([...stored, ...missing].toSorted((a, b) => a.seq - b.seq)).toEqual(known);
      }),
    );
  });

  it('is the stored one where that has more entries', () => {
    fc.assert(
      fc.property(journals, fc.nat(12), (stored, length) => {
        const { entries, missing } = uniteJournals(stored, stored.slice(0, length));
        expect(entries).toEqual(stored);
        expect(missing).toEqual([]);
      }),
    );
  });

  it("keeps every entry of two diverging journals with a place of its own, and memory's last decisions", () => {
    fc.assert(
      fc.property(journals, journals, journals, (common, theirs, ours) => {
        const shifted = (entries: readonly JournalEntry[], at: number): JournalEntry[] =>
          entries.map((entry) => {
            const seq = entry.seq + common.length;
            return 'target' in entry
              ? { ...entry, seq, at, target: entry.target + common.length }
              : { ...entry, seq, at };
          });
        const stored = [...common, ...shifted(theirs, 7)];
        const known = [...common, ...shifted(ours, 8)];
        const { entries, missing } = uniteJournals(stored, known);
        expect(entries).toHaveLength(common.length + theirs.length + ours.length);
        expect(missing).toHaveLength(ours.length);
        expect(new Set(seqs(entries)).size).toBe(entries.length);
        expect(seqs(entries)).toEqual(seqs(entries).toSorted((a, b) => a - b));
        const after = stateOf(entries);
        expect(after.skipped).toBe(0);
        const decided = ours.findLast((entry) => entry.kind === 'change');
        if (decided?.kind === 'change' && ours.at(-1) === decided) {
          expect(BASE.labels[after.label[decided.rows[0] ?? 0] ?? 0]).toBe(decided.label[0]);
        }
      }),
    );
  });

  it('moves an undo together with the change that it withdraws', () => {
    const known: JournalEntry[] = [change(1, 0), change(2, 1), { seq: 3, at: 3, kind: 'undo', target: 2 }];
    const { missing } = uniteJournals([change(1, 3, 'C'), change(2, 2, 'C')], known);
    expect(missing).toEqual([
      { ...change(1, 0), seq: 3 },
      { ...change(2, 1), seq: 4 },
      { seq: 5, at: 3, kind: 'undo', target: 4 },
    ]);
  });

  it('accepts stored entries of any shape', () => {
    const damaged = [null, 7, { seq: 9 }] as unknown as JournalEntry[];
    expect(uniteJournals(damaged, [change(1, 0)]).missing).toEqual([{ ...change(1, 0), seq: 10 }]);
  });
});
