import type { Delimiter } from './dataset.js';
import type { LineWindow } from '../bytes/lines.js';

/** A line that names the delimiter is no longer than this. */
const SEPARATOR_BYTES = 200;

/**
 * The delimiter that the line in `bytes[start .. end)` names (`sep=;`), as spreadsheets read it: quoted or not, empty cells
 * behind it. Null for any other line.
 */
export function separatorOf(bytes: Uint8Array, start: number, end: number): Delimiter | null {
  if (end - start < 5 || end - start > SEPARATOR_BYTES) return null;
  const line = String.fromCharCode(...bytes.subarray(start, end));
  const found = /^("?)sep=([\t,;|])\1[\t,;|" ]*$/i.exec(line)?.[2];
  return found === '\t' || found === ',' || found === ';' || found === '|' ? found : null;
}

/** Whether the found line of a window is `sep=` and a delimiter. */
export function isSeparatorLine({ bytes, start, lineEnd }: LineWindow): boolean {
  return separatorOf(bytes, start, lineEnd) !== null;
}
