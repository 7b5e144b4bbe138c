import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORRECTED, DISCARDED, PENDING, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import {
  Journal,
  replay,
  rowOfSource,
  statusOfChoice,
  type JournalEntry,
} from '../../../../src/domain/review/edits.js';
import { base, change, view } from './journal-view.js';

describe('rowOfSource', () => {
  test.each([
    [0, 0],
    [1, -1],
    [2, 1],
    [9, 4],
    [10, -1],
    [-1, -1],
    [Number.NaN, -1],
    [2.5, -1],
  ])('position %s is row %s', (position, row) => {
    expect(rowOfSource(base().sourceRow, position)).toBe(row);
  });

  test('finds no row in an empty column', () => {
    expect(rowOfSource(new Uint32Array(0), 0)).toBe(-1);
  });
});

describe('entries', () => {
  test('statusOfChoice tells a confirmation from a correction', () => {
    expect([statusOfChoice(1, 1), statusOfChoice(1, 2)]).toEqual([VALIDATED, CORRECTED]);
    expect([statusOfChoice('World', 'World'), statusOfChoice('World', 'Sports')]).toEqual([VALIDATED, CORRECTED]);
  });

  test('are written in source positions and label names', () => {
    const journal = new Journal(base());
    expect(journal.chooseEntry(7, [1, 2], 'World')).toEqual({
      seq: 1,
      at: 7,
      kind: 'change',
      rows: [2, 3],
      status: [CORRECTED, VALIDATED],
      label: ['World', 'World'],
    });
    expect(journal.confirmEntry(7, Uint32Array.of(4))).toMatchObject({
      rows: [9],
      status: [VALIDATED],
      label: ['Sports'],
    });
    expect([journal.undoEntry(1), journal.redoEntry(1)]).toEqual([null, null]);
  });

  test('recognise a label by its other names, and by its own name first', () => {
    const otherNames = [
      ['["Sports"]', 1],
      ['World', 0],
    ] as const;
    const journal = replay([change(1, [0], CORRECTED, '["Sports"]'), change(2, [2], CORRECTED, 'World')], {
      ...base(),
      otherNames,
    });
    expect(view(journal).names).toEqual(['Sports', 'World', 'World', 'Business', 'Sports']);
    expect(journal.labels).toEqual(base().labels);
  });

  test('discarding withdraws a correction, and undo restores it', () => {
    const journal = new Journal(base());
    journal.apply(journal.chooseEntry(10, [1], 'World'));
    journal.apply(journal.discardEntry(20, [1]));
    expect(view(journal)).toMatchObject({
      status: [PENDING, DISCARDED, PENDING, PENDING, PENDING],
      names: ['Business', 'Sports', 'World', 'Business', 'Sports'],
      updatedAt: [0, 20, 0, 0, 0],
      counts: [4, 0, 0, 1, 0],
    });
    expect(journal.apply(journal.undoEntry(30) as JournalEntry)).toEqual([1]);
    expect([journal.status[1], journal.label[1], journal.updatedAt[1]]).toEqual([CORRECTED, 2, 10]);
  });

  test('an entry for a row that does not exist is skipped when applied', () => {
    const journal = new Journal(base());
    expect(journal.apply(journal.chooseEntry(1, [5], 'World'))).toBeNull();
    expect(journal.skipped).toBe(1);
  });
});

describe('replay', () => {
  test('adds an unknown name to the list for good', () => {
    const journal = replay([change(1, [0], CORRECTED, 'Sci/Tech'), { seq: 2, at: 3, kind: 'undo', target: 1 }], base());
    expect(journal.labels).toEqual(['Business', 'Sports', 'World', 'Sci/Tech']);
    expect(journal.label[0]).toBe(0);
  });

  test.each(['__proto__', 'constructor', ''])('a label named %j is a name like any other', (name) => {
    const journal = replay([change(1, [0], CORRECTED, name)], base());
    expect(journal.labels[journal.label[0] as number]).toBe(name);
    expect(journal.labels).toHaveLength(4);
  });

  test('a row keeps its own one of two labels with one name', () => {
    const twins = { ...base(), label: Uint16Array.of(0, 2, 1, 0, 1), labels: ['3', 'x', '3'] };
    const journal = replay([change(1, [2, 3], VALIDATED, '3')], twins);
    expect([journal.label[1], journal.label[2]]).toEqual([2, 0]);
  });

  test('a change of many rows is one step, and clears the undone changes', () => {
    const journal = new Journal(base());
    journal.apply(journal.chooseEntry(1, [0], 'World'));
    journal.apply(journal.undoEntry(2) as JournalEntry);
    expect(journal.canRedo).toBe(true);
    expect(journal.apply(journal.chooseEntry(3, [0, 1, 2, 3, 4], 'World'))).toEqual([0, 1, 2, 3, 4]);
    expect(journal.canRedo).toBe(false);
    expect([...journal.counts]).toEqual([0, 1, 4, 0, 0]);
    journal.apply(journal.undoEntry(4) as JournalEntry);
    expect(view(journal)).toMatchObject({ status: [0, 0, 0, 0, 0], updatedAt: [0, 0, 0, 0, 0], canUndo: false });
  });

  test('redo restores the time of the change', () => {
    const journal = new Journal(base());
    journal.apply(journal.chooseEntry(100, [0], 'World'));
    journal.apply(journal.undoEntry(200) as JournalEntry);
    journal.apply(journal.redoEntry(300) as JournalEntry);
    expect(journal.updatedAt[0]).toBe(100);
    expect(journal.nextSeq).toBe(4);
  });

  test('entries with repeated and missing seqs are applied in their stored order', () => {
    const journal = replay(
      [change(4, [0], CORRECTED, 'World'), change(4, [2], CORRECTED, 'World'), change(2, [3], CORRECTED, 'Sports')],
      base(),
    );
    expect(journal.skipped).toBe(0);
    expect([...journal.counts]).toEqual([2, 0, 3, 0, 0]);
    expect(journal.nextSeq).toBe(5);
  });
});

describe('skips damaged entries whole, and keeps their places', () => {
  const sound = change(2, [0], CORRECTED, 'World');
  const damaged: [string, unknown][] = [
    ['null', null],
    ['a string', 'x'],
    ['an empty object', {}],
    ['no rows', { ...sound, rows: [], status: [], label: [] }],
    ['rows that are not an array', { ...sound, rows: 3 }],
    ['one unknown row of two', { ...sound, rows: [0, 1], status: [2, 2], label: ['World', 'World'] }],
    ['ragged arrays', { ...sound, status: [2, 2] }],
    ['an unknown status', { ...sound, status: [5] }],
    ['a fractional status', { ...sound, status: [0.5] }],
    ['a sparse array', { ...sound, rows: new Array<number>(1) }],
    ['a sparse status', { ...sound, status: new Array<number>(1) }],
    ['a label that is not a string', { ...sound, label: [3] }],
    ['a row as text', { ...sound, rows: ['0'] }],
    ['a time that is not a number', { ...sound, at: Number.NaN }],
    ['a seq that is not an integer', { ...sound, seq: 1.5 }],
    ['an unknown kind', { ...sound, kind: 'merge' }],
    ['an undo of an unknown change', { seq: 2, at: 1, kind: 'undo', target: 9 }],
    ['a redo without an undo', { seq: 2, at: 1, kind: 'redo', target: 1 }],
  ];
  test.each(damaged)('%s', (_, entry) => {
    const first = change(1, [2], CORRECTED, 'World');
    const journal = replay([first, entry as JournalEntry], base());
    const { skipped, nextSeq, ...state } = view(journal);
    const { skipped: none, nextSeq: next, ...expected } = view(replay([first], base()));
    expect(state).toEqual(expected);
    expect([none, skipped]).toEqual([0, 1]);
    const seq = (entry as { seq?: unknown } | null)?.seq;
    expect(nextSeq).toBe(seq === 2 ? 3 : next);
  });

  test('an undo of an older change than the latest', () => {
    const entries: JournalEntry[] = [change(1, [0], CORRECTED, 'World'), change(2, [2], CORRECTED, 'World')];
    const journal = replay([...entries, { seq: 3, at: 1, kind: 'undo', target: 1 }], base());
    expect([journal.skipped, journal.counts[CORRECTED]]).toEqual([1, 2]);
  });

  test('more labels than an index can hold', () => {
    const wide = { ...base(), labels: Array.from({ length: 65_536 }, (_, index) => `label ${index}`) };
    const journal = replay([change(1, [0], CORRECTED, 'one more'), change(2, [0], CORRECTED, 'label 65535')], wide);
    expect([journal.skipped, journal.labels.length, journal.label[0]]).toEqual([1, 65_536, 65_535]);
  });

  test('an entry of any shape', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (entries) => {
        const journal = replay(entries as JournalEntry[], base());
        expect(journal.skipped).toBe(entries.length);
        expect([...journal.counts]).toEqual([5, 0, 0, 0, 0]);
      }),
    );
  });
});

test('decisions under another name of a label count for that label', () => {
  const entry: JournalEntry = { seq: 1, at: 1, kind: 'change', rows: [0], status: [CORRECTED], label: ['2'] };
  const journal = replay([entry], {
    sourceRow: Uint32Array.of(0),
    label: Uint16Array.of(0),
    labels: ['Business', 'Sports'],
    otherNames: [['2', 1]],
  });
  expect([journal.label[0], journal.labels]).toEqual([1, ['Business', 'Sports']]);
});
