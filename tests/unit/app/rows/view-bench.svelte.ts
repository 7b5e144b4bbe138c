import { flushSync } from 'svelte';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { RowMarks } from '../../../../src/app/rows/row-marks.svelte.js';
import { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import type { SignalName } from '../../../../src/domain/review/signals.js';
import { RowSignals } from '../../../../src/app/training/row-signals.svelte.js';
import type { Dataset } from '../../../../src/domain/reading/dataset.js';
import type { SignalColumns } from '../../../../src/domain/training/signals.js';
import { FakeClock } from '../../../fakes/clock.js';
import { noColumns } from '../../../fakes/columns.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { FakeAddress } from '../../../fakes/browser-parts.js';
import { patternsInProcess } from '../../../fakes/patterns.js';
import { reviewOf } from '../../../fakes/review.js';

export const CLASSES = ['World', 'Sports', 'Business'];
export const TEXTS = ['apple pie', 'banana split', 'cherry cake', 'apple cake', 'plum', 'fig'];
export const LABELS = ['World', 'Sports', 'World', 'Business', 'Sports', 'World'];
/** Rows 0 to 4 are scored; row 5 is not. Highest loss first: 3, 0, 4, 1, 2. */
export const LOSSES = [3, 1, 0.5, 4, 2];
/** Classes predicted for rows 0 to 4: only 1 and 2 agree. */
const PREDICTED = [1, 1, 0, 0, 2];

/** A clock with a sleep that tests can delay. */
export class HeldClock extends FakeClock {
  held: Promise<void> | null = null;

  override async sleep(ms: number): Promise<void> {
    await this.held;
    return super.sleep(ms);
  }
}

/** The data map for the view: the rows that it keeps, and signals. */
export class FakeDataMap {
  mask = $state.raw<Uint8Array | null>(null);
  readonly signals = new RowSignals();
  /** How often a caller cleared its choices. */
  cleared = 0;

  /** Keeps only the rows of this mask; without a mask, every row. */
  leave(...mask: number[]): void {
    this.mask = mask.length > 0 ? Uint8Array.from(mask) : null;
    flushSync();
  }

  leaveAll(): void {
    this.cleared++;
    this.mask = null;
  }

  clear(): void {
    this.mask = null;
  }

  /** Announces changed signals. */
  change(): void {
    this.signals.columns = { value: {} as SignalColumns };
    flushSync();
  }
}

/** A view of a dataset with scores, and the parts of the view. */
export function bench(query = '', data: Dataset = datasetOf(TEXTS, LABELS), score = true) {
  const clock = new HeldClock();
  const predictions = new Predictions();
  const review = reviewOf({ clock });
  const marks = new RowMarks();
  const dataMap = new FakeDataMap();
  const patterns = patternsInProcess();
  const project = { restoring: false };
  const address = new FakeAddress(query);
  const classOf = (label: number): number => CLASSES.indexOf(review.labels[label] ?? '');
  /** Values of signals by row. */
  const signals = { valuesOf: (_: SignalName): Float32Array => new Float32Array(0) };
  const deps = {
    predictions,
    review,
    marks,
    dataMap,
    labelMap: { match: null, classOf },
    project,
    clock,
    patterns: patterns.it,
    columns: noColumns(),
    valuesOf: (name: SignalName) => signals.valuesOf(name),
  };
  const view = new RowView({ ...deps, address });
  review.open('p', data, []);
  predictions.reset(data.rows, CLASSES, Int32Array.from(data.label, classOf));
  if (score) for (const row of LOSSES.keys()) write(predictions, row);
  predictions.publish();
  view.open(data);
  return { clock, predictions, review, marks, dataMap, address, view, data, signals, patterns, deps };
}

/** Writes the scores of a row. `publish` notifies readers. */
export function write(predictions: Predictions, row: number, loss = LOSSES[row] ?? 0): void {
  const logits = Float32Array.from(CLASSES, (_, k) => (k === PREDICTED[row] ? 4 : 0));
  predictions.writeRow(row, logits, loss, 10 + row, false);
}

/** The rows of a view's list. */
export const rowsOf = (view: RowView): number[] => [...view.visible];
