import { labelOptions, optionsByClass, suggestedOption, type LabelOption } from './label-options.js';
import type { Review } from './review.svelte.js';
import type { Scores } from './scores.svelte.js';
import type { View } from './view.svelte.js';

/** What was decided last, for the line that says so. Names of labels; `to` is null for a row discarded. */
export interface LastDecision {
  readonly row: number;
  readonly from: string;
  readonly to: string | null;
}

/** Where rows are decided, by button, key or map: each decision about the selected row goes on to the next undecided one. */
export class Desk {
  /** Labels in the order of their keys. */
  options: readonly LabelOption[] = $derived.by(() =>
    labelOptions(this.#review.labels, this.#scores.classes, (label) => this.#classOfLabel(label)),
  );
  last = $state.raw<LastDecision | null>(null);
  readonly #byClass = $derived(optionsByClass(this.options));

  readonly #review: Review;
  readonly #scores: Scores;
  readonly #view: View;
  readonly #classOfLabel: (label: number) => number;

  /** `classOfLabel`: class of a label by its index in `review.labels`, -1 = none; reads reactive state. */
  constructor(review: Review, scores: Scores, view: View, classOfLabel: (label: number) => number) {
    this.#review = review;
    this.#scores = scores;
    this.#view = view;
    this.#classOfLabel = classOfLabel;
  }

  /** The label that the model suggests for a row, or null. */
  suggestion(row: number): LabelOption | null {
    const predicted = this.#scores.predicted.value[row] ?? -1;
    return suggestedOption(this.options, this.#byClass, predicted, this.#review.original[row] ?? -1);
  }

  /** How a class of the model is called: by the first label that is matched to it, else by its own name. */
  nameOfClass(index: number): string {
    return this.#byClass.get(index)?.name ?? this.#scores.classes[index] ?? '';
  }

  /** How a label is called in sentences and lists, by its index in `review.labels`. */
  titleOf(label: number): string {
    return this.options[label]?.title ?? this.#review.labels[label] ?? '';
  }

  /** Gives the selected row the label at `index` of `options`. */
  choose(index: number): void {
    const option = this.options[index];
    if (option) this.#decide(option.name, (row) => this.#review.setLabel([row], option.name));
  }

  /** Keeps the given label. */
  confirm(): void {
    this.#decide(this.#review.originalName(this.#view.selected), (row) => this.#review.confirm([row]));
  }

  /** Takes the model's suggestion; nothing happens where there is none. */
  accept(): void {
    const option = this.suggestion(this.#view.selected);
    if (option) this.#decide(option.name, (row) => this.#review.setLabel([row], option.name));
  }

  discard(): void {
    this.#decide(null, (row) => this.#review.discard([row]));
  }

  #decide(to: string | null, write: (row: number) => boolean): void {
    const row = this.#view.selected;
    if (row < 0) return;
    const from = this.#review.labelName(row);
    if (!write(row)) return;
    this.last = { row, from, to };
    this.#view.nextPending();
  }
}
