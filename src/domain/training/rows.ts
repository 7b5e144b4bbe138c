import type { SignalColumns, TrainingSignals } from './signals.js';
import { emptyColumns, SIGNAL_NAMES } from './signals.js';

/**
 * The course of each row of a dataset, in the layout of the signals: the input of `summarise`, row by row of the
 * dataset. `signalOf`: row of the signals for each row. -1 = none, and then the row has no evaluation. Signals that are
 * in this order already are returned as they are.
 */
export function courseOfRows(signals: TrainingSignals, signalOf: Int32Array): TrainingSignals {
  const rows = signalOf.length;
  if (rows === signals.rows && signalOf.every((signal, row) => signal === row)) return signals;
  const offsets = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    const signal = signalOf[row] as number;
    offsets[row + 1] = (offsets[row] as number) + endOf(signals, signal) - startOf(signals, signal);
  }
  const entries = offsets[rows] as number;
  const evaluation = new Uint32Array(entries);
  const labelProb = new Float64Array(entries);
  const correct = new Uint8Array(entries);
  const predicted = new Int32Array(entries);
  const label = new Int32Array(rows);
  const sLabel = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const signal = signalOf[row] as number;
    label[row] = signals.label[signal] ?? -1;
    sLabel[row] = signals.sLabel[signal] ?? 0;
    const from = startOf(signals, signal);
    const to = endOf(signals, signal);
    const at = offsets[row] as number;
    // Entry by entry, because views of so few would cost more than the copying.
    for (let entry = from; entry < to; entry++) {
      const into = at + entry - from;
      evaluation[into] = signals.evaluation[entry] as number;
      labelProb[into] = signals.labelProb[entry] as number;
      correct[into] = signals.correct[entry] as number;
      predicted[into] = signals.predicted[entry] as number;
    }
  }
  return {
    ...signals,
    rows,
    label,
    sLabel,
    offsets,
    evaluation,
    labelProb,
    correct,
    predicted,
  };
}

/** Columns by row of the signals as columns by row of the dataset. NaN where a row has no signals. */
export function columnsOfRows(columns: SignalColumns, signalOf: Int32Array): SignalColumns {
  const into = emptyColumns(signalOf.length);
  for (const name of SIGNAL_NAMES) {
    const from = columns[name];
    for (let row = 0; row < signalOf.length; row++) into[name][row] = from[signalOf[row] as number] ?? NaN;
  }
  return into;
}

function startOf({ offsets }: TrainingSignals, signal: number): number {
  return signal < 0 ? 0 : (offsets[signal] ?? 0);
}

function endOf({ offsets }: TrainingSignals, signal: number): number {
  return signal < 0 ? 0 : (offsets[signal + 1] ?? 0);
}
