import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORRECTED } from '../../../../src/domain/reading/dataset.js';
import { Journal, replay, type JournalEntry } from '../../../../src/domain/review/edits.js';
import { isSoundEntry } from '../../../../src/domain/review/sound-entry.js';
import { base, change, view } from './journal-view.js';

function noted(seq: number, ...notes: readonly (readonly [number, string])[]): JournalEntry {
  return { seq, at: seq, kind: 'note', notes };
}

describe('notes of rows', () => {
  test('name positions in the source, and the latest note of a row wins', () => {
    const journal = replay([noted(1, [2, 'first']), noted(2, [2, 'second'], [9, 'other'])], base());
    expect([...journal.notes]).toEqual([
      [1, 'second'],
      [4, 'other'],
    ]);
    expect(journal.noteEntry(5, [[1, 'third']])).toEqual({ seq: 3, at: 5, kind: 'note', notes: [[2, 'third']] });
  });

  test('do not decide rows', () => {
    const untouched = view(new Journal(base()));
    const journal = replay([noted(1, [2, 'ask'])], base());
    expect(view(journal)).toEqual({ ...untouched, canUndo: true, nextSeq: 2 });
  });

  test('are undone and redone in one order with decisions, and an empty note removes one', () => {
    const journal = replay([noted(1, [0, 'ask']), change(2, [0], CORRECTED, 'World'), noted(3, [0, ''])], base());
    expect(journal.notes.size).toBe(0);
    const undo = (): readonly number[] | null => journal.apply(journal.undoEntry(9)!);
    expect(undo()).toEqual([0]);
    expect(journal.notes.get(0)).toBe('ask');
    undo();
    expect([journal.status[0], journal.notes.get(0)]).toEqual([0, 'ask']);
    undo();
    expect([journal.notes.size, journal.canUndo]).toEqual([0, false]);
    journal.apply(journal.redoEntry(9)!);
    expect(journal.notes.get(0)).toBe('ask');
  });

  test('can come with the decisions of one change, which one undo withdraws', () => {
    const both: JournalEntry = {
      ...change(1, [0, 2], CORRECTED, 'World'),
      notes: [
        [2, 'b'],
        [3, 'c'],
      ],
    };
    const journal = new Journal(base());
    expect(journal.apply(both)).toEqual([0, 1, 2]);
    expect([...journal.notes]).toEqual([
      [1, 'b'],
      [2, 'c'],
    ]);
    expect(journal.apply(journal.undoEntry(2)!)).toEqual([0, 1, 2]);
    expect([journal.notes.size, ...journal.status]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test.each([
    ['a row that the dataset lacks', noted(1, [1, 'x'])],
    ['no note', noted(1)],
    ['a note that is no text', { seq: 1, at: 1, kind: 'note', notes: [[0, 3]] } as unknown as JournalEntry],
    ['no list', { seq: 1, at: 1, kind: 'note', notes: 'ab' } as unknown as JournalEntry],
    ['a kind of a later version', { seq: 1, at: 1, kind: 'star', rows: [0] } as unknown as JournalEntry],
    [
      'decisions with a damaged note',
      { ...change(1, [0], CORRECTED, 'World'), notes: [null] } as unknown as JournalEntry,
    ],
  ])('skips an entry with %s whole', (_, entry) => {
    const journal = replay([entry], base());
    expect([journal.skipped, journal.nextSeq, journal.notes.size, journal.canUndo]).toEqual([1, 2, 0, false]);
  });

  test('no value stops the check of entries', () => {
    fc.assert(fc.property(fc.anything(), (value) => void isSoundEntry(value)));
  });
});
