import { orderedLabels } from './label-order.js';
import { emptyEvent, EventColumns, type SignalEvent } from './signals-events.js';
import { KeptEvents } from './signals-kept.js';
import { cutByEpoch, cutByOrder, type Evaluations } from './signals-evaluations.js';
import { SignalNotes, type SignalRun, type SignalsKind, type SignalsReport } from './signals-report.js';
import { findRuns } from './signals-runs.js';
import type { TrainingSignals } from './signals.js';
import { ByteIndex } from './text-column.js';

/** The evaluations that count: all of the file, those of the last run found, or all from a given one on. */
export type KeepRuns = 'all' | 'last-run' | number;

/** How far outside of 0..1 rounding may move a probability. */
const PROBABILITY_SLACK = 1e-6;

/** Distinct class names, in order of appearance. */
export class ClassNames {
  readonly #index = new ByteIndex();

  /** Number of the class `bytes[start .. end)`. A new name is added. */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#index.find(bytes, start, end);
    return known >= 0 ? known : this.#index.add(bytes, start, end);
  }

  /** The names in their final order, and the place of each number in it. */
  ordered(): { names: readonly string[]; place: Int32Array } {
    const names = Array.from({ length: this.#index.count }, (_, number) => this.#index.text(number));
    return orderedLabels(names);
  }
}

/**
 * Collects training signals, event by event in file order. A reader fills `event`, calls `add`, and notes the lines
 * that it sets aside in `notes`. `finish` can be called again with another choice of runs.
 */
export class SignalsBuilder {
  readonly event: SignalEvent = emptyEvent();
  readonly notes = new SignalNotes();
  readonly classes = new ClassNames();
  /** Lines that the readers have seen, without blank ones. */
  lines = 0;
  readonly #ids = new ByteIndex();
  readonly #events = new EventColumns();
  #cut: { evaluations: Evaluations; runs: SignalRun[] } | null = null;

  get rows(): number {
    return this.#ids.count;
  }

  /** Adds `event` in its present state. */
  add(): void {
    const { event } = this;
    const ids = this.#ids;
    const { idBytes, idStart, idEnd } = event;
    const known = ids.find(idBytes, idStart, idEnd);
    const row = known >= 0 ? known : ids.add(idBytes, idStart, idEnd);
    const p = event.labelProb;
    const isProbability = p >= -PROBABILITY_SLACK && p <= 1 + PROBABILITY_SLACK;
    if (!isProbability) this.notes.add('not-a-probability', event.file, event.line, () => ids.text(row));
    this.#events.push(row, event, isProbability ? p : NaN);
    this.#cut = null;
  }

  /** The signals of the kept evaluations. Throws `RangeError` where memory is short. */
  finish(
    kind: SignalsKind,
    files: number,
    keep: KeepRuns = 'all',
  ): { signals: TrainingSignals; report: SignalsReport } {
    this.#events.trim();
    const { evaluations, runs } = (this.#cut ??= this.#evaluate());
    const from = keep === 'all' ? 0 : keep === 'last-run' ? (runs.at(-1)?.first ?? 0) : keep;
    const kept = new KeptEvents(this.#events, evaluations, this.#ids, from);
    const { names, place } = this.classes.ordered();
    const signals = kept.signals(names, place);
    const report: SignalsReport = {
      kind,
      files,
      lines: this.lines,
      rows: signals.rows,
      evaluations: signals.evaluations,
      epochs: signals.epochs,
      rowsOfEvaluation: countsOf(signals),
      runs,
      notes: [...this.notes.list(), ...kept.notes()],
    };
    return { signals, report };
  }

  #evaluate(): { evaluations: Evaluations; runs: SignalRun[] } {
    const events = this.#events;
    const ids = this.#ids;
    if ((events.epoch[0] ?? -1) >= 0) {
      const evaluations = cutByEpoch(events.row, events.epoch, ids.count);
      return { evaluations, runs: [{ first: 0, evaluations: evaluations.count, reason: 'start' }] };
    }
    const evaluations = cutByOrder(events.row, ids.count, (a, b) => events.same(a, b));
    return { evaluations, runs: findRuns(events, evaluations, ids.count) };
  }
}

function countsOf({ evaluations, evaluation }: TrainingSignals): number[] {
  const counts = new Array<number>(evaluations).fill(0);
  for (const number of evaluation) counts[number] = (counts[number] ?? 0) + 1;
  return counts;
}
