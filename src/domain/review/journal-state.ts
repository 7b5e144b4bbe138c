import { rowOfSource, type ChangeEntry, type JournalBase, type LabelsEntry, type NoteEntry } from './edits.js';
import { LabelTable } from './label-table.js';
import { RowStates } from './row-states.js';
import type { Step } from './step.js';

const NONE: readonly number[] = [];

/** Rows, notes and labels after the steps of a journal. A step is made and taken back whole. */
export class JournalState {
  /** The note of each row that has one, by row. */
  readonly notes = new Map<number, string>();
  readonly table: LabelTable;
  readonly rows: RowStates;
  readonly #base: JournalBase;

  constructor(base: JournalBase) {
    this.#base = base;
    this.table = new LabelTable(base.labels, base.otherNames);
    this.rows = new RowStates(base.label, this.table);
  }

  /** Makes the change of an entry, as a step. Null, without any change, where the entry has no meaning. */
  change(entry: ChangeEntry | NoteEntry | LabelsEntry): Step | null {
    if (entry.kind !== 'labels') return this.#change(entry, entry.kind === 'change' ? entry : {});
    const before = this.table.state();
    if (!this.table.edit(entry.edits)) return null;
    const step = this.#change(entry, entry, before);
    if (step === null) before();
    return step;
  }

  /** Makes a step again. */
  make(step: Step): void {
    if (step.table) this.#restoreLabels(step.table.after);
    for (const [index, row] of step.rows.entries()) {
      this.rows.set(row, step.status[index] as number, step.label[index] as number, step.at);
    }
    for (const [row, text] of step.notes) this.#setNote(row, text);
  }

  /** Restores the state before the latest step. */
  takeBack(step: Step): void {
    for (const [index, row] of step.rows.entries()) {
      const updatedAt = step.updatedBefore[index] as number;
      this.rows.set(row, step.statusBefore[index] as number, step.labelBefore[index] as number, updatedAt);
    }
    for (const [row, , before] of step.notes) this.#setNote(row, before);
    if (!step.table) return;
    // Later changes that were undone can have added labels.
    step.table.after = this.table.state();
    this.#restoreLabels(step.table.before);
  }

  /** `labelsBefore` restores the labels before the entry, where it edits them. */
  #change(
    { seq, at, notes: noted = [], origin }: Pick<ChangeEntry, 'seq' | 'at' | 'notes' | 'origin'>,
    decisions: Pick<LabelsEntry, 'rows' | 'status' | 'label'>,
    labelsBefore?: () => void,
  ): Step | null {
    const { rows: positions = NONE, status = NONE, label: names = [] } = decisions;
    const rows: number[] = [];
    const statusBefore: number[] = [];
    const labelBefore: number[] = [];
    const updatedBefore: number[] = [];
    // One loop by index: it visits the holes of a sparse array, and an entry can have a million rows.
    for (let place = 0; place < positions.length; place++) {
      const row = this.#rowAt(positions[place] as number);
      if (row < 0) return null;
      rows.push(row);
      const before = this.rows.givenTo(row);
      statusBefore.push(before.status);
      labelBefore.push(before.label);
      updatedBefore.push(before.updatedAt);
    }
    const given = noted.map(([position, text]) => [this.#rowAt(position), text] as const);
    if (given.some(([row]) => row < 0) || !this.table.add(names)) return null;
    if (labelsBefore) this.rows.relabel();
    const label = this.#labelIndexes(rows, names);
    const notes = given.map(([row, text]) => [row, text, this.notes.get(row) ?? ''] as const);
    const before = { statusBefore, labelBefore, updatedBefore };
    const table = labelsBefore && { table: { before: labelsBefore, after: this.table.state() } };
    const step: Step = { seq, at, rows, status, label, ...before, notes, origin, ...table };
    this.make(step);
    return step;
  }

  #rowAt(position: number): number {
    return rowOfSource(this.#base.sourceRow, position);
  }

  #labelIndexes(rows: readonly number[], names: readonly string[]): readonly number[] {
    return names.map((name, index) => {
      // Two labels of a source can share a name (3 and "3"). Then the row's own one counts.
      const original = this.rows.original[rows[index] as number] as number;
      return this.table.names[original] === name ? original : this.table.indexOf(name);
    });
  }

  #restoreLabels(restore: () => void): void {
    restore();
    this.rows.relabel();
  }

  #setNote(row: number, text: string): void {
    if (text === '') this.notes.delete(row);
    else this.notes.set(row, text);
  }
}
