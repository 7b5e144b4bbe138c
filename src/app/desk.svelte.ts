import { labelOptions, optionsByClass, suggestedOption, type LabelOption } from './label-options.js';
import type { Notices } from './notices.svelte.js';
import type { Review } from './review.svelte.js';
import type { Scores } from './scores.svelte.js';
import type { View } from './view.svelte.js';

/**
 * What was decided last, for the line that says so. Names of labels; `to` is null for a row discarded. `next`: the row that
 * is looked at in its place, -1 = none.
 */
export interface LastDecision {
  readonly row: number;
  readonly from: string;
  readonly to: string | null;
  readonly next: number;
}

/** A row has several labels, and one is to take their place: that is asked first. */
export interface SeveralQuestion {
  readonly row: number;
  readonly labels: readonly string[];
  readonly option: LabelOption;
}

/** Classes that rows can be given, and how labels meet them. Both read reactive state. */
export interface OfferedClasses {
  readonly classes: readonly string[];
  /** Class of a label by its index in `review.labels`, -1 = none. */
  readonly classOfLabel: (label: number) => number;
}

/** Where rows are decided, by button, key or map: each decision about the selected row goes on to the next undecided one. */
export class Desk {
  /** Labels in the order of their keys. */
  options: readonly LabelOption[] = $derived.by(() =>
    labelOptions({ names: this.#review.labels, source: this.#review.sourceLabels }, this.#map.classes, (label) =>
      this.#map.classOfLabel(label),
    ),
  );
  /** Shown until `replace` or `keepSeveral`. */
  question = $state.raw<SeveralQuestion | null>(null);
  last = $state.raw<LastDecision | null>(null);
  /** Places in `options` by key. */
  readonly labelOfKey: ReadonlyMap<string, number> = $derived(
    new Map(this.options.flatMap(({ key, index }) => (key === '' ? [] : [[key, index] as const]))),
  );
  readonly #byLabel = $derived(new Map(this.options.map((option) => [option.label, option])));
  readonly #byClass = $derived.by(() => optionsByClass(this.options, this.#review.sourceLabels, this.#map.classes));

  readonly #review: Review;
  readonly #scores: Scores;
  readonly #view: View;
  readonly #map: OfferedClasses;
  readonly #notices: Notices;

  constructor(review: Review, scores: Scores, view: View, map: OfferedClasses, notices: Notices) {
    this.#review = review;
    this.#scores = scores;
    this.#view = view;
    this.#map = map;
    this.#notices = notices;
  }

  /** The label that the model suggests for a row, or null. */
  suggestion(row: number): LabelOption | null {
    const predicted = this.#scores.predicted.value[row] ?? -1;
    return suggestedOption(this.optionOf(this.#review.original[row] ?? -1), this.#byClass, predicted);
  }

  /** The option of a label by its index in `review.labels`; none for a list of several labels. */
  optionOf(label: number): LabelOption | undefined {
    return label < 0 ? undefined : this.#byLabel.get(label);
  }

  /** The names in a label that is a list of several or of none; null for any other label. By index in `review.labels`. */
  severalOf(label: number): readonly string[] | null {
    return this.#review.sourceLabels[label]?.several ?? null;
  }

  /** How a class of the model is called: by the label that stands for it, else by its own name. */
  nameOfClass(index: number): string {
    return this.#byClass.get(index)?.name ?? this.#scores.classes[index] ?? '';
  }

  /** How a label is called in sentences and lists, by its index in `review.labels`. */
  titleOf(label: number): string {
    return this.optionOf(label)?.title ?? this.severalOf(label)?.join(', ') ?? this.#review.labels[label] ?? '';
  }

  /** Gives the selected row the label at `index` of `options`. */
  choose(index: number): void {
    const option = this.options[index];
    if (option) this.#set(option);
  }

  /** The several labels of the row in question give way to the one. */
  replace(): void {
    const { question } = this;
    this.question = null;
    if (question && question.row === this.#view.selected) this.#give(question.option);
  }

  /** The row in question keeps its several labels. */
  keepSeveral(): void {
    this.question = null;
  }

  /** Keeps the given label. */
  confirm(): void {
    this.#decide(this.#review.originalName(this.#view.selected), (row) => this.#review.confirm([row]));
  }

  /** Takes the model's suggestion; nothing happens where there is none. */
  accept(): void {
    const option = this.suggestion(this.#view.selected);
    if (option) this.#set(option);
  }

  discard(): void {
    this.#decide(null, (row) => this.#review.discard([row]));
  }

  /** Gives the selected row a label; asks first where that would take several. */
  #set(option: LabelOption): void {
    const row = this.#view.selected;
    const labels = this.severalOf(this.#review.label.value[row] ?? -1) ?? [];
    if (labels.length > 1 && this.#review.writable) this.question = { row, labels, option };
    else this.#give(option);
  }

  #give(option: LabelOption): void {
    const { name: label, among, unknown } = option;
    if (!this.#decide(label, (row) => this.#review.setLabel([row], label))) return;
    if (among === 'numbers') this.#notices.raise({ code: 'label-among-numbers', params: { label } }, 'warning');
    if (among === 'booleans') this.#notices.raise({ code: 'label-among-booleans', params: { label } }, 'warning');
    if (unknown.length === 0) return;
    this.#notices.raise({ code: 'label-fields-unknown', params: { label, fields: unknown.join(', ') } }, 'warning');
  }

  #decide(to: string | null, write: (row: number) => boolean): boolean {
    const row = this.#view.selected;
    if (row < 0) return false;
    const from = this.#review.labelName(row);
    if (!write(row)) return false;
    this.#view.nextPending();
    const { selected } = this.#view;
    this.last = { row, from, to, next: selected === row ? -1 : selected };
    return true;
  }
}
