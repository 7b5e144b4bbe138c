import { ByteWriter } from '../bytes/bytes.js';
import type { TextColumn } from '../reading/dataset.js';
import { floatRepr, stringRepr } from '../reading/python/format.js';
import { TRUSTAI_SIGNALS, type SignalColumns, type SignalName } from './signals.js';
import { textOf } from '../bytes/text-column.js';

/** Columns of TrustAI's summary file, in its order. */
export const SUMMARY_HEADER = ['id', 'label', 's_label', ...TRUSTAI_SIGNALS, 'pred_label', 'pred_dist'] as const;

const COUNTS: ReadonlySet<SignalName> = new Set<SignalName>([
  'correct_times',
  'forgetting_times',
  'learnt_times',
  'first_forget',
  'first_learn',
]);

/** The content of a summary file: training signals, or a summary read from elsewhere. */
export interface ExportedSignals {
  readonly rows: number;
  readonly ids: TextColumn;
  readonly classes: readonly string[];
  readonly label: Int32Array;
  readonly sLabel: Uint8Array;
  readonly offsets: Uint32Array;
  readonly predicted: Int32Array;
}

const PIECE_ROWS = 2048;
const WHOLE_NUMBER = /^(0|[1-9]\d{0,14})$/;
/** The original counts predictions of the classes 0 to 4, whatever classes there are. */
const FIXED_CLASSES = 5;

/**
 * Writes TrustAI's summary file, which its plot script reads: tab separated, with numbers and lists in Python's form.
 * Ids that are all whole numbers are in ascending order, as in the original. Other ids keep their reading order. In
 * `pred_dist` the original has the fixed keys '0' to '4' and fails on others: here whole-number classes beyond follow
 * behind them, and named classes replace them. Unknown values are `nan`. Tabs and line ends inside names are written as
 * Python escapes.
 */
export function* summaryTsv(
  signals: ExportedSignals,
  columns: SignalColumns,
): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
  const writer = new SummaryWriter(signals, columns);
  const order = exportOrder(signals);
  let out = new ByteWriter(256 * 1024);
  out.text(`${SUMMARY_HEADER.join('\t')}\n`);
  for (let i = 0; i < order.length; i++) {
    out.text(`${writer.line(order[i] ?? 0)}\n`);
    if ((i + 1) % PIECE_ROWS !== 0) continue;
    yield out.take();
    out = new ByteWriter(256 * 1024);
  }
  if (out.length > 0) yield out.take();
}

function exportOrder({ rows, ids }: ExportedSignals): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const id = textOf(ids, row);
    if (!WHOLE_NUMBER.test(id)) return order;
    numbers[row] = Number(id);
  }
  return order.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
}

class SummaryWriter {
  readonly #signals: ExportedSignals;
  readonly #columns: SignalColumns;
  readonly #names: readonly string[];
  readonly #reprs: readonly string[];
  /** Per class, of the present row. */
  readonly #counts: Uint32Array;
  /** Classes are numbers, as in the original, which lists them all. Of named classes only predicted ones are listed. */
  readonly #numbered: boolean;
  /** Keys of `pred_dist` with the class that each counts. -1 = no such class here. */
  readonly #keys: readonly { readonly repr: string; readonly class: number }[];

  constructor(signals: ExportedSignals, columns: SignalColumns) {
    this.#signals = signals;
    this.#columns = columns;
    this.#names = signals.classes.map(cellText);
    this.#reprs = signals.classes.map(stringRepr);
    this.#numbered = signals.classes.every((name) => WHOLE_NUMBER.test(name));
    this.#keys = distributionKeys(signals.classes, this.#numbered);
    this.#counts = new Uint32Array(signals.classes.length);
  }

  line(row: number): string {
    const signals = this.#signals;
    const columns = this.#columns;
    const from = signals.offsets[row] ?? 0;
    const predicted = signals.predicted.subarray(from, signals.offsets[row + 1] ?? from);
    const cells = SUMMARY_HEADER.map((name) => {
      switch (name) {
        case 'id':
          return cellText(textOf(signals.ids, row));
        case 'label':
          return this.#names[signals.label[row] ?? -1] ?? '';
        case 's_label':
          return String(signals.sLabel[row] ?? 0);
        case 'pred_label':
          return `[${Array.from(predicted, (number) => this.#reprs[number] ?? 'None').join(', ')}]`;
        case 'pred_dist':
          return this.#distribution(predicted);
        default:
          return numberText(name, columns[name][row] ?? NaN);
      }
    });
    return cells.join('\t');
  }

  #distribution(predicted: Int32Array): string {
    const counts = this.#counts;
    const keys = this.#keys;
    counts.fill(0);
    for (const number of predicted) if (number >= 0) counts[number] = (counts[number] ?? 0) + 1;
    const counted = this.#numbered ? keys : keys.filter((key) => (counts[key.class] ?? 0) > 0);
    return `{${counted.map((key) => `${key.repr}: ${counts[key.class] ?? 0}`).join(', ')}}`;
  }
}

function distributionKeys(classes: readonly string[], numbered: boolean): { repr: string; class: number }[] {
  const own = classes.map((name, number) => ({ repr: stringRepr(name), class: number }));
  if (!numbered) return own;
  const fixed = Array.from({ length: FIXED_CLASSES }, (_, key) => ({
    repr: stringRepr(String(key)),
    class: classes.indexOf(String(key)),
  }));
  return [...fixed, ...own.filter((_, number) => Number(classes[number]) >= FIXED_CLASSES)];
}

function numberText(name: SignalName, value: number): string {
  return COUNTS.has(name) && Number.isInteger(value) ? String(value) : floatRepr(value);
}

/** Text for a cell. A tab or line end in it would shift the other cells. */
function cellText(text: string): string {
  return /[\t\n\r]/.test(text) ? stringRepr(text).slice(1, -1) : text;
}
