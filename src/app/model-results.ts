import { CHUNK_ROWS } from '../domain/dataset.js';
import type { LoadedModel } from '../protocol/model-wire.js';
import type { Outcome } from '../protocol/outcome.js';
import type { ResultsChunk } from '../protocol/ports.js';
import { modelHashSetting } from '../protocol/setting-keys.js';
import type { LabelMap } from './label-map.svelte.js';
import type { Models } from './models.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { Outbox } from './outbox.svelte.js';
import type { Project } from './project.svelte.js';
import type { Scores } from './scores.svelte.js';
import type { View } from './view.svelte.js';
import { hasEnded } from './turn.js';

export interface ModelResultsParts {
  readonly outbox: Outbox;
  readonly models: Models;
  readonly scores: Scores;
  readonly view: View;
  readonly notices: Notices;
  readonly labelMap: LabelMap;
  readonly project: Project;
}

/** What models have computed for the open work: stored in chunks under the model's hash, and read back. */
export class ModelResults {
  /** Hash of the model whose results are shown: they are stored under it. Empty = not known. */
  #hash = '';
  readonly #parts: ModelResultsParts;

  constructor(parts: ModelResultsParts) {
    this.#parts = parts;
  }

  /** Empty columns for these classes. */
  reset(classes: readonly string[]): void {
    const { scores, labelMap, project } = this.#parts;
    this.#hash = '';
    scores.reset(project.dataset?.rows ?? 0, classes, labelMap.rowClasses());
  }

  /**
   * Reads the stored results of the chosen model, without loading it: its hash is remembered from the last run. False
   * where they are not wanted any more: after an abort, or while a run is `busy`, which takes them in itself.
   */
  async restore(signal: AbortSignal, busy: () => boolean): Promise<boolean> {
    const { models, project } = this.#parts;
    const entry = models.chosen;
    if (!entry || !project.record) return false;
    const { id } = project.record;
    const hash = await this.#parts.outbox.setting(modelHashSetting(entry));
    if (hasEnded(signal) || busy()) return false;
    if (!hash.ok || typeof hash.value !== 'string') return true;
    const chunks = await this.#parts.outbox.chunks(id, hash.value);
    if (hasEnded(signal) || busy()) return false;
    this.#take(chunks, entry.classes);
    this.#hash = hash.value;
    return true;
  }

  /** Makes the columns ready for a model that is about to score. False after an abort. */
  async prepare(signal: AbortSignal, model: LoadedModel): Promise<boolean> {
    const id = this.#parts.project.record?.id ?? '';
    const chunks = await this.#parts.outbox.chunks(id, model.hash);
    if (hasEnded(signal)) return false;
    this.#take(chunks, model.classes);
    this.#hash = model.hash;
    return true;
  }

  /** Remembers which results belong to the chosen model. */
  async rememberHash(hash: string): Promise<void> {
    const { chosen } = this.#parts.models;
    if (chosen) await this.#parts.outbox.putSetting(modelHashSetting(chosen), hash);
  }

  /** Stores a chunk of project `id`; a failure is told, and the chunk is kept in memory. */
  async keep(id: string, chunk: ResultsChunk): Promise<void> {
    await this.#parts.outbox.putChunk(id, this.#hash, chunk);
  }

  /** The browser has deleted the store: all results that are shown are to be stored again. */
  storedIsGone(): void {
    const { scores, models, outbox, project } = this.#parts;
    if (this.#hash === '' || scores.done === 0 || !project.record) return;
    if (models.chosen) outbox.holdSetting(modelHashSetting(models.chosen), this.#hash);
    const chunks = Math.ceil(scores.rows / CHUNK_ROWS);
    for (let index = 0; index < chunks; index++) {
      outbox.holdChunk(project.record.id, this.#hash, scores.chunk(index));
    }
  }

  /** Stored results come in; where they cannot be read the rows count as not scored. */
  #take(chunks: Outcome<readonly ResultsChunk[]>, classes: readonly string[]): void {
    const { scores, view, notices } = this.#parts;
    this.reset(classes);
    // With two classes, entropy says what the probability of the label says.
    view.suggestAxis(classes.length === 2 ? 'tokens' : 'entropy');
    if (chunks.ok) for (const chunk of chunks.value) scores.restore(chunk);
    else notices.raise(chunks.fault, 'warning');
    scores.publish();
  }
}
