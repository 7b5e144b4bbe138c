import { Journal, type ChangeEntry, type JournalBase } from '../../../../src/domain/review/edits.js';

/** Five rows. The records at positions 1 and 4 of the source were set aside. */
export function base(): JournalBase {
  return {
    sourceRow: Uint32Array.of(0, 2, 3, 5, 9),
    label: Uint16Array.of(0, 1, 2, 0, 1),
    labels: ['Business', 'Sports', 'World'],
  };
}

/** A change of rows, by their positions in the source, to one status and label. */
export function change(seq: number, rows: number[], status: number, label: string, at = seq * 10): ChangeEntry {
  return { seq, at, kind: 'change', rows, status: rows.map(() => status), label: rows.map(() => label) };
}

/** The visible state of a journal, as plain values. */
export function view(journal: Journal) {
  return {
    status: [...journal.status],
    names: [...journal.label].map((index) => journal.labels[index]),
    updatedAt: [...journal.updatedAt],
    counts: [...journal.counts],
    canUndo: journal.canUndo,
    canRedo: journal.canRedo,
    nextSeq: journal.nextSeq,
    skipped: journal.skipped,
  };
}
