import { classesByName } from '../../domain/labels/class-labels.js';
import { CHUNK_ROWS, type Dataset } from '../../domain/reading/dataset.js';
import type { EvaluationResults } from '../../domain/training/passes.js';
import type { PoolResult } from '../../protocol/learning-wire.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { Clock, ResultsChunk, Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from '../project/outbox.svelte.js';
import { SCORED, Predictions, type ResultsStage } from '../predictions/predictions.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import { Slices } from '../shell/slices.js';
import type { LearningCourse } from './learned-course.js';
import type { ReviewedLabels } from './labels-to-learn.js';
import { learnedOf, type Learned } from './learning-state.js';

/** The stored facts of one learning, beside its results. */
export interface LearnedRecord {
  /** Version of the learners: results of another version are learnt anew. */
  readonly version: 1;
  /** The journal entry up to which the labels were learnt. */
  readonly position: number;
  /** Names of the labels by class. */
  readonly classes: readonly string[];
  readonly learned: Learned;
  /** 1 for each row that was decided by then. Null = no row was decided. */
  readonly decided: Uint8Array | null;
  readonly course: LearningCourse | null;
}

/** A stored record. The store holds its course beside it. Earlier versions stored the course in the record. */
interface StoredRecord extends LearnedRecord {
  /** Evaluations of each series of the course. 0 = none. Missing: the course is in the record. */
  readonly evaluations?: number;
}

/** The record of results that were learnt from these labels. `last`: no learner joins after them. */
export function recordOfLearning(
  result: PoolResult,
  { names, decided, decisions, position }: ReviewedLabels,
  { folds, course, last }: { readonly folds: number; readonly course: LearningCourse | null; readonly last: boolean },
): LearnedRecord {
  return {
    version: 1,
    position,
    classes: names,
    learned: learnedOf(result, names, decisions, folds),
    decided: last && decisions > 0 ? decided : null,
    course,
  };
}

export interface LearnedResultsDeps {
  readonly predictions: Predictions;
  readonly view: RowView;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

interface Kept {
  readonly projectId: string;
  readonly record: LearnedRecord;
  readonly chunks: readonly ResultsChunk[];
}

/** Name of a project's learning among the pending writes. */
function nameOf(projectId: string): string {
  return `learned ${projectId}`;
}

/** Key under which the results of one learning are stored. */
function learnedHash({ version, position }: Pick<LearnedRecord, 'version' | 'position'>): string {
  return `learned-${version}-${position}`;
}

interface CoursePart {
  readonly key: string;
  readonly evaluation: (course: LearningCourse) => EvaluationResults | undefined;
}

/** Where the evaluations of a course are stored: first those of one series, then those of the other. */
function partsOf(projectId: string, record: LearnedRecord, evaluations: number): readonly CoursePart[] {
  return (['outOfSample', 'inSample'] as const).flatMap((series) =>
    Array.from({ length: evaluations }, (_, index) => ({
      key: projectSetting('learned', projectId, `${learnedHash(record)}:${series}:${index}`),
      evaluation: (course: LearningCourse) => course[series][index],
    })),
  );
}

/** Results of learning as predictions: shown in the score columns, stored in chunks like a model's. */
export class LearnedResults {
  /** The shown results. */
  #kept: Kept | null = null;
  /** Settles when no results are being stored. */
  #storing: Promise<unknown> = Promise.resolve();
  readonly #deps: LearnedResultsDeps;

  constructor(deps: LearnedResultsDeps) {
    this.#deps = deps;
  }

  /** The stored results of a project. Null where the project has none, or where they cannot be read. */
  async stored(
    projectId: string,
  ): Promise<{ readonly record: LearnedRecord; readonly chunks: readonly ResultsChunk[] } | null> {
    const { store } = this.#deps;
    const setting = await store.setting(projectSetting('learned', projectId));
    const found = setting.ok ? (setting.value as StoredRecord | null | undefined) : null;
    if (found?.version !== 1) return null;
    const record: LearnedRecord = { ...found, course: found.course ?? (await this.#storedCourse(projectId, found)) };
    if (!record.learned.useful) return { record, chunks: [] };
    const chunks = await store.chunks(projectId, learnedHash(record));
    return chunks.ok && chunks.value.length > 0 ? { record, chunks: chunks.value } : null;
  }

  /** Replaces the stored results. Reports a failure and tries again. */
  async keep(projectId: string, record: LearnedRecord, chunks: readonly ResultsChunk[]): Promise<void> {
    const kept: Kept = { projectId, record, chunks };
    this.#kept = kept;
    this.#storing = this.#deps.outbox.put(nameOf(projectId), { store: () => this.#store(kept) });
    await this.#storing;
  }

  /** Removes the stored results of a project. */
  async drop(projectId: string): Promise<void> {
    this.forget();
    await this.#storing;
    this.forget();
    const { store } = this.#deps;
    const key = projectSetting('learned', projectId);
    const setting = await store.setting(key);
    const record = setting.ok ? (setting.value as StoredRecord | null | undefined) : null;
    if (!record) return;
    await store.putSetting(key, null);
    await this.#remove(projectId, record);
  }

  /** Forgets the shown results, so that they are not stored again. */
  forget(): void {
    if (this.#kept) this.#deps.outbox.drop(nameOf(this.#kept.projectId));
    this.#kept = null;
  }

  /** Holds the shown results to store them again, after the browser has deleted the store. */
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
    const evaluations = record.course?.outOfSample.length ?? 0;
    const stored: StoredRecord = { ...record, course: null, evaluations };
    for (const { key: part, evaluation } of partsOf(projectId, record, evaluations)) {
      // One evaluation at a time keeps the page responsive.
      const put = await store.putSetting(part, record.course && evaluation(record.course));
      if (!put.ok) return put;
    }
    // The record is stored last. Until then a reader finds the earlier results.
    const remembered = await store.putSetting(key, stored);
    if (!remembered.ok) return remembered;
    const old = before.ok ? (before.value as StoredRecord | null | undefined) : null;
    if (old && learnedHash(old) !== learnedHash(record)) await this.#remove(projectId, old);
    return ok(null);
  }

  /** The course that is stored beside a record. Null where the record has none, or where a part is missing. */
  async #storedCourse(projectId: string, record: StoredRecord): Promise<LearningCourse | null> {
    const parts: EvaluationResults[] = [];
    const { evaluations = 0 } = record;
    for (const { key } of partsOf(projectId, record, evaluations)) {
      const part = await this.#deps.store.setting(key);
      if (!part.ok || !part.value) return null;
      parts.push(part.value as EvaluationResults);
    }
    if (parts.length === 0) return null;
    return { outOfSample: parts.slice(0, evaluations), inSample: parts.slice(evaluations) };
  }

  /** Removes the course that is stored beside a record. */
  async #remove(projectId: string, record: StoredRecord): Promise<void> {
    const { store } = this.#deps;
    await store.removeChunks(projectId, learnedHash(record));
    for (const { key } of partsOf(projectId, record, record.evaluations ?? 0)) await store.putSetting(key, null);
  }

  /**
   * The stored form of log-probabilities (rows x classes, NaN = no prediction). The page stays responsive meanwhile.
   */
  async chunksOf(
    dataset: Dataset,
    names: readonly string[],
    logits: Float32Array<ArrayBuffer>,
  ): Promise<readonly ResultsChunk[]> {
    const slices = new Slices(this.#deps.clock);
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
      await slices.rest();
    }
    return chunks;
  }

  /** Remembers results that were read from the store, to store them again if the browser deletes the store. */
  remember(projectId: string, record: LearnedRecord, chunks: readonly ResultsChunk[]): void {
    this.#kept = { projectId, record, chunks };
  }

  /**
   * Makes the score columns of results without showing them. Classes match labels by name. The page stays responsive.
   */
  async columnsOf(dataset: Dataset, classes: readonly string[], chunks: readonly ResultsChunk[]): Promise<Predictions> {
    const slices = new Slices(this.#deps.clock);
    const columns = new Predictions();
    columns.reset(dataset.rows, classes, rowClasses(dataset, classes));
    for (const chunk of chunks) {
      await slices.rest();
      columns.restore(chunk);
    }
    return columns;
  }

  /** Shows columns that `columnsOf` has made. */
  show(columns: Predictions, stage: ResultsStage): void {
    const { predictions, view } = this.#deps;
    predictions.takeOver(columns, stage);
    // With two classes, entropy ranks the rows as the probability of the label does.
    view.suggestAxis(columns.classes.length === 2 ? 'loss' : 'entropy');
  }
}

/** Class of each row's label in the source. -1 = the row has several labels or none. */
function rowClasses(dataset: Dataset, classes: readonly string[]): Int32Array<ArrayBuffer> {
  const classOf = classesByName(dataset.labels, classes);
  const found = new Int32Array(dataset.rows);
  for (let row = 0; row < found.length; row++) found[row] = classOf[dataset.label[row] ?? -1] ?? -1;
  return found;
}
