import { PENDING, STATUSES } from '../reading/dataset.js';
import type { JournalEntry } from './edits.js';
import { areLabelEdits } from './label-edits.js';

/** Whether an entry has the shape of its type. Stored data can be damaged, and a session file can hold anything. */
export function isSoundEntry(entry: unknown): entry is JournalEntry {
  if (typeof entry !== 'object' || entry === null) return false;
  const { seq, at, kind, target, notes, edits, ...change } = entry as Record<string, unknown>;
  if (!Number.isSafeInteger(seq) || !Number.isFinite(at)) return false;
  if (kind === 'undo' || kind === 'redo') return Number.isSafeInteger(target);
  if (kind === 'note') return areNotes(notes) && notes.length > 0;
  if (notes !== undefined && !areNotes(notes)) return false;
  if (kind === 'labels') return areLabelEdits(edits) && (change['rows'] === undefined || areDecisions(change));
  return kind === 'change' && areDecisions(change);
}

function areDecisions({ rows, status, label }: Record<string, unknown>): boolean {
  if (!Array.isArray(rows) || !Array.isArray(status) || !Array.isArray(label)) return false;
  if (rows.length === 0 || rows.length !== status.length || rows.length !== label.length) return false;
  for (const value of status) if (!Number.isInteger(value) || value < PENDING || value >= STATUSES.length) return false;
  for (const name of label) if (typeof name !== 'string') return false;
  return true;
}

function areNotes(notes: unknown): notes is readonly unknown[] {
  if (!Array.isArray(notes)) return false;
  for (const note of notes as readonly unknown[]) {
    if (!Array.isArray(note) || typeof note[0] !== 'number' || typeof note[1] !== 'string') return false;
  }
  return true;
}
