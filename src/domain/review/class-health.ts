import { isDecided } from '../reading/dataset.js';
import { allCells, type Confusion } from './confusion.js';

/** What is known of the rows of a label. */
export interface ClassHealth {
  /** Index of the label. */
  readonly label: number;
  /** Rows that have the label now. */
  readonly rows: number;
  /** Of these, rows that are undecided and probably have a wrong label. */
  readonly issues: number;
  /** Rows of the label in the source that were decided. */
  readonly reviewed: number;
  /** Of these, rows that a person gave another label or discarded. */
  readonly wrong: number;
  /** The label that most of its rows are predicted as instead; -1 = none. */
  readonly confusedWith: number;
  /** Rows that are predicted as that one. */
  readonly confused: number;
}

/** Columns by row. Labels are given by their index, -1 = none. */
export interface HealthColumns {
  /** Number of labels. */
  readonly labels: number;
  /** Label of the source. */
  readonly original: ArrayLike<number>;
  /** Label now. */
  readonly label: ArrayLike<number>;
  /** Index into `STATUSES`. */
  readonly status: ArrayLike<number>;
  /** 1 = the label is probably wrong. */
  readonly issue: ArrayLike<number>;
  /** 1 = the decision says that the label was right. */
  readonly right: (status: number) => boolean;
}

/** The health of every label, in the order of the labels. */
export function classHealth(columns: HealthColumns, confusion: Confusion): readonly ClassHealth[] {
  const { labels, original, label, status, issue, right } = columns;
  const rows = new Uint32Array(labels);
  const issues = new Uint32Array(labels);
  const reviewed = new Uint32Array(labels);
  const wrong = new Uint32Array(labels);
  const add = (counts: Uint32Array, at: number): void => {
    if (at >= 0 && at < labels) counts[at] = (counts[at] as number) + 1;
  };
  for (let row = 0; row < label.length; row++) {
    const now = label[row] as number;
    const decided = status[row] as number;
    add(rows, now);
    if (!isDecided(decided)) {
      if (issue[row] === 1) add(issues, now);
      continue;
    }
    add(reviewed, original[row] as number);
    if (!right(decided)) add(wrong, original[row] as number);
  }
  const others = new Int32Array(labels).fill(-1);
  const confused = new Uint32Array(labels);
  for (const { given, predicted, count } of allCells(confusion)) {
    const most = confused[given] as number;
    if (given === predicted || count < most) continue;
    // Of equal ones the label with the smaller index.
    if (count === most && predicted > (others[given] as number)) continue;
    confused[given] = count;
    others[given] = predicted;
  }
  return Array.from({ length: labels }, (_, index) => ({
    label: index,
    rows: rows[index] ?? 0,
    issues: issues[index] ?? 0,
    reviewed: reviewed[index] ?? 0,
    wrong: wrong[index] ?? 0,
    confusedWith: others[index] ?? -1,
    confused: confused[index] ?? 0,
  }));
}
