import { isConfidentIssue, meanConfidence } from '../../domain/predictions/confident-learning.js';
import { softmaxRow } from '../../domain/predictions/loss.js';
import { DISCARDED, isClass, type Dataset } from '../../domain/reading/dataset.js';
import {
  addReason,
  bitsOf,
  isHighLoss,
  isSureAgainst,
  labelConflicts,
  nearConflicts,
  type Reason,
} from '../../domain/review/reasons.js';
import type { TextGroups } from '../../domain/review/text-groups.js';
import type { LabelMatch } from '../../domain/labels/match.js';
import { TRUNCATED, type Predictions } from '../predictions/predictions.svelte.js';
import type { Slices } from '../shell/slices.js';
import type { Training } from '../training/training.js';
import type { Review } from './review.svelte.js';

/** Reasons of all rows from one source: the bits of each row, and the bits of the reasons that a row can have. */
export interface ReasonPart {
  readonly bits: Uint16Array;
  readonly known: number;
}

/** Rows between two looks at the clock. */
const ROWS_AT_ONCE = 2048;

/** The reasons from a model's results, in steps. Without results there are none. */
export async function resultReasons(
  { rows, label, labels }: Dataset,
  predictions: Predictions,
  match: LabelMatch | null,
  slices: Slices,
): Promise<ReasonPart> {
  const bits = new Uint16Array(rows);
  if (predictions.done === 0 || predictions.rows !== rows) return { bits, known: 0 };
  const { length: classes } = predictions.classes;
  const given = Int32Array.from({ length: rows }, (_, row) => predictions.labelClassOf(row));
  const thresholds = meanConfidence(predictions.selfConfidence.value, classes, given);
  const [logits, loss, entropy] = [predictions.logits.value, predictions.loss.value, predictions.entropy.value];
  const [predicted, flags] = [predictions.predicted.value, predictions.flags.value];
  const probs = new Float64Array(classes);
  const sure = bitsOf(['confident_disagreement']);
  const issue = bitsOf(['label_issue']);
  // A label that is a list of labels is no class, and is not compared with one.
  const isUnmapped = labels.map((own, index) => match !== null && isClass(own) && (match.classes[index] ?? -1) < 0);
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const to = Math.min(rows, from + ROWS_AT_ONCE);
    for (let row = from; row < to; row++) {
      // A prediction from a file can lack probabilities. It has no entropy then.
      if (Number.isNaN(entropy[row])) continue;
      softmaxRow(logits, row * classes, classes, probs);
      const best = predicted[row] as number;
      const own = given[row] as number;
      if (isSureAgainst(best, own, probs[best] ?? NaN)) bits[row] = (bits[row] as number) | sure;
      if (isConfidentIssue(probs, 0, thresholds, own)) bits[row] = (bits[row] as number) | issue;
    }
    addReason(bits, 'high_loss', from, to, (row) => isHighLoss(loss[row] as number, classes));
    addReason(bits, 'truncated', from, to, (row) => ((flags[row] as number) & TRUNCATED) !== 0);
    addReason(bits, 'unmapped', from, to, (row) => given[row] === -1 && isUnmapped[label[row] as number] === true);
    await slices.rest();
  }
  const known: readonly Reason[] = ['high_loss', 'confident_disagreement', 'label_issue', 'truncated', 'unmapped'];
  return { bits, known: bitsOf(known) };
}

/** The reasons that no result and no decision changes. `sLabel`: known quality of each row's label, null = not known. */
export function sourceReasons(rows: number, sLabel: Uint8Array | null, groups: TextGroups | null): ReasonPart {
  const bits = new Uint16Array(rows);
  if (sLabel) addReason(bits, 'known', 0, rows, (row) => sLabel[row] === 1 || sLabel[row] === 2);
  if (groups) addReason(bits, 'empty', 0, rows, (row) => groups.bare[row] === 1);
  return { bits, known: (sLabel ? bitsOf(['known']) : 0) | (groups ? bitsOf(['empty']) : 0) };
}

/** The reasons from training signals. Passes of a model with masked tokens are no training. */
export function signalReasons(rows: number, { signals, map }: Pick<Training, 'signals' | 'map'>): ReasonPart {
  const bits = new Uint16Array(rows);
  const columns = map.signals.columns?.value;
  const { shown } = signals;
  if (!columns || !shown || (shown.fromModel && shown.series === null)) return { bits, known: 0 };
  const { correct_times: right, forgetting_times: forgotten } = columns;
  addReason(bits, 'never_learnt', 0, rows, (row) => right[row] === 0);
  addReason(bits, 'forgotten', 0, rows, (row) => (forgotten[row] as number) > 0);
  return { bits, known: bitsOf(['never_learnt', 'forgotten']) };
}

/** The reasons from other rows with the same text, by the present labels. Discarded rows do not count. */
export function textReasons(
  { rows, labels }: Dataset,
  { label, status }: Pick<Review, 'label' | 'status'>,
  groups: TextGroups | null,
): ReasonPart {
  const bits = new Uint16Array(rows);
  if (!groups) return { bits, known: 0 };
  const isClassOf = Uint8Array.from(labels, (own) => (isClass(own) ? 1 : 0));
  // A loop: `Int32Array.from` with a function is many times slower, and every decision comes through here.
  const counted = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = label.value[row] as number;
    counted[row] = status.value[row] === DISCARDED || isClassOf[own] === 0 ? -1 : own;
  }
  const same = labelConflicts(groups.same, counted);
  addReason(bits, 'same_text', 0, rows, (row) => same[row] === 1);
  if (!groups.near) return { bits, known: bitsOf(['same_text']) };
  const near = nearConflicts(groups.near, groups.same, counted);
  addReason(bits, 'near_duplicate', 0, rows, (row) => near[row] === 1);
  return { bits, known: bitsOf(['same_text', 'near_duplicate']) };
}
