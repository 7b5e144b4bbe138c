import { CHUNK_ROWS } from '../../domain/reading/dataset.js';
import { crossEntropy, softmaxRow } from '../../domain/predictions/loss.js';
import { labelSignal, type LabelSignal } from '../../domain/predictions/label-signal.js';
import { fillSignals } from '../../domain/predictions/quality.js';
import { MergedLogits } from '../../domain/predictions/merged-logits.js';
import type { GivenResults } from '../../domain/predictions/builder.js';
import type { ResultsChunk } from '../../protocol/ports.js';

/** A column behind a wrapper. A writer changes `value`, and a new wrapper wakes the readers. */
export interface Column<T> {
  readonly value: T;
}

/** Bits of a row's flags: the row has results, and the model has not seen all of the row. */
export const SCORED = 1;
export const TRUNCATED = 2;

/**
 * The stage of results. `unknown`: the store was not read yet. `whole`: complete, from the store or the dataset.
 * `growing`: a run adds to them. `grown`: a run has ended.
 */
export type ResultsStage = 'unknown' | 'whole' | 'growing' | 'grown';

/** The result columns of one dataset under one model: the worker's numbers, and the signals that follow from them. */
export class Predictions {
  classes = $state.raw<readonly string[]>([]);
  /** rows x classes, row-major. NaN where not scored. */
  logits = $state.raw<Column<Float32Array<ArrayBuffer>>>({ value: new Float32Array(0) });
  /** Cross-entropy of the source's label in nats. NaN = none. */
  loss = $state.raw<Column<Float32Array<ArrayBuffer>>>({ value: new Float32Array(0) });
  /** Probability of the source's label. NaN = none. */
  selfConfidence = $state.raw<Column<Float32Array<ArrayBuffer>>>({ value: new Float32Array(0) });
  margin = $state.raw<Column<Float32Array<ArrayBuffer>>>({ value: new Float32Array(0) });
  /** Confidence-weighted entropy. NaN = none. */
  weightedEntropy = $state.raw<Column<Float32Array<ArrayBuffer>>>({ value: new Float32Array(0) });
  /** Entropy of the prediction, 0..1. */
  entropy = $state.raw<Column<Float32Array<ArrayBuffer>>>({ value: new Float32Array(0) });
  /** Class with the largest logit. -1 = not scored. */
  predicted = $state.raw<Column<Int16Array<ArrayBuffer>>>({ value: new Int16Array(0) });
  /** Number of tokens that the model saw. 0 = not scored. */
  tokens = $state.raw<Column<Uint16Array<ArrayBuffer>>>({ value: new Uint16Array(0) });
  /** Bits `SCORED`, `TRUNCATED`. */
  flags = $state.raw<Column<Uint8Array<ArrayBuffer>>>({ value: new Uint8Array(0) });
  /** Number of rows scored so far. */
  done = $state.raw(0);
  /**
   * The stage decides the order of the rows: whole results rank all rows, growing ones the rows below the selected one.
   */
  stage = $state.raw<ResultsStage>('unknown');

  rows = 0;
  /** Model class of each row's source label. -1 = none. */
  #labelClass: Int32Array = new Int32Array(0);
  #unseen = false;
  /** Merged classes, and the logits before the merge; null = none. */
  #merged: MergedLogits | null = null;
  /** Results that came with the dataset, while the columns show them. */
  #given: GivenResults | null = null;

  /**
   * Empties the columns for `rows` rows and these classes. The results are unknown. `labelClass`: the model class of
   * each row's source label, or -1.
   */
  reset(rows: number, classes: readonly string[], labelClass: Int32Array): void {
    this.rows = rows;
    this.classes = classes;
    this.#labelClass = labelClass;
    this.#given = null;
    this.#merged = null;
    const nan = (): Float32Array<ArrayBuffer> => new Float32Array(rows).fill(Number.NaN);
    this.logits = { value: new Float32Array(rows * classes.length).fill(Number.NaN) };
    this.loss = { value: nan() };
    this.selfConfidence = { value: nan() };
    this.margin = { value: nan() };
    this.weightedEntropy = { value: nan() };
    this.entropy = { value: nan() };
    this.predicted = { value: new Int16Array(rows).fill(-1) };
    this.tokens = { value: new Uint16Array(rows) };
    this.flags = { value: new Uint8Array(rows) };
    this.done = 0;
    this.stage = 'unknown';
  }

  /** Takes over all columns of `others`, whose owner discards them. Wakes the readers once, with complete columns. */
  takeOver(others: Predictions, stage: ResultsStage): void {
    this.rows = others.rows;
    this.classes = others.classes;
    this.#labelClass = others.#labelClass;
    this.#given = others.#given;
    this.#merged = others.#merged;
    this.logits = others.logits;
    this.loss = others.loss;
    this.selfConfidence = others.selfConfidence;
    this.margin = others.margin;
    this.weightedEntropy = others.weightedEntropy;
    this.entropy = others.entropy;
    this.predicted = others.predicted;
    this.tokens = others.tokens;
    this.flags = others.flags;
    this.done = others.done;
    this.stage = stage;
    this.#unseen = false;
  }

  isScored(row: number): boolean {
    return ((this.flags.value[row] ?? 0) & SCORED) !== 0;
  }

  /** Model class of the row's source label, -1 = none. */
  labelClassOf(row: number): number {
    return this.#labelClass[row] ?? -1;
  }

  /** Probability of each class for a row. Null without logits: a prediction from a file can lack them. */
  probabilitiesOf(row: number): Float64Array | null {
    // Such a row has no entropy.
    if (Number.isNaN(this.entropy.value[row] ?? Number.NaN)) return null;
    const probs = new Float64Array(this.classes.length);
    softmaxRow(this.logits.value, row * probs.length, probs.length, probs);
    return probs;
  }

  /** A signal of a row if `classIndex` were its label's class. NaN without a class or the row's logits. */
  valueWith(signal: LabelSignal, row: number, classIndex: number): number {
    const { length: width } = this.classes;
    if (classIndex < 0 || classIndex >= width || Number.isNaN(this.#logitOf(row))) return Number.NaN;
    return labelSignal(signal, this.logits.value, row * width, width, classIndex, this.#possible);
  }

  /** Writes one scored row. `publish` wakes the readers. `loss` is the loss head's, NaN without a label class. */
  writeRow(row: number, logits: Float32Array, loss: number, tokens: number, truncated: boolean): void {
    if (!this.isScored(row)) this.done++;
    this.logits.value.set(logits, row * this.classes.length);
    this.#merged?.mergeRow(this.logits.value, row);
    this.loss.value[row] = loss;
    if (this.#merged) this.#restoreLoss(row, loss);
    this.tokens.value[row] = tokens;
    this.flags.value[row] = SCORED | (truncated ? TRUNCATED : 0);
    this.#derive(row, row + 1);
    this.#unseen = true;
  }

  /** Wakes every reader of the columns, if anything was written since the last call. */
  publish(): void {
    if (!this.#unseen) return;
    this.#unseen = false;
    this.logits = { value: this.logits.value };
    this.loss = { value: this.loss.value };
    this.selfConfidence = { value: this.selfConfidence.value };
    this.margin = { value: this.margin.value };
    this.weightedEntropy = { value: this.weightedEntropy.value };
    this.entropy = { value: this.entropy.value };
    this.predicted = { value: this.predicted.value };
    this.tokens = { value: this.tokens.value };
    this.flags = { value: this.flags.value };
  }

  /**
   * Fills empty columns with results computed elsewhere. The loss comes from the logits, else from the given losses,
   * else from the probabilities. Rows with neither a loss nor numbers for the classes are not scored.
   */
  fill(given: GivenResults, labelClass: Int32Array): void {
    this.reset(given.report.rows, given.classes, labelClass);
    this.#given = given;
    if (given.logits) this.logits.value.set(given.logits);
    let scored = 0;
    for (let row = 0; row < this.rows; row++) {
      const { length: width } = this.classes;
      const known = given.logits !== null && Number.isFinite(given.logits[row * width]);
      if (!known && !Number.isFinite(given.loss?.[row])) continue;
      this.flags.value[row] = SCORED;
      scored++;
      this.#restoreLoss(row, Number.NaN);
    }
    this.done = scored;
    this.stage = 'whole';
    this.#derive(0, this.rows);
    this.#unseen = true;
    this.publish();
  }

  /** Restores a stored chunk. Ignores a chunk of another shape, which belongs to other data. */
  restore(chunk: ResultsChunk): void {
    const from = chunk.index * CHUNK_ROWS;
    const count = Math.min(CHUNK_ROWS, this.rows - from);
    const width = this.classes.length;
    const ofRows = [chunk.flags, chunk.tokens, chunk.loss].every((column) => column.length === count);
    if (count <= 0 || !ofRows || chunk.logits.length !== count * width) return;
    this.logits.value.set(chunk.logits, from * width);
    this.tokens.value.set(chunk.tokens, from);
    this.flags.value.set(chunk.flags, from);
    let scored = 0;
    for (let row = from; row < from + count; row++) {
      this.#merged?.mergeRow(this.logits.value, row);
      if (!this.isScored(row)) continue;
      scored++;
      this.#restoreLoss(row, chunk.loss[row - from] ?? Number.NaN);
    }
    // One write for all rows, because every write wakes the readers.
    this.done += scored;
    this.#derive(from, from + count);
    this.#unseen = true;
  }

  /** A copy of chunk `index` in its stored form. */
  chunk(index: number): ResultsChunk {
    const from = index * CHUNK_ROWS;
    const to = Math.min(from + CHUNK_ROWS, this.rows);
    const width = this.classes.length;
    return {
      index,
      logits: (this.#merged?.before ?? this.logits.value).slice(from * width, to * width),
      loss: this.loss.value.slice(from, to),
      tokens: this.tokens.value.slice(from, to),
      flags: this.flags.value.slice(from, to),
    };
  }

  /** Applies another label map. Losses and signals follow from the logits, without another run. */
  relabel(labelClass: Int32Array): void {
    this.#labelClass = labelClass;
    for (let row = 0; row < this.rows; row++) {
      if (this.isScored(row)) this.#restoreLoss(row, Number.NaN);
    }
    this.#derive(0, this.rows);
    this.#unseen = true;
    this.publish();
  }

  /** Merges classes (see `MergedLogits`; null = none), and applies the label map after it. Stored results do not change. */
  merge(into: Int32Array | null, labelClass: Int32Array): void {
    if (this.#merged) this.logits.value.set(this.#merged.before);
    this.#merged = into && new MergedLogits(into, this.logits.value);
    this.relabel(labelClass);
  }

  /** The class that each class counts as; null = every class counts as itself. */
  get mergedInto(): Int32Array | null {
    return this.#merged?.into ?? null;
  }

  /** The number of classes that a row can have. */
  get #possible(): number {
    return this.#merged?.possible ?? this.classes.length;
  }

  /** The stored loss, or the loss of the logits if the label map has changed since. */
  #restoreLoss(row: number, stored: number): void {
    const label = this.labelClassOf(row);
    const given = this.#given?.loss?.[row] ?? Number.NaN;
    const exact = this.#given?.report.vectors === 'logits' && label >= 0 && !Number.isNaN(this.#logitOf(row));
    const isMerged = this.#merged?.isTarget(label) === true && !Number.isNaN(this.#logitOf(row));
    if (Number.isFinite(given) && !exact && !isMerged) {
      this.loss.value[row] = given;
      return;
    }
    if (label < 0) {
      this.loss.value[row] = Number.NaN;
      return;
    }
    const { length: width } = this.classes;
    const reference = crossEntropy(this.logits.value, row * width, width, label);
    this.loss.value[row] = Math.abs(stored - reference) <= 1e-3 * (1 + reference) ? stored : reference;
  }

  #logitOf(row: number): number {
    return this.logits.value[row * this.classes.length] ?? Number.NaN;
  }

  #derive(from: number, to: number): void {
    fillSignals(
      this.logits.value,
      this.classes.length,
      this.#labelClass,
      from,
      to,
      {
        selfConfidence: this.selfConfidence.value,
        margin: this.margin.value,
        weightedEntropy: this.weightedEntropy.value,
        entropy: this.entropy.value,
        predicted: this.predicted.value,
      },
      this.#possible,
    );
    if (!this.#given) return;
    const { predicted } = this.#given;
    for (let row = from; row < to; row++) {
      if (!this.isScored(row)) continue;
      if (predicted && Number.isNaN(this.#logitOf(row))) {
        const own = predicted[row] ?? -1;
        this.predicted.value[row] = this.#merged?.into[own] ?? own;
      }
      if (!Number.isNaN(this.selfConfidence.value[row])) continue;
      // A cross-entropy alone gives the label's probability: it is minus the logarithm of it.
      this.selfConfidence.value[row] = Math.exp(-(this.loss.value[row] ?? Number.NaN));
    }
  }
}
