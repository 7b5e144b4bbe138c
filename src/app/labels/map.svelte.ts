import { classesByName, newClassNames } from '../../domain/labels/class-labels.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import { mergedClasses, type MergedClasses } from '../../domain/labels/merged-classes.js';
import { earlierNames } from '../../domain/labels/token.js';
import { chosenMatch, matchLabels, type LabelMatch } from '../../domain/labels/match.js';
import {
  spelledAlike,
  spellingGroups,
  spellingKeys,
  type SpelledLabel,
  type SpellingGroup,
} from '../../domain/labels/spellings.js';
import type { ProjectRecord } from '../../protocol/ports.js';
import type { LearningProject } from '../learning/labels-to-learn.js';
import { LEARNED_KEY, type Models } from '../scoring/models.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';

export interface LabelMapDeps {
  readonly models: Models;
  readonly predictions: Predictions;
  readonly review: Review;
  /** The fields of the open project that the label map needs. */
  readonly project: { readonly dataset: Dataset | null; readonly record: Pick<ProjectRecord, 'labelMaps'> | null };
}

/** Maps each label of the dataset to a class of the chosen model. */
export class LabelMap {
  /** Class of each source label by index, -1 = set aside. Null without a dataset or a model. */
  match = $state.raw<LabelMatch | null>(null);
  readonly #deps: LabelMapDeps;
  /** Classes that a row can have, by their own names. */
  readonly #classes: readonly string[] = $derived.by(() => {
    const { predictions, models } = this.#deps;
    if (predictions.classes.length > 0 || models.chosenKey === LEARNED_KEY) return predictions.classes;
    return this.match ? (models.chosen?.classes ?? []) : [];
  });
  /**
   * Classes that a row can have: those of the results, or without results those of the chosen model. Learned classes
   * are labels and have their present names.
   */
  readonly classes: readonly string[] = $derived.by(() => {
    const { models, review } = this.#deps;
    if (models.chosenKey !== LEARNED_KEY) return this.#classes;
    const named = new Map(review.labels.map((name, label) => [review.list.firstName(label), name]));
    return this.#classes.map((name) => named.get(name) ?? name);
  });
  /** Classes of labels that others were merged into, and the class that each class counts as. */
  readonly merged: MergedClasses = $derived.by(() => {
    const { list, labels } = this.#deps.review;
    const countsAs = Array.from(labels, (_, label) => list.countsAs(label));
    return mergedClasses(countsAs, (label) => this.#ownClassOf(label), this.#classes.length);
  });
  /** The first class of each name. Classes without rows have names in the form of the labels too. */
  readonly #classNamed: ReadonlyMap<string, number> = $derived.by(() => {
    const { project } = this.#deps;
    const classes = this.#classes;
    const named = new Map(classes.map((name, index) => [name, index] as const).reverse());
    const news = newClassNames(project.dataset?.labels ?? [], classes, (label) => this.match?.classes[label] ?? -1);
    for (const [index, { name }] of news) named.set(name, index);
    return named;
  });

  readonly #labels = $derived.by(() => this.#deps.project.dataset?.labels ?? []);
  readonly #spellingKeys = $derived.by(() => spellingKeys(this.#labels));
  /** Labels without a class of the chosen model whose spelling is like a class, or like a label with a class. */
  readonly spelled: readonly SpelledLabel[] = $derived.by(() => {
    const { models } = this.#deps;
    if (!this.match || !models.chosen || models.chosenKey === LEARNED_KEY) return [];
    return spelledAlike(this.#spellingKeys, models.chosen.classes, this.match.classes);
  });
  /** Labels of the dataset that look like spellings of one label. */
  readonly groups: readonly SpellingGroup[] = $derived.by(() => spellingGroups(this.#labels, this.#spellingKeys));
  /** The label that learning counts each label of the dataset as; null = each is a class of its own. */
  readonly #counted: Int32Array | null = $derived.by(() => {
    const { record, dataset } = this.#deps.project;
    const kept = record?.labelMaps.find((map) => map.model === LEARNED_KEY);
    if (!kept || !dataset) return null;
    const byName = new Map(kept.classes);
    return Int32Array.from(dataset.labels, ({ name }, index) => byName.get(name) ?? index);
  });

  constructor(deps: LabelMapDeps) {
    this.#deps = deps;
  }

  /** The confirmed map of the chosen model, else a proposal. */
  propose(): void {
    const { models, project } = this.#deps;
    const entry = models.chosen;
    if (!entry || !project.dataset) {
      this.match = null;
      return;
    }
    const { labels } = project.dataset;
    if (entry.key === LEARNED_KEY) {
      // The classes are the labels themselves.
      const ofLabel = classesByName(labels, entry.classes);
      const counted = this.#counted;
      const classes = labels.map((_, label) => ofLabel[counted?.[label] ?? label] ?? -1);
      this.match = { ...chosenMatch(labels, classes), basis: 'name' };
      return;
    }
    const proposed = matchLabels(labels, entry.classes);
    const kept = project.record?.labelMaps.find((map) => map.model === entry.key);
    if (!kept) {
      this.match = proposed;
      return;
    }
    const byName = new Map(kept.classes);
    const classes = labels.map((label) => {
      const name = [label.name, ...earlierNames(label)].find((known) => byName.has(known));
      return inRange(byName.get(name ?? ''), entry.classes);
    });
    const isProposal = classes.every((known, label) => known === proposed.classes[label]);
    this.match = isProposal ? proposed : chosenMatch(labels, classes);
  }

  /** Sets the class of one source label, -1 = set aside. Returns false if there is nothing to map. */
  set(labelIndex: number, classIndex: number): boolean {
    return this.use([{ label: labelIndex, class: classIndex }]);
  }

  /** Sets the classes of several labels. Returns false if there is nothing to map. */
  use(changes: readonly SpelledLabel[]): boolean {
    const { dataset } = this.#deps.project;
    if (!this.match || !dataset) return false;
    const classes = [...this.match.classes];
    for (const change of changes) classes[change.label] = change.class;
    this.match = chosenMatch(dataset.labels, classes);
    return true;
  }

  /** Whether learning counts labels that look like spellings of one label as one label. */
  get isCounted(): boolean {
    return this.#counted !== null;
  }

  /** The label that learning counts a label as. Both are indexes into `review.labels`. */
  countedAs = (label: number): number => {
    const merged = this.#deps.review.list.countsAs(label);
    return this.#counted?.[merged] ?? merged;
  };

  /** A dataset in the form that learning uses. */
  learntFrom(id: string, dataset: Dataset): LearningProject {
    const { countedAs } = this;
    const isMerged = this.isCounted || this.#deps.review.list.merged.length > 0;
    const label = isMerged ? dataset.label.map(countedAs) : dataset.label;
    return { id, dataset: { ...dataset, label }, countedAs };
  }

  /** The maps to store when spellings count as one label, or each as a class of its own. */
  withSpellings(together: boolean): ProjectRecord['labelMaps'] {
    const { record, dataset } = this.#deps.project;
    const others = record?.labelMaps.filter((map) => map.model !== LEARNED_KEY) ?? [];
    if (!together) return others;
    const classes = this.groups.flatMap(({ to, labels }) =>
      labels.map((label) => [dataset?.labels[label]?.name ?? '', to] as const),
    );
    return [...others, { model: LEARNED_KEY, classes }];
  }

  clear(): void {
    this.match = null;
  }

  get anyMatched(): boolean {
    return this.match?.classes.some((index) => index >= 0) ?? false;
  }

  /** Class of each row's source label, or of the label that it was merged into. -1 = none. */
  rowClasses(): Int32Array {
    const { dataset } = this.#deps.project;
    const classes = new Int32Array(dataset?.rows ?? 0).fill(-1);
    if (!dataset || !this.match) return classes;
    const { label, labels } = dataset;
    const ofLabel = labels.map((_, index) => this.classOf(index));
    for (let row = 0; row < classes.length; row++) classes[row] = ofLabel[label[row] ?? -1] ?? -1;
    return classes;
  }

  /** Class of a label by its index in `review.labels`, or of the label that it was merged into. -1 = none. */
  classOf = (labelIndex: number): number => {
    const label = this.#deps.review.list.countsAs(labelIndex);
    return this.merged.ofLabel.get(label) ?? this.#ownClassOf(label);
  };

  /** Whether a class was merged into another one with its labels. */
  isMergedClass = (index: number): boolean => (this.merged.into?.[index] ?? index) !== index;

  /** Class of a label before merges. A renamed label keeps its class. */
  #ownClassOf(label: number): number {
    return this.match?.classes[label] ?? this.#classNamed.get(this.#deps.review.list.firstName(label)) ?? -1;
  }

  /** The maps to store with the project: those of other models, and this one. Null without any map. */
  remembered(): ProjectRecord['labelMaps'] | null {
    const { models, project } = this.#deps;
    const { match } = this;
    const model = models.chosenKey;
    if (!match || !project.record || !project.dataset || model === LEARNED_KEY) return null;
    const classes = project.dataset.labels.map((label, index) => [label.name, match.classes[index] ?? -1] as const);
    const others = project.record.labelMaps.filter((map) => map.model !== model);
    return [...others, { model, classes }];
  }
}

/** A class index of a stored map. -1 if the model does not have the class (any more). */
function inRange(index: number | undefined, classes: readonly string[]): number {
  return index !== undefined && index < classes.length ? index : -1;
}
