import { ByteWriter } from './bytes.js';
import { classNumber } from './class-names.js';
import type { DatasetLabel } from './dataset.js';
import { looseAsJson } from './json-loose-write.js';
import { labelOrder } from './label-order.js';
import { readLabelToken, valueOfToken, type LabelToken } from './label-token.js';
import type { RawRecord } from './records.js';
import { appendField, jsonRange } from './records.js';
import { ByteIndex } from './text-column.js';

/** A column with more distinct labels is no label. */
export const MAX_LABELS = 65_535;

/** Thrown for the record with one label more than `MAX_LABELS`. */
export class TooManyLabels extends Error {}

/** Ways of writing one label that are remembered. */
const MOST_TOKENS = 32;
/** Fields of a label's object that are examined, and the longest value that can belong to a class. */
const MOST_FIELDS = 16;
const MOST_FIELD_CHARACTERS = 200;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * JSON text of a record's label: unchanged in a JSON source, a string for the cell of a delimited one. `scratch` is
 * overwritten.
 */
export function labelText(record: RawRecord, column: number, scratch: ByteWriter): string {
  if (record.json && record.loose === true) return looseAsJson(record.bytes, ...jsonRange(record.fields, column));
  if (record.json) return decoder.decode(record.bytes.subarray(...jsonRange(record.fields, column)));
  scratch.length = 0;
  appendField(record, column, scratch);
  return JSON.stringify(decoder.decode(scratch.bytes.subarray(0, scratch.length)));
}

interface Counted {
  readonly name: string;
  readonly several: readonly string[] | null;
  count: number;
  /** Numbers of its tokens. */
  readonly tokens: number[];
}

/** Counts a source's labels and remembers how each is written. */
export class LabelTally {
  readonly #labels: Counted[] = [];
  readonly #byName = new Map<string, number>();
  /** Source text of labels, or cells of a delimited source. */
  #tokens = new ByteIndex();
  /** Number of the token of each text in `tokens`. */
  #tokenAt: number[] = [];
  /** Names of the class numbers in the present file. Null = numbers are names themselves. */
  #names: readonly string[] | null = null;
  readonly #texts: string[] = [];
  readonly #labelOfToken: number[] = [];
  readonly #uses: number[] = [];
  /** By field: the value of each label. Null = it has several. */
  readonly #fields = new Map<string, Map<number, string | null>>();
  readonly #scratch = new ByteWriter();

  /** The next records are of a file that gives its class numbers these names (null = none). */
  nameNumbers(names: readonly string[] | null): void {
    this.#names = names;
    this.#tokens = new ByteIndex();
    this.#tokenAt = [];
  }

  /** Counts the label of a record. Returns its number, in order of appearance. */
  add(record: RawRecord, column: number): number {
    const tokens = this.#tokens;
    const scratch = this.#scratch;
    let { bytes } = record;
    let [start, end] = jsonRange(record.fields, column);
    if (!record.json) {
      scratch.length = 0;
      appendField(record, column, scratch);
      ({ bytes } = scratch);
      [start, end] = [0, scratch.length];
    }
    const known = this.#tokenAt[tokens.find(bytes, start, end)] ?? -1;
    const label = known < 0 ? this.#addToken(record, column, bytes, start, end) : (this.#labelOfToken[known] ?? 0);
    if (known >= 0) this.#uses[known] = (this.#uses[known] ?? 0) + 1;
    const counted = this.#labels[label];
    if (counted) counted.count++;
    return label;
  }

  /** The labels in their order, and the place in it of each number: those of one class, then those of several or none. */
  finish(): { readonly labels: readonly DatasetLabel[]; readonly place: Uint32Array } {
    const vectors = areVectors(this.#labels);
    const single = this.#labels.map(({ several }) => several === null || vectors);
    const numbers = [...this.#labels.keys()];
    const order = [true, false].flatMap((wanted) => {
      const some = numbers.filter((number) => single[number] === wanted);
      const names = some.map((number) => this.#labels[number]?.name ?? '');
      return labelOrder(names).map((position) => some[position] ?? 0);
    });
    const place = new Uint32Array(order.length);
    order.forEach((number, i) => (place[number] = i));
    const fields = this.#classFields();
    const labels = order.map((number) => this.#labelAt(number, single[number] === true, fields));
    return { labels, place };
  }

  #labelAt(number: number, single: boolean, fields: readonly string[]): DatasetLabel {
    const { name, several, count, tokens } = this.#labels[number] as Counted;
    const byUse = tokens.toSorted((a, b) => (this.#uses[b] ?? 0) - (this.#uses[a] ?? 0));
    const texts = byUse.map((token) => this.#texts[token] ?? '');
    const own = fields.flatMap((path) => {
      const text = this.#fields.get(path)?.get(number);
      return typeof text === 'string' ? [[path, text] as const] : [];
    });
    return {
      name,
      token: texts[0] ?? '',
      count,
      ...(texts.length > 1 && { tokens: texts }),
      ...(own.length > 0 && { fields: own }),
      ...(!single && several && { several }),
    };
  }

  #addToken(record: RawRecord, column: number, bytes: Uint8Array, start: number, end: number): number {
    const text = labelText(record, column, this.#scratch);
    const read = readLabelToken(text);
    const label = this.#labelOf(read, text);
    for (const field of read.fields) this.#noteField(label, field.path, field.text);
    const tokens = this.#labels[label]?.tokens ?? [];
    const known = tokens.find((token) => this.#texts[token] === text);
    if (known !== undefined) {
      this.#tokenAt[this.#tokens.add(bytes, start, end)] = known;
      this.#uses[known] = (this.#uses[known] ?? 0) + 1;
    } else if (tokens.length < MOST_TOKENS) {
      const number = this.#texts.push(text) - 1;
      this.#tokenAt[this.#tokens.add(bytes, start, end)] = number;
      this.#labelOfToken[number] = label;
      this.#uses[number] = 1;
      tokens.push(number);
    }
    return label;
  }

  #labelOf({ names: values }: LabelToken, text: string): number {
    const single = values === null || values.length === 1;
    const names = single ? values : values.map((value) => this.#nameOf(value) ?? value);
    const one = single ? (this.#nameOf(text) ?? values?.[0] ?? valueOfToken(text)) : undefined;
    const key = one === undefined ? `several ${JSON.stringify(names)}` : `one ${one}`;
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    if (this.#labels.length >= MAX_LABELS) throw new TooManyLabels();
    const several = one === undefined ? names : null;
    const name = one ?? valueOfToken(text);
    const label = this.#labels.push({ name, several, count: 0, tokens: [] }) - 1;
    this.#byName.set(key, label);
    return label;
  }

  /** The file's name of a class number. Undefined where the label is no number, or has no name. */
  #nameOf(token: string): string | undefined {
    const names = this.#names;
    return names?.[classNumber(token, names.length)];
  }

  #noteField(label: number, path: string, text: string): void {
    let ofLabel = this.#fields.get(path);
    if (!ofLabel) {
      if (this.#fields.size >= MOST_FIELDS) return;
      ofLabel = new Map();
      this.#fields.set(path, ofLabel);
    }
    const known = ofLabel.get(label);
    const own = text.length > MOST_FIELD_CHARACTERS || isFraction(text) ? null : text;
    if (known === undefined) ofLabel.set(label, own);
    else if (known !== own) ofLabel.set(label, null);
  }

  /** Fields with one value for all rows of a label, and different values among labels. They belong to the class. */
  #classFields(): readonly string[] {
    return [...this.#fields].flatMap(([path, ofLabel]) => {
      const values = [...ofLabel].flatMap(([label, text]) => (this.#labels[label]?.several ? [] : [text]));
      const alwaysTheSame = values.length > 1 && new Set(values).size === 1;
      return values.length === 0 || values.includes(null) || alwaysTheSame ? [] : [path];
    });
  }
}

/** A number with a fraction is a measurement of a row, not a property of a class. */
function isFraction(text: string): boolean {
  return /^-?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text) && !Number.isInteger(Number(text));
}

/**
 * Lists of 0 and 1 of one length in place of any label. Each is a label as a whole (one-hot), not a list of classes 0
 * and 1.
 */
function areVectors(labels: readonly Counted[]): boolean {
  const length = labels[0]?.several?.length ?? 0;
  return (
    length > 1 &&
    labels.every(
      ({ several }) => several?.length === length && several.every((name) => /^([01](\.0+)?|true|false)$/.test(name)),
    )
  );
}
