import { binomialAtMost, hypergeometricAtMost } from './tails.js';

/** An interval of counts or of shares, both ends included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The two-sided error of every interval on the page: an interval holds in 95 % of all samples. */
export const ALPHA = 0.05;
/** The quantile of the normal distribution at 97.5 %. */
const Z = 1.959963984540054;

/**
 * The 95 % interval of a share after `hits` in `size` random rows. 0 to 1 without rows. Source: Wilson (1927), "Probable
 * inference, the law of succession, and statistical inference", JASA 22.
 */
export function wilsonInterval(hits: number, size: number): Interval {
  if (size <= 0) return { low: 0, high: 1 };
  const share = hits / size;
  const spread = Z * Math.sqrt((share * (1 - share)) / size + (Z * Z) / (4 * size * size));
  const middle = share + (Z * Z) / (2 * size);
  const scale = 1 + (Z * Z) / size;
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: hits === size ? 1 : Math.min(1, (middle + spread) / scale),
  };
}

/**
 * The number of random rows after which the Wilson interval is at most `halfWidth` (a share, 0 .. 0.5) to either side,
 * whatever the share is. The widest interval is that of one half: z / (2 sqrt(n + z^2)). From 1 to `rows`.
 */
export function sampleSize(halfWidth: number, rows: number): number {
  const size = Math.ceil((Z / (2 * halfWidth)) ** 2 - Z * Z);
  return Math.min(rows, Math.max(1, size));
}

/**
 * The exact interval of the number of marked rows among `rows`, after `hits` marked ones in a random sample of
 * `sampled` without replacement: every number under which neither tail is at most `alpha` / 2. Source: Buonaccorsi
 * (1987), "A note on confidence intervals for proportions in finite populations", The American Statistician 41.
 */
export function hypergeometricInterval(hits: number, sampled: number, rows: number, alpha = ALPHA): Interval {
  const least = hits;
  const most = rows - sampled + hits;
  // P(X <= hits) falls with the number of marked rows.
  const high = last(least, most, (marked) => hypergeometricAtMost(hits, rows, marked, sampled) > alpha / 2);
  const tooFew = (marked: number): boolean => 1 - hypergeometricAtMost(hits - 1, rows, marked, sampled) <= alpha / 2;
  const low = tooFew(least) ? last(least, most, tooFew) + 1 : least;
  return { low, high };
}

/**
 * The interval of the expected number of hits in `size` independent trials whose probabilities may all differ, after
 * `hits`. Source: Hoeffding (1956), "On the distribution of the number of successes in independent trials", Annals of
 * Mathematical Statistics 27: for the same mean, no tail that begins at least 1 from the mean is larger than the
 * binomial one. So the bounds are those of Clopper and Pearson (1934). Next to both ends the theorem is silent, and the
 * bound is that of Markov: P(at least 1 hit) <= mean.
 */
export function meanInterval(hits: number, size: number, alpha = ALPHA): Interval {
  return { low: meanAtLeast(hits, size, alpha), high: size - meanAtLeast(size - hits, size, alpha) };
}

function meanAtLeast(hits: number, size: number, alpha: number): number {
  if (hits === 0) return 0;
  if (hits === 1) return alpha / 2;
  let low = 0;
  let high = hits / size;
  for (let step = 0; step < 60; step += 1) {
    const p = (low + high) / 2;
    if (1 - binomialAtMost(hits - 1, size, p) < alpha / 2) low = p;
    else high = p;
  }
  return low * size;
}

/** The last number from `first` to `end` that passes; those that pass are at the beginning, `first` at least. */
function last(first: number, end: number, passes: (value: number) => boolean): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
