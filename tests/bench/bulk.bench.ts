import { bench, describe } from 'vitest';
import { Polygon, rowsInside } from '../../src/domain/map/polygon.js';
import { labelsOfMarked, planBulk } from '../../src/domain/review/bulk.js';
import { Journal, type JournalBase } from '../../src/domain/review/edits.js';

const ALL = 1_000_000;
const SOME = 100_000;
const NAMES = ['World', 'Sports', 'Business', 'Sci/Tech'];

const base: JournalBase = {
  sourceRow: Uint32Array.from({ length: ALL }, (_, row) => row),
  label: Uint16Array.from({ length: ALL }, (_, row) => row % NAMES.length),
  labels: NAMES,
};
const rows = Uint32Array.from({ length: SOME }, (_, place) => place * 10 + (place % 7));
const marks = new Uint8Array(ALL);
for (const row of rows) marks[row] = 1;
const journal = new Journal(base);
const { status, label } = journal;
const columns = { status, label, original: base.label, names: NAMES, isSeveral: () => false };
const plan = planBulk(rows, columns, { to: 'label', nameOf: () => 'Sports' });
const entry = journal.changeEntry(1, plan.rows, plan.status, plan.label);

describe('relabelling 100,000 of a million rows', () => {
  bench('counting the labels of the picked rows', () => {
    labelsOfMarked(marks, label, NAMES.length);
  });
  bench('planning the change', () => {
    planBulk(rows, columns, { to: 'label', nameOf: () => 'Sports' });
  });
  bench('applying the journal entry, and its undo', () => {
    journal.apply(entry);
    journal.apply(journal.undoEntry(2)!);
  });
  bench('copying the journal entry, as a store does', () => {
    structuredClone(entry);
  });
});

describe('a lasso of 500 corners among 120,000 points', () => {
  const POINTS = 120_000;
  const turn = (share: number): number => share * 2 * Math.PI;
  const corner = (part: (angle: number) => number) =>
    Float64Array.from({ length: 500 }, (_, at) => 0.5 + (0.3 + 0.05 * (at % 3)) * part(turn(at / 500)));
  const points = {
    rows: Uint32Array.from({ length: POINTS }, (_, row) => row),
    x: Float32Array.from({ length: POINTS }, (_, row) => ((row * 7919) % 104_729) / 104_729),
    y: Float32Array.from({ length: POINTS }, (_, row) => ((row * 6101) % 99_991) / 99_991),
  };
  const corners = { x: corner(Math.cos), y: corner(Math.sin) };
  bench('finding the rows inside', () => {
    rowsInside(new Polygon(corners), points);
  });
});
