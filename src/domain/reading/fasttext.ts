import { ByteWriter } from '../bytes/bytes.js';
import { appendJsonString } from './json/strings.js';
import { LineReader } from './line-reader.js';
import { LineWindow } from '../bytes/lines.js';
import type { RawRecord } from './records.js';
import { LINE, MISSING, PLAIN, RecordFields } from './records.js';

/** Columns of fastText lines, in this order. */
export const FASTTEXT_COLUMNS: readonly string[] = ['label', 'text'];
const LABEL = 0;
const TEXT = 1;

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** The prefix of a label. */
export const LABEL_PREFIX = '__label__';
const PREFIX = new TextEncoder().encode(LABEL_PREFIX);
/** Lines that are examined, and the share of them that must begin or end with a label. */
const LINES_LOOKED_AT = 50;
const MIN_LABELLED = 0.8;

/** Whether most lines begin or end with a label such as `__label__Sports`, which white space parts from the text. */
export function isFastText(bytes: Uint8Array): boolean {
  const window = new LineWindow();
  window.push(bytes);
  window.final = true;
  let lines = 0;
  let labelled = 0;
  while (lines < LINES_LOOKED_AT && window.find() === 'line') {
    const { start, lineEnd } = window;
    const [from, to] = trimmed(window.bytes, start, lineEnd);
    if (from < to) {
      lines++;
      if (beginsOrEndsWithLabel(window.bytes, from, to)) labelled++;
    }
    window.pass();
  }
  return lines > 0 && labelled >= lines * MIN_LABELLED;
}

function beginsOrEndsWithLabel(bytes: Uint8Array, from: number, to: number): boolean {
  let lastWord = to;
  while (lastWord > from && !isSpace(bytes[lastWord - 1])) lastWord--;
  const firstEnd = wordEnd(bytes, from, to);
  const first = bytes.subarray(from, firstEnd);
  const last = bytes.subarray(lastWord, to);
  // A label in a cell of its own among commas belongs to a table, and one at the end of a string belongs to the string.
  return (
    (isLabel(bytes, from, firstEnd) && firstEnd < to && !first.includes(COMMA)) ||
    (isLabel(bytes, lastWord, to) && !last.includes(QUOTE))
  );
}

/**
 * Reads fastText lines: labels are the words that begin with `__label__`, the other words are the text. A single label
 * is its name without the prefix. Several are a JSON list of their names. A line without a label, or of labels alone,
 * has a missing field. Blank lines are no records.
 */
export class FastTextReader extends LineReader {
  readonly #scratch = new ByteWriter();
  readonly #record: RawRecord = {
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    line: 1,
    sourceRow: 0,
    json: false,
    // The record's bytes begin with the line.
    place: {
      at: (position) => this.window.consumed() + position,
      items: () => {
        const { window } = this;
        return [{ list: LINE, start: window.consumed(), end: window.base + window.next, before: -1 }];
      },
    },
    fields: new RecordFields(),
  };

  protected override readLine(): void {
    const { window } = this;
    const record = this.#record;
    const scratch = this.#scratch;
    const { start, lineEnd } = window;
    const [from, to] = trimmed(window.bytes, start, lineEnd);
    if (from === to) return;
    // The line itself, its labels and, where a label is inside the text, the text without labels.
    scratch.length = 0;
    scratch.append(window.bytes, start, lineEnd);
    record.fields.clear(FASTTEXT_COLUMNS.length);
    this.#split(window.bytes, from, to, start);
    record.bytes = scratch.bytes;
    record.end = lineEnd - start;
    record.line = window.line;
    record.sourceRow = this.sourceRow++;
    this.sink.record(record);
  }

  #split(bytes: Uint8Array, from: number, to: number, lineStart: number): void {
    const record = this.#record;
    const labels: [from: number, to: number][] = [];
    let textFrom = -1;
    let textTo = -1;
    let inside = false;
    for (let at = from; at < to;) {
      const end = wordEnd(bytes, at, to);
      if (isLabel(bytes, at, end)) {
        labels.push([at + PREFIX.length, end]);
        inside ||= textFrom >= 0 && hasText(bytes, end, to);
      } else {
        if (textFrom < 0) textFrom = at;
        textTo = end;
      }
      at = end;
      while (at < to && isSpace(bytes[at])) at++;
    }
    const { fields } = record;
    this.#addLabels(bytes, labels);
    if (textFrom < 0) fields.set(TEXT, 0, 0, MISSING);
    else if (!inside) fields.set(TEXT, textFrom - lineStart, textTo - lineStart, PLAIN);
    else this.#addText(bytes, textFrom, textTo);
  }

  /** One name unchanged, several as a JSON list. */
  #addLabels(bytes: Uint8Array, labels: readonly (readonly [from: number, to: number])[]): void {
    const scratch = this.#scratch;
    const record = this.#record;
    const start = scratch.length;
    const [first] = labels;
    if (first === undefined) return;
    if (labels.length === 1) {
      scratch.append(bytes, ...first);
    } else {
      labels.forEach(([from, to], i) => {
        scratch.push(i === 0 ? OPEN_BRACKET : COMMA);
        appendJsonString(bytes, from, to, scratch);
      });
      scratch.push(CLOSE_BRACKET);
    }
    record.fields.set(LABEL, start, scratch.length, PLAIN);
  }

  /** The text without the labels inside it. */
  #addText(bytes: Uint8Array, from: number, to: number): void {
    const scratch = this.#scratch;
    const record = this.#record;
    const start = scratch.length;
    for (let at = from; at < to;) {
      const end = wordEnd(bytes, at, to);
      let next = end;
      while (next < to && isSpace(bytes[next])) next++;
      if (!isLabel(bytes, at, end)) scratch.append(bytes, at, next);
      at = next;
    }
    record.fields.set(TEXT, start, scratch.length, PLAIN);
  }
}

/** The words of a line that are labels, with their prefix. */
export function labelWords(bytes: Uint8Array, start: number, end: number): (readonly [from: number, to: number])[] {
  const words: (readonly [from: number, to: number])[] = [];
  for (let at = start; at < end;) {
    while (at < end && isSpace(bytes[at])) at++;
    const to = wordEnd(bytes, at, end);
    if (isLabel(bytes, at, to)) words.push([at, to]);
    at = to;
  }
  return words;
}

/** Whether words that are no labels follow. */
function hasText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to;) {
    while (at < to && isSpace(bytes[at])) at++;
    const end = wordEnd(bytes, at, to);
    if (end > at && !isLabel(bytes, at, end)) return true;
    at = end;
  }
  return false;
}

/** Whether a word is the prefix and a name. */
function isLabel(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from <= PREFIX.length) return false;
  for (let i = 0; i < PREFIX.length; i++) if (bytes[from + i] !== PREFIX[i]) return false;
  return true;
}

function wordEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = from;
  while (end < to && !isSpace(bytes[end])) end++;
  return end;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 9;
}

function trimmed(bytes: Uint8Array, start: number, end: number): readonly [from: number, to: number] {
  let from = start;
  let to = end;
  while (from < to && isSpace(bytes[from])) from++;
  while (to > from && isSpace(bytes[to - 1])) to--;
  return [from, to];
}
