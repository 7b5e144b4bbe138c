import { isWithin } from '../../domain/map/histogram.js';
import type { Brushes } from './view-choices.js';

/** The rows of both lists, one list after the other. */
export function joined(first: Uint32Array, second: Uint32Array): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(first.length + second.length);
  rows.set(first);
  rows.set(second, first.length);
  return rows;
}

/** The listed rows whose value in the mask is 1, in their order. */
export function chosen(rows: Uint32Array, mask: Uint8Array): Uint32Array<ArrayBuffer> {
  const left = new Uint32Array(rows.length);
  let count = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    if (mask[row] === 1) left[count++] = row;
  }
  return left.slice(0, count);
}

/** A mask for `length` rows: 1 for each listed row. */
export function maskOf(rows: Uint32Array, length: number): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(length);
  for (let place = 0; place < rows.length; place++) mask[rows[place] ?? 0] = 1;
  return mask;
}

/** A mask for `length` rows: 1 where the row's values are inside both brushes. A missing value is inside none. */
export function insideMask(
  length: number,
  { x, y }: Brushes,
  valuesX: Float32Array | null,
  valuesY: Float32Array | null,
): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    const inside = isWithin(x, valuesX?.[row] ?? Number.NaN) && isWithin(y, valuesY?.[row] ?? Number.NaN);
    mask[row] = inside ? 1 : 0;
  }
  return mask;
}
