import { exp, log } from './arithmetic.js';
import type { Lesson } from './lesson.js';
import { RandomNumbers, shuffle } from './random.js';

/** Step size of AdaGrad. It is small, because large early steps on rare terms would learn the wrong labels by heart. */
const RATE = 0.05;
const EPSILON = 1e-6;
/**
 * A smaller error of a class changes nothing. With many classes most errors are smaller. The limit is below the error
 * of a learner that knows nothing.
 */
const LEAST_ERROR = 4e-3;
const LEAST_SHARE = 0.3;
const SEED = 7919;

/** The results of the learner for one fold's rows, ascending. */
export interface RowOpinions {
  /** Probability of the row's label. */
  readonly labelProb: Float32Array<ArrayBuffer>;
  /** Class with the highest probability. */
  readonly predicted: Int16Array<ArrayBuffer>;
}

/**
 * Multinomial logistic regression, learnt from all folds but one by AdaGrad (Duchi, Hazan, Singer 2011), a row at a
 * time, in an order that is seeded by the fold. It has no penalty: few epochs with small steps have the same effect.
 */
export class LogisticLearner {
  readonly #lesson: Lesson;
  /** features x classes. */
  readonly #weight: Float32Array;
  readonly #squares: Float32Array;
  readonly #bias: Float64Array;
  readonly #biasSquares: Float64Array;
  readonly #order: Uint32Array;
  readonly #random: RandomNumbers;
  readonly #probs: Float64Array;
  readonly #active: Uint32Array;
  readonly #leastError: number;

  /** `without`: the fold that is not learnt from. */
  constructor(lesson: Lesson, without: number) {
    const { rows, classes, label, fold } = lesson;
    this.#lesson = lesson;
    this.#weight = new Float32Array(rows.features * classes);
    this.#squares = new Float32Array(rows.features * classes);
    this.#bias = new Float64Array(classes);
    this.#biasSquares = new Float64Array(classes);
    this.#order = rowsWhere(label, (row) => fold[row] !== without);
    this.#random = new RandomNumbers(SEED + without);
    this.#probs = new Float64Array(classes);
    this.#active = new Uint32Array(classes);
    this.#leastError = Math.min(LEAST_ERROR, LEAST_SHARE / classes);
  }

  /** Learns every row once. Returns the results for the rows `observed` just before each was learnt. */
  epoch(observed: Uint32Array): RowOpinions {
    const order = this.#order;
    const probs = this.#probs;
    const { label } = this.#lesson;
    const opinions = noOpinions(observed.length);
    const placeOf = new Map<number, number>();
    observed.forEach((row, place) => placeOf.set(row, place));
    shuffle(order, this.#random);
    for (const row of order) {
      this.#predict(row);
      const own = label[row] as number;
      const place = placeOf.get(row);
      if (place !== undefined) note(opinions, place, probs, own);
      probs[own] = (probs[own] as number) - 1;
      this.#step(row);
    }
    return opinions;
  }

  /** The present results for the rows `of`. */
  opinions(of: Uint32Array): RowOpinions {
    const opinions = noOpinions(of.length);
    of.forEach((row, place) => {
      this.#predict(row);
      note(opinions, place, this.#probs, this.#lesson.label[row] as number);
    });
    return opinions;
  }

  /** Log-probabilities of the rows `of`, rows x classes. */
  logProbs(of: Uint32Array): Float32Array<ArrayBuffer> {
    const { classes } = this.#lesson;
    const out = new Float32Array(of.length * classes);
    of.forEach((row, place) => {
      this.#predict(row);
      for (let k = 0; k < classes; k++) out[place * classes + k] = log(this.#probs[k] as number);
    });
    return out;
  }

  /** Probabilities of a row's classes, into `probs`. */
  #predict(row: number): void {
    const weight = this.#weight;
    const probs = this.#probs;
    const { classes } = this.#lesson;
    const { offsets, index, value } = this.#lesson.rows;
    probs.set(this.#bias);
    const end = offsets[row + 1] as number;
    let e = offsets[row] as number;
    // Four terms at a time, so that the sums are read and written less often.
    for (; e + 4 <= end; e += 4) {
      const a = (index[e] as number) * classes;
      const b = (index[e + 1] as number) * classes;
      const c = (index[e + 2] as number) * classes;
      const d = (index[e + 3] as number) * classes;
      const xa = value[e] as number;
      const xb = value[e + 1] as number;
      const xc = value[e + 2] as number;
      const xd = value[e + 3] as number;
      for (let k = 0; k < classes; k++) {
        const ab = xa * (weight[a + k] as number) + xb * (weight[b + k] as number);
        const cd = xc * (weight[c + k] as number) + xd * (weight[d + k] as number);
        probs[k] = (probs[k] as number) + (ab + cd);
      }
    }
    for (; e < end; e++) {
      const at = (index[e] as number) * classes;
      const x = value[e] as number;
      for (let k = 0; k < classes; k++) probs[k] = (probs[k] as number) + x * (weight[at + k] as number);
    }
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) if ((probs[k] as number) > largest) largest = probs[k] as number;
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += probs[k] = exp((probs[k] as number) - largest);
    for (let k = 0; k < classes; k++) probs[k] = (probs[k] as number) / sum;
  }

  /** One step down the gradient of a row's cross-entropy, which is the error in `probs` times the row. */
  #step(row: number): void {
    const weight = this.#weight;
    const squares = this.#squares;
    const bias = this.#bias;
    const biasSquares = this.#biasSquares;
    const active = this.#active;
    const probs = this.#probs;
    const leastError = this.#leastError;
    const { classes } = this.#lesson;
    const { offsets, index, value } = this.#lesson.rows;
    let count = 0;
    for (let k = 0; k < classes; k++) {
      const error = probs[k] as number;
      if (error > -leastError && error < leastError) continue;
      active[count++] = k;
      const sum = (biasSquares[k] as number) + error * error;
      biasSquares[k] = sum;
      bias[k] = (bias[k] as number) - (RATE * error) / Math.sqrt(sum + EPSILON);
    }
    const end = offsets[row + 1] as number;
    for (let e = offsets[row] as number; e < end; e++) {
      const first = (index[e] as number) * classes;
      const x = value[e] as number;
      for (let i = 0; i < count; i++) {
        const k = active[i] as number;
        const at = first + k;
        const gradient = (probs[k] as number) * x;
        const sum = (squares[at] as number) + gradient * gradient;
        squares[at] = sum;
        weight[at] = (weight[at] as number) - (RATE * gradient) / Math.sqrt(sum + EPSILON);
      }
    }
  }
}

/** Rows that are learnt from and meet a condition, ascending. */
function rowsWhere(label: Int32Array, holds: (row: number) => boolean): Uint32Array {
  let count = 0;
  for (let row = 0; row < label.length; row++) if ((label[row] as number) >= 0 && holds(row)) count++;
  const rows = new Uint32Array(count);
  for (let row = 0, at = 0; row < label.length; row++) {
    if ((label[row] as number) >= 0 && holds(row)) rows[at++] = row;
  }
  return rows;
}

function noOpinions(count: number): RowOpinions {
  return { labelProb: new Float32Array(count).fill(NaN), predicted: new Int16Array(count).fill(-1) };
}

function note(opinions: RowOpinions, place: number, probs: Float64Array, label: number): void {
  let best = 0;
  for (let k = 1; k < probs.length; k++) if ((probs[k] as number) > (probs[best] as number)) best = k;
  opinions.labelProb[place] = label < 0 ? NaN : (probs[label] as number);
  opinions.predicted[place] = label < 0 ? -1 : best;
}
