import { tokenLengths, type TokenChunk } from '../../domain/models/batch.js';
import { CHUNK_ROWS, type Dataset } from '../../domain/reading/dataset.js';
import { crossEntropy } from '../../domain/predictions/loss.js';
import type { BatchResult } from '../../protocol/model-wire.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { Clock, ResultsChunk } from '../../protocol/ports.js';
import type { Engine } from './engine.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import { hasEnded } from '../project/turn.js';

/** Rows to score with the model of the engine, and the receiver of their results. */
export interface Scoring {
  readonly dataset: Dataset;
  readonly predictions: Predictions;
  /** Whether the run scores this row. Rows with results are not scored again. */
  wants(row: number): boolean;
  /**
   * The tokens that the model sees, in place of `tokens`. `rows`: the rows to score. `from`: the dataset's row of row
   * 0.
   */
  shown(tokens: TokenChunk, rows: readonly number[], from: number): TokenChunk;
  /** Stores a chunk. The receiver reports a failure. */
  keep(chunk: ResultsChunk): Promise<void>;
  /** Takes the number of rows of each batch, at `now` in monotonic ms. */
  scored(rows: number, now: number): void;
}

const KEEP_EVERY_MS = 1000;

/**
 * Scores the wanted rows without results, chunk by chunk, until `signal` ends. Stores each chunk at most once a second,
 * and after its last batch.
 */
export async function scoreRows(
  signal: AbortSignal,
  engine: Engine,
  clock: Clock,
  scoring: Scoring,
): Promise<Outcome<null>> {
  const chunks = Math.ceil(scoring.dataset.rows / CHUNK_ROWS);
  for (let index = 0; index < chunks; index++) {
    const scored = await scoreChunk(signal, engine, clock, scoring, index);
    if (!scored.ok || hasEnded(signal)) return scored;
  }
  return { ok: true, value: null };
}

async function scoreChunk(
  signal: AbortSignal,
  engine: Engine,
  clock: Clock,
  scoring: Scoring,
  index: number,
): Promise<Outcome<null>> {
  const { dataset, predictions } = scoring;
  const from = index * CHUNK_ROWS;
  const to = Math.min(from + CHUNK_ROWS, dataset.rows);
  const missing: number[] = [];
  for (let row = from; row < to; row++) if (!predictions.isScored(row) && scoring.wants(row)) missing.push(row - from);
  if (missing.length === 0) return { ok: true, value: null };
  const tokens = await engine.tokenize(dataset, from, to);
  if (!tokens.ok) return tokens;
  if (hasEnded(signal)) return { ok: true, value: null };
  const { value: columns } = predictions.logits;
  const lengths = tokenLengths(tokens.value);
  const labels = Int32Array.from(lengths, (_, row) => predictions.labelClassOf(from + row));
  const shown = scoring.shown(tokens.value, missing, from);
  let keptAt = clock.ticks();
  const take = async (rows: Uint32Array, result: BatchResult): Promise<void> => {
    write(predictions, from, rows, labels, lengths, tokens.value.truncated, result);
    const now = clock.ticks();
    scoring.scored(rows.length, now);
    if (now - keptAt < KEEP_EVERY_MS) return;
    keptAt = now;
    await scoring.keep(predictions.chunk(index));
  };
  const outcome = await engine.scoreRows(signal, shown, missing, labels, take);
  // Also stores after a pause, unless the columns now belong to another dataset or model.
  if (columns === predictions.logits.value) await scoring.keep(predictions.chunk(index));
  return outcome;
}

function write(
  predictions: Predictions,
  from: number,
  rows: Uint32Array,
  labels: Int32Array,
  lengths: Uint16Array,
  truncated: Uint8Array,
  result: BatchResult,
): void {
  const width = predictions.classes.length;
  rows.forEach((row, i) => {
    const logits = result.logits.subarray(i * width, (i + 1) * width);
    const label = predictions.labelClassOf(from + row);
    // The label map can change during a batch.
    const loss = label === labels[row] ? result.loss[i] : lossOf(logits, width, label);
    predictions.writeRow(from + row, logits, loss ?? Number.NaN, lengths[row] ?? 0, truncated[row] === 1);
  });
}

function lossOf(logits: Float32Array, classes: number, label: number): number {
  return label < 0 ? Number.NaN : crossEntropy(logits, 0, classes, label);
}
