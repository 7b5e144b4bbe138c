import { STATUSES, type Dataset } from '../../domain/reading/dataset.js';
import {
  rankRows,
  SCORE_ORDERS,
  TRAINING_ORDERS,
  type Order,
  type RankColumns,
  type RowBound,
  type RowFilter,
} from '../../domain/review/rank.js';
import { fieldFilter, type SignalBound } from '../../domain/review/query.js';
import { isTrainingSignal, type SignalName } from '../../domain/review/signals.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { Review } from '../review/review.svelte.js';
import { scoreColumn } from './axis-column.js';
import type { RowMarks } from './row-marks.svelte.js';
import { chosen, joined } from './row-sets.js';
import type { SearchResult } from './row-search.svelte.js';
import type { SourceColumns } from './source-columns.svelte.js';
import { activeRanges, type Filters } from './view-choices.js';

/** The columns that rows are filtered and sorted by. */
export interface RankingColumns {
  readonly predictions: Predictions;
  readonly review: Review;
  readonly marks: RowMarks;
  readonly columns: Pick<SourceColumns, 'maskOf'>;
  /** Values of a signal by row, NaN = none. */
  readonly valuesOf: (signal: SignalName) => Float32Array;
  /** Model class of a label by its index in the review's list, -1 = none. */
  readonly classOf: (label: number) => number;
}

/** The rows to rank, and their order. */
export interface RankingChoices {
  readonly filters: Filters;
  readonly search: SearchResult;
  /** An order that the rows can have now. */
  readonly order: Order;
  /** Rows have training signals. */
  readonly trained: boolean;
}

/** Whether an order is by a score of the results. */
export function isScoreOrder(order: Order): boolean {
  return (SCORE_ORDERS as readonly Order[]).includes(order);
}

/** Whether an order is by a training signal. */
export function isTrainingOrder(order: Order): boolean {
  return (TRAINING_ORDERS as readonly Order[]).includes(order);
}

/**
 * The ids of the rows that pass the filters and the search, in order. The orders by a score put rows that were decided
 * before the results were learned after all others.
 */
export function rankedRows(
  dataset: Dataset,
  columns: RankingColumns,
  choices: RankingChoices,
): Uint32Array<ArrayBuffer> {
  const { order } = choices;
  const ranked = rankRows(columnsOf(dataset, columns, choices), filtersOf(columns, choices), order);
  const { decidedBefore } = columns.marks;
  if (!decidedBefore || !isScoreOrder(order)) return ranked;
  const others = decidedBefore.map((decided) => 1 - decided);
  return joined(chosen(ranked, others), chosen(ranked, decidedBefore));
}

function columnsOf(
  { rows }: Dataset,
  { predictions, review, valuesOf, classOf }: RankingColumns,
  { order, trained }: RankingChoices,
): RankColumns {
  const trainingColumn = (signal: (typeof TRAINING_ORDERS)[number]): Float32Array | null =>
    trained && order === signal ? valuesOf(signal) : null;
  return {
    rows,
    label: review.label.value,
    status: review.status.value,
    updatedAt: review.updatedAt.value,
    loss: predictions.loss.value,
    predicted: predictions.predicted.value,
    classOfLabel: Int32Array.from(review.labels, (_, label) => classOf(label)),
    selfConfidence: predictions.selfConfidence.value,
    normalizedMargin: predictions.margin.value,
    entropy: predictions.entropy.value,
    tokens: predictions.tokens.value,
    avgProbs: trainingColumn('avg_probs'),
    labelVar: trainingColumn('label_var'),
    forgettingTimes: trainingColumn('forgetting_times'),
  };
}

/** Every filter as conditions that must all hold. */
function filtersOf(
  { predictions, review, marks, valuesOf, columns }: RankingColumns,
  { filters, search, trained }: RankingChoices,
): readonly RowFilter[] {
  const { label, predicted, status, agreement } = filters;
  const { labels } = review;
  const { classes } = predictions;
  const { bothDoubt, conflicts } = marks;
  /** Rows of the two choices that are masks. Null for another choice, or without such marks. */
  const marked = agreement === 'both' ? bothDoubt : agreement === 'conflict' ? conflicts : null;
  const boundOf = ({ signal, operator, limit }: SignalBound): RowBound => {
    const values = isTrainingSignal(signal) ? trained && valuesOf(signal) : scoreColumn(predictions, signal).value;
    return { values: values || null, operator, limit };
  };
  return [
    fieldFilter(search.query, labels, classes),
    {
      ...(label !== '' && { labels: only(labels, label) }),
      ...(predicted !== '' && { predicted: only(classes, predicted) }),
      ...(status !== '' && { statuses: only(STATUSES, status) }),
      ...(marked && { mask: marked }),
      ...((agreement === 'agree' || agreement === 'disagree') && { agreement }),
    },
    { bounds: [...search.query.bounds, ...rangeBounds(filters, trained)].map(boundOf) },
    ...filters.columns.flatMap((condition) => {
      const mask = columns.maskOf(condition);
      return mask ? [{ mask }] : [];
    }),
    ...(search.found ? [{ mask: search.found }] : []),
  ];
}

function rangeBounds(filters: Filters, trained: boolean): readonly SignalBound[] {
  return activeRanges(filters, trained).flatMap(([signal, { min, max }]) => [
    { signal, operator: '>=' as const, limit: min },
    { signal, operator: '<=' as const, limit: max },
  ]);
}

/** Whether a filter or the search bounds a training signal. */
export function filtersByTraining({ filters, search, trained }: RankingChoices): boolean {
  const ranged = activeRanges(filters, trained).map(([signal]) => signal);
  return [...ranged, ...search.query.bounds.map(({ signal }) => signal)].some(isTrainingSignal);
}

function only(names: readonly string[], name: string): Uint8Array {
  return Uint8Array.from(names, (other) => (other === name ? 1 : 0));
}
