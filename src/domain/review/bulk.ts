import { DISCARDED, UNSURE, VALIDATED } from '../reading/dataset.js';
import { statusOfChoice } from './edits.js';

/** The columns of a review that a change of many rows depends on. */
export interface BulkColumns {
  readonly status: Uint8Array;
  /** The label now, index into `names`. */
  readonly label: Uint16Array;
  /** The source's label, index into `names`. */
  readonly original: Uint16Array;
  readonly names: readonly string[];
  /** Whether a label, by its index, is a list of several labels. One label does not replace them unseen. */
  readonly isSeveral: (label: number) => boolean;
}

/** What every row of a change gets: a label by name (null = there is none for the row), its own label, or nothing. */
export type BulkTarget =
  | { readonly to: 'label'; readonly nameOf: (row: number) => string | null }
  | { readonly to: 'validated' | 'discarded' | 'unsure' };

const STATUS_OF = { validated: VALIDATED, discarded: DISCARDED, unsure: UNSURE } as const;

/** Rows that change in the same way. */
export interface BulkStep {
  /** The label before, index into `names`. */
  readonly from: number;
  readonly wasDiscarded: boolean;
  /** The label and the status after. */
  readonly to: string;
  readonly status: number;
  readonly count: number;
}

/** A change of many rows before it is made: one entry of the journal, and the rows that it leaves out. */
export interface BulkPlan {
  /** Ids of the rows that change, with the status and the label (by name) of each after it. */
  readonly rows: Uint32Array;
  readonly status: readonly number[];
  readonly label: readonly string[];
  /** The most frequent first. */
  readonly steps: readonly BulkStep[];
  /** Number of rows that have the status and the label already. */
  readonly unchanged: number;
  /** Number of rows that keep their several labels. */
  readonly several: number;
  /** Number of rows for which there is no label. */
  readonly unnamed: number;
}

/**
 * Plans a change of rows. Each row that changes gets what a single decision gives it. Rows with several labels keep them
 * where one label would replace them.
 */
export function planBulk(rows: Uint32Array, columns: BulkColumns, target: BulkTarget): BulkPlan {
  const { status, label, original, names, isSeveral } = columns;
  const changed = new Uint32Array(rows.length);
  const after: { readonly status: number[]; readonly label: string[] } = { status: [], label: [] };
  const steps = new StepCounts();
  let [unchanged, several, unnamed] = [0, 0, 0];
  for (const row of rows) {
    const from = label[row] as number;
    if (target.to === 'label' && isSeveral(from)) {
      several++;
      continue;
    }
    const own = names[original[row] as number] ?? '';
    const to = target.to === 'label' ? target.nameOf(row) : own;
    if (to === null) {
      unnamed++;
      continue;
    }
    const next = target.to === 'label' ? statusOfChoice(own, to) : STATUS_OF[target.to];
    if (status[row] === next && names[from] === to) {
      unchanged++;
      continue;
    }
    changed[after.label.length] = row;
    after.status.push(next);
    after.label.push(to);
    steps.add(from, status[row] === DISCARDED, to, next);
  }
  return { rows: changed.slice(0, after.label.length), ...after, steps: steps.sorted(), unchanged, several, unnamed };
}

/** Counts equal steps. Keys are numbers, because texts for each of a million rows would be slow. */
class StepCounts {
  readonly #places = new Map<string, number>();
  readonly #steps = new Map<number, { -readonly [Key in keyof BulkStep]: BulkStep[Key] }>();

  add(from: number, wasDiscarded: boolean, to: string, status: number): void {
    let place = this.#places.get(to);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(to, place);
    }
    const key = ((place * LABELS + from) * 2 + (wasDiscarded ? 1 : 0)) * STATES + status;
    const step = this.#steps.get(key);
    if (step) step.count++;
    else this.#steps.set(key, { from, wasDiscarded, to, status, count: 1 });
  }

  sorted(): readonly BulkStep[] {
    return [...this.#steps.values()].sort((a, b) => b.count - a.count);
  }
}

/** Label indexes are 16 bit, statuses 3 bit. */
const LABELS = 65_536;
const STATES = 8;

/** The rows with the largest values, at most `most`, the largest first. Rows with NaN are left out. */
export function topRows(rows: Uint32Array, valueOf: (row: number) => number, most: number): readonly number[] {
  const top: { readonly row: number; readonly value: number }[] = [];
  for (const row of rows) {
    const value = valueOf(row);
    if (Number.isNaN(value) || (top.length === most && value <= (top.at(-1)?.value ?? -Infinity))) continue;
    const after = top.findIndex((other) => other.value < value);
    top.splice(after < 0 ? top.length : after, 0, { row, value });
    if (top.length > most) top.pop();
  }
  return top.map(({ row }) => row);
}

/** Number of marked rows of each label, by label index, the most frequent first. Labels without rows are left out. */
export function labelsOfMarked(
  marks: Uint8Array,
  label: Uint16Array,
  labels: number,
): readonly { readonly label: number; readonly count: number }[] {
  const counts = new Uint32Array(labels);
  for (let row = 0; row < marks.length; row++) {
    const of = label[row] as number;
    if (marks[row] === 1) counts[of] = (counts[of] as number) + 1;
  }
  const found: { label: number; count: number }[] = [];
  for (const [of, count] of counts.entries()) if (count > 0) found.push({ label: of, count });
  return found.sort((a, b) => b.count - a.count);
}
