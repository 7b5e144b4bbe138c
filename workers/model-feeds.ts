import type { ScoreBatch } from '../src/protocol/model-wire.js';

/** One input tensor, [batch, columns], as int64 or int32. */
export interface Feed {
  readonly name: string;
  readonly type: 'int64' | 'int32';
  readonly data: BigInt64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  readonly dims: readonly [number, number];
}

/** Inputs of a transformer that can be filled from token ids. */
export const KNOWN_INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'] as const;
export type KnownInput = (typeof KNOWN_INPUTS)[number];

/** Pads a batch to `rows x columns` and fills one input. Rows longer than `columns` are a caller's bug: throws. */
export function fillInput(input: KnownInput, batch: ScoreBatch, padId: number): Int32Array<ArrayBuffer> {
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
    else if (input === 'position_ids') for (let i = 0; i < columns; i++) out[at + i] = i;
    else {
      const second = segmentB[row] ?? 0;
      if (second > 0) out.fill(1, at + second, at + length);
    }
  }
  return out;
}

/** Classes to gather: a row without one (-1) takes class 0, whose loss is thrown away afterwards. */
export function fillLabels(batch: ScoreBatch, classes: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(batch.labels.length);
  batch.labels.forEach((label, row) => {
    if (label < -1 || label >= classes) throw new Error(`row ${row} has class ${label} of ${classes}`);
    out[row] = Math.max(0, label);
  });
  return out;
}

/** Widens non-negative numbers to int64 in place of a BigInt for each: low word first, as WebAssembly has it. */
export function toInt64(values: Int32Array): BigInt64Array<ArrayBuffer> {
  const out = new BigInt64Array(values.length);
  const words = new Int32Array(out.buffer);
  for (let i = 0; i < values.length; i++) words[i * 2] = values[i] ?? 0;
  return out;
}
