import { ByteWriter } from '../bytes/bytes.js';
import { namesOfValues } from '../labels/class-names.js';
import { isClass, type DatasetLabel } from '../reading/dataset.js';
import { argmaxRow } from './loss.js';
import { appendField, type RawRecord } from '../reading/records.js';
import { areProbabilities, numbersIn, parseNumber, type ClassVector } from './vector.js';
import { isClassNumber, spelledAs } from '../labels/match.js';
import { orderedLabels } from '../labels/order.js';
import { ClassCoverage } from './coverage.js';
import { withRoom } from '../bytes/typed-array.js';
import type { ResultColumns } from './chosen-columns.js';

/** The results that were found in the columns, and the unusable ones. Counts are rows. */
export interface ResultsReport {
  readonly rows: number;
  /** Rows with a loss, or with numbers for the classes. */
  readonly usable: number;
  /** The kind of the numbers for the classes. `none`: there are none, or none that can be used. */
  readonly vectors: 'logits' | 'probs' | 'none';
  /** Cells that hold no finite numbers for the classes. */
  readonly malformed: number;
  /** Cells with numbers for other classes, or another number of them, than most of the first rows that have some. */
  readonly wrongLength: number;
  /** Rows whose probabilities do not sum to 1. They are not used. */
  readonly notNormalised: number;
  /** Rows with numbers for fewer classes than there are. They are not used. */
  readonly partial: number;
  /** The missing share of probability in those rows on average, 0..1. NaN = there are none, or no probabilities. */
  readonly missing: number;
  /** Rows without a finite loss of at least 0, where there is a column of losses. */
  readonly badLoss: number;
}

/** Results computed elsewhere, by row of the dataset. */
export interface GivenResults {
  readonly classes: readonly string[];
  /** rows x classes, row-major, NaN = none. Log-probabilities where probabilities were given. Null without any. */
  readonly logits: Float32Array<ArrayBuffer> | null;
  /** Cross-entropy of the source's label in nats, NaN = none. Null without a column. */
  readonly loss: Float32Array<ArrayBuffer> | null;
  /** Predicted class of each row, -1 = none. Null without a column. */
  readonly predicted: Int16Array<ArrayBuffer> | null;
  readonly report: ResultsReport;
}

/** A probability written as 0 counts as this: its logarithm is finite. */
const SMALLEST_PROBABILITY = 1e-38;
/** From this share of rows that do not sum to 1 the column holds no probabilities over the classes at all. */
const REFUSED_SHARE = 0.5;
/** Rows with numbers that are examined before the number of classes is decided. */
const DECIDING_ROWS = 64;
/** Share of a class's rows that must have the same prediction for it to name the class. */
const NAMED_SHARE = 0.9;

const decoder = new TextDecoder();

/** Collects the results of the rows, in order. */
export class ResultsBuilder {
  readonly #columns: ResultColumns;
  #rows = 0;
  #width = 0;
  #names: readonly string[] | null;
  #values = new Float32Array(1024);
  #loss = new Float32Array(1024);
  #predicted = new Int32Array(1024);
  readonly #predictions = new Map<string, number>();
  readonly #scratch = new ByteWriter();
  /** Vectors of the first rows, until the number of classes is decided. */
  #first: { readonly row: number; readonly vector: ClassVector }[] = [];
  /** Rows with as many numbers as there are classes. */
  #whole = 0;
  #malformed = 0;
  #wrongLength = 0;
  #notNormalised = 0;
  #badLoss = 0;
  readonly #coverage = new ClassCoverage();

  constructor(columns: ResultColumns) {
    this.#columns = columns;
    this.#names = columns.names;
    this.#width = columns.names?.length ?? 0;
  }

  /** The record of the next row. */
  record(record: RawRecord): void {
    const columns = this.#columns;
    const row = this.#rows++;
    this.#reserve();
    this.#loss[row] = columns.loss < 0 ? NaN : this.#lossOf(record);
    this.#predicted[row] = columns.predicted < 0 ? -1 : this.#predictionOf(record);
    if (columns.vectors.length > 0) this.#addVector(row, record);
  }

  /**
   * The results. The builder must not be used afterwards. `labels`: of the dataset, whose classes they are by default.
   */
  finish(labels: readonly DatasetLabel[]): GivenResults {
    this.#decide();
    const rows = this.#rows;
    const width = this.#width;
    const columns = this.#columns;
    // With a column for each class no class is missing.
    const inPart = columns.names === null && this.#coverage.areInPart(width);
    const lacking = inPart ? this.#coverage.all : this.#coverage.single;
    const notNormalised = inPart ? 0 : this.#notNormalised;
    const useVectors = width > 0 && !inPart && notNormalised <= this.#whole * REFUSED_SHARE && this.#anyVector();
    const logits = useVectors ? this.#values.slice(0, rows * width) : null;
    const predictions = spelledAs(
      namesOfValues([...this.#predictions.keys()], labels),
      labels.map((label) => label.name),
    );
    const classes = this.#classes(logits, labels, predictions);
    const loss = columns.loss < 0 ? null : this.#loss.slice(0, rows);
    const predicted = columns.predicted < 0 ? null : this.#predictedClasses(classes, predictions);
    let usable = 0;
    for (let row = 0; row < rows; row++) {
      if (Number.isFinite(loss?.[row]) || (logits !== null && Number.isFinite(logits[row * width]))) usable++;
    }
    const malformed = this.#malformed;
    const badLoss = this.#badLoss;
    const wrongLength = inPart ? 0 : this.#wrongLength - lacking.partial;
    const { partial } = lacking;
    const missing = columns.kind === 'probs' ? lacking.missing : NaN;
    const vectors = useVectors ? columns.kind : 'none';
    const report = { rows, usable, vectors, malformed, wrongLength, notNormalised, partial, missing, badLoss } as const;
    return { classes, logits, loss, predicted, report };
  }

  #text(record: RawRecord, column: number): string {
    const scratch = this.#scratch;
    scratch.length = 0;
    if (!appendField(record, column, scratch)) return '';
    return decoder.decode(scratch.bytes.subarray(0, scratch.length));
  }

  #lossOf(record: RawRecord): number {
    const loss = parseNumber(this.#text(record, this.#columns.loss));
    if (Number.isFinite(loss) && loss >= 0) return loss;
    this.#badLoss++;
    return NaN;
  }

  #predictionOf(record: RawRecord): number {
    const name = this.#text(record, this.#columns.predicted);
    if (name === '') return -1;
    const id = this.#predictions.get(name) ?? this.#predictions.size;
    this.#predictions.set(name, id);
    return id;
  }

  #addVector(row: number, record: RawRecord): void {
    const vector = this.#vectorOf(record);
    if (vector === null || !vector.values.every(Number.isFinite)) {
      this.#malformed++;
      if (this.#width > 0) this.#blank(row);
    } else if (this.#width > 0) {
      this.#take(row, vector);
    } else {
      this.#first.push({ row, vector });
      if (this.#first.length === DECIDING_ROWS) this.#decide();
    }
  }

  #take(row: number, vector: ClassVector): void {
    const ordered = this.#inOrder(vector);
    this.#coverage.note(vector, this.#names);
    if (ordered === null) {
      this.#wrongLength++;
      this.#blank(row);
      return;
    }
    this.#whole++;
    if (this.#columns.kind === 'probs' && !areProbabilities(ordered)) {
      this.#notNormalised++;
      this.#blank(row);
    } else {
      const logits = this.#columns.kind === 'logits' ? ordered : ordered.map(logOf);
      this.#values.set(logits, row * this.#width);
    }
  }

  #vectorOf(record: RawRecord): ClassVector | null {
    const { vectors, names } = this.#columns;
    if (names === null) return numbersIn(this.#text(record, vectors[0] ?? -1));
    return { names: null, values: Float64Array.from(vectors, (column) => parseNumber(this.#text(record, column))) };
  }

  /** Most of the first rows with numbers decide how many classes there are, and their names. */
  #decide(): void {
    const first = this.#first;
    const keyOf = ({ values, names }: ClassVector): string => `${values.length} ${JSON.stringify(names?.toSorted())}`;
    const votes = new Map<string, number>();
    for (const { vector } of first) votes.set(keyOf(vector), (votes.get(keyOf(vector)) ?? 0) + 1);
    const [most] = [...votes].sort(([, a], [, b]) => b - a);
    const model = first.find(({ vector }) => keyOf(vector) === most?.[0])?.vector;
    if (!model) return;
    this.#width = model.values.length;
    this.#names ??= model.names && inClassOrder(model.names);
    this.#values = new Float32Array(Math.max(1024, this.#rows) * this.#width).fill(NaN);
    this.#first = [];
    for (const { row, vector } of first) this.#take(row, vector);
  }

  #inOrder(vector: ClassVector): Float64Array | null {
    const width = this.#width;
    const names = this.#names;
    if (vector.values.length !== width) return null;
    if (vector.names === null) return vector.values;
    const places = vector.names.map((name) => names?.indexOf(name) ?? -1);
    if (places.includes(-1)) return null;
    const ordered = new Float64Array(width);
    places.forEach((place, i) => (ordered[place] = vector.values[i] ?? NaN));
    return ordered;
  }

  #blank(row: number): void {
    this.#values.fill(NaN, row * this.#width, (row + 1) * this.#width);
  }

  #reserve(): void {
    const rows = this.#rows;
    const width = this.#width;
    this.#loss = withRoom(this.#loss, rows);
    this.#predicted = withRoom(this.#predicted, rows);
    const filled = this.#values.length;
    this.#values = withRoom(this.#values, rows * width);
    this.#values.fill(NaN, filled);
  }

  #anyVector(): boolean {
    for (let row = 0; row < this.#rows; row++) if (Number.isFinite(this.#values[row * this.#width])) return true;
    return false;
  }

  /**
   * Names of the classes: those beside the numbers, unless they are numbers too, else the predictions, else by number.
   * Without numbers for the classes, the labels and the predictions beside them.
   */
  #classes(
    logits: Float32Array | null,
    labels: readonly DatasetLabel[],
    predictions: readonly string[],
  ): readonly string[] {
    if (logits === null) return [...new Set([...labels.filter(isClass).map(({ name }) => name), ...predictions])];
    const names = this.#names;
    return names && !names.every(isClassNumber) ? names : this.#predictedNames(logits, predictions);
  }

  /** The prediction of (nearly) all rows of a class is its name. */
  #predictedNames(logits: Float32Array, predictions: readonly string[]): readonly string[] {
    const width = this.#width;
    const rows = this.#rows;
    const counts = Array.from({ length: width }, () => new Map<string, number>());
    for (let row = 0; row < rows; row++) {
      const of = counts[argmaxRow(logits, row * width, width)];
      const name = predictions[this.#predicted[row] ?? -1];
      if (of && name !== undefined) of.set(name, (of.get(name) ?? 0) + 1);
    }
    const names = counts.map((of) => {
      const total = [...of.values()].reduce((sum, count) => sum + count, 0);
      const sure = [...of].find(([, count]) => count >= total * NAMED_SHARE);
      return sure?.[0] ?? null;
    });
    const known = names.filter((name) => name !== null);
    const sound = known.length > 0 && new Set(known).size === known.length;
    return names.map((name, i) => (sound && name !== null ? name : (this.#names?.[i] ?? `LABEL_${i}`)));
  }

  #predictedClasses(classes: readonly string[], predictions: readonly string[]): Int16Array<ArrayBuffer> {
    const places = new Map(classes.map((name, i) => [name, i]));
    const ofId = predictions.map((name) => places.get(name) ?? -1);
    return Int16Array.from(this.#predicted.subarray(0, this.#rows), (id) => ofId[id] ?? -1);
  }
}

/** Orders names that are class numbers by number, because rows often have them by probability. */
function inClassOrder(names: readonly string[]): readonly string[] {
  return names.every(isClassNumber) ? orderedLabels(names).names : names;
}

function logOf(probability: number): number {
  return Math.log(Math.max(probability, SMALLEST_PROBABILITY));
}
