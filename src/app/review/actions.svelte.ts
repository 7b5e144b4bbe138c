import { DISCARDED, PENDING, UNSURE } from '../../domain/reading/dataset.js';
import { beforeDecisions, type ShownReview } from './as-it-was.js';
import type { LabelKeys } from './label-keys.svelte.js';
import { warnOfLabel } from './label-warnings.js';
import {
  labelOptions,
  optionsByClass,
  suggestedOption,
  type LabelOption,
  type OfferedClasses,
} from '../labels/options.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Remarks } from '../shell/remarks.svelte.js';
import type { Review } from './review.svelte.js';
import { ReviewKeys } from './review-keys.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';

/**
 * The last decision, for its message. `status`: the row's status after it, index into `STATUSES`. `from` and `to` are names
 * of labels. `to` is null for a discarded or unsure row. `next`: the row selected after it, -1 = none. `left`: the number
 * of pending and of unsure rows in the list if no pending one is below, else null.
 */
export interface LastDecision {
  readonly row: number;
  readonly status: number;
  readonly from: string;
  readonly to: string | null;
  readonly next: number;
  readonly left: { readonly pending: number; readonly unsure: number } | null;
}

/**
 * The reason why a key or a button decided nothing: no row was selected (`row` is selected now), the row has no
 * suggestion, another tab writes, an audit hides the given label, or no row passes the filters (`row` is -1).
 */
export interface Undecided {
  readonly row: number;
  readonly why: 'no-row' | 'no-suggestion' | 'read-only' | 'no-match' | 'hidden';
}

/** A row with several labels that one label would replace. A person confirms that first. */
export interface SeveralQuestion {
  readonly row: number;
  readonly labels: readonly string[];
  readonly option: LabelOption;
}

/** Decides rows by button, key or map. Each decision about the selected row selects the next undecided one. */
export class ReviewActions {
  /** The keys of labels and of actions. */
  readonly keys: ReviewKeys;
  /** Shown until `replace` or `keepSeveral`. */
  question = $state.raw<SeveralQuestion | null>(null);
  last = $state.raw<LastDecision | null>(null);
  /** Shown until the next decision. */
  undecided = $state.raw<Undecided | null>(null);
  /** Shows the dataset before any decision. No decision is possible meanwhile. */
  asItWas = $state.raw(false);
  /** The decisions that list, card and map show. */
  readonly shown: ShownReview = $derived.by(() => (this.asItWas ? beforeDecisions(this.#review) : this.#review));
  readonly #unkeyed = $derived.by(() => {
    const { labels: names, sourceLabels: source, list } = this.#review;
    return labelOptions({ names, source, list }, this.#map);
  });
  readonly #byLabel = $derived.by(() => {
    const byLabel = new Map<number, LabelOption>();
    for (const option of this.options) byLabel.set(option.label, option);
    return byLabel;
  });
  readonly #byClass = $derived.by(() => optionsByClass(this.options, this.#review.sourceLabels, this.#map.classes));

  readonly #review: Review;
  readonly #predictions: Predictions;
  readonly #view: RowView;
  readonly #map: OfferedClasses;
  readonly #notices: Notices;
  readonly #remarks: Pick<Remarks, 'forgetHistory'>;

  constructor(
    review: Review,
    predictions: Predictions,
    view: RowView,
    map: OfferedClasses,
    notices: Notices,
    keys: Pick<LabelKeys, 'chosen' | 'actions' | 'set' | 'forget' | 'reset'>,
    remarks: Pick<Remarks, 'forgetHistory'>,
  ) {
    this.#review = review;
    this.#predictions = predictions;
    this.#view = view;
    this.#map = map;
    this.#notices = notices;
    this.keys = new ReviewKeys(keys, () => this.#unkeyed);
    this.#remarks = remarks;
  }

  /** Labels in the order of their keys. */
  get options(): readonly LabelOption[] {
    return this.keys.options;
  }

  /** Whether a person can decide rows now. */
  get canDecide(): boolean {
    return this.#review.writable && !this.asItWas;
  }

  /** The label that the model suggests for a row. Null without one, and while an audit hides it. */
  suggestion(row: number): LabelOption | null {
    if (this.#view.draws.blind) return null;
    const predicted = this.#predictions.predicted.value[row] ?? -1;
    return suggestedOption(this.optionOf(this.#review.original[row] ?? -1), this.#byClass, predicted);
  }

  /** The option of a label by its index in `review.labels`; none for a list of several labels. */
  optionOf(label: number): LabelOption | undefined {
    return label < 0 ? undefined : this.#byLabel.get(label);
  }

  /** The names in a list of several labels or of none; null for any other label. By index in `review.labels`. */
  severalOf(label: number): readonly string[] | null {
    return this.#review.sourceLabels[label]?.several ?? null;
  }

  /** The name of a class of the model: its label's, else its own. */
  nameOfClass(index: number): string {
    return this.#byClass.get(index)?.name ?? this.#predictions.classes[index] ?? '';
  }

  /** The name of a label in sentences and lists, by its index in `review.labels`. */
  titleOf(label: number): string {
    return this.optionOf(label)?.title ?? this.severalOf(label)?.join(', ') ?? this.#review.labels[label] ?? '';
  }

  /** Name of a label, by its index in `review.labels`. */
  nameOfLabel(label: number): string {
    return this.#review.labels[label] ?? '';
  }

  /** Name of the class that a label is matched to, by its index in `review.labels`. Empty = none. */
  classNameOfLabel(label: number): string {
    return this.#predictions.classes[this.#map.classOf(label)] ?? '';
  }

  /** Gives the selected row the label at `index` of `options`. */
  choose(index: number): void {
    const option = this.options[index];
    if (option && this.#hasRow()) this.#set(option);
  }

  /** Replaces the several labels of the row in question with the one label. */
  replace(): void {
    const { question } = this;
    this.question = null;
    if (question && question.row === this.#view.selected) this.#give(question.option);
  }

  /** Keeps the several labels of the row in question. */
  keepSeveral(): void {
    this.question = null;
  }

  /** Keeps the given label. */
  confirm(): void {
    if (!this.#hasRow() || this.#isHidden()) return;
    this.#decide(this.#review.originalName(this.#view.selected), (row) => this.#review.confirm([row]));
  }

  /** Takes the model's suggestion. Without a suggestion it decides nothing, and `undecided` reports that. */
  accept(): void {
    if (!this.#hasRow() || this.#isHidden()) return;
    const row = this.#view.selected;
    const option = this.suggestion(row);
    if (option) this.#set(option);
    else this.undecided = { row, why: 'no-suggestion' };
  }

  /** The rows that `settle` decides: neither discarded rows nor rows with several labels or none. */
  settleable(rows: readonly number[]): readonly number[] {
    const { label, status } = this.#review;
    return rows.filter((row) => status.value[row] !== DISCARDED && this.severalOf(label.value[row] ?? -1) === null);
  }

  /** Gives all of the rows that can be settled one label, by its index in `review.labels`, as one change. */
  settle(rows: readonly number[], label: number): void {
    if (!this.canDecide) return;
    if (!this.#review.setLabel(this.settleable(rows), this.#review.labels[label] ?? '')) return;
    this.undecided = null;
    this.last = null;
    this.#remarks.forgetHistory();
  }

  /** Sets the note of a row. An empty text removes the note. */
  setNote(row: number, text: string): void {
    if (this.canDecide && this.#review.setNote([row], text.trim()) > 0) this.#remarks.forgetHistory();
  }

  discard(): void {
    if (!this.#hasRow()) return;
    this.#decide(null, (row) => this.#review.discard([row]));
  }

  /** Marks the selected row as one that the person cannot decide. */
  markUnsure(): void {
    if (this.#hasRow()) this.#decide(null, (row) => this.#review.markUnsure([row]));
  }

  /**
   * Whether a row is selected. If not, selects the first undecided row. Nobody has seen that row, so it stays
   * undecided.
   */
  #hasRow(): boolean {
    if (this.#view.selected >= 0) return true;
    this.#view.nextPending();
    const row = this.#view.selected;
    if (row >= 0) this.undecided = { row, why: 'no-row' };
    else if (this.#view.visible.length === 0) this.undecided = { row, why: 'no-match' };
    return false;
  }

  /** Whether an audit hides the given label and the prediction. `undecided` reports that then. */
  #isHidden(): boolean {
    if (this.#view.draws.blind) this.undecided = { row: this.#view.selected, why: 'hidden' };
    return this.#view.draws.blind;
  }

  /** Gives the selected row a label. Asks first if the label would replace several. */
  #set(option: LabelOption): void {
    if (this.asItWas) return;
    const row = this.#view.selected;
    const labels = this.severalOf(this.#review.label.value[row] ?? -1) ?? [];
    if (labels.length > 1 && this.#review.writable) this.question = { row, labels, option };
    else this.#give(option);
  }

  #give(option: LabelOption): void {
    const { name: label } = option;
    if (this.#decide(label, (row) => this.#review.setLabel([row], label))) warnOfLabel(option, this.#notices);
  }

  #decide(to: string | null, write: (row: number) => boolean): boolean {
    const row = this.#view.selected;
    if (row < 0 || this.asItWas) return false;
    if (!this.#review.writable) {
      this.undecided = { row, why: 'read-only' };
      return false;
    }
    const from = this.#review.labelName(row);
    if (!write(row)) return false;
    this.undecided = null;
    this.#remarks.forgetHistory();
    const status = this.#review.status.value[row] ?? PENDING;
    this.#view.nextPending();
    const { selected } = this.#view;
    const next = selected === row ? -1 : selected;
    const goesOn = next >= 0 && this.#review.status.value[next] === PENDING;
    const left = goesOn ? null : { pending: this.#view.countOf(PENDING), unsure: this.#view.countOf(UNSURE) };
    this.last = { row, status, from, to, next, left };
    return true;
  }
}
