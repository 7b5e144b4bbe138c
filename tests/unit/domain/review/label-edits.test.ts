import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisionsAfter } from '../../../../src/domain/review/decisions.js';
import {
  CORRECTED,
  DISCARDED,
  Journal,
  PENDING,
  replay,
  VALIDATED,
  type JournalEntry,
  type LabelsEntry,
} from '../../../../src/domain/review/edits.js';
import type { LabelEdit } from '../../../../src/domain/review/label-edits.js';
import { isSoundEntry } from '../../../../src/domain/review/sound-entry.js';
import { base, change, view } from './journal-view.js';

// The rows of `base` have Business, Sports, World, Business, Sports, at the positions 0, 2, 3, 5 and 9.

function edited(seq: number, ...edits: LabelEdit[]): LabelsEntry {
  return { seq, at: seq * 10, kind: 'labels', edits };
}

const rename = (from: string, to: string): LabelEdit => ({ do: 'rename', from, to });
const merge = (from: string, to: string): LabelEdit => ({ do: 'merge', from, to });

/** Everything of a journal that a person can see, with its labels. */
function whole(journal: Journal) {
  const { names, countsAs, removed, firstNames } = journal.table;
  return {
    ...view(journal),
    originals: [...journal.original],
    notes: [...journal.notes],
    table: { names: [...names], countsAs: [...countsAs], removed: [...removed], firstNames: [...firstNames] },
  };
}

describe('a renamed label', () => {
  test('has its new name in every row, and the rows keep their status', () => {
    const journal = replay([change(1, [0], CORRECTED, 'World'), edited(2, rename('World', 'Politics'))], base());
    expect(view(journal)).toMatchObject({
      names: ['Politics', 'Sports', 'Politics', 'Business', 'Sports'],
      status: [CORRECTED, PENDING, PENDING, PENDING, PENDING],
    });
    expect(journal.originalName(2)).toBe('Politics');
  });

  test('is chosen by its new name afterwards, and the new name confirms the label of the source', () => {
    const journal = replay([edited(1, rename('World', 'Politics'))], base());
    journal.apply(journal.chooseEntry(20, [2, 0], 'Politics'));
    expect([...journal.status]).toEqual([CORRECTED, PENDING, VALIDATED, PENDING, PENDING]);
    expect(journal.labels).toEqual(['Business', 'Sports', 'Politics']);
  });

  test('leaves its old name to another label', () => {
    const journal = replay(
      [edited(1, rename('World', 'Politics'), { do: 'add', name: 'World' }), change(2, [0], CORRECTED, 'World')],
      base(),
    );
    expect(journal.labels).toEqual(['Business', 'Sports', 'Politics', 'World']);
    expect(view(journal).names).toEqual(['World', 'Sports', 'Politics', 'Business', 'Sports']);
    expect(new Set(journal.table.firstNames).size).toBe(4);
  });
});

describe('a merged label', () => {
  test('counts as the other one in every row, given or chosen, and undecided rows stay undecided', () => {
    const journal = replay([change(1, [3], CORRECTED, 'Sports'), edited(2, merge('Sports', 'World'))], base());
    expect(view(journal)).toMatchObject({
      names: ['Business', 'World', 'World', 'Business', 'World'],
      status: [PENDING, PENDING, VALIDATED, PENDING, PENDING],
      counts: [4, 1, 0, 0, 0],
    });
    expect([...journal.original].map((label) => journal.labels[label])).toEqual([
      'Business',
      'World',
      'World',
      'Business',
      'World',
    ]);
  });

  test('counts as the label that the other one was merged into later', () => {
    const journal = replay([edited(1, merge('Sports', 'World')), edited(2, merge('World', 'Business'))], base());
    expect(view(journal).names).toEqual(['Business', 'Business', 'Business', 'Business', 'Business']);
  });

  test('gives a row that was corrected from it to the other one back as kept, until the merge is undone', () => {
    const journal = replay([change(1, [3], CORRECTED, 'Sports'), edited(2, merge('World', 'Sports'))], base());
    expect(journal.status[2]).toBe(VALIDATED);
    journal.apply(journal.undoEntry(30)!);
    expect(journal.status[2]).toBe(CORRECTED);
    expect(journal.original).toEqual(base().label);
  });
});

test('a removed label stays in its rows, and can be added again', () => {
  const journal = replay([edited(1, { do: 'remove', name: 'World' })], base());
  expect(view(journal).names[2]).toBe('World');
  expect([...journal.table.removed]).toEqual([2]);
  journal.apply(edited(2, { do: 'add', name: 'World' }));
  expect(journal.table.removed.size).toBe(0);
  expect(journal.labels).toEqual(['Business', 'Sports', 'World']);
});

test('one entry removes a label and discards its rows, and one undo restores both', () => {
  const journal = new Journal(base());
  const discard = journal.discardEntry(10, [1, 4]);
  journal.apply(journal.labelsEntry(10, [{ do: 'remove', name: 'Sports' }], discard));
  expect([...journal.status]).toEqual([PENDING, DISCARDED, PENDING, PENDING, DISCARDED]);
  expect(journal.updatedAt[1]).toBe(10);
  journal.apply(journal.undoEntry(20)!);
  expect(whole(journal)).toEqual({ ...whole(new Journal(base())), canRedo: true, nextSeq: 3 });
});

describe('an edit without a meaning is skipped whole', () => {
  test.each<[string, LabelEdit[]]>([
    ['an unknown label', [rename('Chess', 'Games')]],
    ['a name that another label has', [rename('World', 'Sports')]],
    ['an empty name', [rename('World', '')]],
    ['a merge into itself', [merge('World', 'World')]],
    ['a merge into an unknown label', [merge('World', 'Chess')]],
    ['a merge into a removed label', [{ do: 'remove', name: 'Sports' }, merge('World', 'Sports')]],
    ['a label that exists', [{ do: 'add', name: 'World' }]],
    ['a label without a name', [{ do: 'add', name: '' }]],
    ['a later one of several', [rename('World', 'Politics'), rename('World', 'News')]],
    ['a second merge of the same label', [merge('World', 'Sports'), merge('World', 'Sports')]],
  ])('%s', (_, edits) => {
    const journal = replay([edited(1, ...edits)], base());
    expect(whole(journal)).toEqual({ ...whole(new Journal(base())), skipped: 1, nextSeq: 2 });
  });

  test('rows that do not exist', () => {
    const journal = replay([{ ...edited(1, rename('World', 'x')), rows: [1], status: [3], label: ['World'] }], base());
    expect(whole(journal)).toEqual({ ...whole(new Journal(base())), skipped: 1, nextSeq: 2 });
  });
});

test.each([
  [{}],
  [{ edits: [] }],
  [{ edits: 'all' }],
  [{ edits: [null] }],
  [{ edits: [{ do: 'add' }] }],
  [{ edits: [{ do: 'rename', from: 'World' }] }],
  [{ edits: [{ do: 'split', name: 'World' }] }],
  [{ edits: [rename('World', 'x')], rows: [0] }],
])('a damaged entry is not sound: %j', (damage) => {
  expect(isSoundEntry({ seq: 1, at: 1, kind: 'labels', ...damage })).toBe(false);
});

test('names that object prototypes have are names like others', () => {
  const edits = [
    rename('World', '__proto__'),
    merge('Sports', '__proto__'),
    { do: 'add', name: 'constructor' },
  ] as const;
  const journal = replay([edited(1, ...edits)], base());
  expect(view(journal).names).toEqual(['Business', '__proto__', '__proto__', 'Business', '__proto__']);
  expect(journal.labels).toEqual(['Business', 'Sports', '__proto__', 'constructor']);
});

test('decisions without their dataset have the present names', () => {
  const entries = [change(1, [0], CORRECTED, 'World'), change(2, [2], VALIDATED, 'Sports')];
  const after = decisionsAfter([...entries, edited(3, rename('World', 'Politics'), merge('Sports', 'Politics'))]);
  expect([...after.decided]).toEqual([
    [0, { status: CORRECTED, label: 'Politics' }],
    [2, { status: VALIDATED, label: 'Politics' }],
  ]);
  const undone = decisionsAfter([
    ...entries,
    edited(3, rename('World', 'x')),
    { seq: 4, at: 1, kind: 'undo', target: 3 },
  ]);
  expect(undone.decided.get(0)?.label).toBe('World');
});

const NAMES = ['Business', 'Sports', 'World', 'new', '体育', '__proto__'] as const;
const name = fc.constantFrom(...NAMES);
type Command = { do: 'undo' | 'redo' } | { do: 'choose'; rows: number[]; name: string } | { edits: LabelEdit[] };
const commands = fc.array(
  fc.oneof(
    fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }),
    fc.record({ do: fc.constant('choose' as const), rows: fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }), name }),
    fc.record({
      edits: fc.array(
        fc.oneof(
          fc.record({ do: fc.constantFrom('add' as const, 'remove' as const), name }),
          fc.record({ do: fc.constantFrom('rename' as const, 'merge' as const), from: name, to: name }),
        ),
        { minLength: 1, maxLength: 2 },
      ),
    }),
  ),
  { maxLength: 30 },
);

function entryOf(journal: Journal, command: Command, at: number): JournalEntry | null {
  if ('edits' in command) return journal.labelsEntry(at, command.edits);
  if (command.do === 'choose') return journal.chooseEntry(at, command.rows, command.name);
  return command.do === 'undo' ? journal.undoEntry(at) : journal.redoEntry(at);
}

describe('any sequence of decisions and edits', () => {
  test('is the same after a replay, and undo and redo restore every column and name', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const journal = new Journal(base());
        const log: JournalEntry[] = [];
        for (const [index, command] of list.entries()) {
          const entry = entryOf(journal, command, index + 1);
          if (entry === null) continue;
          journal.apply(entry);
          log.push(entry);
        }
        expect(whole(replay(structuredClone(log), base()))).toEqual(whole(journal));

        const { nextSeq: _, canRedo: __, ...end } = whole(journal);
        let undone = 0;
        const states = [end];
        for (; journal.canUndo; undone++) {
          journal.apply(journal.undoEntry(99)!);
          const { nextSeq: _seq, canRedo: _redo, ...state } = whole(journal);
          states.push(state);
        }
        const plain = whole(new Journal(base()));
        const atStart = states.at(-1)!;
        expect(atStart).toMatchObject({ status: plain.status, names: plain.names, updatedAt: plain.updatedAt });
        expect(atStart).toMatchObject({ counts: plain.counts, originals: plain.originals });
        expect(atStart.table.names.slice(0, 3)).toEqual(plain.table.names);
        expect(atStart.table.countsAs.every((label, index) => label === index)).toBe(true);
        expect(atStart.table.removed).toEqual([]);
        for (; undone > 0; undone--) {
          journal.apply(journal.redoEntry(99)!);
          const { nextSeq: _seq, canRedo: _redo, ...state } = whole(journal);
          // Names that decisions added stay in the list until an edit before them is undone.
          expect({ ...state, table: null }).toEqual({ ...states[undone - 1], table: null });
        }
        const { nextSeq: _seq, canRedo: _redo, ...again } = whole(journal);
        expect(again.names).toEqual(end.names);
        expect(again.table.names.slice(0, end.table.names.length)).toEqual(end.table.names);
      }),
      { numRuns: 300 },
    );
  });
});
