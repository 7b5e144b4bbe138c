const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** Stirling's series has 15 digits from here on with the terms below. */
const SERIES_FROM = 16;

/**
 * The natural logarithm of the gamma function of `x` > 0, about 14 digits. Source: Stirling's series (Abramowitz and
 * Stegun, 6.1.41), after the recurrence for small `x`.
 */
export function logGamma(x: number): number {
  let shift = 0;
  let value = x;
  while (value < SERIES_FROM) {
    shift += Math.log(value);
    value += 1;
  }
  const inverse = 1 / value;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (value - 0.5) * Math.log(value) - value + HALF_LOG_TWO_PI + series - shift;
}

/** The natural logarithm of "`n` choose `k`". -Infinity where there is no such choice. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return -Infinity;
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/**
 * P(X <= `count`): X is the number of marked rows in a random sample without replacement of `sampled` rows out of `rows`,
 * of which `marked` are marked (hypergeometric). Sums away from the mean, so that small tails keep their digits.
 */
export function hypergeometricAtMost(count: number, rows: number, marked: number, sampled: number): number {
  const least = Math.max(0, sampled - (rows - marked));
  const most = Math.min(sampled, marked);
  if (count < least) return 0;
  if (count >= most) return 1;
  const first = (at: number): number =>
    logChoose(marked, at) + logChoose(rows - marked, sampled - at) - logChoose(rows, sampled);
  const up = (at: number): number => ((marked - at) * (sampled - at)) / ((at + 1) * (rows - marked - sampled + at + 1));
  return atMost({ count, least, most, mean: (sampled * marked) / rows, first, up });
}

/** P(X <= `count`): X is the number of hits in `size` independent trials of probability `p` (binomial). */
export function binomialAtMost(count: number, size: number, p: number): number {
  if (count < 0) return 0;
  if (count >= size || p <= 0) return 1;
  if (p >= 1) return 0;
  const first = (at: number): number => logChoose(size, at) + at * Math.log(p) + (size - at) * Math.log1p(-p);
  const up = (at: number): number => ((size - at) * p) / ((at + 1) * (1 - p));
  return atMost({ count, least: 0, most: size, mean: size * p, first, up });
}

/** A distribution over `least` .. `most`, and the count whose lower tail is sought. */
interface Tail {
  readonly count: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** The logarithm of the probability of a count. */
  readonly first: (at: number) => number;
  /** The probability of `at` + 1 divided by that of `at`. */
  readonly up: (at: number) => number;
}

function atMost({ count, least, most, mean, first, up }: Tail): number {
  let sum = 0;
  if (count < mean) {
    let term = Math.exp(first(count));
    for (let at = count; at >= least && term > sum * Number.EPSILON; at -= 1) {
      sum += term;
      term /= up(at - 1);
    }
    return Math.min(1, sum);
  }
  let term = Math.exp(first(count + 1));
  for (let at = count + 1; at <= most && term > sum * Number.EPSILON; at += 1) {
    sum += term;
    term *= up(at);
  }
  return Math.max(0, 1 - sum);
}
