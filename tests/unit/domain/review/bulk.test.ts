import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORRECTED, DISCARDED, UNSURE, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import {
  labelsOfMarked,
  planBulk,
  topRows,
  type BulkColumns,
  type BulkPlan,
  type BulkTarget,
} from '../../../../src/domain/review/bulk.js';
import { Journal, type JournalBase } from '../../../../src/domain/review/edits.js';

/** The label at index 3 is a list of two labels. */
const NAMES = ['World', 'Sports', 'Business', '["World","Sports"]'];
const SEVERAL = 3;
const ROWS = 8;

function baseOf(label: readonly number[]): JournalBase {
  const sourceRow = Uint32Array.from({ length: label.length }, (_, row) => 2 * row + 1);
  return { sourceRow, label: Uint16Array.from(label), labels: NAMES };
}

function columnsOf(journal: Journal, base: JournalBase): BulkColumns {
  const { status, label, labels: names } = journal;
  return { status, label, original: base.label, names, isSeveral: (index) => index === SEVERAL };
}

function namesOf(journal: Journal): readonly unknown[] {
  return Array.from(journal.status, (status, row) => [status, journal.labels[journal.label[row] ?? -1]]);
}

/** Makes the change as one entry. Returns whether there was anything to change. */
function make(journal: Journal, plan: BulkPlan, at = 1): boolean {
  return journal.apply(journal.changeEntry(at, plan.rows, plan.status, plan.label)) !== null;
}

describe('a plan for many rows', () => {
  const base = baseOf([0, 1, 2, SEVERAL, 0]);

  function planOf(target: BulkTarget, before: (journal: Journal) => void = () => undefined): BulkPlan {
    const journal = new Journal(base);
    before(journal);
    return planBulk(Uint32Array.of(0, 1, 2, 3, 4), columnsOf(journal, base), target);
  }

  it('sets a label: rows of that label are kept, and several labels stay', () => {
    const plan = planOf({ to: 'label', nameOf: () => 'Sports' });
    expect([...plan.rows]).toEqual([0, 1, 2, 4]);
    expect(plan.status).toEqual([CORRECTED, VALIDATED, CORRECTED, CORRECTED]);
    expect(plan.label).toEqual(['Sports', 'Sports', 'Sports', 'Sports']);
    expect(plan.steps).toEqual([
      { from: 0, wasDiscarded: false, to: 'Sports', status: CORRECTED, count: 2 },
      { from: 1, wasDiscarded: false, to: 'Sports', status: VALIDATED, count: 1 },
      { from: 2, wasDiscarded: false, to: 'Sports', status: CORRECTED, count: 1 },
    ]);
    expect([plan.unchanged, plan.several, plan.unnamed]).toEqual([0, 1, 0]);
  });

  it('counts the rows that are decided like this already, and those without a label to get', () => {
    const plan = planOf({ to: 'label', nameOf: (row) => (row === 2 ? null : 'Sports') }, (journal) => {
      journal.apply(journal.chooseEntry(1, [0, 1], 'Sports'));
    });
    expect([...plan.rows]).toEqual([4]);
    expect([plan.unchanged, plan.several, plan.unnamed]).toEqual([2, 1, 1]);
  });

  it('keeps the labels of the source, of lists of labels too', () => {
    const plan = planOf({ to: 'validated' }, (journal) => journal.apply(journal.chooseEntry(1, [0], 'Sports')));
    expect(plan.label).toEqual(['World', 'Sports', 'Business', NAMES[SEVERAL], 'World']);
    expect(new Set(plan.status)).toEqual(new Set([VALIDATED]));
    expect(plan.steps[0]).toEqual({ from: 1, wasDiscarded: false, to: 'World', status: VALIDATED, count: 1 });
  });

  it('marks rows as unsure with the label of the source', () => {
    const plan = planOf({ to: 'unsure' }, (journal) => {
      journal.apply(journal.chooseEntry(1, [0], 'Sports'));
      journal.apply(journal.unsureEntry(2, [1]));
    });
    expect([[...plan.rows], plan.unchanged]).toEqual([[0, 2, 3, 4], 1]);
    expect(plan.label).toEqual(['World', 'Business', NAMES[SEVERAL], 'World']);
    expect(new Set(plan.status)).toEqual(new Set([UNSURE]));
    expect(plan.steps[0]).toEqual({ from: 1, wasDiscarded: false, to: 'World', status: UNSURE, count: 1 });
  });

  it('tells rows that were discarded from others', () => {
    const discard = (journal: Journal): unknown => journal.apply(journal.discardEntry(1, [0]));
    const set = planOf({ to: 'label', nameOf: () => 'Business' }, discard);
    expect(set.steps.map(({ from, wasDiscarded, count }) => [from, wasDiscarded, count])).toEqual([
      [0, true, 1],
      [1, false, 1],
      [2, false, 1],
      [0, false, 1],
    ]);
    const again = planOf({ to: 'discarded' }, discard);
    expect([...again.rows]).toEqual([1, 2, 3, 4]);
    expect(again.unchanged).toBe(1);
    expect(new Set(again.status)).toEqual(new Set([DISCARDED]));
  });
});

/** An edit of some rows, as one change or row by row. */
interface Edit {
  readonly kind: 'label' | 'accept' | 'validated' | 'discarded' | 'unsure';
  readonly rows: readonly number[];
  readonly name: number;
}

const anyEdit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('label', 'accept', 'validated', 'discarded', 'unsure'),
  rows: fc.uniqueArray(fc.integer({ min: 0, max: ROWS - 1 })),
  name: fc.integer({ min: 0, max: 3 }),
});
const anyLabels = fc.array(fc.integer({ min: 0, max: SEVERAL }), { minLength: ROWS, maxLength: ROWS });

/** `Other` is a name that only an edit adds. */
const CHOICES = ['World', 'Sports', 'Business', 'Other'];

/** The label that an edit gives a row: every third row has no suggestion. */
function nameFor(edit: Edit, row: number): string | null {
  if (edit.kind !== 'accept') return CHOICES[edit.name] ?? '';
  return row % 3 === 0 ? null : (CHOICES[(row + edit.name) % CHOICES.length] ?? '');
}

function targetOf(edit: Edit): BulkTarget {
  const { kind } = edit;
  if (kind === 'label' || kind === 'accept') return { to: 'label', nameOf: (row) => nameFor(edit, row) };
  return { to: kind };
}

function applyBulk(journal: Journal, base: JournalBase, edit: Edit): boolean {
  const rows = Uint32Array.from(edit.rows.toSorted((a, b) => a - b));
  return make(journal, planBulk(rows, columnsOf(journal, base), targetOf(edit)), journal.nextSeq);
}

function applySingly(journal: Journal, edit: Edit): void {
  for (const row of edit.rows) {
    if (edit.kind === 'validated') journal.apply(journal.confirmEntry(1, [row]));
    else if (edit.kind === 'discarded') journal.apply(journal.discardEntry(1, [row]));
    else if (edit.kind === 'unsure') journal.apply(journal.unsureEntry(1, [row]));
    else {
      const name = nameFor(edit, row);
      if (name !== null && journal.label[row] !== SEVERAL) journal.apply(journal.chooseEntry(1, [row], name));
    }
  }
}

describe('any edits of many rows', () => {
  it('give the same statuses and labels as the same single edits', () => {
    fc.assert(
      fc.property(anyLabels, fc.array(anyEdit, { maxLength: 6 }), (labels, edits) => {
        const base = baseOf(labels);
        const [bulk, single] = [new Journal(base), new Journal(base)];
        for (const edit of edits) {
          applyBulk(bulk, base, edit);
          applySingly(single, edit);
          expect(namesOf(bulk)).toEqual(namesOf(single));
        }
        expect([...bulk.counts]).toEqual([...single.counts]);
      }),
    );
  });

  it('are undone one by one to the state before each, and redone, with single edits between them', () => {
    const anySingle = fc.record({ rows: fc.tuple(fc.integer({ min: 0, max: ROWS - 1 })) });
    const mixed = fc
      .tuple(anyEdit, fc.option(anySingle, { nil: null }))
      .map(([edit, single]) => ({ ...edit, ...single }));
    fc.assert(
      fc.property(anyLabels, fc.array(mixed, { maxLength: 8 }), (labels, edits) => {
        const base = baseOf(labels);
        const journal = new Journal(base);
        const stateOf = (): unknown => [namesOf(journal), [...journal.updatedAt], [...journal.counts]];
        const states = [stateOf()];
        for (const edit of edits) if (applyBulk(journal, base, edit)) states.push(stateOf());
        for (const state of states.slice(0, -1).reverse()) {
          journal.apply(journal.undoEntry(0)!);
          expect(stateOf()).toEqual(state);
        }
        expect(journal.canUndo).toBe(false);
        for (const state of states.slice(1)) {
          journal.apply(journal.redoEntry(0)!);
          expect(stateOf()).toEqual(state);
        }
        expect(journal.canRedo).toBe(false);
      }),
    );
  });
});

describe('topRows', () => {
  it('has the rows with the largest values, the largest first, and none without a value', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN)), { maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 6 }), (given, most) => {
        const rows = Uint32Array.from(given.keys());
        const valueOf = (row: number): number => given[row] ?? Number.NaN;
        const found = topRows(rows, valueOf, most).map(valueOf);
        const sorted = given.filter((value) => !Number.isNaN(value)).sort((a, b) => b - a);
        expect(found).toEqual(sorted.slice(0, most));
      }),
    );
  });
});

describe('labelsOfMarked', () => {
  it('counts the marked rows by label, the most frequent first', () => {
    const label = Uint16Array.of(0, 1, 1, 2, 1, 0);
    expect(labelsOfMarked(Uint8Array.of(1, 1, 1, 0, 1, 0), label, 3)).toEqual([
      { label: 1, count: 3 },
      { label: 0, count: 1 },
    ]);
    expect(labelsOfMarked(new Uint8Array(6), label, 3)).toEqual([]);
  });
});
