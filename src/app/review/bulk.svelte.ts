import { labelsOfMarked, planBulk, topRows, type BulkPlan, type BulkTarget } from '../../domain/review/bulk.js';
import type { LabelOption } from '../labels/options.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { PickedRows, Picks } from '../rows/picked-rows.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Remarks } from '../shell/remarks.svelte.js';
import type { ReviewActions } from './actions.svelte.js';
import { warnOfLabel } from './label-warnings.js';
import type { Review } from './review.svelte.js';

/** A change of every picked row: a label, the model's suggestion, the source's label, discarded, or unsure. */
export type BulkChange =
  | { readonly kind: 'label'; readonly option: LabelOption }
  | { readonly kind: 'accept' | 'confirm' | 'discard' | 'unsure' };

/** A change that a person has not confirmed yet. */
export interface BulkPreview {
  readonly change: BulkChange;
  readonly plan: BulkPlan;
  /** The rows of the change that the model speaks against most, the worst first. */
  readonly against: readonly AgainstRow[];
}

/** A row that the model speaks against. */
export interface AgainstRow {
  readonly row: number;
  /** Class that the model predicts, and its probability. */
  readonly predicted: number;
  readonly probability: number;
}

/** A note for all picked rows that a person writes. */
export interface BulkNote {
  /** Number of picked rows, and of those that have a note already, which the new one replaces. */
  readonly rows: number;
  readonly noted: number;
}

export interface BulkActionsDeps {
  readonly review: Review;
  readonly predictions: Predictions;
  readonly picked: PickedRows;
  readonly actions: ReviewActions;
  readonly notices: Notices;
  readonly remarks: Remarks;
}

/** The model's suggestion for a row, null = none. */
type Suggestions = (row: number) => LabelOption | null;

/** More than the number of classes: predictions are 16 bit. */
const CLASSES = 65_536;
/** Number of rows in `BulkPreview.against`. */
const MOST_AGAINST = 5;

/** Changes all picked rows at once, each time after a preview. One change is one entry of the journal, and one undo. */
export class BulkActions {
  /** Shown until `confirm` or `cancel`, or until other rows are picked: another dataset can open meanwhile. */
  readonly preview: BulkPreview | null = $derived.by(() => {
    const proposed = this.#proposed;
    return proposed?.picks === this.#deps.picked.now ? proposed.preview : null;
  });
  /** The labels of the picked rows, by their index in `review.labels`, the most frequent first. */
  readonly labels = $derived.by(() => {
    const { review, picked, actions } = this.#deps;
    if (picked.count === 0) return [];
    return labelsOfMarked(picked.now.marks, actions.shown.label.value, review.labels.length);
  });
  /** Shown until `addNote` or `cancel`, or until other rows are picked. */
  readonly note: BulkNote | null = $derived.by(() => {
    const { picked, review } = this.#deps;
    if (this.#noting !== picked.now) return null;
    let noted = 0;
    for (const row of review.notes.value.keys()) if (picked.has(row)) noted++;
    return { rows: picked.count, noted };
  });
  #noting = $state.raw<Picks | null>(null);
  #proposed = $state.raw<{ readonly picks: Picks; readonly preview: BulkPreview } | null>(null);
  readonly #deps: BulkActionsDeps;

  constructor(deps: BulkActionsDeps) {
    this.#deps = deps;
  }

  /** Shows what a change would do. Does nothing where no row is picked or no row can be decided. */
  propose(change: BulkChange): void {
    const { review, picked, actions } = this.#deps;
    if (picked.count === 0 || !actions.canDecide) return;
    const columns = {
      status: review.status.value,
      label: review.label.value,
      original: review.original,
      names: review.labels,
      isSeveral: (label: number) => (actions.severalOf(label)?.length ?? 0) > 1,
    };
    const suggestionOf = this.#suggestions();
    const plan = planBulk(picked.rows(), columns, targetOf(change, suggestionOf));
    const preview = { change, plan, against: this.#against(change, plan.rows, suggestionOf) };
    this.#proposed = { picks: picked.now, preview };
  }

  /** Lets a person write a note for the picked rows. */
  askNote(): void {
    const { picked, actions } = this.#deps;
    if (picked.count > 0 && actions.canDecide) this.#noting = picked.now;
  }

  /** Gives all picked rows a note, in one entry. They stay picked. An empty text does nothing. */
  addNote(text: string): void {
    const { review, picked, actions, remarks } = this.#deps;
    const asked = this.note;
    this.#noting = null;
    if (!asked || text.trim() === '' || !actions.canDecide) return;
    const count = review.setNote([...picked.rows()], text.trim());
    if (count === 0) return;
    remarks.forgetHistory();
    remarks.add({ about: 'rows-changed', change: 'note', count, label: '' });
  }

  cancel(): void {
    this.#proposed = null;
    this.#noting = null;
  }

  /** Makes the change of the preview. Afterwards no row is picked. */
  confirm(): void {
    const { review, picked, actions, notices, remarks } = this.#deps;
    const { preview } = this;
    this.#proposed = null;
    if (!preview || !actions.canDecide) return;
    const { change, plan } = preview;
    if (!review.setMany(plan.rows, plan.status, plan.label)) return;
    picked.clear();
    remarks.forgetHistory();
    const label = change.kind === 'label' ? change.option.name : '';
    remarks.add({ about: 'rows-changed', change: change.kind, count: plan.rows.length, label });
    for (const name of new Set(plan.label)) {
      const isChosen = change.kind === 'label' || change.kind === 'accept';
      const option = isChosen ? actions.options.find((one) => one.name === name) : undefined;
      if (option) warnOfLabel(option, notices);
    }
  }

  /** The model's suggestion for a row. It follows from label and prediction, so each pair is looked up once. */
  #suggestions(): Suggestions {
    const { review, predictions, actions } = this.#deps;
    const { original } = review;
    const predicted = predictions.predicted.value;
    const known = new Map<number, LabelOption | null>();
    return (row) => {
      const pair = (original[row] ?? 0) * CLASSES + (predicted[row] ?? -1) + 1;
      let option = known.get(pair);
      if (option === undefined) {
        option = actions.suggestion(row);
        known.set(pair, option);
      }
      return option;
    };
  }

  /**
   * The rows where the model is surest of another label than the one that they get. Of accepted suggestions: the rows
   * where it is least sure. Of discarded rows: those where it is surest of their label. Of unsure rows: those where it is
   * surest of any label.
   */
  #against(change: BulkChange, rows: Uint32Array, suggestionOf: Suggestions): readonly AgainstRow[] {
    const { review, predictions } = this.#deps;
    const predictedOf = (row: number): number => predictions.predicted.value[row] ?? -1;
    const probabilityOf = (row: number): number => predictions.valueWith('self_confidence', row, predictedOf(row));
    const valueOf = (row: number): number => {
      if (predictedOf(row) < 0) return Number.NaN;
      if (change.kind === 'accept') return -probabilityOf(row);
      if (change.kind === 'unsure') return probabilityOf(row);
      const suggestion = suggestionOf(row);
      const agrees =
        change.kind === 'label'
          ? suggestion?.name === change.option.name
          : suggestion !== null && suggestion.label === review.original[row];
      return agrees === (change.kind === 'discard') ? probabilityOf(row) : Number.NaN;
    };
    const top = topRows(rows, valueOf, MOST_AGAINST);
    return top.map((row) => ({ row, predicted: predictedOf(row), probability: probabilityOf(row) }));
  }
}

function targetOf(change: BulkChange, suggestionOf: Suggestions): BulkTarget {
  switch (change.kind) {
    case 'label':
      return { to: 'label', nameOf: () => change.option.name };
    case 'accept':
      return { to: 'label', nameOf: (row) => suggestionOf(row)?.name ?? null };
    case 'confirm':
      return { to: 'validated' };
    case 'discard':
      return { to: 'discarded' };
    case 'unsure':
      return { to: 'unsure' };
  }
}
