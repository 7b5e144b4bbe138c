import type { ChangeOrigin, Journal } from './edits.js';
import { undoable } from './revert.js';
import { touchedBy, type Step } from './step.js';

/** The state that rows have in common. */
export interface CommonState {
  /** Index into `STATUSES`; -1 = the rows differ. */
  readonly status: number;
  /** Index into `Journal.labels`; -1 = the rows differ. */
  readonly label: number;
}

/** A change of the journal in force, as a list of the last changes shows it. */
export interface RecentChange {
  readonly seq: number;
  /** ms since 1970. */
  readonly at: number;
  /** Absent for a decision or a note of this page. */
  readonly origin: ChangeOrigin | undefined;
  /** Whether it edited labels. Only undo takes it back. */
  readonly editsLabels: boolean;
  /** Number of rows that it decided or noted. */
  readonly rows: number;
  /** The first of them; -1 = none. */
  readonly first: number;
  /** The states of the decided rows before and after it. Null = it changed notes alone. */
  readonly decided: { readonly from: CommonState; readonly to: CommonState } | null;
  /** Number of rows whose note it set, and of those whose note it removed. */
  readonly noted: number;
  readonly unnoted: number;
  /** Number of rows that a revert sets back, and of those that changed again since. */
  readonly revertible: number;
  readonly kept: number;
}

/** The latest changes in force, the newest first, at most `most`. */
export function recentChanges(
  journal: Pick<Journal, 'recent' | 'givenTo' | 'notes'>,
  most: number,
): readonly RecentChange[] {
  return journal.recent(most).map((step) => {
    const { rows, kept } = undoable(step, journal);
    const touched = touchedBy(step);
    const unnoted = step.notes.filter(([, text]) => text === '').length;
    return {
      seq: step.seq,
      at: step.at,
      origin: step.origin,
      editsLabels: step.table !== undefined,
      rows: touched.length,
      first: touched[0] ?? -1,
      decided: step.rows.length === 0 ? null : statesOf(step),
      noted: step.notes.length - unnoted,
      unnoted,
      revertible: rows,
      kept,
    };
  });
}

function statesOf(step: Step): RecentChange['decided'] {
  return {
    from: { status: common(step.statusBefore), label: common(step.labelBefore) },
    to: { status: common(step.status), label: common(step.label) },
  };
}

/** The value that all have; -1 where they differ. */
function common(values: readonly number[]): number {
  const [first = -1] = values;
  return values.every((value) => value === first) ? first : -1;
}
