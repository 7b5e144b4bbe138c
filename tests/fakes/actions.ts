import { ReviewActions } from '../../src/app/review/actions.svelte.js';
import { ActionKeys } from '../../src/app/review/action-keys.svelte.js';
import { LabelKeys } from '../../src/app/review/label-keys.svelte.js';
import { Notices } from '../../src/app/shell/notices.svelte.js';
import { Remarks } from '../../src/app/shell/remarks.svelte.js';
import { Predictions } from '../../src/app/predictions/predictions.svelte.js';
import { RowMarks } from '../../src/app/rows/row-marks.svelte.js';
import { RowView } from '../../src/app/rows/row-view.svelte.js';
import { DataMapState } from '../../src/app/training/data-map.svelte.js';
import { RowSignals } from '../../src/app/training/row-signals.svelte.js';
import { STATUSES, type Dataset, type DatasetLabel } from '../../src/domain/reading/dataset.js';
import type { AddressPort, Clock, Store } from '../../src/protocol/ports.js';
import { noColumns } from './columns.js';
import { patternsInProcess } from './patterns.js';
import { reviewWithOutbox } from './review.js';

/** Names of the labels. */
export const LABELS = ['World', 'Sports', 'Business'];
/** The given label of each row. */
export const GIVEN = Uint16Array.of(0, 1, 2, 0);
/** Logits of rows 0 to 2, without row 3. Row 0: sure of Sports. Row 1: of a class without a label. Row 2: agrees. */
const LOGITS = [
  [0, 9, 0, 0],
  [0, 2, 0, 5],
  [0, 0, 2, 0],
];

/** The labels as plain names. */
export const PLAIN_LABELS: readonly DatasetLabel[] = LABELS.map((name) => ({
  name,
  token: JSON.stringify(name),
  count: 1,
}));

function datasetOf(labels: readonly DatasetLabel[]): Dataset {
  const empty = { bytes: new Uint8Array(0), offsets: new Uint32Array(GIVEN.length + 1) };
  return {
    rows: GIVEN.length,
    sourceRow: Uint32Array.of(0, 1, 2, 3),
    text: empty,
    textB: null,
    labels,
    label: GIVEN,
    id: null,
    sLabel: null,
  };
}

/** The buttons and keys of a review of four rows. */
export function actionsOf(labels = PLAIN_LABELS) {
  const store = {
    append: () => Promise.resolve({ ok: true, value: null }),
    putSetting: () => Promise.resolve({ ok: true, value: null }),
  } as unknown as Store;
  const clock: Clock = {
    now: () => 1,
    ticks: () => 1,
    sleep: () => Promise.resolve(),
    afterPaint: () => Promise.resolve(),
  };
  const notices = new Notices();
  const remarks = new Remarks();
  const { review, outbox } = reviewWithOutbox({ store, clock, notices });
  const predictions = new Predictions();
  const classOf = (label: number): number => (label < LABELS.length && !labels[label]?.several ? label : -1);
  const address: AddressPort = { read: () => new URLSearchParams(), write: () => undefined };
  const view = new RowView({
    predictions,
    review,
    address,
    clock,
    patterns: patternsInProcess().it,
    columns: noColumns(),
    valuesOf: () => new Float32Array(0),
    labelMap: { match: null, classOf },
    marks: new RowMarks(),
    dataMap: new DataMapState(new RowSignals(), address),
    project: { restoring: false },
  });
  const actions = new ReviewActions(
    review,
    predictions,
    view,
    {
      get classes() {
        return predictions.classes;
      },
      classOf,
      isMergedClass: () => false,
    },
    notices,
    new LabelKeys({ outbox, actions: new ActionKeys(store) }),
    remarks,
  );
  const dataset = datasetOf(labels);
  review.open('project', dataset, []);
  predictions.reset(dataset.rows, [...LABELS, 'Sci/Tech'], Int32Array.from(GIVEN));
  for (const [row, logits] of LOGITS.entries()) predictions.writeRow(row, Float32Array.from(logits), 5 - row, 8, false);
  predictions.publish();
  view.open(dataset);
  view.select(0);
  const state = (row: number): string => `${STATUSES[review.status.value[row] ?? 0]} ${review.labelName(row)}`;
  return { actions, review, predictions, view, notices, remarks, state };
}
