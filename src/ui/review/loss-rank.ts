/**
 * The rank of a row by loss, highest first: 1 for the first; 0 where the row has no loss. Of equal losses the earlier row
 * comes first. One pass.
 */
export function lossRank(loss: Float32Array, row: number): number {
  const own = loss[row] ?? Number.NaN;
  if (Number.isNaN(own)) return 0;
  let rank = 1;
  for (let other = 0; other < loss.length; other++) {
    const value = loss[other] as number;
    if (value > own || (value === own && other < row)) rank++;
  }
  return rank;
}
