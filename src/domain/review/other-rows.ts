import { membersOf, type Members } from '../learning/members.js';
import { DISCARDED } from '../reading/dataset.js';
import { NEAREST, type NearestRows } from './nearest-rows.js';
import { bitsOf, type Reason } from './reasons.js';
import type { TextGroups } from './text-groups.js';

/** The labels of rows now. */
export interface LabelsNow {
  /** Index of each row's label. */
  readonly label: Uint16Array;
  /** Index into `STATUSES` of each row. */
  readonly status: Uint8Array;
  /** 0 = the label is no class, such as a list of labels. Labels beyond the end are classes. */
  readonly isClass: Uint8Array;
}

/** The labels of a row's nearest rows. */
export interface NearestLabels {
  /** Nearest rows that have a label. */
  readonly labelled: number;
  /** The most frequent label among them other than the row's own, and its number of rows. -1 = all have the row's own label. */
  readonly label: number;
  readonly count: number;
}

/**
 * Nearest rows disagree with a row's label where at least this many of them have a label, and at least this share of
 * them has one and the same other label: 4 of 5, 5 of 6 or 7, 6 of 8, 7 of 9 or 10.
 */
const LEAST_LABELLED = 5;
const LEAST_SHARE = 0.7;

/** Label indexes are below this. */
const LABELS = 65_536;
/** Rows between two rests. */
const ROWS_AT_ONCE = 4096;

const SAME_TEXT = bitsOf(['same_text']);
const NEAR_DUPLICATE = bitsOf(['near_duplicate']);
const NEIGHBOURS = bitsOf(['neighbours']);

/**
 * The reasons of rows by the present labels of other rows: the same text with another label, a near-duplicate with another
 * label, nearest rows that disagree. A discarded row counts for no other row and has none of these reasons, and neither
 * does a row whose label is no class. After a change only rows of the changed rows' groups, and rows near to a changed row,
 * are judged again.
 */
export class OtherRows {
  /** The reasons of each row so far, see `REASONS`. */
  readonly bits: Uint16Array<ArrayBuffer>;
  /** The bits of the reasons that are looked for. */
  readonly known: number;
  /** Label of each row that counts, as the reasons know it. -1 = the row does not count. */
  readonly #label: Int32Array;
  /** Number of a row of each row's group, with near-duplicates where they were looked for. */
  readonly #group: Uint32Array;
  readonly #same: Uint32Array;
  readonly #groups: Members;
  readonly #nearest: NearestRows | null;
  /** By row: places of `nearest` that have the row. */
  readonly #nearTo: Members | null;
  readonly #hasNear: boolean;

  constructor({ same, near }: Pick<TextGroups, 'same' | 'near'>, nearest: NearestRows | null) {
    const rows = same.length;
    this.bits = new Uint16Array(rows);
    this.#label = new Int32Array(rows).fill(-1);
    this.#same = same;
    this.#hasNear = near !== null;
    this.#group = near ?? same;
    this.#groups = membersOf(this.#group, rows);
    this.#nearest = nearest;
    this.#nearTo = nearest && membersOf(nearest.row, rows);
    const known: readonly Reason[] = ['same_text', ...(near ? (['near_duplicate'] as const) : [])];
    this.known = bitsOf(known) | (nearest ? NEIGHBOURS : 0);
  }

  /**
   * Follows the labels. One pass compares the labels with those known, the rest of the work is in proportion to the
   * changed rows' groups. Returns the rows whose reasons changed, some of them perhaps twice. `rest` is awaited between two
   * steps. A second call must wait for the first one.
   */
  async follow(now: LabelsNow, rest: () => Promise<void>): Promise<readonly number[]> {
    const groups = new Set<number>();
    const near = new Set<number>();
    for (const row of this.#takeLabels(now)) {
      const group = this.#group[row] as number;
      if (sizeOf(this.#groups, group) > 1) groups.add(group);
      if (!this.#nearTo) continue;
      near.add(row);
      const { offsets, members } = this.#nearTo;
      for (let i = offsets[row] as number; i < (offsets[row + 1] as number); i++) {
        near.add(Math.floor((members[i] as number) / NEAREST));
      }
    }
    const changed: number[] = [];
    let judged = 0;
    const pause = async (rows: number): Promise<void> => {
      judged += rows;
      if (judged < ROWS_AT_ONCE) return;
      judged = 0;
      await rest();
    };
    for (const group of groups) {
      this.#judgeGroup(group, changed);
      await pause(sizeOf(this.#groups, group));
    }
    for (const row of near) {
      this.#set(row, NEIGHBOURS, this.#disagree(row) ? NEIGHBOURS : 0, changed);
      await pause(1);
    }
    return changed;
  }

  /** The nearest rows of a row, nearest first, with their cosine similarity 0..1. Null where they were not looked for. */
  nearestOf(row: number): readonly { readonly row: number; readonly similarity: number }[] | null {
    if (!this.#nearest) return null;
    const from = row * NEAREST;
    const similarity = this.#nearest.similarity.subarray(from, from + NEAREST);
    const found = this.#nearest.row.subarray(from, from + NEAREST);
    return Array.from(found, (other, i) => ({ row: other, similarity: (similarity[i] as number) / 100 })).filter(
      ({ row: other }) => other >= 0,
    );
  }

  /** The labels of a row's nearest rows. Null where nearest rows were not looked for, or where the row does not count. */
  labelsNear(row: number): NearestLabels | null {
    const own = this.#label[row] ?? -1;
    if (!this.#nearest || own < 0) return null;
    const labels: number[] = [];
    for (let place = row * NEAREST; place < (row + 1) * NEAREST; place++) {
      const label = this.#label[this.#nearest.row[place] as number] ?? -1;
      if (label >= 0) labels.push(label);
    }
    let best = -1;
    let most = 0;
    for (const label of labels) {
      if (label === own || label === best) continue;
      let count = 0;
      for (const other of labels) if (other === label) count++;
      // Of equally frequent labels the first one counts: it has the nearest row.
      if (count <= most) continue;
      best = label;
      most = count;
    }
    return { labelled: labels.length, label: best, count: most };
  }

  /** Takes the labels over. Returns the rows whose label changed. */
  #takeLabels({ label, status, isClass }: LabelsNow): readonly number[] {
    const changed: number[] = [];
    const known = this.#label;
    for (let row = 0; row < known.length; row++) {
      const own = label[row] as number;
      const counted = status[row] === DISCARDED || isClass[own] === 0 ? -1 : own;
      if (counted === known[row]) continue;
      known[row] = counted;
      changed.push(row);
    }
    return changed;
  }

  #disagree(row: number): boolean {
    const near = this.labelsNear(row);
    return near !== null && near.labelled >= LEAST_LABELLED && near.count >= LEAST_SHARE * near.labelled;
  }

  #judgeGroup(group: number, changed: number[]): void {
    const { offsets, members } = this.#groups;
    const rows = members.subarray(offsets[group], offsets[group + 1]);
    // Distinct pairs of text and label: all of them, those of each text, and those of each label.
    const pairs = new Set<number>();
    const ofText = new Map<number, number>();
    const ofLabel = new Map<number, number>();
    for (const row of rows) {
      const own = this.#label[row] as number;
      const text = this.#same[row] as number;
      if (own < 0 || pairs.has(text * LABELS + own)) continue;
      pairs.add(text * LABELS + own);
      ofText.set(text, (ofText.get(text) ?? 0) + 1);
      ofLabel.set(own, (ofLabel.get(own) ?? 0) + 1);
    }
    for (const row of rows) {
      const own = this.#label[row] as number;
      let reasons = 0;
      if (own >= 0) {
        const labels = ofText.get(this.#same[row] as number) ?? 0;
        if (labels > 1) reasons |= SAME_TEXT;
        // The row's own pair is counted by its text and by its label.
        if (this.#hasNear && pairs.size > labels + (ofLabel.get(own) ?? 0) - 1) reasons |= NEAR_DUPLICATE;
      }
      this.#set(row, SAME_TEXT | NEAR_DUPLICATE, reasons, changed);
    }
  }

  #set(row: number, mask: number, reasons: number, changed: number[]): void {
    const before = this.bits[row] as number;
    const after = (before & ~mask) | reasons;
    if (after === before) return;
    this.bits[row] = after;
    changed.push(row);
  }
}

function sizeOf({ offsets }: Members, group: number): number {
  return (offsets[group + 1] as number) - (offsets[group] as number);
}
