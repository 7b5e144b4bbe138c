import { CORRECTED, VALIDATED } from '../reading/dataset.js';
import type { Decision, Decisions } from './decisions.js';
import { Steps } from './steps.js';

/** A decision about a row whose label in the source is another one now. */
export interface Relabelled {
  /** Position of the row here. */
  readonly position: number;
  /** The source's label in the earlier version and here, by name. */
  readonly before: string;
  readonly now: string;
  readonly decision: Decision;
}

/** Decisions of an earlier version of a dataset, by position here. */
export interface EarlierDecisions extends Decisions {
  /** Decisions that are not in `decided`, because they were made against another label. In order of `position`. */
  readonly relabelled: readonly Relabelled[];
}

/** The name of the source's label at a position. */
type LabelAt = (position: number) => string;

/**
 * Decisions and notes on found rows. A label that is the source's own here counts as kept. Any other decision about a row
 * with another label in the source than before is no decision here: it would replace a label that its maker did not see.
 * Yields like `matchVersions`.
 */
export function* earlierDecisions(
  { decided, notes }: Decisions,
  positions: ReadonlyMap<number, number>,
  labels: { readonly before: LabelAt; readonly now: LabelAt },
): Generator<undefined, EarlierDecisions> {
  const steps = new Steps();
  const carried = new Map<number, Decision>();
  const relabelled: Relabelled[] = [];
  for (const [from, decision] of decided) {
    if (steps.due) yield;
    const position = positions.get(from);
    if (position === undefined) continue;
    const before = labels.before(from);
    const now = labels.now(position);
    const { status, label } = decision;
    const isChoice = status === VALIDATED || status === CORRECTED;
    if (before === now) carried.set(position, { status, label: status === CORRECTED ? label : now });
    else if (isChoice && label === now) carried.set(position, { status: VALIDATED, label });
    else relabelled.push({ position, before, now, decision });
  }
  const noted = [...notes].flatMap(([from, text]) => {
    const position = positions.get(from);
    return position === undefined ? [] : [[position, text] as const];
  });
  relabelled.sort((one, other) => one.position - other.position);
  return { decided: carried, notes: new Map(noted), relabelled };
}
