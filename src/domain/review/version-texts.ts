import { ByteWriter } from '../bytes/bytes.js';
import { textOf, type ByteIndex } from '../bytes/text-column.js';
import type { Dataset } from '../reading/dataset.js';
import { foldCase } from './fold.js';

/** The columns of a version of a dataset that its rows are found by. */
export type VersionRows = Pick<Dataset, 'rows' | 'sourceRow' | 'text' | 'textB' | 'id' | 'labels' | 'label'>;

/** A byte that is in no UTF-8 text. It divides the texts of a pair. */
const DIVIDER = 0xff;
/** Share of common pairs of characters from which one text is an edit of the other. */
const EDIT_SHARE = 0.7;
/** More than the labels of two versions: label indexes are 16 bit. */
const LABELS_MOST = 2 ** 17;
const NONE: readonly number[] = [];

/** The rows of one version that have a sought text, by text and label. Texts are numbers from 0, labels are numbers. */
export class Twins {
  readonly #rows: VersionRows;
  readonly #counts: Uint32Array;
  readonly #firsts: Int32Array;
  /** Number of each label's name. Both versions share it. */
  readonly #numbers: Map<string, number>;
  readonly #twins = new Map<number, number[]>();

  constructor(rows: VersionRows, texts: number, numbers: Map<string, number>) {
    this.#rows = rows;
    this.#counts = new Uint32Array(texts);
    this.#firsts = new Int32Array(texts).fill(-1);
    this.#numbers = numbers;
    for (const { name } of rows.labels) if (!numbers.has(name)) numbers.set(name, numbers.size);
  }

  /** Adds a row with a sought text, -1 = with none. Returns the number of rows before it with its text and label. */
  add(text: number, row: number): number {
    if (text < 0) return 0;
    if (this.#counts[text] === 0) this.#firsts[text] = row;
    this.#counts[text] = this.countOf(text) + 1;
    const key = text * LABELS_MOST + this.labelOf(row);
    const twins = this.#twins.get(key);
    if (twins) return twins.push(row) - 1;
    this.#twins.set(key, [row]);
    return 0;
  }

  /** The number of rows with a text. */
  countOf(text: number): number {
    return this.#counts[text] ?? 0;
  }

  /** The first row with a text, -1 = none. */
  first(text: number): number {
    return this.#firsts[text] ?? -1;
  }

  /** The label of a row, the same number in both versions. */
  labelOf(row: number): number {
    return this.#numbers.get(this.#rows.labels[this.#rows.label[row] ?? -1]?.name ?? '') ?? 0;
  }

  /** The rows with a text and a label, in order. */
  rowsWith(text: number, label: number): readonly number[] {
    return this.#twins.get(text * LABELS_MOST + label) ?? NONE;
  }
}

/** The texts of rows as byte strings: of pairs both texts with a divider. */
export class TextKeys {
  readonly #rows: VersionRows;
  readonly #scratch = new ByteWriter();

  constructor(rows: VersionRows) {
    this.#rows = rows;
  }

  /** Adds the text of a row unless it is there. Returns its number. */
  addTo(index: ByteIndex, row: number): number {
    const known = this.numberIn(index, row);
    return known >= 0 ? known : index.add(...this.#key(row));
  }

  /** Number of the text of a row, -1 = not there. */
  numberIn(index: ByteIndex, row: number): number {
    return index.find(...this.#key(row));
  }

  #key(row: number): readonly [bytes: Uint8Array, start: number, end: number] {
    const { text, textB } = this.#rows;
    const [start, end] = [text.offsets[row] ?? 0, text.offsets[row + 1] ?? 0];
    if (!textB) return [text.bytes, start, end];
    const scratch = this.#scratch;
    scratch.length = 0;
    scratch.append(text.bytes, start, end);
    scratch.push(DIVIDER);
    scratch.append(textB.bytes, textB.offsets[row] ?? 0, textB.offsets[row + 1] ?? 0);
    return [scratch.bytes, 0, scratch.length];
  }
}

/** The text of a row, of a pair both texts. */
export function textsOf({ text, textB }: VersionRows, row: number): string {
  return textB ? `${textOf(text, row)}\n${textOf(textB, row)}` : textOf(text, row);
}

/** Whether two texts share most of their pairs of neighbouring characters, in any case: Dice's coefficient. */
export function isEdit(one: string, other: string): boolean {
  const [first, second] = [pairsOf(one), pairsOf(other)];
  let common = 0;
  for (const pair of first) if (second.has(pair)) common += 1;
  return 2 * common >= EDIT_SHARE * (first.size + second.size);
}

function pairsOf(text: string): ReadonlySet<string> {
  const folded = ` ${foldCase(text)} `;
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < folded.length; at++) pairs.add(folded.slice(at, at + 2));
  return pairs;
}
