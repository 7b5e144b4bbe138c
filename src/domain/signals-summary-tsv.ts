import { ByteWriter } from './bytes.js';
import { LiteralParts, LiteralScanner, NONE, STRING } from './python-literal.js';
import { appendLiteralText, numberAt } from './python-values.js';
import { noteLine, type LineSink } from './signals-lines.js';
import type { SignalNoteKind } from './signals-report.js';
import { SUMMARY_COLUMNS, type SummaryBuilder, type SummaryColumn } from './signals-summary.js';

const TAB = 9;
/** Columns without which a table is no summary of training signals. */
const REQUIRED = ['id', 'correct_ratio', 'avg_probs', 'label_var'];
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whether a header's cells are those of TrustAI's summary. `id` must be first, as in its plot script. */
export function isSummaryHeader(cells: readonly string[]): boolean {
  return cells[0] === 'id' && REQUIRED.every((name) => cells.includes(name));
}

/** The cells of a line, at its tabs. */
export function cellsOf(bytes: Uint8Array, start: number, end: number): string[] {
  return decoder.decode(bytes.subarray(start, end)).split('\t');
}

/**
 * Reads TrustAI's summary: a header line, then a line per id, cut at tabs. A line with more or fewer cells than the
 * header is set aside alone, and no other line changes its id. `pred_dist` follows from `pred_label` and is not read.
 */
export class SummaryLines implements LineSink {
  readonly #builder: SummaryBuilder;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #scanner = new LiteralScanner();
  readonly #items = new LiteralParts();
  readonly #name = new ByteWriter();
  #headerFile = -1;
  #width = 0;
  #numbers: readonly (readonly [column: SummaryColumn, cell: number])[] = [];
  #label = -1;
  #sLabel = -1;
  #predicted = -1;

  constructor(builder: SummaryBuilder) {
    this.#builder = builder;
  }

  longLine(file: number, line: number): void {
    this.#builder.lines++;
    this.#builder.notes.add('line-too-long', file, line, () => '');
  }

  line(bytes: Uint8Array, start: number, end: number, file: number, line: number): void {
    if (file !== this.#headerFile) {
      this.#headerFile = file;
      this.#takeHeader(cellsOf(bytes, start, end));
      return;
    }
    const builder = this.#builder;
    builder.lines++;
    const problem = this.#split(bytes, start, end) === this.#width ? this.#fill(bytes) : 'column-count';
    if (problem === null) {
      builder.add(bytes, this.#starts[0] ?? 0, this.#ends[0] ?? 0, file, line);
      return;
    }
    noteLine(builder.notes, problem, bytes, start, end, file, line);
    builder.empty();
  }

  /** Of two columns with the same name the first counts, as in the original. */
  #takeHeader(cells: readonly string[]): void {
    this.#width = cells.length;
    this.#numbers = SUMMARY_COLUMNS.map((column) => [column, cells.indexOf(column)] as const).filter(
      ([, cell]) => cell >= 0,
    );
    this.#label = cells.indexOf('label');
    this.#sLabel = cells.indexOf('s_label');
    this.#predicted = cells.indexOf('pred_label');
  }

  #split(bytes: Uint8Array, start: number, end: number): number {
    let count = 0;
    let from = start;
    for (let i = start; i <= end; i++) {
      if (i < end && bytes[i] !== TAB) continue;
      this.#starts[count] = from;
      this.#ends[count] = i;
      count++;
      from = i + 1;
    }
    return count;
  }

  #fill(bytes: Uint8Array): SignalNoteKind | null {
    const builder = this.#builder;
    const starts = this.#starts;
    const ends = this.#ends;
    const { next } = builder;
    if (starts[0] === ends[0]) return 'missing-id';
    for (const [column, cell] of this.#numbers) {
      const value = numberAt(bytes, starts[cell] ?? 0, ends[cell] ?? 0);
      if (Number.isNaN(value) && !this.#saysNan(bytes, cell)) return 'bad-number';
      next.values[column] = value;
    }
    next.label = this.#classIn(bytes, this.#label);
    const quality = this.#sLabel < 0 ? 0 : numberAt(bytes, starts[this.#sLabel] ?? 0, ends[this.#sLabel] ?? 0);
    next.sLabel = quality === 1 || quality === 2 ? quality : 0;
    next.predicted.length = 0;
    return this.#predicted < 0 || this.#fillPredictions(bytes) ? null : 'broken-line';
  }

  #saysNan(bytes: Uint8Array, cell: number): boolean {
    return /^[+-]?nan$/i.test(decoder.decode(bytes.subarray(this.#starts[cell], this.#ends[cell])));
  }

  #classIn(bytes: Uint8Array, cell: number): number {
    const start = this.#starts[cell] ?? 0;
    const end = this.#ends[cell] ?? 0;
    return cell < 0 || start === end ? -1 : this.#builder.classes.numberOf(bytes, start, end);
  }

  /** The list of predictions, strings or numbers. False where the cell holds no list. */
  #fillPredictions(bytes: Uint8Array): boolean {
    const items = this.#items;
    const name = this.#name;
    const builder = this.#builder;
    const start = this.#starts[this.#predicted] ?? 0;
    const end = this.#ends[this.#predicted] ?? 0;
    if (!this.#scanner.sequence(bytes, start, end, items)) return false;
    for (let i = 0; i < items.count; i++) {
      const from = items.start[i] ?? 0;
      const to = items.end[i] ?? 0;
      if (items.kind[i] === NONE) {
        builder.next.predicted.push(-1);
        continue;
      }
      name.length = 0;
      if (items.kind[i] !== STRING || items.escaped[i] !== true) name.append(bytes, from, to);
      else if (!appendLiteralText(bytes, from, to, name)) return false;
      builder.next.predicted.push(builder.classes.numberOf(name.bytes, 0, name.length));
    }
    return true;
  }
}
