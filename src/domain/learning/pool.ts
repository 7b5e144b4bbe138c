import { exp, log } from './arithmetic.js';

/** Lower log-probabilities count as this, because one learner cannot rule a class out. */
const LEAST_LOG = -13.815510557964274;
const STEPS = 40;
const ENOUGH = 1e-9;
const LEAST_SUM = 1e-3;
const SMALLEST_STEP = 1e-4;
/** Numbers of a part that the weights are estimated from, at most. More numbers change nothing. */
const MOST_NUMBERS = 4_000_000;

/** Weights of a logarithmic opinion pool. */
interface PoolWeights {
  /** One for each part, none negative. They sum to 1. */
  readonly weights: Float64Array<ArrayBuffer>;
  /** The divisor of the mixed scores. */
  readonly temperature: number;
}

/** The parts of a pool: log-probabilities, each rows x classes, row-major. */
export interface PoolParts {
  readonly classes: number;
  readonly parts: readonly Float32Array[];
}

/**
 * Weights under which the pool p ~ exp(sum of weight x log p of each part / temperature) has the least cross-entropy
 * against `label` (-1 = does not count). Convex. Newton's method finds them, and a part whose weight would be negative
 * is left out. There must be at least one part.
 */
export function fitPool({ classes, parts }: PoolParts, label: Int32Array): PoolWeights {
  if (!label.some((own) => own >= 0)) return evenly(parts.length, 1);
  const every = Math.max(1, Math.ceil((label.length * classes) / MOST_NUMBERS));
  const used = parts.map(() => true);
  const weights = new Float64Array(parts.length).fill(1 / parts.length);
  for (;;) {
    const active = parts.flatMap((_, p) => (used[p] ? [p] : []));
    const chosen = active.map((p) => parts[p] as Float32Array);
    const fitted = newton(
      { classes, parts: chosen },
      label,
      every,
      Float64Array.from(active, (p) => weights[p] as number),
    );
    weights.fill(0);
    active.forEach((p, i) => (weights[p] = fitted[i] as number));
    const least = active.reduce((a, b) => ((weights[a] as number) <= (weights[b] as number) ? a : b));
    if ((weights[least] as number) >= 0 || active.length === 1) break;
    used[least] = false;
    active.forEach((p) => (weights[p] = 1 / active.length));
  }
  const sum = weights.reduce((a, b) => a + Math.max(0, b), 0);
  // Nothing is better than an even guess: the parts alone, as flat as possible.
  if (sum < LEAST_SUM) return evenly(parts.length, 1 / LEAST_SUM);
  return { weights: weights.map((weight) => Math.max(0, weight) / sum), temperature: 1 / sum };
}

function evenly(parts: number, temperature: number): PoolWeights {
  return { weights: new Float64Array(parts).fill(1 / parts), temperature };
}

/** Log-probabilities of the pool, rows x classes. */
export function mixPool(
  { classes, parts }: PoolParts,
  { weights, temperature }: PoolWeights,
): Float32Array<ArrayBuffer> {
  const numbers = parts[0]?.length ?? 0;
  const out = new Float32Array(numbers);
  const mixer = new Mixer(classes, parts);
  const scaled = weights.map((weight) => weight / temperature);
  for (let at = 0; at < numbers; at += classes) {
    const total = mixer.mix(at, scaled);
    for (let k = 0; k < classes; k++) out[at + k] = (mixer.score[k] as number) - total;
  }
  return out;
}

/** Mixes one row at a time. */
class Mixer {
  /** Weighted sum of the parts by class. */
  readonly score: Float64Array;
  readonly #classes: number;
  readonly #parts: readonly Float32Array[];

  constructor(classes: number, parts: readonly Float32Array[]) {
    this.#classes = classes;
    this.#parts = parts;
    this.score = new Float64Array(classes);
  }

  /** Fills `score` for the row at `at`. Returns log(sum(exp(score))). */
  mix(at: number, weights: Float64Array): number {
    const { score } = this;
    const classes = this.#classes;
    const parts = this.#parts;
    score.fill(0);
    for (let p = 0; p < parts.length; p++) {
      const part = parts[p] as Float32Array;
      const weight = weights[p] as number;
      for (let k = 0; k < classes; k++) score[k] = (score[k] as number) + weight * atLeast(part[at + k] as number);
    }
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) if ((score[k] as number) > largest) largest = score[k] as number;
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += exp((score[k] as number) - largest);
    return largest + log(sum);
  }
}

function atLeast(logProb: number): number {
  return logProb > LEAST_LOG ? logProb : LEAST_LOG;
}

/** Mean cross-entropy of the pool over every `every`-th row. */
export function poolLoss({ classes, parts }: PoolParts, label: Int32Array, weights: Float64Array, every = 1): number {
  const mixer = new Mixer(classes, parts);
  let loss = 0;
  let count = 0;
  for (let row = 0; row < label.length; row += every) {
    const own = label[row] as number;
    if (own < 0) continue;
    loss += mixer.mix(row * classes, weights) - (mixer.score[own] as number);
    count++;
  }
  return loss / Math.max(count, 1);
}

function newton(pool: PoolParts, label: Int32Array, every: number, start: Float64Array): Float64Array {
  let weights = start;
  let loss = poolLoss(pool, label, weights, every);
  for (let step = 0; step < STEPS; step++) {
    const direction = newtonStep(pool, label, weights, every);
    let length = 1;
    let next = weights;
    let nextLoss = loss;
    for (; length >= SMALLEST_STEP; length /= 2) {
      next = weights.map((weight, p) => weight - length * (direction[p] as number));
      nextLoss = poolLoss(pool, label, next, every);
      if (nextLoss <= loss) break;
    }
    if (nextLoss > loss) return weights;
    const gained = loss - nextLoss;
    weights = next;
    loss = nextLoss;
    if (gained < ENOUGH) return weights;
  }
  return weights;
}

/** Inverse Hessian times gradient of the loss. */
function newtonStep(
  { classes, parts }: PoolParts,
  label: Int32Array,
  weights: Float64Array,
  every: number,
): Float64Array {
  const n = parts.length;
  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n * n);
  const mixer = new Mixer(classes, parts);
  const probs = new Float64Array(classes);
  const mean = new Float64Array(n);
  let count = 0;
  for (let row = 0; row < label.length; row += every) {
    const own = label[row] as number;
    if (own < 0) continue;
    count++;
    const at = row * classes;
    const total = mixer.mix(at, weights);
    for (let k = 0; k < classes; k++) probs[k] = exp((mixer.score[k] as number) - total);
    for (let p = 0; p < n; p++) {
      const part = parts[p] as Float32Array;
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += (probs[k] as number) * atLeast(part[at + k] as number);
      mean[p] = sum;
      gradient[p] = (gradient[p] as number) + sum - atLeast(part[at + own] as number);
    }
    for (let p = 0; p < n; p++) {
      const a = parts[p] as Float32Array;
      for (let q = 0; q <= p; q++) {
        const b = parts[q] as Float32Array;
        let sum = 0;
        for (let k = 0; k < classes; k++) {
          sum += (probs[k] as number) * atLeast(a[at + k] as number) * atLeast(b[at + k] as number);
        }
        hessian[p * n + q] = (hessian[p * n + q] as number) + sum - (mean[p] as number) * (mean[q] as number);
      }
    }
  }
  for (let p = 0; p < n; p++) {
    for (let q = 0; q < p; q++) hessian[q * n + p] = hessian[p * n + q] as number;
    // Two equal parts have no one best mixture. Takes the nearest to the present one.
    hessian[p * n + p] = (hessian[p * n + p] as number) + 1e-6 * count;
  }
  return solve(hessian, gradient, n);
}

/** Solves the symmetric, positive definite system by elimination. */
function solve(matrix: Float64Array, right: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const factor = (matrix[j * n + i] as number) / (matrix[i * n + i] as number);
      for (let k = i; k < n; k++)
        matrix[j * n + k] = (matrix[j * n + k] as number) - factor * (matrix[i * n + k] as number);
      right[j] = (right[j] as number) - factor * (right[i] as number);
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = right[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (matrix[i * n + k] as number) * (right[k] as number);
    right[i] = sum / (matrix[i * n + i] as number);
  }
  return right;
}
