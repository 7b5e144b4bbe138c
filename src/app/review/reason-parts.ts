import type { LabelMatch } from '../../domain/labels/match.js';
import { isClass, type Dataset } from '../../domain/reading/dataset.js';
import { addReason, bitsOf, isHighLoss, type Reason } from '../../domain/review/reasons.js';
import type { TextGroups } from '../../domain/review/text-groups.js';
import type { LabelDoubtColumns } from '../predictions/label-doubts.js';
import { TRUNCATED, type Predictions } from '../predictions/predictions.svelte.js';
import type { Slices } from '../shell/slices.js';
import type { Training } from '../training/training.js';

/** Reasons of all rows from one source: the bits of each row, and the bits of the reasons that a row can have. */
export interface ReasonPart {
  readonly bits: Uint16Array;
  readonly known: number;
}

/** Rows between two looks at the clock. */
const ROWS_AT_ONCE = 2048;

/** The reasons from a model's results, in steps. `doubts`: those of these results. Without results there are none. */
export async function resultReasons(
  { rows, label, labels }: Dataset,
  predictions: Predictions,
  doubts: LabelDoubtColumns,
  match: LabelMatch | null,
  slices: Slices,
): Promise<ReasonPart> {
  const bits = new Uint16Array(rows);
  if (predictions.done === 0 || predictions.rows !== rows) return { bits, known: 0 };
  const { length: classes } = predictions.classes;
  const { issue, sureAgainst } = doubts;
  const [loss, flags] = [predictions.loss.value, predictions.flags.value];
  // A label that is a list of labels is no class, and is not compared with one.
  const isUnmapped = labels.map((own, index) => match !== null && isClass(own) && (match.classes[index] ?? -1) < 0);
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const to = Math.min(rows, from + ROWS_AT_ONCE);
    addReason(bits, 'confident_disagreement', from, to, (row) => sureAgainst[row] === 1);
    addReason(bits, 'label_issue', from, to, (row) => issue[row] === 1);
    addReason(bits, 'high_loss', from, to, (row) => isHighLoss(loss[row] as number, classes));
    addReason(bits, 'truncated', from, to, (row) => ((flags[row] as number) & TRUNCATED) !== 0);
    addReason(
      bits,
      'unmapped',
      from,
      to,
      (row) => predictions.labelClassOf(row) < 0 && isUnmapped[label[row] as number] === true,
    );
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
