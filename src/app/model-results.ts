import type { Dataset } from '../domain/dataset.js';
import type { LoadedModel } from '../protocol/model-wire.js';
import type { Outcome } from '../protocol/outcome.js';
import type { ProjectRecord, ResultsChunk, Store } from '../protocol/ports.js';
import { modelHashSetting } from '../protocol/setting-keys.js';
import type { LabelMap } from './label-map.svelte.js';
import type { Models } from './models.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { Scores } from './scores.svelte.js';
import type { View } from './view.svelte.js';

/** The open work, as far as results are concerned. */
export interface ModelResultsHost {
  readonly dataset: Pick<Dataset, 'rows'> | null;
  readonly record: Pick<ProjectRecord, 'id'> | null;
}

export interface ModelResultsParts {
  readonly store: Store;
  readonly models: Models;
  readonly scores: Scores;
  readonly view: View;
  readonly notices: Notices;
  readonly labelMap: LabelMap;
  readonly host: ModelResultsHost;
}

/** What models have computed for the open work: stored in chunks under the model's hash, and read back. */
export class ModelResults {
  /** Chunks that could not be stored. */
  readonly #unkept = new Set<number>();
  /** Hash of the model that is scoring: results are stored under it. */
  #hash = '';
  readonly #parts: ModelResultsParts;

  constructor(parts: ModelResultsParts) {
    this.#parts = parts;
  }

  /** Empty columns for these classes. */
  reset(classes: readonly string[]): void {
    const { scores, labelMap, host } = this.#parts;
    this.#unkept.clear();
    scores.reset(host.dataset?.rows ?? 0, classes, labelMap.rowClasses());
  }

  /**
   * Reads the stored results of the chosen model, without loading it: its hash is remembered from the last run. False
   * where they are not wanted any more: another dataset or model is there, or a run, which takes them in itself.
   */
  async restore(mayRestore: (projectId: string, modelKey: string) => boolean): Promise<boolean> {
    const { models, store, host } = this.#parts;
    const entry = models.chosen;
    if (!entry || !host.record) return false;
    const { id } = host.record;
    const hash = await store.setting(modelHashSetting(entry.key));
    if (!mayRestore(id, entry.key)) return false;
    if (!hash.ok || typeof hash.value !== 'string') return true;
    const chunks = await store.chunks(id, hash.value);
    if (!mayRestore(id, entry.key)) return false;
    this.#take(chunks, entry.classes);
    return true;
  }

  /** Makes the columns ready for a model that is about to score. False: something else is open by now. */
  async prepare(model: LoadedModel, isStill: (projectId: string, modelKey: string) => boolean): Promise<boolean> {
    const { models, store, host } = this.#parts;
    const key = models.chosenKey;
    const id = host.record?.id ?? '';
    const chunks = await store.chunks(id, model.hash);
    if (!isStill(id, key)) return false;
    this.#take(chunks, model.classes);
    this.#hash = model.hash;
    return true;
  }

  /** Remembers which results belong to the chosen model. */
  async rememberHash(hash: string): Promise<void> {
    await this.#parts.store.putSetting(modelHashSetting(this.#parts.models.chosenKey), hash);
  }

  /** Stores a chunk of project `id`; a failure is told. */
  async keep(id: string, chunk: ResultsChunk): Promise<void> {
    const stored = await this.#parts.store.putChunk(id, this.#hash, chunk);
    if (stored.ok) return;
    this.#unkept.add(chunk.index);
    this.#parts.notices.raise(stored.fault, 'warning');
  }

  /** Stores what could not be stored before. What fails here is scored again one day. */
  async keepUnkept(): Promise<void> {
    const { store, scores, host } = this.#parts;
    if (!host.record || this.#unkept.size === 0) return;
    await this.rememberHash(this.#hash);
    for (const index of [...this.#unkept]) {
      const stored = await store.putChunk(host.record.id, this.#hash, scores.chunk(index));
      if (stored.ok) this.#unkept.delete(index);
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
