import { seqOf, type JournalEntry } from './edits.js';

/** A stored journal joined with the one that a page knows. */
interface JournalUnion {
  /** All entries in order, each with a place of its own. */
  readonly entries: readonly JournalEntry[];
  /** The entries that are not stored, in order. */
  readonly missing: readonly JournalEntry[];
}

/**
 * Joins the `stored` journal with the one that a page knows (`known`). Both are in order of `seq`. No entry is lost.
 * Where the store holds nothing foreign, the known journal is the result. Otherwise the known entries that are not
 * stored follow the stored ones with new places, and an undo follows the change that it withdraws.
 */
export function uniteJournals(stored: readonly JournalEntry[], known: readonly JournalEntry[]): JournalUnion {
  if (known.length === 0) return { entries: stored, missing: [] };
  const inStore = new Set(stored.map(identityOf));
  const missing = known.filter((entry) => !inStore.has(identityOf(entry)));
  const foreign = stored.length > known.length - missing.length;
  if (!foreign) return { entries: known, missing };
  let nextSeq = stored.reduce((next, entry) => Math.max(next, seqOf(entry) + 1), 1);
  const placeOf = new Map<number, number>();
  const moved = missing.map((entry) => {
    const placed = inPlace(entry, nextSeq, placeOf);
    nextSeq = placed.seq + 1;
    return placed;
  });
  return { entries: [...stored, ...moved], missing: moved };
}

function identityOf(entry: JournalEntry): string {
  return JSON.stringify(entry);
}

/** The entry at place `seq` at the earliest. `placeOf` maps the old places of moved entries to the new ones. */
function inPlace(entry: JournalEntry, seq: number, placeOf: Map<number, number>): JournalEntry {
  const target = 'target' in entry ? placeOf.get(entry.target) : undefined;
  if (entry.seq >= seq && target === undefined) return entry;
  const place = Math.max(entry.seq, seq);
  placeOf.set(entry.seq, place);
  return 'target' in entry ? { ...entry, seq: place, target: target ?? entry.target } : { ...entry, seq: place };
}
