import { hypergeometricAtMost } from './tails.js';

/** The share of all wrong labels that a person wants to have found. */
export const RECALL_TARGET = 0.95;

/**
 * The p value of "fewer than `target` of all wrong labels are found", for rows reviewed from the most suspected down.
 * `wrong`: 1 for each reviewed row with a wrong label, in the order of the review. `rows`: of the dataset. Below 0.05 a
 * person can stop. 1 without a reviewed row.
 *
 * Each end of the sequence counts as a random sample from the rows that were undecided before it. That is careful, because
 * ranked rows have more wrong labels than random ones. Under the hypothesis the urn then has at least
 * K = floor(found / target + 1 - found before) wrong labels, and p = P(X <= found in the sample) is hypergeometric. The
 * result is the smallest p of all ends. It is enough to begin each end after a wrong label. Source: Callaghan and
 * Müller-Hansen (2020), "Statistical stopping criteria for automated screening in systematic reviews", Systematic
 * Reviews 9:273, with the ranked quasi-sampling of the authors' code.
 */
export function stoppingP(wrong: Uint8Array, rows: number, target = RECALL_TARGET): number {
  const found = wrong.reduce((sum, value) => sum + value, 0);
  let least = 1;
  let inSample = 0;
  for (let at = wrong.length - 1; at >= 0; at -= 1) {
    inSample += wrong[at] as number;
    const begins = at === 0 || wrong[at - 1] === 1;
    if (!begins) continue;
    const urn = rows - at;
    const marked = Math.min(urn, Math.floor(found / target + 1 - (found - inSample)));
    least = Math.min(least, hypergeometricAtMost(inSample, urn, marked, wrong.length - at));
  }
  return least;
}
