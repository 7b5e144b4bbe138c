import { DISCARDED, isDecided, PENDING, UNSURE } from '../reading/dataset.js';
import type { JournalEntry } from './edits.js';
import { nameAfter, type LabelEdit } from './label-edits.js';
import { isSoundEntry } from './sound-entry.js';

/** A person's decision about a row, or that a person is unsure: see `STATUSES`, and the label by name. */
export interface Decision {
  readonly status: number;
  readonly label: string;
}

/** The decisions and notes in force after a journal, by position in the source. */
export interface Decisions {
  readonly decided: ReadonlyMap<number, Decision>;
  readonly notes: ReadonlyMap<number, string>;
}

/** Two decisions are the same if the row has the same label, is discarded or is unsure after both. */
export function outcomeOf({ status, label }: Decision): string {
  if (status === UNSURE) return 'unsure';
  return status === DISCARDED ? 'discarded' : `label ${label}`;
}

/** The decisions and notes after a journal, without its dataset. Skips the entries that `Journal` skips. */
export function decisionsAfter(entries: readonly JournalEntry[]): Decisions {
  const decided = new Map<number, Decision>();
  const notes = new Map<number, string>();
  for (const entry of changesInForce(entries)) {
    if (entry.kind === 'labels') {
      const { edits } = entry;
      for (const [position, decision] of renamedDecisions(decided, (name) => nameAfter(name, edits))) {
        decided.set(position, decision);
      }
    }
    const { rows = [], status: statuses = [], label = [] } = entry.kind === 'note' ? {} : entry;
    for (const [index, position] of rows.entries()) {
      const status = statuses[index] ?? PENDING;
      if (status === PENDING) decided.delete(position);
      else decided.set(position, { status, label: label[index] ?? '' });
    }
    for (const [position, text] of entry.notes ?? []) {
      if (text === '') notes.delete(position);
      else notes.set(position, text);
    }
  }
  return { decided, notes };
}

/** Decisions with other names of labels. */
export function renamedDecisions(
  decided: ReadonlyMap<number, Decision>,
  nameOf: (name: string) => string,
): ReadonlyMap<number, Decision> {
  return new Map([...decided].map(([position, { status, label }]) => [position, { status, label: nameOf(label) }]));
}

/** The edits of labels in force after a journal, in order. Only those after the place `since` count. */
export function labelEditsAfter(entries: readonly JournalEntry[], since = 0): readonly LabelEdit[] {
  return changesInForce(entries).flatMap((entry) => (entry.kind === 'labels' && entry.seq > since ? entry.edits : []));
}

/**
 * The place of the latest change in force that decided each row, by position. Only changes after `since` count. A row that
 * is undecided or unsure after them has none. A change that only takes back an earlier one decides nothing.
 */
export function decidedSince(entries: readonly JournalEntry[], since: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (const entry of changesInForce(entries)) {
    if (entry.kind === 'note' || entry.seq <= since) continue;
    for (const [index, position] of (entry.rows ?? []).entries()) {
      if (entry.origin !== 'revert' && isDecided(entry.status?.[index])) places.set(position, entry.seq);
      else places.delete(position);
    }
  }
  return places;
}

type Change = Exclude<JournalEntry, { readonly target: number }>;

/** The changes of a journal that no undo withdrew, in order. */
function changesInForce(entries: readonly JournalEntry[]): readonly Change[] {
  const done: Change[] = [];
  const undone: Change[] = [];
  for (const entry of entries) {
    if (!isSoundEntry(entry)) continue;
    if (entry.kind === 'change' || entry.kind === 'note' || entry.kind === 'labels') {
      done.push(entry);
      undone.length = 0;
      continue;
    }
    const [from, to] = entry.kind === 'undo' ? [done, undone] : [undone, done];
    const last = from.at(-1);
    if (last?.seq !== entry.target) continue;
    from.pop();
    to.push(last);
  }
  return done;
}
