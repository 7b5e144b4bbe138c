import { readFileSync } from 'node:fs';
import { SignalsBuilder, type KeepRuns } from '../../../src/domain/signals-builder.js';
import { DynamicsLines } from '../../../src/domain/signals-cartography.js';
import { SignalLines, type LineSink } from '../../../src/domain/signals-lines.js';
import type { SignalNoteKind, SignalsReport } from '../../../src/domain/signals-report.js';
import type { SignalColumns, SignalName, TrainingSignals } from '../../../src/domain/signals.js';
import { textOf } from '../../../src/domain/text-column.js';
import { TrustaiLines } from '../../../src/domain/signals-trustai.js';

const encoder = new TextEncoder();

/** A file of tests/fixtures. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
}

/** Feeds texts, each a file, to a sink in pieces of `pieceBytes`. */
export function feed(sink: LineSink, files: readonly string[], pieceBytes = 65_536): void {
  const lines = new SignalLines(sink);
  for (const file of files) {
    const bytes = encoder.encode(file);
    for (let from = 0; from < bytes.length; from += pieceBytes) lines.push(bytes.subarray(from, from + pieceBytes));
    lines.endFile();
  }
}

export interface Read {
  readonly signals: TrainingSignals;
  readonly report: SignalsReport;
}

/** Reads TrustAI lines. */
export function readTrustai(files: string | readonly string[], keep: KeepRuns = 'all', pieceBytes?: number): Read {
  const builder = new SignalsBuilder();
  const list = typeof files === 'string' ? [files] : files;
  feed(new TrustaiLines(builder), list, pieceBytes);
  return builder.finish('trustai-signals', list.length, keep);
}

/** Reads cartography's epochs. */
export function readDynamics(files: readonly string[]): Read {
  const builder = new SignalsBuilder();
  feed(new DynamicsLines(builder), files);
  return builder.finish('cartography-dynamics', files.length);
}

/** Ids as texts. */
export function idsOf({ signals }: Read): string[] {
  return Array.from({ length: signals.rows }, (_, row) => textOf(signals.ids, row));
}

/** How often each kind of note was made. */
export function noteCounts({ report }: { report: SignalsReport }): Partial<Record<SignalNoteKind, number>> {
  return Object.fromEntries(report.notes.map(({ kind, count }) => [kind, count]));
}

/** The events of each id: evaluation, p(label), right or wrong, name of the prediction. */
export function courseOf({ signals }: Read, row: number): (readonly [number, number, number, string | undefined])[] {
  const from = signals.offsets[row] ?? 0;
  return Array.from({ length: (signals.offsets[row + 1] ?? 0) - from }, (_, k) => [
    signals.evaluation[from + k] ?? -1,
    signals.labelProb[from + k] ?? NaN,
    signals.correct[from + k] ?? -1,
    signals.classes[signals.predicted[from + k] ?? -1],
  ]);
}

/** One TrustAI line as JSON. */
export function line(id: unknown, p: number, right: boolean, more: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ id, label: 1, pred_label: right ? 1 : 0, correct: String(right), label_probs: p, ...more })}\n`;
}

/** A log of `evaluations` x `ids` whose p(label) grows. `change` may drop (null) or replace a line. */
export function log(
  ids: number,
  evaluations: number,
  change: (id: number, evaluation: number, text: string) => string = (_id, _evaluation, text) => text,
): string {
  let text = '';
  for (let evaluation = 0; evaluation < evaluations; evaluation++) {
    for (let id = 0; id < ids; id++) {
      const p = (evaluation + 1) / (evaluations + 1) + id / (ids * 100);
      text += change(id, evaluation, line(id, p, p > 0.5));
    }
  }
  return text;
}

/** The values of a row by signal. */
export function rowOf(columns: SignalColumns, row: number): Record<SignalName, number> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row]])) as Record<
    SignalName,
    number
  >;
}
