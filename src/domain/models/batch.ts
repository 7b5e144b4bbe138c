import type { TextColumn } from '../reading/dataset.js';

/** Texts of a chunk of rows, UTF-8 arenas as in `TextColumn` but with offsets relative to this chunk. */
export interface TextChunk {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** Token ids of a chunk: row i is `ids[offsets[i] .. offsets[i + 1])`, special tokens included. */
export interface TokenChunk {
  readonly ids: Int32Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
  /** Position of the first token of segment B in its row (token type 1 from there on). 0 = single segment. */
  readonly segmentB: Uint16Array<ArrayBuffer>;
  /** 1 = tokens were cut to `maxTokens`. */
  readonly truncated: Uint8Array<ArrayBuffer>;
}

/** One padded batch to score. `rows x columns` token ids, row-major, padded with the tokenizer's pad id by the worker. */
export interface ScoreBatch {
  /** Concatenated token ids of the batch's rows. */
  readonly ids: Int32Array;
  /** rows + 1 offsets into `ids`. */
  readonly offsets: Uint32Array;
  readonly segmentB: Uint16Array;
  /** Padded length, >= the longest row. */
  readonly columns: number;
  /** Model class of each row's label. -1 = none, and then the row has no loss. */
  readonly labels: Int32Array;
}

/** How large batches may be. */
export interface BatchLimits {
  /** Most padded tokens (rows x columns) of a batch. A single row may exceed it. */
  readonly tokenBudget: number;
  readonly maxRows: number;
  /** Padded lengths are multiples of this number, which gives few shapes and few wasted tokens. */
  readonly multiple: number;
  /** Longest padded length: the model's `maxTokens`. */
  readonly maxColumns: number;
}

/** A batch before its tokens are gathered. */
export interface BatchPlan {
  /** Rows of the chunk, shortest first. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly columns: number;
}

/** A smaller batch is not halved: rows that do not fit then never fit. */
const SMALLEST_BUDGET = 64;

/**
 * Plans the batches of a chunk from its rows' lengths in tokens. Rows of similar length share a batch, so that little
 * is padded. The order of the batches spreads lengths evenly, so that the pace of the first ones predicts the rest. The
 * same input gives the same plan. Every row is in it once.
 */
export function planBatches(lengths: ArrayLike<number>, limits: BatchLimits): BatchPlan[] {
  const order = Uint32Array.from({ length: lengths.length }, (_, row) => row);
  order.sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const batches: BatchPlan[] = [];
  let from = 0;
  while (from < order.length) {
    let to = from;
    let columns = 0;
    while (to < order.length && to - from < limits.maxRows) {
      const padded = paddedLength(lengths[order[to] ?? 0] ?? 0, limits);
      const tokens = padded * (to - from + 1);
      // A batch that is half full ends where its next row would widen all of it.
      if (to > from && (tokens > limits.tokenBudget || (padded > columns && tokens * 2 > limits.tokenBudget))) break;
      columns = padded;
      to++;
    }
    batches.push({ rows: order.slice(from, to), columns });
    from = to;
  }
  return spread(batches);
}

/** Length rounded up to a multiple, within 1 multiple and the longest allowed. Never below the length itself. */
function paddedLength(length: number, limits: BatchLimits): number {
  const rounded = Math.max(1, Math.ceil(length / limits.multiple)) * limits.multiple;
  return Math.max(length, Math.min(rounded, limits.maxColumns));
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Orders the batches by the golden-ratio sequence: any first part of the result holds low and high positions alike. It
 * begins in the middle, so that the first pace is a middling one.
 */
function spread(plans: readonly BatchPlan[]): BatchPlan[] {
  const turn = plans.map((_, i) => (0.5 + i * GOLDEN) % 1);
  const byTurn = Array.from(turn.keys()).sort((a, b) => (turn[a] ?? 0) - (turn[b] ?? 0));
  const out = [...plans];
  // The plan at position p is visited when the sequence falls on the p-th of its places.
  plans.forEach((plan, position) => (out[byTurn[position] ?? position] = plan));
  return out;
}

/**
 * Half the token budget, for the batches after one that ran out of memory. Null when the budget is already the
 * smallest.
 */
export function halveBudget(limits: BatchLimits): BatchLimits | null {
  const tokenBudget = Math.floor(limits.tokenBudget / 2);
  return tokenBudget < SMALLEST_BUDGET ? null : { ...limits, tokenBudget };
}

/** Gathers a batch's tokens. `labels`: the model's class for each row of the chunk, -1 = none. All arrays are new. */
export function packBatch(tokens: TokenChunk, plan: BatchPlan, labels: ArrayLike<number>): ScoreBatch {
  const { rows, columns } = plan;
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + (tokens.offsets[row + 1] ?? 0) - (tokens.offsets[row] ?? 0);
  });
  const ids = new Int32Array(offsets[rows.length] ?? 0);
  rows.forEach((row, i) => {
    ids.set(tokens.ids.subarray(tokens.offsets[row], tokens.offsets[row + 1]), offsets[i]);
  });
  return {
    ids,
    offsets,
    segmentB: Uint16Array.from(rows, (row) => tokens.segmentB[row] ?? 0),
    columns,
    labels: Int32Array.from(rows, (row) => labels[row] ?? -1),
  };
}

/** Text that is tokenized in one call. A worker that does not finish a piece in time has hung. */
const PIECE_BYTES = 256 * 1024;

/**
 * Cuts rows `from .. to` into pieces of at most `mostBytes` of text, as [first row, row after the last]. A longer row is
 * a piece by itself. There is at least one piece.
 */
export function textPieces(
  columns: readonly TextColumn[],
  from: number,
  to: number,
  mostBytes: number = PIECE_BYTES,
): (readonly [number, number])[] {
  const bytesIn = (first: number, end: number): number =>
    columns.reduce((sum, { offsets }) => sum + (offsets[end] ?? 0) - (offsets[first] ?? 0), 0);
  const pieces: (readonly [number, number])[] = [];
  let first = from;
  for (let row = from + 1; row < to; row++) {
    if (bytesIn(first, row + 1) <= mostBytes) continue;
    pieces.push([first, row]);
    first = row;
  }
  return [...pieces, [first, to]];
}

/** The chunks of consecutive rows as one. */
export function joinTokens(chunks: readonly TokenChunk[]): TokenChunk {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const rows = chunks.reduce((sum, chunk) => sum + chunk.truncated.length, 0);
  const ids = new Int32Array(chunks.reduce((sum, chunk) => sum + chunk.ids.length, 0));
  const joined = {
    ids,
    offsets: new Uint32Array(rows + 1),
    segmentB: new Uint16Array(rows),
    truncated: new Uint8Array(rows),
  };
  let row = 0;
  let at = 0;
  for (const chunk of chunks) {
    joined.ids.set(chunk.ids, at);
    joined.offsets.set(
      chunk.offsets.map((offset) => at + offset),
      row,
    );
    joined.segmentB.set(chunk.segmentB, row);
    joined.truncated.set(chunk.truncated, row);
    row += chunk.truncated.length;
    at += chunk.ids.length;
  }
  return joined;
}

/** Length of each row in tokens. */
export function tokenLengths(tokens: TokenChunk): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: tokens.offsets.length - 1 }, (_, row) => {
    return (tokens.offsets[row + 1] ?? 0) - (tokens.offsets[row] ?? 0);
  });
}

/** Copies rows `from .. to` of a column into a chunk of their own, for the transfer to the model worker. */
export function sliceTexts(column: TextColumn, from: number, to: number): TextChunk {
  const start = column.offsets[from] ?? 0;
  const offsets = column.offsets.slice(from, to + 1);
  for (let i = 0; i < offsets.length; i++) offsets[i] = (offsets[i] ?? 0) - start;
  return { bytes: column.bytes.slice(start, column.offsets[to]), offsets };
}
