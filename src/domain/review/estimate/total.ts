import { ALPHA, hypergeometricInterval, meanInterval, type Interval } from './intervals.js';
import type { StratumCounts } from './strata.js';

/** The number of wrong labels among the rows without a decision. */
export interface Remaining extends Interval {
  /** Null while a stratum with undecided rows has no sampled row. */
  readonly estimate: number | null;
  /** Sampled rows in all strata. */
  readonly sampled: number;
  /** Sampled rows, wrong and unsure ones among them, in strata that still have undecided rows. */
  readonly open: { readonly sampled: number; readonly wrong: number; readonly unsure: number };
}

/**
 * Estimates how many wrong labels are left, with a 95 % interval, from a stratified random sample and from all decisions.
 *
 * A stratum without undecided rows is known. For the others, the estimate is the total of Horvitz and Thompson (1952):
 * the sum over strata of rows * wrong in the sample / sampled, less the wrong labels that are found already.
 *
 * The interval: with sampled share f = sampled / rows and K wrong labels in each stratum, the wrong labels in the sample
 * have the mean sum(f * K). Their number is a sum of independent trials, because each hypergeometric number is one
 * (Vatutin and Mikhailov, 1982), so `meanInterval` holds for the mean. The ends are the smallest and largest sum(K) with
 * a mean in that interval, where K of each stratum is at least the number found and at most that with every undecided
 * row. The extreme fills the strata in the order of f. This is never too narrow, and costs no part of alpha for each
 * stratum as Bonferroni's bounds do. Where one stratum alone has undecided rows, its exact hypergeometric interval is
 * used instead.
 *
 * A sampled row that a person was unsure about counts as right for the low end and as wrong for the high end, so that the
 * interval holds for either. The estimate leaves it out of the sample, as if unsure rows were wrong as often as others.
 */
export function remainingErrors(strata: readonly StratumCounts[], alpha = ALPHA): Remaining {
  const open = strata.filter(({ rows, decided }) => decided < rows);
  const sampled = sum(open, (stratum) => stratum.sampled);
  const wrong = sum(open, (stratum) => stratum.sampledWrong);
  const unsure = sum(open, (stratum) => stratum.sampledUnsure);
  const found = sum(open, (stratum) => stratum.wrong);
  const undecided = sum(open, ({ rows, decided }) => rows - decided);
  const { low } = totalInterval(open, alpha);
  const { high } = totalInterval(open.map(withUnsureWrong), alpha);
  const [least, most] = [clamp(low - found, 0, undecided), clamp(high - found, 0, undecided)];
  const known = open.every((stratum) => answered(stratum) > 0);
  const total = sum(open, (stratum) => (stratum.rows * stratum.sampledWrong) / answered(stratum));
  return {
    estimate: known ? clamp(total - found, least, most) : null,
    low: least,
    high: most,
    sampled: sum(strata, (stratum) => stratum.sampled),
    open: { sampled, wrong, unsure },
  };
}

function withUnsureWrong(stratum: StratumCounts): StratumCounts {
  return { ...stratum, sampledWrong: stratum.sampledWrong + stratum.sampledUnsure };
}

/** Sampled rows with a decision. */
function answered({ sampled, sampledUnsure }: StratumCounts): number {
  return sampled - sampledUnsure;
}

/** The interval of the number of wrong labels in all of these strata. */
function totalInterval(open: readonly StratumCounts[], alpha: number): Interval {
  const [only, ...others] = open;
  if (only && others.length === 0) {
    return hypergeometricInterval(only.sampledWrong, only.sampled, only.rows, alpha);
  }
  const sampled = sum(open, (stratum) => stratum.sampled);
  const wrong = sum(open, (stratum) => stratum.sampledWrong);
  const mean = meanInterval(wrong, sampled, alpha);
  const bySlope = [...open].sort((one, other) => shareOf(one) - shareOf(other));
  return {
    low: Math.ceil(fewest(bySlope.reverse(), mean.low) - ROUNDING),
    high: Math.floor(most([...bySlope].reverse(), mean.high) + ROUNDING),
  };
}

/** Sums of shares are not exact. */
const ROUNDING = 1e-9;

/** The largest number of wrong labels with at most this mean in the sample. Strata by rising share. */
function most(open: readonly StratumCounts[], mean: number): number {
  let left = mean - sum(open, (stratum) => shareOf(stratum) * stratum.wrong);
  let total = sum(open, (stratum) => stratum.wrong);
  for (const stratum of open) {
    const share = shareOf(stratum);
    const room = stratum.rows - stratum.decided;
    const more = share === 0 ? room : clamp(left / share, 0, room);
    total += more;
    left -= more * share;
  }
  return total;
}

/** The smallest number of wrong labels with at least this mean in the sample. Strata by falling share. */
function fewest(open: readonly StratumCounts[], mean: number): number {
  let left = mean - sum(open, (stratum) => shareOf(stratum) * stratum.wrong);
  let total = sum(open, (stratum) => stratum.wrong);
  for (const stratum of open) {
    const share = shareOf(stratum);
    if (share === 0 || left <= 0) break;
    const more = Math.min(left / share, stratum.rows - stratum.decided);
    total += more;
    left -= more * share;
  }
  return total;
}

function shareOf({ sampled, rows }: StratumCounts): number {
  return sampled / rows;
}

function sum(strata: readonly StratumCounts[], of: (stratum: StratumCounts) => number): number {
  return strata.reduce((total, stratum) => total + of(stratum), 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
