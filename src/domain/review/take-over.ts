import type { Decision } from './decisions.js';
import type { ChangeEntry, NoteEntry } from './edits.js';
import { rowOfSource } from './row-of-source.js';

/**
 * The journal entry at a place that takes decisions and notes over from elsewhere, by position in the source. Leaves out
 * positions without a row. Null if nothing is left.
 */
export function takeOverEntry(
  place: Pick<ChangeEntry, 'seq' | 'at'>,
  sourceRow: Uint32Array,
  decided: ReadonlyMap<number, Decision>,
  notes: ReadonlyMap<number, string>,
): ChangeEntry | NoteEntry | null {
  const own = [...decided].filter(([position]) => rowOfSource(sourceRow, position) >= 0);
  const noted = [...notes].filter(([position]) => rowOfSource(sourceRow, position) >= 0);
  if (own.length === 0) return noted.length === 0 ? null : { ...place, kind: 'note', origin: 'taken', notes: noted };
  return {
    ...place,
    kind: 'change',
    origin: 'taken',
    rows: own.map(([position]) => position),
    status: own.map(([, { status }]) => status),
    label: own.map(([, { label }]) => label),
    ...(noted.length > 0 && { notes: noted }),
  };
}
