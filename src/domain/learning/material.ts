import type { TextChunk } from '../models/batch.js';
import { textOf } from '../bytes/text-column.js';
import { assignFolds, foldCount } from './folds.js';
import { NearDuplicates } from './near-duplicates.js';
import { addPairNumbers, addPairTerms, type PairSide } from './pairs.js';
import { columnsOf, type Allocate, type SparseColumns } from './sparse.js';
import { TermMatrixBuilder, type TermMatrix } from './term-matrix.js';
import { TermReader } from './terms.js';

/** The two spaces of terms: words with their pairs, and n-grams of characters. */
export type TermSpace = 'word' | 'character';

/** The size and kind of the texts to read. */
export interface LearningPlan {
  readonly rows: number;
  readonly classes: number;
  /** Rows are pairs of texts. */
  readonly pairs: boolean;
  /** UTF-8 bytes of all texts. Beyond a bound not every term is kept. */
  readonly textBytes: number;
  /** Several workers will read the matrices, and the browser lets them share memory. */
  readonly shared: boolean;
}

/**
 * Everything that is learnt from, apart from the labels. It is the same for every learner, and does not depend on
 * decisions.
 */
export interface LearningMaterial {
  readonly word: TermMatrix;
  readonly wordColumns: SparseColumns;
  /** Null where the texts are nearly all in scripts without spaces. Then both spaces would be the same. */
  readonly character: TermMatrix | null;
  readonly characterColumns: SparseColumns | null;
  /** Fold of each row. */
  readonly fold: Uint8Array;
  readonly folds: number;
}

/** Terms of fewer rows are dropped: a term of one row is no evidence about other rows. */
const LEAST_ROWS = 2;
/** Entries of a matrix, and numbers of a learner (features x classes), at most. */
const MOST_ENTRIES = 24_000_000;
const MOST_NUMBERS = 48_000_000;
const LEAST_FEATURES = 5000;
/** Mean number of entries that a byte of text gives, at most. */
const ENTRIES_PER_BYTE = 1.6;
/** A feature of more rows does not help to find near ones. */
const MOST_ROWS_TO_SEARCH = 8000;
/** Share of terms in scripts without spaces from which the two spaces are one. */
const UNSPACED_SHARE = 0.9;

/** Reads texts, row by row, and makes the material of them. */
export class MaterialReader {
  readonly #plan: LearningPlan;
  readonly #reader = new TermReader();
  readonly #words: TermMatrixBuilder;
  readonly #characters: TermMatrixBuilder;
  readonly #duplicates = new NearDuplicates();
  #unspaced = 0;
  #terms = 0;

  constructor(plan: LearningPlan) {
    this.#plan = plan;
    let share = 0;
    for (let left = plan.textBytes * ENTRIES_PER_BYTE; left > MOST_ENTRIES; left /= 2) share++;
    this.#words = new TermMatrixBuilder(Math.max(0, share - 2));
    this.#characters = new TermMatrixBuilder(share);
  }

  /** Rows read so far. */
  get rows(): number {
    return this.#words.rows;
  }

  /** Reads the rows of a column; `second` holds the second texts of pairs. */
  read(text: TextChunk, second: TextChunk | null): void {
    for (let row = 0; row + 1 < text.offsets.length; row++) {
      if (second) this.#readPair(this.#sideOf(textOf(text, row)), this.#sideOf(textOf(second, row)));
      else this.#readOne(textOf(text, row));
      this.#words.endRow();
      this.#characters.endRow();
    }
  }

  /**
   * Weighs the terms and spreads the rows over folds, stratified by `label`: the class of each row in the source. Ends
   * the reader. Throws `RangeError` where memory is short.
   */
  finish(label: Int32Array): LearningMaterial {
    const { rows, classes, shared } = this.#plan;
    const allocate: Allocate = (bytes) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
    const maxFeatures = Math.max(LEAST_FEATURES, Math.floor(MOST_NUMBERS / Math.max(classes, 1)));
    const options = { minRows: LEAST_ROWS, maxFeatures, allocate };
    const one = this.#unspaced > this.#terms * UNSPACED_SHARE;
    const word = this.#words.finish(options);
    const character = one ? null : this.#characters.finish(options);
    const folds = foldCount(rows);
    const fold = new Uint8Array(allocate(rows));
    fold.set(assignFolds(this.#duplicates.groups(), label, classes, folds));
    const most = MOST_ROWS_TO_SEARCH;
    const wordColumns = columnsOf(word, most, allocate);
    const characterColumns = character && columnsOf(character, most, allocate);
    return { word, wordColumns, character, characterColumns, fold, folds };
  }

  #readOne(text: string): void {
    const reader = this.#reader;
    const words = this.#words;
    const characters = this.#characters;
    reader.read(text);
    this.#count();
    for (let i = 0; i < reader.wordCount; i++) words.add(reader.words[i] as number);
    for (let i = 0; i < reader.characterCount; i++) characters.add(reader.characters[i] as number);
    this.#duplicates.add(reader.words.subarray(0, reader.wordCount));
  }

  #readPair(a: PairSide, b: PairSide): void {
    const words = this.#words;
    const characters = this.#characters;
    const addWord = (hash: number): void => words.add(hash);
    const addCharacter = (hash: number): void => characters.add(hash);
    addPairTerms(a.words, b.words, addWord);
    addPairTerms(a.characters, b.characters, addCharacter);
    addPairNumbers(a, b, addWord);
    addPairNumbers(a, b, addCharacter);
    this.#duplicates.addPair(a.words, b.words);
  }

  #sideOf(text: string): PairSide {
    const reader = this.#reader;
    reader.read(text);
    this.#count();
    return {
      text,
      words: reader.words.slice(0, reader.wordCount),
      characters: reader.characters.slice(0, reader.characterCount),
    };
  }

  #count(): void {
    this.#unspaced += this.#reader.unspacedCount;
    this.#terms += this.#reader.unspacedCount + this.#reader.spacedCount;
  }
}
