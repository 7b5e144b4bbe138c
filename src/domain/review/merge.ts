import { isDecided } from '../reading/dataset.js';
import { outcomeOf, type Decision, type Decisions } from './decisions.js';

/** Decisions of other people about a row that differ from this side's. */
export interface SideConflict {
  /** Position of the row in the source. */
  readonly position: number;
  readonly others: readonly Decision[];
  /** Whether this side decided the row after it knew them. */
  readonly settled: boolean;
}

/** The work of one side. */
export interface Side extends Decisions {
  readonly conflicts: readonly SideConflict[];
}

/** A row that both sides decided in different ways. */
export interface Conflict {
  readonly position: number;
  readonly mine: Decision;
  readonly others: readonly Decision[];
}

/** How far two sides agree about the rows that both decided. */
export interface Agreement {
  /** Rows that both sides decided. */
  readonly both: number;
  /** Rows that both sides decided in the same way. */
  readonly same: number;
  /** Cohen's kappa, from -1 to 1. Null where chance alone gives full agreement, or no row was decided by both. */
  readonly kappa: number | null;
}

/** The result of a merge. Maps are by position in the source, in order. */
export interface Merge {
  /** Decisions (and unsure rows) that only the other side has, or that it made with knowledge of this side's. */
  readonly taken: ReadonlyMap<number, Decision>;
  /** Notes after the merge, of the rows whose note changes. */
  readonly notes: ReadonlyMap<number, string>;
  /** Conflicts that this side did not settle. */
  readonly conflicts: readonly Conflict[];
  readonly agreement: Agreement;
}

/**
 * Merges the work of another side into this one. Changes nothing. A row that one side alone decided gets that decision,
 * also where the other side is unsure. An unsure row is no conflict.
 * A row that both decided in different ways is a conflict, unless one side alone decided it with knowledge of the other
 * side's decision. A second merge of the same side takes nothing over. The order of merges decides only which side of a
 * conflict is `mine`.
 */
export function mergeSides(mine: Side, theirs: Side): Merge {
  const taken = new Map<number, Decision>();
  const conflicts: Conflict[] = [];
  const [iKnow, theyKnow] = [settledIn(mine), settledIn(theirs)];
  const open = new Map(theirs.conflicts.flatMap((one) => (one.settled ? [] : [[one.position, one.others] as const])));
  for (const position of inOrder(theirs.decided.keys())) {
    const their = theirs.decided.get(position) as Decision;
    const my = mine.decided.get(position);
    const known = iKnow.get(position) ?? new Set();
    const theyKnewMine = my !== undefined && theyKnow.get(position)?.has(outcomeOf(my)) === true;
    const iKnewTheirs = known.has(outcomeOf(their));
    const differs = my !== undefined && isDecided(their.status) && outcomeOf(my) !== outcomeOf(their);
    const takes = differs && theyKnewMine && !iKnewTheirs;
    // A decision settles the row that the other side is unsure about.
    const answers = my !== undefined && !isDecided(my.status) && isDecided(their.status);
    const final = my === undefined || answers || takes ? their : my;
    if (final !== my) taken.set(position, final);
    const isOpen = (other: Decision): boolean => {
      if (!isDecided(other.status) || outcomeOf(other) === outcomeOf(final)) return false;
      return !known.has(outcomeOf(other)) || (other === their && theyKnewMine);
    };
    const others = distinct([their, ...(open.get(position) ?? [])].filter(isOpen));
    if (others.length > 0) conflicts.push({ position, mine: final, others });
  }
  return { taken, notes: joinedNotes(mine.notes, theirs.notes), conflicts, agreement: agreementOf(mine, theirs) };
}

/** Decisions with different outcomes, in the order of their first occurrence. */
export function distinct(decisions: readonly Decision[]): readonly Decision[] {
  const byOutcome = new Map<string, Decision>();
  for (const decision of decisions) {
    const outcome = outcomeOf(decision);
    if (!byOutcome.has(outcome)) byOutcome.set(outcome, decision);
  }
  return [...byOutcome.values()];
}

/** The outcomes that a side knew when it decided a row, by position. */
function settledIn({ conflicts }: Side): ReadonlyMap<number, ReadonlySet<string>> {
  const settled = conflicts.filter((conflict) => conflict.settled);
  return new Map(settled.map(({ position, others }) => [position, new Set(others.map(outcomeOf))]));
}

/** The changed notes. A row that both sides noted has the lines of both, each once. */
function joinedNotes(
  mine: ReadonlyMap<number, string>,
  theirs: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const changed = new Map<number, string>();
  for (const position of inOrder(theirs.keys())) {
    const my = mine.get(position);
    const their = theirs.get(position) ?? '';
    const joined = my === undefined ? their : [...new Set([...my.split('\n'), ...their.split('\n')])].join('\n');
    if (joined !== my) changed.set(position, joined);
  }
  return changed;
}

/** Source: J. Cohen, A coefficient of agreement for nominal scales (1960). The categories are labels and `discarded`. */
function agreementOf(mine: Decisions, theirs: Decisions): Agreement {
  const counts = new Map<string, { my: number; their: number }>();
  const count = (outcome: string, side: 'my' | 'their'): void => {
    const known = counts.get(outcome) ?? { my: 0, their: 0 };
    known[side] += 1;
    counts.set(outcome, known);
  };
  let both = 0;
  let same = 0;
  for (const [position, their] of theirs.decided) {
    const my = mine.decided.get(position);
    if (my === undefined || !isDecided(my.status) || !isDecided(their.status)) continue;
    both += 1;
    if (outcomeOf(my) === outcomeOf(their)) same += 1;
    count(outcomeOf(my), 'my');
    count(outcomeOf(their), 'their');
  }
  let byChance = 0;
  for (const { my, their } of counts.values()) byChance += my * their;
  // Whole numbers: rows squared.
  const kappa = both * both === byChance ? null : (same * both - byChance) / (both * both - byChance);
  return { both, same, kappa };
}

function inOrder(positions: Iterable<number>): readonly number[] {
  return [...positions].sort((a, b) => a - b);
}
