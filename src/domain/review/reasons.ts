/**
 * Why a row is worth a look. A row's reasons are the bits of one number, in the order of `REASONS`: bit 0 is the first
 * one. They are about the label that the source gives, but `same_text` and `near_duplicate` are about the present labels,
 * so that a settled group has them no more.
 */
export const REASONS = [
  'high_loss',
  'confident_disagreement',
  'label_issue',
  'same_text',
  'near_duplicate',
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
  for (const own of bits) {
    for (let left = own; left !== 0; left &= left - 1) {
      const index = 31 - Math.clz32(left & -left);
      counts[index] = (counts[index] as number) + 1;
    }
  }
  return counts;
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

/**
 * 1 for each row whose group has a row with another label. `group`: number of a row of each row's group. `label`: index
 * of each row's label, -1 = the row does not count.
 */
export function labelConflicts(group: Uint32Array, label: Int32Array): Uint8Array<ArrayBuffer> {
  const first = new Int32Array(group.length).fill(-1);
  const isMixed = new Uint8Array(group.length);
  for (let row = 0; row < group.length; row++) {
    const own = label[row] as number;
    const of = group[row] as number;
    if (own < 0) continue;
    if (first[of] === -1) first[of] = own;
    else if (first[of] !== own) isMixed[of] = 1;
  }
  const found = new Uint8Array(group.length);
  for (let row = 0; row < found.length; row++) {
    if ((label[row] as number) >= 0 && isMixed[group[row] as number] === 1) found[row] = 1;
  }
  return found;
}

/** Label indexes are below this. */
const LABELS = 65_536;

/**
 * 1 for each row for which a row of the same `near` group has another text and another label. `same`: number of the first
 * row with the same text. Rows of the same text are in one `near` group. `label` as in `labelConflicts`.
 */
export function nearConflicts(near: Uint32Array, same: Uint32Array, label: Int32Array): Uint8Array<ArrayBuffer> {
  const found = labelConflicts(near, label);
  // Distinct pairs of text and label: of each group, of each text, and of each label in a group.
  const pairs = new Set<number>();
  const ofGroup = new Map<number, number>();
  const ofText = new Map<number, number>();
  const ofLabel = new Map<number, number>();
  const count = (counts: Map<number, number>, key: number): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let row = 0; row < found.length; row++) {
    if (found[row] === 0) continue;
    const [group, text, own] = [near[row] as number, same[row] as number, label[row] as number];
    if (pairs.has(text * LABELS + own)) continue;
    pairs.add(text * LABELS + own);
    count(ofGroup, group);
    count(ofText, text);
    count(ofLabel, group * LABELS + own);
  }
  for (let row = 0; row < found.length; row++) {
    if (found[row] === 0) continue;
    const [group, text, own] = [near[row] as number, same[row] as number, label[row] as number];
    const all = ofGroup.get(group) ?? 0;
    // The row's own pair is counted by its text and by its label.
    const alike = (ofText.get(text) ?? 0) + (ofLabel.get(group * LABELS + own) ?? 0) - 1;
    if (all === alike) found[row] = 0;
  }
  return found;
}
