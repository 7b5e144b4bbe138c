import { classesByName } from '../../domain/labels/class-labels.js';
import { CHUNK_ROWS, type Dataset } from '../../domain/reading/dataset.js';
import { matchLabels } from '../../domain/labels/match.js';
import { argmaxRow } from '../../domain/predictions/loss.js';
import type { ProjectRecord, ResultsChunk, Store } from '../../protocol/ports.js';
import { modelHashSetting } from '../../protocol/setting-keys.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from '../scoring/models.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { RowMarks } from '../rows/row-marks.svelte.js';
import type { LearnedResults } from './learned-results.js';

export interface BothDoubtDeps {
  readonly models: Models;
  readonly predictions: Predictions;
  readonly marks: RowMarks;
  readonly store: Store;
  readonly results: LearnedResults;
  readonly project: Project;
}

/** Finds the rows that both the learned results and a model's doubt. It keeps the doubts of each kind of results. */
export class BothDoubt {
  /** 1 for each row whose label is not the predicted one. */
  #learned: Uint8Array | null = null;
  #model: Uint8Array | null = null;
  readonly #deps: BothDoubtDeps;

  constructor(deps: BothDoubtDeps) {
    this.#deps = deps;
  }

  /** Forgets the doubts of both kinds, when the dataset changes or closes. */
  forget(): void {
    this.#learned = null;
    this.#model = null;
    this.#tell();
  }

  /** Keeps the doubts of the shown results. */
  noteShown(): void {
    const { predictions, models } = this.#deps;
    if (predictions.done === 0) return;
    const predicted = predictions.predicted.value;
    const doubts = new Uint8Array(predicted.length);
    for (let row = 0; row < doubts.length; row++)
      doubts[row] = doubtOf(predicted[row] ?? -1, predictions.labelClassOf(row));
    if (models.chosenKey === LEARNED_KEY) this.#learned = doubts;
    else this.#model = doubts;
    this.#tell();
  }

  /** Compares the shown results with those of the other kind. Reads those from the store if they are not known. */
  async compare(): Promise<void> {
    const { project, models } = this.#deps;
    const { dataset, record } = project;
    if (!dataset || !record) return;
    this.noteShown();
    const learnedShown = models.chosenKey === LEARNED_KEY;
    if (learnedShown ? this.#model : this.#learned) return;
    const found = learnedShown ? await this.#ofModel(dataset, record) : await this.#ofLearning(dataset, record);
    if (!found || project.record?.id !== record.id) return;
    if (learnedShown) this.#model ??= found;
    else this.#learned ??= found;
    this.#tell();
  }

  async #ofLearning(dataset: Dataset, project: ProjectRecord): Promise<Uint8Array | null> {
    const found = await this.#deps.results.stored(project.id);
    if (!found || found.chunks.length === 0) return null;
    const counted = new Map(project.labelMaps.find((map) => map.model === LEARNED_KEY)?.classes);
    const countedAs = dataset.labels.map(({ name }, label) => counted.get(name) ?? label);
    const classOf = classesByName(dataset.labels, found.record.classes);
    return doubtsIn(
      found.chunks,
      dataset,
      found.record.classes.length,
      (label) => classOf[countedAs[label] ?? -1] ?? -1,
    );
  }

  /** The doubts of the first model that has results of this dataset. Null where no model has any. */
  async #ofModel(dataset: Dataset, project: ProjectRecord): Promise<Uint8Array | null> {
    const { models, store } = this.#deps;
    for (const entry of models.entries) {
      const { key, classes } = entry;
      if (key === LEARNED_KEY || key === RESULTS_KEY) continue;
      const hash = await store.setting(modelHashSetting(entry));
      if (!hash.ok || typeof hash.value !== 'string') continue;
      const chunks = await store.chunks(project.id, hash.value);
      if (!chunks.ok || chunks.value.length === 0) continue;
      const known = new Map(project.labelMaps.find((map) => map.model === key)?.classes);
      const proposed = known.size > 0 ? null : matchLabels(dataset.labels, classes).classes;
      const classOf = dataset.labels.map(
        ({ name, value = name }, label) => proposed?.[label] ?? known.get(name) ?? known.get(value) ?? -1,
      );
      return doubtsIn(chunks.value, dataset, classes.length, (label) => classOf[label] ?? -1);
    }
    return null;
  }

  #tell(): void {
    const learned = this.#learned;
    const model = this.#model;
    this.#deps.marks.bothDoubt = learned && model && learned.map((doubts, row) => doubts & (model[row] ?? 0));
  }
}

function doubtsIn(
  chunks: readonly ResultsChunk[],
  dataset: Dataset,
  classes: number,
  classOf: (label: number) => number,
): Uint8Array {
  const doubts = new Uint8Array(dataset.rows);
  for (const { index, logits } of chunks) {
    const from = index * CHUNK_ROWS;
    const rows = Math.min(dataset.rows - from, logits.length / classes);
    for (let i = 0; i < rows; i++) {
      const predicted = argmaxRow(logits, i * classes, classes);
      doubts[from + i] = doubtOf(predicted, classOf(dataset.label[from + i] ?? -1));
    }
  }
  return doubts;
}

function doubtOf(predicted: number, label: number): 0 | 1 {
  return predicted >= 0 && label >= 0 && predicted !== label ? 1 : 0;
}
