import type { SignalColumns } from '../training/signals.js';

/**
 * The method that divides the rows into three regions. Dataset cartography: easy to learn, ambiguous, hard to learn.
 * Data-IQ: easy, ambiguous, hard. The numbers of the regions are 0, 1, 2 in these orders.
 */
export const GROUPINGS = ['cartography', 'data-iq'] as const;
export type Grouping = (typeof GROUPINGS)[number];
/** Both methods have this number of regions. */
export const REGION_COUNT = 3;
/** No region: the row's signals are unknown. */
export const NO_REGION = 255;

const AMBIGUOUS = 1;
/** Share of the rows that are ambiguous, and confidence from which the other rows are easy. */
const AMBIGUOUS_SHARE = 1 / 3;
const EASY_CONFIDENCE = 0.5;
/** Confidence from which a row whose labels are hardly uncertain is easy, and up to which it is hard, after Data-IQ. */
export const DATA_IQ_EASY = 0.75;
export const DATA_IQ_HARD = 0.25;

/** The limits of the regions. They are computed once for all rows, so that a change of view does not move them. */
export interface RegionBounds {
  /** Variability from which a row is ambiguous. */
  readonly variability: number;
  /** Confidence from which a row that is not ambiguous is easy to learn. Below it is hard. */
  readonly confidence: number;
  /** Aleatoric uncertainty above which a row is ambiguous after Data-IQ: the median. NaN where it is unknown. */
  readonly aleatoric: number;
}

/**
 * Cartography names its regions without drawing them. Its experiments take a third of the data as most ambiguous,
 * easiest, hardest. The rule here: ambiguous is the third with the largest variability (ties included, variability 0
 * never). Of the other rows, confidence >= 0.5 is easy to learn and below it hard to learn.
 */
export function regionBounds({ variability, aleatoric }: SignalColumns): RegionBounds {
  const bound = lowerQuantile(variability, 1 - AMBIGUOUS_SHARE);
  return {
    variability: bound > 0 ? bound : Number.MIN_VALUE,
    confidence: EASY_CONFIDENCE,
    aleatoric: medianOf(aleatoric),
  };
}

/** The region of each row after cartography, or `NO_REGION`. Writes to `into` and returns it. */
export function regionsOf(
  { variability, confidence }: SignalColumns,
  bounds: RegionBounds,
  into: Uint8Array<ArrayBuffer> = new Uint8Array(confidence.length),
): Uint8Array<ArrayBuffer> {
  for (let row = 0; row < into.length; row++) {
    const deviation = variability[row] as number;
    const mean = confidence[row] as number;
    if (Number.isNaN(deviation) || Number.isNaN(mean)) into[row] = NO_REGION;
    else if (deviation >= bounds.variability) into[row] = AMBIGUOUS;
    else into[row] = mean >= bounds.confidence ? 0 : 2;
  }
  return into;
}

/**
 * The group of each row after Data-IQ (Seedat et al. 2022), or `NO_REGION`. With an aleatoric uncertainty up to the
 * `median` (of all rows), confidence >= 0.75 is easy and <= 0.25 hard. All other rows are ambiguous.
 */
export function groupsOf(
  { aleatoric, confidence }: SignalColumns,
  median: number,
  into: Uint8Array<ArrayBuffer> = new Uint8Array(confidence.length),
): Uint8Array<ArrayBuffer> {
  for (let row = 0; row < into.length; row++) {
    const uncertainty = aleatoric[row] as number;
    const mean = confidence[row] as number;
    if (Number.isNaN(uncertainty) || Number.isNaN(mean)) into[row] = NO_REGION;
    else if (uncertainty > median) into[row] = AMBIGUOUS;
    else into[row] = mean >= DATA_IQ_EASY ? 0 : mean <= DATA_IQ_HARD ? 2 : AMBIGUOUS;
  }
  return into;
}

/** The median of the known values, and the mean of the middle two where there are two. NaN without any. */
export function medianOf(values: Float64Array): number {
  const known = knownOf(values);
  if (known.length === 0) return NaN;
  const upper = nth(known, Math.floor(known.length / 2));
  if (known.length % 2 === 1) return upper;
  // `nth` has left the smaller half before it.
  let lower = -Infinity;
  for (let at = 0; at < known.length / 2; at++) lower = Math.max(lower, known[at] as number);
  return (lower + upper) / 2;
}

/** The known value below which this share of the known values lies, to the nearest value. NaN without any. */
function lowerQuantile(values: Float64Array, share: number): number {
  const known = knownOf(values);
  return known.length === 0 ? NaN : nth(known, Math.min(known.length - 1, Math.round(known.length * share)));
}

function knownOf(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!Number.isNaN(value)) known[count++] = value;
  }
  return known.subarray(0, count);
}

/**
 * The value that sorted numbers would have at place `n` (quickselect; Hoare 1961). It reorders them: no value before
 * place `n` is greater, and none behind it is smaller.
 */
function nth(values: Float64Array, n: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = middleOf(values[left] as number, values[(left + right) >> 1] as number, values[right] as number);
    let low = left;
    let high = right;
    while (low <= high) {
      while ((values[low] as number) < pivot) low++;
      while ((values[high] as number) > pivot) high--;
      if (low > high) break;
      const value = values[low] as number;
      values[low++] = values[high] as number;
      values[high--] = value;
    }
    if (n <= high) right = high;
    else if (n >= low) left = low;
    else break;
  }
  return values[n] as number;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
