import type { ScoreBatch } from '../src/protocol/model-wire.js';

/** Element types in which a graph may take its inputs. */
export type FeedType = 'int64' | 'int32' | 'float32' | 'bool';

/** Inputs of a transformer that can be filled from token ids. */
export type KnownInput = 'input_ids' | 'attention_mask' | 'token_type_ids' | 'position_ids';

/** The tokenizer's and the model's numbers that inputs are made of. */
export interface Filling {
  readonly padId: number;
  /** Position of a row's first token. Above 0, padding has the position before it, as in RoBERTa. */
  readonly firstPosition: number;
}

/**
 * Pads a batch to `rows x columns` and fills one input. Throws for a row longer than `columns`, which is a bug of the
 * caller.
 */
export function fillInput(
  input: KnownInput,
  batch: ScoreBatch,
  { padId, firstPosition }: Filling,
): Int32Array<ArrayBuffer> {
  const { ids, offsets, segmentB, columns } = batch;
  const rows = offsets.length - 1;
  const out = new Int32Array(rows * columns);
  if (input === 'input_ids') out.fill(padId);
  for (let row = 0; row < rows; row++) {
    const from = offsets[row] ?? 0;
    const length = (offsets[row + 1] ?? 0) - from;
    if (length > columns) throw new Error(`row ${row} has ${length} tokens, more than ${columns}`);
    const at = row * columns;
    if (input === 'input_ids') out.set(ids.subarray(from, from + length), at);
    else if (input === 'attention_mask') out.fill(1, at, at + length);
    else if (input === 'position_ids') {
      for (let i = 0; i < columns; i++) {
        out[at + i] = i < length || firstPosition === 0 ? firstPosition + i : firstPosition - 1;
      }
    } else {
      const second = segmentB[row] ?? 0;
      if (second > 0) out.fill(1, at + second, at + length);
    }
  }
  return out;
}

/** Classes to gather. A row without a class (-1) takes class 0, and its loss is discarded afterwards. */
export function fillLabels(batch: ScoreBatch, classes: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(batch.labels.length);
  batch.labels.forEach((label, row) => {
    if (label < -1 || label >= classes) throw new Error(`row ${row} has class ${label} of ${classes}`);
    out[row] = Math.max(0, label);
  });
  return out;
}

/**
 * Cuts a batch into batches of exactly `rows` rows of `columns` tokens. Copies of its last row without a label fill the
 * last one up. Their results are not used.
 */
export function cutBatch(batch: ScoreBatch, rows: number, columns: number): ScoreBatch[] {
  const { ids, offsets, segmentB, labels } = batch;
  const cut: ScoreBatch[] = [];
  for (let from = 0; from < labels.length; from += rows) {
    const own = Array.from({ length: rows }, (_, i) => Math.min(from + i, labels.length - 1));
    const texts = own.map((row) => ids.subarray(offsets[row], offsets[row + 1]));
    const ends = new Uint32Array(rows + 1);
    texts.forEach((text, i) => (ends[i + 1] = (ends[i] ?? 0) + text.length));
    const joined = new Int32Array(ends[rows] ?? 0);
    texts.forEach((text, i) => joined.set(text, ends[i]));
    cut.push({
      ids: joined,
      offsets: ends,
      segmentB: Uint16Array.from(own, (row) => segmentB[row] ?? 0),
      columns,
      labels: Int32Array.from(own, (row, i) => (from + i < labels.length ? (labels[row] ?? -1) : -1)),
    });
  }
  return cut;
}

/** Widens non-negative numbers to int64, without a BigInt for each: low word first, as in WebAssembly. */
export function toInt64(values: Int32Array): BigInt64Array<ArrayBuffer> {
  const out = new BigInt64Array(values.length);
  const words = new Int32Array(out.buffer);
  for (let i = 0; i < values.length; i++) words[i * 2] = values[i] ?? 0;
  return out;
}
