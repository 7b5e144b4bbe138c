import type { TextChunk } from '../domain/batch.js';
import type { Neighbours } from '../domain/learning/neighbours.js';
import type { SparseColumns } from '../domain/learning/sparse.js';
import type { TermMatrix } from '../domain/learning/term-matrix.js';
import type { Outcome } from './outcome.js';

/** The two spaces of terms: words with their pairs, and n-grams of characters. */
export type TermSpace = 'word' | 'character';

/** What is going to be read. */
export interface LearningPlan {
  readonly rows: number;
  readonly classes: number;
  /** Rows are pairs of texts. */
  readonly pairs: boolean;
  /** UTF-8 bytes of all texts: beyond a bound not every term is kept. */
  readonly textBytes: number;
  /** Several workers will read the matrices, and the browser lets them share memory. */
  readonly shared: boolean;
}

/** Everything that workers learn from. It is the same for every learner, and does not depend on decisions. */
export interface LearningMaterial {
  readonly word: TermMatrix;
  readonly wordColumns: SparseColumns;
  /** Null where no script of the texts has words: then both spaces would be the same. */
  readonly character: TermMatrix | null;
  readonly characterColumns: SparseColumns | null;
  /** Fold of each row. */
  readonly fold: Uint8Array;
  readonly folds: number;
}

/** What the logistic learner of one fold said after an epoch. */
export interface EpochResult {
  /** Rows of the fold itself, which it has not seen, ascending: probability of the label, and the predicted class. */
  readonly labelProb: Float32Array<ArrayBuffer>;
  readonly predicted: Int16Array<ArrayBuffer>;
  /** Rows of the next fold, which it learns from, likewise: as it said before each of them was learnt from once more. */
  readonly inSampleLabelProb: Float32Array<ArrayBuffer>;
  readonly inSamplePredicted: Int16Array<ArrayBuffer>;
  /** After the last epoch: log-probabilities of the fold's rows, rows x classes; else null. */
  readonly logProbs: Float32Array<ArrayBuffer> | null;
}

/** The parts of the pool. */
export const PARTS = ['bayes', 'nearest-10', 'nearest-30', 'nearest-character', 'logistic'] as const;
export type Part = (typeof PARTS)[number];

export interface PoolResult {
  /** Log-probabilities, rows x classes; a row that has no opinion (see `noOpinion`), or is not learnt from, is NaN throughout. */
  readonly logits: Float32Array<ArrayBuffer>;
  /** Weight of each part in use, in the order of `parts`. They sum to 1. */
  readonly parts: readonly Part[];
  readonly weights: readonly number[];
  /** The mixed scores are divided by it. */
  readonly temperature: number;
  /** Rows that were learnt from. */
  readonly learnt: number;
  /** Rows of a label that no other fold has: nothing can be said of them. */
  readonly noOpinion: number;
  /** Share of the labels that are predicted out of sample, over the rows that were learnt from. */
  readonly accuracy: number;
  /** The most frequent label and its share. */
  readonly majorityClass: number;
  readonly majority: number;
}

/** A word or n-gram that speaks for (positive) or against (negative) the given label. */
export interface TermWeight {
  /** As it stands in the text. */
  readonly term: string;
  /** Log-odds in nats between the given label and its strongest rival. */
  readonly weight: number;
  /** Where it stands in the text (UTF-16 units), every occurrence. `side`: 0 = the text, 1 = the second text of a pair. */
  readonly places: readonly { readonly side: 0 | 1; readonly start: number; readonly end: number }[];
}

/** Why a row stands where it does. */
export interface Explanation {
  /** Terms by the size of their weight, largest first. */
  readonly terms: readonly TermWeight[];
  /** Nearest other rows, nearest first, with their cosine similarity 0..1. */
  readonly neighbours: readonly { readonly row: number; readonly similarity: number }[];
}

/**
 * A learning worker. One of several reads all texts and makes the material; the others are given it. Each then learns
 * the folds that it is asked for. Order of calls: `begin`, `read` for all rows in order, `prepare` (or `attach` alone),
 * then `teach`, then the learners. Results of folds are handed to the reading worker by `keepPart` and `keepNeighbours`.
 */
export interface LearningWire {
  begin(plan: LearningPlan): Promise<Outcome<null>>;
  /** Reads the terms of the next rows. */
  read(text: TextChunk, textB: TextChunk | null): Promise<Outcome<null>>;
  /** Weighs the terms and spreads the rows over folds, stratified by `label` (the class of each row in the source). */
  prepare(label: Int32Array): Promise<Outcome<LearningMaterial>>;
  attach(material: LearningMaterial): Promise<Outcome<null>>;
  /** Sets what is learnt: the class of each row, -1 = not learnt from, and how many classes there are. */
  teach(label: Int32Array, classes: number): Promise<Outcome<null>>;
  /** Log-probabilities of a fold's rows by naive Bayes on words, rows x classes. */
  bayes(fold: number): Promise<Outcome<Float32Array<ArrayBuffer>>>;
  /** The nearest rows outside the fold for each row of it. */
  nearest(space: TermSpace, fold: number): Promise<Outcome<Neighbours>>;
  /** Starts the logistic learner of a fold; `epochs` is how many it will be asked for. */
  beginEpochs(fold: number, epochs: number): Promise<Outcome<null>>;
  /** The next epoch of the learner that was started for the fold. */
  epoch(fold: number): Promise<Outcome<EpochResult>>;
  keepPart(part: Part, fold: number, logProbs: Float32Array<ArrayBuffer>): Promise<Outcome<null>>;
  /** Keeps the neighbours of a fold's rows and makes the parts that vote by them. */
  keepNeighbours(space: TermSpace, fold: number, neighbours: Neighbours): Promise<Outcome<null>>;
  /** Mixes the parts that are complete. */
  pool(): Promise<Outcome<PoolResult>>;
  /** Explains a row: words for class `given` against class `rival`, and its nearest rows. */
  explain(row: number, text: string, textB: string | null, given: number, rival: number): Promise<Outcome<Explanation>>;
}
