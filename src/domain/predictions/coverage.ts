import type { ClassVector } from './vector.js';

/** From this share of rows with other classes than most rows, the rows have numbers for a part of the classes. */
const OTHERS_SHARE = 0.1;

/** Rows with numbers for a part of the classes. */
interface PartialRows {
  readonly partial: number;
  /** Their missing share of probability on average, 0..1. NaN = there are none. */
  readonly missing: number;
}

/** Notes whether the numbers of the rows are those of all classes, or of the best few of each row. */
export class ClassCoverage {
  /** Rows with numbers, and the sum of their distances to 1. */
  #rows = 0;
  #shortfall = 0;
  /** Rows that name other classes than most rows. */
  #others = 0;
  /** Rows that name some of those classes. */
  #some = 0;
  #someShortfall = 0;

  /** `names`: of the classes in most rows. Null = they have none. */
  note(vector: ClassVector, names: readonly string[] | null): void {
    const shortfall = 1 - vector.values.reduce((sum, value) => sum + value, 0);
    this.#rows++;
    this.#shortfall += shortfall;
    if (vector.names === null || names === null) return;
    if (vector.names.some((name) => !names.includes(name))) this.#others++;
    else if (vector.names.length < names.length) {
      this.#some++;
      this.#someShortfall += shortfall;
    }
  }

  /**
   * Whether the rows have numbers for a part of the classes only: for one, or for others from row to row. One row with
   * other classes is a stray. `classes`: the number of classes in most rows.
   */
  areInPart(classes: number): boolean {
    return this.#rows > 0 && (classes === 1 || this.#others > Math.max(1, this.#rows * OTHERS_SHARE));
  }

  /** All rows with numbers, where they are in part. */
  get all(): PartialRows {
    return { partial: this.#rows, missing: Math.max(0, this.#shortfall / this.#rows) };
  }

  /** Single rows that lack classes which most rows have. */
  get single(): PartialRows {
    return { partial: this.#some, missing: Math.max(0, this.#someShortfall / this.#some) };
  }
}
