/** The row id at `position` in the source, or -1 (a record set aside, or beyond the end). */
export function rowOfSource(sourceRow: Uint32Array, position: number): number {
  // In a source without records set aside each row is at its own position.
  if (position < sourceRow.length && sourceRow[position] === position) return position;
  let low = 0;
  let high = sourceRow.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sourceRow[middle] as number;
    if (found === position) return middle;
    if (found < position) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
