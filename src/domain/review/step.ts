import type { ChangeOrigin } from './edits.js';

/**
 * A change with what its rows held before it. Rows are row ids, labels indexes into `Journal.labels`. Plain arrays: a
 * journal is mostly changes of one row.
 */
export interface Step {
  readonly seq: number;
  readonly at: number;
  readonly rows: readonly number[];
  readonly status: readonly number[];
  readonly label: readonly number[];
  readonly statusBefore: readonly number[];
  readonly labelBefore: readonly number[];
  readonly updatedBefore: readonly number[];
  /** Notes by row after the change and before it. Empty = none. */
  readonly notes: readonly (readonly [row: number, text: string, before: string])[];
  readonly origin: ChangeOrigin | undefined;
  /** Functions that restore the labels before the change and after it, where it edits labels. */
  readonly table?: { readonly before: () => void; after: () => void };
}

/** The rows that a step decides or notes, each once. */
export function touchedBy({ rows, notes }: Step): readonly number[] {
  return notes.length === 0 ? rows : [...new Set([...rows, ...notes.map(([row]) => row)])];
}
