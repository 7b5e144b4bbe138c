import { CORRECTED } from '../reading/dataset.js';
import { statusOfChoice, type ChangeEntry, type Journal, type NoteEntry } from './edits.js';
import type { Step } from './step.js';

/** The present state of a journal. */
type Present = Pick<Journal, 'givenTo' | 'notes'>;

/** The result of taking back a change: the entry that does so (null = no row is left as the change made it). */
export interface Revert {
  readonly entry: ChangeEntry | NoteEntry | null;
  /** Number of rows that the entry sets back. */
  readonly rows: number;
  /** Number of rows that the change touched and that stay as they are: they changed again since. */
  readonly kept: number;
}

const NONE: readonly number[] = [];

/** Rows of a step to set back: places in its rows and in its notes. */
interface Undoable {
  readonly decided: readonly number[];
  readonly noted: readonly number[];
  readonly rows: number;
  readonly kept: number;
}

/**
 * The places of a change that it changed and that are as it made them. `rows` and `kept` count rows. A row whose label or
 * note is as the change made it counts as one to set back. None of an edit of labels: only undo takes that back.
 */
export function undoable(step: Step, journal: Present): Undoable {
  if (step.table) return { decided: NONE, noted: NONE, rows: 0, kept: 0 };
  const decided: number[] = [];
  const changed: number[] = [];
  for (const [place, row] of step.rows.entries()) {
    if (step.status[place] === step.statusBefore[place] && step.label[place] === step.labelBefore[place]) continue;
    changed.push(row);
    const { status, label } = journal.givenTo(row);
    if (status === step.status[place] && label === step.label[place]) decided.push(place);
  }
  const noted: number[] = [];
  if (step.notes.length === 0) return { decided, noted, rows: decided.length, kept: changed.length - decided.length };
  for (const [place, [row, text, before]] of step.notes.entries()) {
    if (text === before) continue;
    changed.push(row);
    if ((journal.notes.get(row) ?? '') === text) noted.push(place);
  }
  const rows = new Set([...decided.map((place) => step.rows[place]), ...noted.map((place) => step.notes[place]?.[0])])
    .size;
  return { decided, noted, rows, kept: new Set(changed).size - rows };
}

/**
 * Takes back the change at place `seq` of the journal: sets the rows that are as it made them back to their state before
 * it. Rows that changed again since stay. The entry is an ordinary change, so that undo withdraws it. Changes nothing; an
 * unknown place gives no entry.
 */
export function revertOf(journal: Journal, seq: number, at: number): Revert {
  const step = journal.recent(Infinity).find((one) => one.seq === seq);
  if (!step) return { entry: null, rows: 0, kept: 0 };
  const { decided, noted, rows, kept } = undoable(step, journal);
  const notes = noted.map((place) => {
    const [row, , before] = step.notes[place] ?? [-1, '', ''];
    return [row, before] as const;
  });
  const origin = 'revert' as const;
  const note: NoteEntry | null = notes.length > 0 ? { ...journal.noteEntry(at, notes), origin } : null;
  if (decided.length === 0) return { entry: note, rows, kept };
  const states = decided.map((place) => stateBefore(journal, step, place));
  const change = journal.changeEntry(
    at,
    states.map(({ row }) => row),
    states.map(({ status }) => status),
    states.map(({ name }) => name),
  );
  return { entry: { ...change, origin, ...(note && { notes: note.notes }) }, rows, kept };
}

/** The state of a row before a step, with the name that its label has now. After a merge that can be the source's own. */
function stateBefore(journal: Journal, step: Step, place: number): { row: number; status: number; name: string } {
  const row = step.rows[place] ?? -1;
  const status = step.statusBefore[place] ?? 0;
  const name = journal.labels[journal.table.countsAs[step.labelBefore[place] ?? -1] ?? -1] ?? '';
  return { row, status: status === CORRECTED ? statusOfChoice(journal.originalName(row), name) : status, name };
}
