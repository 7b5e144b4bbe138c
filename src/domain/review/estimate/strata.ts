import { CORRECTED, isDecided, PENDING, UNSURE } from '../../reading/dataset.js';
import { RandomNumbers, shuffle } from '../../learning/random.js';

/** The end of each stratum in the order of the losses, highest first, as a share of all rows. Finer at the top. */
const ENDS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7] as const;
/** A smaller stratum is part of the next one. */
const LEAST_ROWS = 10;
const SEED_PRIME = 0x01000193;
const SEED_BASIS = 0x811c9dc5;

/** The counts of a stratum that an estimate needs. */
export interface StratumCounts {
  readonly rows: number;
  /** Rows with a decision, drawn or not. */
  readonly decided: number;
  /** Decided rows with a wrong label: corrected ones. */
  readonly wrong: number;
  /** Rows of the random sample: decided ones, and unsure ones. */
  readonly sampled: number;
  /** Rows of the random sample with a wrong label. */
  readonly sampledWrong: number;
  /** Rows of the random sample that a person was unsure about. Their labels can be right or wrong. */
  readonly sampledUnsure: number;
}

/**
 * The stratum of each row: strata by quantiles of the loss, from the highest losses down. Equal losses are in one
 * stratum. Rows without a loss (NaN) are in the last one. Strata can be empty.
 */
export function strataOf(loss: Float32Array): Uint8Array<ArrayBuffer> {
  const sorted = loss.slice().sort();
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1])) known -= 1;
  const floors: number[] = [];
  let begin = 0;
  for (const share of ENDS) {
    const end = Math.round(share * loss.length);
    if (end - begin < LEAST_ROWS || end > known) continue;
    floors.push(sorted[known - end] as number);
    begin = end;
  }
  // A loop: `Uint8Array.from` with a function is many times slower, and the first draw comes between two keys.
  const strata = new Uint8Array(loss.length);
  for (let row = 0; row < strata.length; row += 1) {
    const value = loss[row] as number;
    let stratum = 0;
    while (stratum < floors.length && !(value >= (floors[stratum] as number))) stratum += 1;
    strata[row] = stratum;
  }
  return strata;
}

/** A seed for `drawOrders` from a project's id: FNV-1a over its characters. */
export function seedOf(id: string): number {
  let seed = SEED_BASIS;
  for (let at = 0; at < id.length; at += 1) seed = Math.imul(seed ^ id.charCodeAt(at), SEED_PRIME) >>> 0;
  return seed;
}

/**
 * The rows of each stratum in a random order, the same for the same seed. The sample of a stratum is the beginning of
 * its order: a simple random sample without replacement, whatever its size.
 */
export function drawOrders(strata: Uint8Array, seed: number): readonly Uint32Array<ArrayBuffer>[] {
  const count = strata.reduce((most, stratum) => Math.max(most, stratum + 1), 0);
  const sizes = new Uint32Array(count);
  for (const stratum of strata) sizes[stratum] = (sizes[stratum] as number) + 1;
  const orders = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(count);
  for (let row = 0; row < strata.length; row += 1) {
    const stratum = strata[row] as number;
    const order = orders[stratum] as Uint32Array;
    order[filled[stratum] as number] = row;
    filled[stratum] = (filled[stratum] as number) + 1;
  }
  const random = new RandomNumbers(seed);
  for (const order of orders) shuffle(order, random);
  return orders;
}

/**
 * Counts each stratum. `taken`: how many rows of each order were drawn. A pending row ends the sample of its stratum, so
 * that the sample never depends on which rows a person likes to decide. An unsure row does not end it: a person answered.
 */
export function countStrata(
  strata: Uint8Array,
  orders: readonly Uint32Array[],
  taken: readonly number[],
  status: Uint8Array,
): readonly StratumCounts[] {
  const decided = new Uint32Array(orders.length);
  const wrong = new Uint32Array(orders.length);
  for (let row = 0; row < strata.length; row += 1) {
    if (!isDecided(status[row])) continue;
    const stratum = strata[row] as number;
    decided[stratum] = (decided[stratum] as number) + 1;
    if (status[row] === CORRECTED) wrong[stratum] = (wrong[stratum] as number) + 1;
  }
  return orders.map((order, stratum) => {
    const sample = sampleIn(order, taken[stratum] ?? 0, status);
    const sampledAs = (wanted: number): number =>
      sample.reduce((sum, row) => sum + (status[row] === wanted ? 1 : 0), 0);
    return {
      rows: order.length,
      decided: decided[stratum] as number,
      wrong: wrong[stratum] as number,
      sampled: sample.length,
      sampledWrong: sampledAs(CORRECTED),
      sampledUnsure: sampledAs(UNSURE),
    };
  });
}

/** A row of the sample. */
export interface SampledRow {
  readonly row: number;
  /** Rows of its stratum for each sampled one: so many rows of the dataset it stands for. */
  readonly weight: number;
}

/** The rows of the sample that `countStrata` counts. */
export function sampledRows(
  orders: readonly Uint32Array[],
  taken: readonly number[],
  status: Uint8Array,
): readonly SampledRow[] {
  return orders.flatMap((order, stratum) => {
    const sample = sampleIn(order, taken[stratum] ?? 0, status);
    return Array.from(sample, (row) => ({ row, weight: order.length / sample.length }));
  });
}

/** The drawn rows of a stratum before the first pending one. */
function sampleIn(order: Uint32Array, taken: number, status: Uint8Array): Uint32Array {
  const drawn = order.subarray(0, taken);
  const open = drawn.findIndex((row) => status[row] === PENDING);
  return open < 0 ? drawn : drawn.subarray(0, open);
}

/**
 * The stratum of the next draw: the one of which the smallest share is drawn, so that all shares stay nearly equal. Of
 * equal ones the largest. `eligible`: strata to draw from. -1 = none has rows to draw.
 */
export function nextStratum(
  orders: readonly Uint32Array[],
  taken: readonly number[],
  eligible: (stratum: number) => boolean,
): number {
  let best = -1;
  let least = 1;
  for (const [stratum, { length }] of orders.entries()) {
    if (length === 0 || !eligible(stratum)) continue;
    const share = (taken[stratum] ?? 0) / length;
    if (share < least || (share === least && best >= 0 && length > (orders[best]?.length ?? 0))) {
      best = stratum;
      least = share;
    }
  }
  return best;
}
