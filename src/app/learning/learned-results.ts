import { classesByName } from '../../domain/labels/class-labels.js';
import { CHUNK_ROWS, type Dataset } from '../../domain/reading/dataset.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { ResultsChunk, Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from '../project/outbox.svelte.js';
import { SCORED, Predictions, type ResultsStage } from '../predictions/predictions.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { LearningCourse } from './learned-course.js';
import type { Learned } from './learning-state.js';

/** What is remembered of one learning, beside its results. */
export interface LearnedRecord {
  /** Of the learners: results of others are learnt anew. */
  readonly version: 1;
  /** The journal entry up to which the labels were learnt. */
  readonly position: number;
  /** Names of the labels by class. */
  readonly classes: readonly string[];
  readonly learned: Learned;
  /** 1 for each row that was decided by then; null where none was. */
  readonly decided: Uint8Array | null;
  readonly course: LearningCourse | null;
}

export interface LearnedResultsDeps {
  readonly predictions: Predictions;
  readonly view: RowView;
  readonly store: Store;
  readonly outbox: Outbox;
}

interface Kept {
  readonly projectId: string;
  readonly record: LearnedRecord;
  readonly chunks: readonly ResultsChunk[];
}

/** Name of what is to be stored of a project's learning. */
function nameOf(projectId: string): string {
  return `learned ${projectId}`;
}

/** Key under which the results of one learning are stored. */
function learnedHash({ version, position }: Pick<LearnedRecord, 'version' | 'position'>): string {
  return `learned-${version}-${position}`;
}

/** Results of learning as predictions: shown in the score columns, stored in chunks like a model's. */
export class LearnedResults {
  /** What is shown. */
  #kept: Kept | null = null;
  /** Settles when nothing is being stored. */
  #storing: Promise<unknown> = Promise.resolve();
  readonly #deps: LearnedResultsDeps;

  constructor(deps: LearnedResultsDeps) {
    this.#deps = deps;
  }

  /** What is stored for a project; null where nothing is, or nothing that can be read. */
  async stored(
    projectId: string,
  ): Promise<{ readonly record: LearnedRecord; readonly chunks: readonly ResultsChunk[] } | null> {
    const { store } = this.#deps;
    const setting = await store.setting(projectSetting('learned', projectId));
    const record = setting.ok ? (setting.value as LearnedRecord | null | undefined) : null;
    if (record?.version !== 1) return null;
    if (!record.learned.useful) return { record, chunks: [] };
    const chunks = await store.chunks(projectId, learnedHash(record));
    return chunks.ok && chunks.value.length > 0 ? { record, chunks: chunks.value } : null;
  }

  /** Stores results in the place of earlier ones. A failure is shown, and it is tried again. */
  async keep(projectId: string, record: LearnedRecord, chunks: readonly ResultsChunk[]): Promise<void> {
    const kept: Kept = { projectId, record, chunks };
    this.#kept = kept;
    this.#storing = this.#deps.outbox.put(nameOf(projectId), { store: () => this.#store(kept) });
    await this.#storing;
  }

  /** Removes what is stored for a project. */
  async drop(projectId: string): Promise<void> {
    this.forget();
    await this.#storing;
    this.forget();
    const { store } = this.#deps;
    const key = projectSetting('learned', projectId);
    const setting = await store.setting(key);
    const record = setting.ok ? (setting.value as LearnedRecord | null | undefined) : null;
    if (!record) return;
    await store.putSetting(key, null);
    await store.removeChunks(projectId, learnedHash(record));
  }

  /** Nothing is shown any more that would have to be stored again. */
  forget(): void {
    if (this.#kept) this.#deps.outbox.drop(nameOf(this.#kept.projectId));
    this.#kept = null;
  }

  /** The browser has deleted the store: what is shown is to be stored again. */
  storedIsGone(): void {
    const kept = this.#kept;
    if (kept) this.#deps.outbox.hold(nameOf(kept.projectId), { store: () => this.#store(kept) });
  }

  async #store({ projectId, record, chunks }: Kept): Promise<Outcome<null>> {
    const { store } = this.#deps;
    const key = projectSetting('learned', projectId);
    const before = await store.setting(key);
    for (const chunk of chunks) {
      const stored = await store.putChunk(projectId, learnedHash(record), chunk);
      if (!stored.ok) return stored;
    }
    // The record last: until then the earlier results are found.
    const remembered = await store.putSetting(key, record);
    if (!remembered.ok) return remembered;
    const old = before.ok ? (before.value as LearnedRecord | null | undefined) : null;
    if (old && learnedHash(old) !== learnedHash(record)) await store.removeChunks(projectId, learnedHash(old));
    return ok(null);
  }

  /** The stored form of log-probabilities (rows x classes; NaN = nothing is said of the row). */
  chunksOf(dataset: Dataset, names: readonly string[], logits: Float32Array<ArrayBuffer>): readonly ResultsChunk[] {
    const classes = names.length;
    const labelClass = rowClasses(dataset, names);
    const chunks: ResultsChunk[] = [];
    for (let from = 0, index = 0; from < dataset.rows; from += CHUNK_ROWS, index++) {
      const to = Math.min(dataset.rows, from + CHUNK_ROWS);
      const loss = new Float32Array(to - from).fill(NaN);
      const flags = new Uint8Array(to - from);
      for (let row = from; row < to; row++) {
        const label = labelClass[row] ?? -1;
        const own = label < 0 ? NaN : (logits[row * classes + label] ?? NaN);
        if (Number.isNaN(own)) continue;
        loss[row - from] = Math.max(0, -own);
        flags[row - from] = SCORED;
      }
      const tokens = new Uint16Array(to - from);
      chunks.push({ index, logits: logits.slice(from * classes, to * classes), loss, tokens, flags });
    }
    return chunks;
  }

  /** Results that were read from the store are shown: they are to be stored again if that is deleted. */
  remember(projectId: string, record: LearnedRecord, chunks: readonly ResultsChunk[]): void {
    this.#kept = { projectId, record, chunks };
  }

  /** The score columns of results; a label's class is the one of its name. Nothing is shown yet. */
  columnsOf(dataset: Dataset, classes: readonly string[], chunks: readonly ResultsChunk[]): Predictions {
    const columns = new Predictions();
    columns.reset(dataset.rows, classes, rowClasses(dataset, classes));
    for (const chunk of chunks) columns.restore(chunk);
    return columns;
  }

  /** Shows columns that `columnsOf` has made. */
  show(columns: Predictions, stage: ResultsStage): void {
    const { predictions, view } = this.#deps;
    predictions.takeOver(columns, stage);
    // With two classes, entropy says what the probability of the label says.
    view.suggestAxis(columns.classes.length === 2 ? 'loss' : 'entropy');
  }
}

/** Class of each row's label in the source, -1 = it has several or none. */
function rowClasses(dataset: Dataset, classes: readonly string[]): Int32Array<ArrayBuffer> {
  const classOf = classesByName(dataset.labels, classes);
  return Int32Array.from(dataset.label, (label) => classOf[label] ?? -1);
}
