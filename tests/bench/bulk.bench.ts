import { test } from 'vitest';
import type { JournalBase } from '../../src/domain/review/edits.js';
import { builtSubjects, inTurn, keep } from './measure.js';

const { Journal, planBulk } = await builtSubjects();
const ALL = 1_000_000;
const SOME = 100_000;
const NAMES = ['World', 'Sports', 'Business', 'Sci/Tech'];

const base: JournalBase = {
  sourceRow: Uint32Array.from({ length: ALL }, (_, row) => row),
  label: Uint16Array.from({ length: ALL }, (_, row) => row % NAMES.length),
  labels: NAMES,
};
const rows = Uint32Array.from({ length: SOME }, (_, place) => place * 10 + (place % 7));
const journal = new Journal(base);
const { status, label } = journal;
const columns = { status, label, original: base.label, names: NAMES, isSeveral: () => false };
const plan = planBulk(rows, columns, { to: 'label', nameOf: () => 'Sports' });
const entry = journal.changeEntry(1, plan.rows, plan.status, plan.label);

test('relabelling 100,000 of a million rows', async () => {
  const relabel = (): void => {
    planBulk(rows, columns, { to: 'label', nameOf: () => 'Sports' });
    journal.apply(entry);
    journal.apply(journal.undoEntry(2)!);
  };
  const { ours } = await inTurn(relabel, () => undefined);
  keep({ number: 14.1, unit: 'ms', ours, peer: [] });
});
