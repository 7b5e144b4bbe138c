import { crossEntropy, softmaxRow } from '../src/domain/loss.js';
import type { ScoreBatch } from '../src/protocol/model-wire.js';
import type { SessionOutput } from './model-session.js';

/** Largest difference between a loss from the graph and float64 cross-entropy of the same logits, in nats. */
const LOSS_TOLERANCE = 2e-3;
const SUM_TOLERANCE = 1e-3;

/**
 * Names the fault in a batch's numbers, or null. All numbers must be finite, probabilities sum to 1, each loss be the
 * cross-entropy of its own logits, and several different rows must not all have the same logits. (A model that
 * `gaveProbabilities` may be sure of one class for all of them.) Devices and drivers that compute nonsense do so
 * silently.
 */
export function badNumbers(batch: ScoreBatch, output: SessionOutput, gaveProbabilities = false): string | null {
  const { logits, classes, loss } = output;
  const rows = batch.labels.length;
  if (logits.length !== rows * classes || loss.length !== rows) return `${logits.length} logits for ${rows} rows`;
  for (let i = 0; i < logits.length; i++) {
    if (!Number.isFinite(logits[i])) return `logit ${logits[i]} in row ${Math.floor(i / classes) + 1} of the batch`;
  }
  const probabilities = new Float64Array(classes);
  for (let row = 0; row < rows; row++) {
    softmaxRow(logits, row * classes, classes, probabilities);
    const sum = probabilities.reduce((total, p) => total + p, 0);
    if (Math.abs(sum - 1) > SUM_TOLERANCE) return `probabilities of row ${row + 1} of the batch sum to ${sum}`;
    const label = batch.labels[row] ?? -1;
    if (label < 0) continue;
    const found = loss[row] ?? NaN;
    const expected = crossEntropy(logits, row * classes, classes, label);
    // Not `>`: a loss that is NaN must fail too.
    if (!(Math.abs(found - expected) <= LOSS_TOLERANCE * Math.max(1, expected))) {
      return `loss ${found} in row ${row + 1} of the batch, ${expected} by its logits`;
    }
  }
  if (gaveProbabilities || rows < 2 || !allEqual(logits, classes) || sameInputs(batch)) return null;
  return 'the same logits for different rows';
}

function allEqual(logits: Float32Array, classes: number): boolean {
  for (let i = classes; i < logits.length; i++) if (logits[i] !== logits[i - classes]) return false;
  return true;
}

function sameInputs(batch: ScoreBatch): boolean {
  const { ids, offsets } = batch;
  const length = (offsets[1] ?? 0) - (offsets[0] ?? 0);
  for (let row = 1; row < offsets.length - 1; row++) {
    const from = offsets[row] ?? 0;
    if ((offsets[row + 1] ?? 0) - from !== length) return false;
    for (let i = 0; i < length; i++) if (ids[from + i] !== ids[i]) return false;
  }
  return true;
}
