import { CORRECTED, DISCARDED, UNSURE, VALIDATED } from '../reading/dataset.js';
import type { Decision, Decisions } from './decisions.js';
import type { ChangeEntry, JournalBase, NoteEntry } from './edits.js';
import { rowOfSource } from './row-of-source.js';

/**
 * The journal entry at a place that takes decisions and notes over from elsewhere, by position in the source. Leaves out
 * positions without a row. Each decision gets the status that its label has here, whatever status the file gives it: a
 * kept row has the source's label, a corrected one another, a discarded or unsure one the source's. Null if nothing is left.
 */
export function takeOverEntry(
  place: Pick<ChangeEntry, 'seq' | 'at'>,
  base: JournalBase,
  decided: ReadonlyMap<number, Decision>,
  notes: ReadonlyMap<number, string>,
): ChangeEntry | NoteEntry | null {
  const here = onRows({ decided, notes }, base.sourceRow);
  const noted = [...here.notes];
  if (here.decided.size === 0)
    return noted.length === 0 ? null : { ...place, kind: 'note', origin: 'taken', notes: noted };
  const names = new Set(base.labels);
  const otherNames = new Map(base.otherNames?.filter(([name]) => !names.has(name)).toReversed());
  const own = [...here.decided].map(([position, decision]) => {
    const index = base.label[rowOfSource(base.sourceRow, position)] ?? -1;
    return [
      position,
      decisionHere(decision, base.labels[index] ?? '', otherNames.get(decision.label) === index),
    ] as const;
  });
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
