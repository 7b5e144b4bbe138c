import type { Decision } from './decisions.js';
import { rowOfSource, type ChangeEntry, type LabelsEntry, type NoteEntry } from './edits.js';
import type { LabelEdit } from './label-edits.js';

/**
 * The journal entry at a place that takes decisions and notes over from elsewhere, by position in the source. Leaves out
 * positions without a row. Null if nothing is left. `edits`: of labels, before the decisions, which have the names after
 * them.
 */
export function takeOverEntry(
  place: Pick<ChangeEntry, 'seq' | 'at'>,
  sourceRow: Uint32Array,
  decided: ReadonlyMap<number, Decision>,
  notes: ReadonlyMap<number, string>,
  edits: readonly LabelEdit[] = [],
): ChangeEntry | NoteEntry | LabelsEntry | null {
  const own = [...decided].filter(([position]) => rowOfSource(sourceRow, position) >= 0);
  const noted = [...notes].filter(([position]) => rowOfSource(sourceRow, position) >= 0);
  const change = {
    rows: own.map(([position]) => position),
    status: own.map(([, { status }]) => status),
    label: own.map(([, { label }]) => label),
  };
  const notesToo = noted.length > 0 && { notes: noted };
  if (edits.length > 0) return { ...place, kind: 'labels', edits, ...(own.length > 0 && change), ...notesToo };
  if (own.length === 0) return noted.length === 0 ? null : { ...place, kind: 'note', notes: noted };
  return { ...place, kind: 'change', ...change, ...notesToo };
}
