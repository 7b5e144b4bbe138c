import { CHUNK_ROWS } from '../domain/dataset.js';
import type { LoadedModel } from '../protocol/model-wire.js';
import type { Outcome } from '../protocol/outcome.js';
import type { ResultsChunk, Store } from '../protocol/ports.js';
import { modelHashSetting } from '../protocol/setting-keys.js';
import type { LabelMap } from './label-map.svelte.js';
import { LateWrites } from './late-writes.js';
import type { Models } from './models.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { Project } from './project.svelte.js';
import type { Review } from './review.svelte.js';
import type { Scores } from './scores.svelte.js';
import type { View } from './view.svelte.js';
import { hasEnded } from './turn.js';

export interface ModelResultsParts {
  readonly store: Store;
  readonly models: Models;
  readonly scores: Scores;
  readonly view: View;
  readonly notices: Notices;
  readonly labelMap: LabelMap;
  /** Says whether the open project is this page's to write. */
  readonly review: Pick<Review, 'mayStore'>;
  readonly project: Project;
}

/** What models have computed for the open work: stored in chunks under the model's hash, and read back. */
export class ModelResults {
  /** Hash of the model whose results are shown: they are stored under it. Empty = not known. */
  #hash = '';
  /** The project that the writes are about. */
  #projectId = '';
  /** Settles when no chunk is being stored. */
  #storing: Promise<void> = Promise.resolve();
  /** Everything that is stored goes this way: what is not stored is read from memory. */
  readonly #writes: LateWrites;
  readonly #parts: ModelResultsParts;

  constructor(parts: ModelResultsParts) {
    this.#parts = parts;
    const { store, notices, review } = parts;
    this.#writes = new LateWrites({
      store,
      notices,
      mayWrite: () => review.mayStore,
    });
  }

  /** Empty columns for these classes. */
  reset(classes: readonly string[]): void {
    const { scores, labelMap, project } = this.#parts;
    const id = project.record?.id ?? this.#projectId;
    if (id !== this.#projectId) this.#writes.forget();
    this.#projectId = id;
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
    const hash = await this.#writes.setting(modelHashSetting(entry));
    if (hasEnded(signal) || busy()) return false;
    if (!hash.ok || typeof hash.value !== 'string') return true;
    const chunks = await this.#writes.chunks(id, hash.value);
    if (hasEnded(signal) || busy()) return false;
    this.#take(chunks, entry.classes);
    this.#hash = hash.value;
    return true;
  }

  /** Makes the columns ready for a model that is about to score. False after an abort. */
  async prepare(signal: AbortSignal, model: LoadedModel): Promise<boolean> {
    const id = this.#parts.project.record?.id ?? '';
    const chunks = await this.#writes.chunks(id, model.hash);
    if (hasEnded(signal)) return false;
    this.#take(chunks, model.classes);
    this.#hash = model.hash;
    return true;
  }

  /** Remembers which results belong to the chosen model. */
  async rememberHash(hash: string): Promise<void> {
    const { chosen } = this.#parts.models;
    if (chosen) await this.#writes.putSetting(modelHashSetting(chosen), hash);
  }

  /** Stores a chunk of project `id`; a failure is told, and the chunk is kept in memory. */
  async keep(id: string, chunk: ResultsChunk): Promise<void> {
    this.#storing = this.#writes.putChunk(id, this.#hash, chunk);
    await this.#storing;
  }

  /** Whether results are in this page alone. */
  get hasUnsaved(): boolean {
    return this.#writes.hasFailed;
  }

  /** Settles when no chunk is being stored. */
  async settled(): Promise<void> {
    await this.#storing;
  }

  /** Stores what could not be stored before. */
  async keepUnkept(): Promise<void> {
    if (this.#parts.project.record?.id === this.#projectId) await this.#writes.retry();
  }

  /** The browser has deleted the store: all results that are shown are to be stored again, see `keepUnkept`. */
  storedIsGone(): void {
    const { scores, models } = this.#parts;
    if (this.#hash === '' || scores.done === 0) return;
    if (models.chosen) this.#writes.holdSetting(modelHashSetting(models.chosen), this.#hash);
    const chunks = Math.ceil(scores.rows / CHUNK_ROWS);
    for (let index = 0; index < chunks; index++) {
      this.#writes.holdChunk(this.#projectId, this.#hash, scores.chunk(index));
    }
  }

  /** Another tab writes: what could not be stored is given up, it is scored again. */
  release(): void {
    this.#writes.forget();
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
