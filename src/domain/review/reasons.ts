/**
 * Why a row is worth a look. A row's reasons are the bits of one number, in the order of `REASONS`: bit 0 is the first
 * one. They are about the label that the source gives, but `same_text`, `near_duplicate` and `neighbours` are about the
 * present labels, so that a settled group has them no more.
 */
export const REASONS = [
  'high_loss',
  'confident_disagreement',
  'label_issue',
  'same_text',
  'near_duplicate',
  'neighbours',
  'never_learnt',
  'forgotten',
  'truncated',
  'unmapped',
  'empty',
  'known',
] as const;
export type Reason = (typeof REASONS)[number];

/** From this probability on a prediction counts as sure, for any number of classes. */
export const SURE = 0.8;

/** The bits of these reasons. */
export function bitsOf(reasons: readonly Reason[]): number {
  return reasons.reduce((bits, reason) => bits | (1 << REASONS.indexOf(reason)), 0);
}

/** The reasons of a row, in their order. */
export function reasonsIn(bits: number): readonly Reason[] {
  return REASONS.filter((_, index) => ((bits >> index) & 1) === 1);
}

/** Number of rows that have each reason, in the order of `REASONS`. `bits`: the reasons of each row. */
export function reasonCounts(bits: Uint16Array): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(REASONS.length);
  for (const own of bits) addToCounts(counts, own, 1);
  return counts;
}

/** Adds `times` to the count of each of a row's reasons. `counts`: as `reasonCounts` gives them. */
export function addToCounts(counts: Uint32Array, bits: number, times: 1 | -1): void {
  for (let left = bits; left !== 0; left &= left - 1) {
    const index = 31 - Math.clz32(left & -left);
    counts[index] = (counts[index] as number) + times;
  }
}

/** 1 for each row that has all of the `wanted` reasons. */
export function rowsWithAll(bits: Uint16Array, wanted: number): Uint8Array<ArrayBuffer> {
  const found = new Uint8Array(bits.length);
  for (let row = 0; row < found.length; row++) if (((bits[row] as number) & wanted) === wanted) found[row] = 1;
  return found;
}

/** Adds a reason to each of the rows `from` up to `to` for which it holds. */
export function addReason(
  bits: Uint16Array,
  reason: Reason,
  from: number,
  to: number,
  holds: (row: number) => boolean,
): void {
  const bit = bitsOf([reason]);
  for (let row = from; row < to; row++) if (holds(row)) bits[row] = (bits[row] as number) | bit;
}

/** Whether a loss (nats) is high: the label is less probable than in an even guess among the classes. NaN is not high. */
export function isHighLoss(loss: number, classes: number): boolean {
  return loss > Math.log(Math.max(2, classes));
}

/** Whether a prediction is sure, and not the label. Classes are -1 where there is none, the probability is NaN. */
export function isSureAgainst(predicted: number, given: number, probability: number): boolean {
  return predicted >= 0 && given >= 0 && predicted !== given && probability >= SURE;
}
