import { CORRECTED, DISCARDED, UNSURE, VALIDATED } from '../reading/dataset.js';
import type { Decision, Decisions } from './decisions.js';
import { rowOfSource, type ChangeEntry, type JournalBase, type LabelsEntry, type NoteEntry } from './edits.js';
import type { LabelEdit } from './label-edits.js';

/**
 * The journal entry at a place that takes decisions and notes over from elsewhere, by position in the source. Leaves out
 * positions without a row. Each decision gets the status that its label has here, whatever status the file gives it: a
 * kept row has the source's label, a corrected one another, a discarded or unsure one the source's. Null if nothing is left.
 * `edits`: of labels, before the decisions. Decisions and the labels of `base` have the names after them.
 */
export function takeOverEntry(
  place: Pick<ChangeEntry, 'seq' | 'at'>,
  base: JournalBase,
  decided: ReadonlyMap<number, Decision>,
  notes: ReadonlyMap<number, string>,
  edits: readonly LabelEdit[] = [],
): ChangeEntry | NoteEntry | LabelsEntry | null {
  const here = onRows({ decided, notes }, base.sourceRow);
  const noted = [...here.notes];
  const names = new Set(base.labels);
  const otherNames = new Map(base.otherNames?.filter(([name]) => !names.has(name)).toReversed());
  const own = [...here.decided].map(([position, decision]) => {
    const index = base.label[rowOfSource(base.sourceRow, position)] ?? -1;
    return [
      position,
      decisionHere(decision, base.labels[index] ?? '', otherNames.get(decision.label) === index),
    ] as const;
  });
  const change = {
    rows: own.map(([position]) => position),
    status: own.map(([, { status }]) => status),
    label: own.map(([, { label }]) => label),
  };
  const notesToo = noted.length > 0 && { notes: noted };
  if (edits.length > 0)
    return { ...place, kind: 'labels', origin: 'taken', edits, ...(own.length > 0 && change), ...notesToo };
  if (own.length === 0) return noted.length === 0 ? null : { ...place, kind: 'note', origin: 'taken', notes: noted };
  return { ...place, kind: 'change', origin: 'taken', ...change, ...notesToo };
}

/** The decisions and notes at positions that have a row. */
export function onRows({ decided, notes }: Decisions, sourceRow: Uint32Array): Decisions {
  const isHere = ([position]: readonly [number, unknown]): boolean => rowOfSource(sourceRow, position) >= 0;
  return { decided: new Map([...decided].filter(isHere)), notes: new Map([...notes].filter(isHere)) };
}

/** `original`: the source's label of the row, by name. `isOwn`: the decision's label is another name of it. */
function decisionHere({ status, label }: Decision, original: string, isOwn: boolean): Decision {
  if (status === DISCARDED || status === UNSURE) return { status, label: original };
  if (status !== VALIDATED && status !== CORRECTED) return { status, label };
  return isOwn || label === original ? { status: VALIDATED, label: original } : { status: CORRECTED, label };
}
