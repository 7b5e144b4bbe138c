import { exp } from './arithmetic.js';
import type { Lesson } from './naive-bayes.js';
import { RandomNumbers, shuffle } from './random.js';

export interface LogisticOptions { rate: number; decay: number; perWeight: boolean; sgd?: boolean; c?: number; l2: number; power: number }

/** experimental */
export class Logistic {
  readonly weight: Float32Array;
  readonly bias: Float64Array;
  private readonly squares: Float32Array;
  private readonly biasSquares: Float64Array;
  private readonly order: Uint32Array;
  private readonly random: RandomNumbers;
  private readonly z: Float64Array;
  epochs = 0;
  scale = 1;
  constructor(private readonly lesson: Lesson, readonly without: number, private readonly o: LogisticOptions) {
    const { rows, classes, label, fold } = lesson;
    this.weight = new Float32Array(rows.features * classes);
    this.bias = new Float64Array(classes);
    this.squares = new Float32Array(o.perWeight ? rows.features * classes : rows.features);
    this.biasSquares = new Float64Array(classes);
    const own: number[] = [];
    for (let r = 0; r < rows.rows; r++) if ((label[r] as number) >= 0 && fold[r] !== without) own.push(r);
    this.order = Uint32Array.from(own);
    this.random = new RandomNumbers(1000 + without);
    this.z = new Float64Array(classes);
  }
  probs(row: number): Float64Array {
    const { rows: { offsets, index, value }, classes } = this.lesson;
    const { z, weight } = this;
    z.set(this.bias);
    for (let e = offsets[row] as number; e < (offsets[row + 1] as number); e++) {
      const at = (index[e] as number) * classes;
      const x = (value[e] as number) * this.scale;
      for (let k = 0; k < classes; k++) z[k] = (z[k] as number) + x * (weight[at + k] as number);
    }
    let max = -Infinity;
    for (let k = 0; k < classes; k++) if ((z[k] as number) > max) max = z[k] as number;
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += z[k] = exp((z[k] as number) - max);
    for (let k = 0; k < classes; k++) z[k] = (z[k] as number) / sum;
    return z;
  }
  epoch(): void {
    const { rows: { offsets, index, value }, classes, label } = this.lesson;
    const { weight, squares, bias, biasSquares, order, o } = this;
    shuffle(order, this.random);
    const rate = o.rate / Math.pow(1 + this.epochs, o.power);
    for (let i = 0; i < order.length; i++) {
      const row = order[i] as number;
      const g = this.probs(row);
      g[label[row] as number]! -= 1;
      if (o.sgd) {
        const n = order.length; const t = this.epochs * n + i;
        const eta = o.rate / (1 + o.power * t / n);
        this.scale *= 1 - eta / ((o.c ?? 4) * n);
        const step = eta / this.scale;
        for (let e = offsets[row] as number; e < (offsets[row + 1] as number); e++) {
          const at = (index[e] as number) * classes; const x = (value[e] as number) * step;
          for (let k = 0; k < classes; k++) weight[at + k] = (weight[at + k] as number) - x * (g[k] as number);
        }
        for (let k = 0; k < classes; k++) bias[k] = (bias[k] as number) - eta * 0.1 * (g[k] as number);
        if (this.scale < 1e-3) { for (let j = 0; j < weight.length; j++) weight[j] = (weight[j] as number) * this.scale; this.scale = 1; }
        continue;
      }
      let norm = 0;
      for (let k = 0; k < classes; k++) norm += (g[k] as number) * (g[k] as number);
      for (let e = offsets[row] as number; e < (offsets[row + 1] as number); e++) {
        const f = index[e] as number;
        const at = f * classes;
        const x = value[e] as number;
        if (o.perWeight) {
          for (let k = 0; k < classes; k++) {
            const d = (g[k] as number) * x;
            const s = (squares[at + k] as number) + d * d;
            squares[at + k] = s;
            weight[at + k] = (weight[at + k] as number) - rate * d / Math.sqrt(s + 1e-6);
          }
        } else {
          const s = (squares[f] as number) + norm * x * x;
          squares[f] = s;
          const step = rate * x / Math.sqrt(s + 1e-6);
          for (let k = 0; k < classes; k++) weight[at + k] = (weight[at + k] as number) - step * (g[k] as number);
        }
      }
      for (let k = 0; k < classes; k++) {
        const d = g[k] as number;
        const s = (biasSquares[k] as number) + d * d;
        biasSquares[k] = s;
        bias[k] = (bias[k] as number) - rate * d / Math.sqrt(s + 1e-6);
      }
    }
    if (o.l2 > 0) { const keep = 1 - o.l2; for (let i = 0; i < weight.length; i++) weight[i] = (weight[i] as number) * keep; }
    this.epochs++;
  }
}
