/** Logits of rows in which classes were merged. */
export class MergedLogits {
  /** The class that each class counts as. */
  readonly into: Int32Array;
  /** The logits without the merge, rows x classes. */
  readonly before: Float32Array<ArrayBuffer>;
  /** The number of classes that a row can have. */
  readonly possible: number;
  readonly #joint: Float64Array;

  /** `logits` become those after the merge, in place. */
  constructor(into: Int32Array, logits: Float32Array<ArrayBuffer>) {
    this.into = into;
    this.before = logits.slice();
    this.possible = new Set(into).size;
    this.#joint = new Float64Array(into.length);
    for (let row = 0; row * into.length < logits.length; row++) this.mergeRow(logits, row);
  }

  /**
   * Merges a row that got other logits, in place. A class that others count as has the sum of their probabilities, and
   * those have the probability 0. A row with NaN stays as it is.
   */
  mergeRow(logits: Float32Array, row: number): void {
    const { into, before } = this;
    const joint = this.#joint.fill(-Infinity);
    const from = row * into.length;
    const own = logits.subarray(from, from + into.length);
    before.set(own, from);
    for (let k = 0; k < into.length; k++) {
      const to = into[k] as number;
      joint[to] = logOfSum(joint[to] as number, own[k] as number);
    }
    if (own.some(Number.isNaN)) return;
    own.set(joint);
  }

  /** Whether other classes count as this one. */
  isTarget(index: number): boolean {
    return this.into.some((to, other) => to === index && other !== index);
  }
}

/** ln(e^a + e^b) without an overflow. */
function logOfSum(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
}
