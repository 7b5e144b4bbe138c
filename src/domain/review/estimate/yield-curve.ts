/** A point of a yield curve. */
export interface YieldPoint {
  /** Reviewed rows so far, from the highest loss down. */
  readonly reviewed: number;
  /** Wrong labels among them. */
  readonly wrong: number;
}

/**
 * The yield of a review by rank: how many of the first reviewed rows had a wrong label. `wrong`: 1 for each reviewed row
 * with a wrong label, from the highest loss down. At most `points` points, evenly spread, the last of them at the end.
 */
export function yieldCurve(wrong: Uint8Array, points: number): readonly YieldPoint[] {
  const curve: YieldPoint[] = [];
  let found = 0;
  for (let at = 0; at < wrong.length; at += 1) {
    found += wrong[at] as number;
    const reviewed = at + 1;
    const due = Math.floor((reviewed * points) / wrong.length) > Math.floor((at * points) / wrong.length);
    if (wrong.length <= points || due) curve.push({ reviewed, wrong: found });
  }
  return curve;
}
