import type { Dataset } from '../domain/dataset.js';
import { chosenMatch, matchLabels, type LabelMatch } from '../domain/label-match.js';
import type { ProjectRecord } from '../protocol/ports.js';
import { LEARNED_KEY, type Models } from './models.svelte.js';
import type { Review } from './review.svelte.js';
import type { Scores } from './scores.svelte.js';

/** The open work, as far as its labels are concerned. */
export interface LabelMapHost {
  readonly dataset: Dataset | null;
  readonly record: Pick<ProjectRecord, 'labelMaps'> | null;
}

export interface LabelMapParts {
  readonly models: Models;
  readonly scores: Scores;
  readonly review: Review;
  readonly host: LabelMapHost;
}

/** Which class of the chosen model each label of the dataset is. */
export class LabelMap {
  /** Class of each source label by index, -1 = set aside. Null without a dataset or a model. */
  match = $state.raw<LabelMatch | null>(null);
  readonly #parts: LabelMapParts;
  /** The first class of each name. */
  readonly #classNamed: ReadonlyMap<string, number> = $derived.by(() => {
    const { classes } = this.#parts.scores;
    return new Map(classes.map((name, index) => [name, index] as const).reverse());
  });

  constructor(parts: LabelMapParts) {
    this.#parts = parts;
  }

  /** The map that was confirmed for the chosen model if there is one, else a proposal. */
  propose(): void {
    const { models, host } = this.#parts;
    const entry = models.chosen;
    if (!entry || !host.dataset) {
      this.match = null;
      return;
    }
    const { labels } = host.dataset;
    if (entry.key === LEARNED_KEY) {
      // The classes are the labels themselves.
      this.match = { ...chosenMatch(labels, [...labels.keys()]), basis: 'name' };
      return;
    }
    const kept = host.record?.labelMaps.find((map) => map.model === entry.key);
    const byName = new Map(kept?.classes);
    this.match = kept
      ? chosenMatch(
          labels,
          labels.map(({ name, value = name }) => inRange(byName.get(name) ?? byName.get(value), entry.classes)),
        )
      : matchLabels(labels, entry.classes);
  }

  /** Sets the class of one source label, -1 = set aside. False where there is nothing to be mapped. */
  set(labelIndex: number, classIndex: number): boolean {
    const { dataset } = this.#parts.host;
    if (!this.match || !dataset) return false;
    const classes = [...this.match.classes].map((known, index) => (index === labelIndex ? classIndex : known));
    this.match = chosenMatch(dataset.labels, classes);
    return true;
  }

  clear(): void {
    this.match = null;
  }

  get anyMatched(): boolean {
    return this.match?.classes.some((index) => index >= 0) ?? false;
  }

  /** Class of each row's source label, -1 = none. */
  rowClasses(): Int32Array {
    const { dataset } = this.#parts.host;
    const { match } = this;
    const classes = new Int32Array(dataset?.rows ?? 0).fill(-1);
    if (!dataset || !match) return classes;
    for (let row = 0; row < classes.length; row++) classes[row] = match.classes[dataset.label[row] ?? -1] ?? -1;
    return classes;
  }

  /** Class of a label by its index in `review.labels`, -1 = none. */
  classOf = (labelIndex: number): number => {
    const { review } = this.#parts;
    const known = this.match?.classes[labelIndex];
    if (known !== undefined) return known;
    return this.#classNamed.get(review.labels[labelIndex] ?? '') ?? -1;
  };

  /** The maps to be remembered with the project: those of other models, and this one. Null where there is none. */
  remembered(): ProjectRecord['labelMaps'] | null {
    const { models, host } = this.#parts;
    const { match } = this;
    const model = models.chosenKey;
    if (!match || !host.record || !host.dataset || model === LEARNED_KEY) return null;
    const classes = host.dataset.labels.map((label, index) => [label.name, match.classes[index] ?? -1] as const);
    const others = host.record.labelMaps.filter((map) => map.model !== model);
    return [...others, { model, classes }];
  }
}

/** A class index of a remembered map: -1 where the model has no such class (any more). */
function inRange(index: number | undefined, classes: readonly string[]): number {
  return index !== undefined && index < classes.length ? index : -1;
}
