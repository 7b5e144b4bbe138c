import { DIRTY_BUCKETS, FORGETTING_BUCKETS, LEARNING_BUCKETS, RATIO_BUCKETS, type MapBucket } from './legend.js';
import { TRUSTAI_SIGNALS, type SignalColumns, type SignalName } from '../training/signals.js';

/**
 * Signals that the tutorial's plots take as attributes and criteria, and `first_learn`, which the tutorial leaves out.
 */
export const MAP_ATTRIBUTES = TRUSTAI_SIGNALS;

/** The options of the tutorial's plot script. Axes are free: any two signals. */
export interface MapOptions {
  /** Keep values >= `threshold` of this signal, coloured by ratio. Null = keep all. */
  readonly criterion: SignalName | null;
  readonly threshold: number;
  /**
   * Keep forgetting_times >= this number, coloured by it. -1 = not used. Then the criterion is ignored, as in the
   * original.
   */
  readonly useFTimes: number;
  /** The same for learnt_times. Both at once are an error, as in the original. */
  readonly useLTimes: number;
  /** Show the marked-dirty view: everything, by s_label. Criterion and times are ignored. */
  readonly dirty: boolean;
}

/** The original's default plot: everything, by ratio. Its axes are x = label_var, y = avg_probs. */
export const STANDARD_MAP: MapOptions = { criterion: null, threshold: 0, useFTimes: -1, useLTimes: -1, dirty: false };

/** Bucket of a row that is not drawn. */
export const NOT_DRAWN = 255;

/** Which rows are drawn, and how. */
export interface DataMap {
  readonly buckets: readonly MapBucket[];
  /** Per row: index into `buckets`. `NOT_DRAWN` = the row is left out, or lacks the signals that decide it. */
  readonly bucketOf: Uint8Array<ArrayBuffer>;
  /** Rows of each bucket. */
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly total: number;
}

type MapOutcome =
  { readonly ok: true; readonly map: DataMap } | { readonly ok: false; readonly error: 'forgetting-and-learning' };

/**
 * Sorts rows into the buckets of the tutorial's plots. `sLabel`: known quality of each label (null = none marked).
 * `into`: a column from an earlier call, to write over. Source: plot_map of TrustAI's data-map tutorial.
 */
export function dataMap(
  columns: SignalColumns,
  sLabel: Uint8Array | null,
  options: MapOptions,
  into: Uint8Array<ArrayBuffer> = new Uint8Array(columns.correct_ratio.length),
): MapOutcome {
  const { criterion, threshold, useFTimes, useLTimes, dirty } = options;
  if (dirty) {
    for (let row = 0; row < into.length; row++) into[row] = sLabel !== null && sLabel[row] === 2 ? 0 : 1;
    return counted(DIRTY_BUCKETS, into);
  }
  if (useFTimes !== -1 && useLTimes !== -1) return { ok: false, error: 'forgetting-and-learning' };
  if (useFTimes !== -1) {
    fillTimes(columns.forgetting_times, columns.correct_ratio, useFTimes, into);
    return counted(FORGETTING_BUCKETS, into);
  }
  if (useLTimes !== -1) {
    fillTimes(columns.learnt_times, columns.correct_ratio, useLTimes, into);
    return counted(LEARNING_BUCKETS, into);
  }
  fillRatio(columns.correct_ratio, criterion === null ? null : columns[criterion], threshold, into);
  return counted(RATIO_BUCKETS, into);
}

function fillRatio(ratio: Float64Array, criterion: Float64Array | null, threshold: number, into: Uint8Array): void {
  for (let row = 0; row < into.length; row++) {
    const kept = criterion === null || (criterion[row] as number) >= threshold;
    into[row] = kept ? ratioBucket(ratio[row] as number) : NOT_DRAWN;
  }
}

function ratioBucket(ratio: number): number {
  if (ratio < 0.2) return 0;
  if (ratio < 0.4) return 1;
  if (ratio < 0.6) return 2;
  if (ratio < 0.8) return 3;
  if (ratio < 1) return 4;
  return ratio >= 1 ? 5 : NOT_DRAWN;
}

function fillTimes(times: Float64Array, ratio: Float64Array, least: number, into: Uint8Array): void {
  for (let row = 0; row < into.length; row++) {
    const count = times[row] as number;
    into[row] = count >= least ? timesBucket(count, ratio[row] as number) : NOT_DRAWN;
  }
}

function timesBucket(times: number, ratio: number): number {
  if (times >= 3) return 5;
  if (times > 0) return times + 2;
  if (ratio === 0) return 0;
  if (ratio < 1) return 1;
  return ratio >= 1 ? 2 : NOT_DRAWN;
}

function counted(buckets: readonly MapBucket[], bucketOf: Uint8Array<ArrayBuffer>): MapOutcome {
  const all = new Uint32Array(256);
  for (let row = 0; row < bucketOf.length; row++) {
    const bucket = bucketOf[row] as number;
    all[bucket] = (all[bucket] as number) + 1;
  }
  const counts = all.slice(0, buckets.length);
  return { ok: true, map: { buckets, bucketOf, counts, total: bucketOf.length - (all[NOT_DRAWN] as number) } };
}
