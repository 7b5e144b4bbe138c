import { CHUNK_ROWS } from '../../domain/reading/dataset.js';
import type { LoadedModel } from '../../protocol/model-wire.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { ResultsChunk } from '../../protocol/ports.js';
import { modelHashSetting } from '../../protocol/setting-keys.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { Models } from '../scoring/models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Predictions, ResultsStage } from './predictions.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import { hasEnded } from '../project/turn.js';

export interface ModelResultsDeps {
  readonly outbox: Outbox;
  readonly models: Models;
  readonly predictions: Predictions;
  readonly view: RowView;
  readonly notices: Notices;
  readonly labelMap: LabelMap;
  readonly project: Project;
}

/** Stores the results of models for the open work in chunks under the model's hash, and restores them. */
export class ModelResults {
  /** Hash of the model of the shown results, which is their key in the store. Empty = not known. */
  #hash = '';
  readonly #deps: ModelResultsDeps;

  constructor(deps: ModelResultsDeps) {
    this.#deps = deps;
  }

  /** Empties the columns for these classes. */
  reset(classes: readonly string[]): void {
    const { predictions, labelMap, project } = this.#deps;
    this.#hash = '';
    predictions.reset(project.dataset?.rows ?? 0, classes, labelMap.rowClasses());
  }

  /**
   * Reads the stored results of the chosen model by the hash of its last run, without loading it. Returns false after
   * an abort, or while a run is `busy`, which reads them itself.
   */
  async restore(signal: AbortSignal, busy: () => boolean): Promise<boolean> {
    const { models, project } = this.#deps;
    const entry = models.chosen;
    if (!entry || !project.record) return false;
    const { id } = project.record;
    const hash = await this.#deps.outbox.setting(modelHashSetting(entry));
    if (hasEnded(signal) || busy()) return false;
    if (!hash.ok || typeof hash.value !== 'string') {
      this.#deps.predictions.stage = 'whole';
      return true;
    }
    const chunks = await this.#deps.outbox.chunks(id, hash.value);
    if (hasEnded(signal) || busy()) return false;
    this.#take(chunks, entry.classes, 'whole');
    this.#hash = hash.value;
    return true;
  }

  /** Prepares the columns for a model that is about to score. Returns false after an abort. */
  async prepare(signal: AbortSignal, model: LoadedModel): Promise<boolean> {
    const id = this.#deps.project.record?.id ?? '';
    const chunks = await this.#deps.outbox.chunks(id, model.hash);
    if (hasEnded(signal)) return false;
    this.#take(chunks, model.classes, 'growing');
    this.#hash = model.hash;
    return true;
  }

  /** Remembers the hash of the results that belong to the chosen model. */
  async rememberHash(hash: string): Promise<void> {
    const { chosen } = this.#deps.models;
    if (chosen) await this.#deps.outbox.putSetting(modelHashSetting(chosen), hash);
  }

  /** Stores a chunk of project `id`. Reports a failure and keeps the chunk in memory. */
  async keep(id: string, chunk: ResultsChunk): Promise<void> {
    await this.#deps.outbox.putChunk(id, this.#hash, chunk);
  }

  /** Holds all shown results to store them again, after the browser has deleted the store. */
  storedIsGone(): void {
    const { predictions, models, outbox, project } = this.#deps;
    if (this.#hash === '' || predictions.done === 0 || !project.record) return;
    if (models.chosen) outbox.holdSetting(modelHashSetting(models.chosen), this.#hash);
    const chunks = Math.ceil(predictions.rows / CHUNK_ROWS);
    for (let index = 0; index < chunks; index++) {
      outbox.holdChunk(project.record.id, this.#hash, predictions.chunk(index));
    }
  }

  /** Restores stored results. Where the store cannot be read, the rows count as not scored. */
  #take(chunks: Outcome<readonly ResultsChunk[]>, classes: readonly string[], stage: ResultsStage): void {
    const { predictions, view, notices } = this.#deps;
    this.reset(classes);
    // With two classes, entropy ranks the rows as the probability of the label does.
    view.suggestAxis(classes.length === 2 ? 'tokens' : 'entropy');
    if (chunks.ok) for (const chunk of chunks.value) predictions.restore(chunk);
    else notices.raise(chunks.fault, 'warning');
    predictions.stage = stage;
    predictions.publish();
  }
}
