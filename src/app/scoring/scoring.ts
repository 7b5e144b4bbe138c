import { tokenLengths, type TokenChunk } from '../../domain/models/batch.js';
import { CHUNK_ROWS, type Dataset } from '../../domain/reading/dataset.js';
import { crossEntropy } from '../../domain/predictions/loss.js';
import type { BatchResult } from '../../protocol/model-wire.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
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
  const chunks = chunksToScore(scoring);
  let chunk = chunks.next().value;
  let tokens = chunk && tokensOf(engine, scoring, chunk);
  while (chunk && tokens) {
    const read = await tokens;
    if (!read.ok) return read;
    if (hasEnded(signal)) break;
    // The workers do not wait for the tokens of the next chunk.
    const next = chunks.next().value;
    tokens = next && tokensOf(engine, scoring, next);
    const scored = await scoreChunk(signal, engine, clock, scoring, chunk, read.value);
    if (!scored.ok || hasEnded(signal)) return scored;
    chunk = next;
  }
  return ok(null);
}

/** A chunk with rows to score. */
interface ChunkToScore {
  readonly index: number;
  /** Rows of the dataset. */
  readonly from: number;
  readonly to: number;
  /** The rows to score, counted from `from`. */
  readonly missing: readonly number[];
}

/** The chunks with rows to score, in order. */
function* chunksToScore({ dataset, predictions, ...scoring }: Scoring): Generator<ChunkToScore, undefined> {
  for (let index = 0; index * CHUNK_ROWS < dataset.rows; index++) {
    const from = index * CHUNK_ROWS;
    const to = Math.min(from + CHUNK_ROWS, dataset.rows);
    const missing: number[] = [];
    for (let row = from; row < to; row++)
      if (!predictions.isScored(row) && scoring.wants(row)) missing.push(row - from);
    if (missing.length > 0) yield { index, from, to, missing };
  }
}

function tokensOf(engine: Engine, { dataset }: Scoring, { from, to }: ChunkToScore): Promise<Outcome<TokenChunk>> {
  return engine.tokenize(dataset, from, to);
}

async function scoreChunk(
  signal: AbortSignal,
  engine: Engine,
  clock: Clock,
  scoring: Scoring,
  { index, from, missing }: ChunkToScore,
  tokens: TokenChunk,
): Promise<Outcome<null>> {
  const { predictions } = scoring;
  const { value: columns } = predictions.logits;
  const lengths = tokenLengths(tokens);
  const labels = Int32Array.from(lengths, (_, row) => predictions.labelClassOf(from + row));
  const shown = scoring.shown(tokens, missing, from);
  let keptAt = clock.ticks();
  const take = async (rows: Uint32Array, result: BatchResult): Promise<void> => {
    write(predictions, from, rows, labels, lengths, tokens.truncated, result);
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
