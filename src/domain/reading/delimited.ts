import type { RejectReason } from './dataset.js';
import { countLineEnds, LineWindow } from '../bytes/lines.js';
import { WindowReader } from './line-reader.js';
import type { DelimitedFormat, RawRecord, RawReject, RecordPlace, RecordSink } from './records.js';
import { BACKSLASHED, BARE_BACKSLASHED, DOUBLED, isEscapable, LINE, PLAIN, RecordFields } from './records.js';
import { isSeparatorLine } from './separator-line.js';

/** A quoted field that does not end within this many bytes never will. */
const MAX_QUOTED_BYTES = 1024 * 1024;

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;

type Parsed = 'record' | 'more' | 'stray-quote' | 'unterminated-quote' | 'column-count';

/**
 * Reads delimiter-separated records: without quoting a record is a physical line; with it fields in quotes, in which a
 * quote is doubled (RFC 4180) or has a backslash before it. A quote inside an unquoted field is literal. In a padded source
 * spaces and tabs around a field, outside its quotes, are no part of it. Empty lines are no records, and neither is a
 * first line `sep=;`, by which spreadsheets name the delimiter. A line that cannot be read is set aside alone and reading
 * resumes at the next physical line, so one bad quote never swallows or shifts the rows behind it.
 */
export class DelimitedReader extends WindowReader<LineWindow> {
  readonly #sink: RecordSink;
  readonly #delimiter: number;
  /** The further bytes of a delimiter that is a sequence. */
  readonly #delimiterRest: Uint8Array;
  readonly #quoting: boolean;
  readonly #escaping: boolean;
  readonly #padded: boolean;
  readonly #expected: number;
  readonly #maxQuotedBytes: number;
  #headerPending: boolean;
  #sourceRow = 0;
  readonly #current: RawRecord;
  /** Start of the line behind the record just parsed. */
  #after = 0;

  constructor(format: DelimitedFormat, sink: RecordSink, maxLineBytes?: number, maxQuotedBytes = MAX_QUOTED_BYTES) {
    super(new LineWindow(maxLineBytes));
    this.#sink = sink;
    const [first = 0, ...rest] = new TextEncoder().encode(format.delimiter);
    this.#delimiter = first;
    this.#delimiterRest = Uint8Array.from(rest);
    this.#quoting = format.quote !== '';
    this.#escaping = format.quote === '\\';
    this.#padded = this.#quoting && format.padded === true;
    this.#expected = format.expectedColumns;
    this.#headerPending = format.header;
    this.#maxQuotedBytes = maxQuotedBytes;
    const fields = new RecordFields();
    const { window } = this;
    const place: RecordPlace = {
      at: (position) => window.base + position,
      items: () => [{ list: LINE, start: window.consumed(), end: window.base + this.#after, before: -1 }],
    };
    this.#current = { bytes: window.bytes, start: 0, end: 0, line: 1, sourceRow: 0, json: false, place, fields };
  }

  protected override drain(): void {
    const { window } = this;
    for (;;) {
      const found = window.find();
      if (found === 'none') return;
      if (found === 'long') this.#setAside('line-too-long');
      else if (found === 'rest') this.#sink.more?.(window.bytes, window.start, window.lineEnd);
      if (found !== 'line') {
        window.advance(window.next, window.open ? 0 : 1);
      } else if (window.lineEnd === window.start || (window.line === 1 && isSeparatorLine(window))) {
        window.advance(window.next, 1);
      } else if (!this.#readRecord()) {
        return;
      }
    }
  }

  /** False when the record needs more bytes. */
  #readRecord(): boolean {
    const { window } = this;
    const current = this.#current;
    current.bytes = window.bytes;
    current.start = window.start;
    current.line = window.line;
    current.sourceRow = this.#sourceRow;
    const special = this.#quoting && (window.hasQuote() || (this.#escaping && window.hasBackslash()));
    const parsed = special ? this.#parseQuoted() : this.#splitLine();
    if (parsed === 'more') return false;
    if (this.#headerPending) {
      this.#takeHeader(parsed);
      return true;
    }
    if (parsed !== 'record') {
      this.#setAside(parsed, current.fields.count);
      window.advance(window.next, 1);
      return true;
    }
    this.#sourceRow++;
    this.#sink.record(current);
    this.#consumeRecord();
    return true;
  }

  #consumeRecord(): void {
    const { window } = this;
    const after = this.#after;
    const lines = after === window.next ? 1 : countLineEnds(window.bytes, window.start, after);
    // The stream's end closes the last line without a line end; nothing follows that could be numbered wrongly.
    window.advance(after, lines);
  }

  /** The header line names the columns whatever its quotes look like. */
  #takeHeader(parsed: Parsed): void {
    this.#headerPending = false;
    if (parsed !== 'record') this.#splitLine(true);
    this.#sink.header?.(this.#current);
    this.#consumeRecord();
  }

  #setAside(reason: RejectReason, found = 0): void {
    const { window } = this;
    const reject: RawReject = {
      bytes: window.bytes,
      start: window.start,
      end: window.lineEnd,
      line: window.line,
      sourceRow: this.#sourceRow++,
      reason,
    };
    if (reason === 'column-count') {
      reject.found = found;
      reject.expected = this.#expected;
    }
    this.#sink.reject(reject);
  }

  /** Cuts the found line at every delimiter. */
  #splitLine(anyCount = false): Parsed {
    const { window } = this;
    const current = this.#current;
    const delimiter = this.#delimiter;
    const { bytes, lineEnd } = window;
    let count = 0;
    let from = window.start;
    for (let i = from; i < lineEnd; i++) {
      if (bytes[i] !== delimiter || !this.#isDelimiter(i, lineEnd)) continue;
      this.#setBare(count++, from, i, PLAIN);
      from = i + 1 + this.#delimiterRest.length;
      i = from - 1;
    }
    this.#setBare(count++, from, lineEnd, PLAIN);
    current.fields.count = count;
    current.end = lineEnd;
    this.#after = window.next;
    return anyCount || this.#countFits(count) ? 'record' : 'column-count';
  }

  #isDelimiter(i: number, end: number): boolean {
    const { bytes } = this.window;
    const delimiterRest = this.#delimiterRest;
    if (bytes[i] !== this.#delimiter || i + delimiterRest.length >= end) return false;
    for (let at = 0; at < delimiterRest.length; at++) if (bytes[i + 1 + at] !== delimiterRest[at]) return false;
    return true;
  }

  /** Where the spaces and tabs end that begin at `i` and are no part of a field. */
  #behindPadding(i: number): number {
    if (this.#padded) while (i < this.window.end && this.#isPadding(i)) i++;
    return i;
  }

  #isPadding(i: number): boolean {
    const byte = this.window.bytes[i];
    return (byte === SPACE || byte === TAB) && byte !== this.#delimiter;
  }

  /** A field without quotes: in a padded source without the spaces and tabs around it. */
  #setBare(column: number, from: number, to: number, kind: number): void {
    if (this.#padded) {
      while (from < to && this.#isPadding(from)) from++;
      while (from < to && this.#isPadding(to - 1)) to--;
    }
    this.#current.fields.set(column, from, to, kind);
  }

  #countFits(count: number): boolean {
    return this.#expected === 0 || count === this.#expected || this.#headerPending;
  }

  /** Reads a record whose first line holds a quote; it may go on over further lines. */
  #parseQuoted(): Parsed {
    const { window } = this;
    const current = this.#current;
    const { bytes, end, final } = window;
    const { fields } = current;
    fields.count = 0;
    let i = window.start;
    for (;;) {
      const from = i;
      i = this.#behindPadding(i);
      if (i < end && bytes[i] === QUOTE) {
        const close = this.#escaping ? this.#escapedField(i) : this.#quotedField(i);
        if (close === -1) return 'more';
        if (close === -2) return 'unterminated-quote';
        i = this.#behindPadding(close + 1);
        if (i + this.#delimiterRest.length >= end && !final) return 'more';
        const byte = i < end ? bytes[i] : LF;
        if (byte !== LF && byte !== CR && !this.#isDelimiter(i, end)) return 'stray-quote';
      } else {
        let kind = PLAIN;
        while (i < end && bytes[i] !== LF && bytes[i] !== CR && !this.#isDelimiter(i, end)) {
          if (this.#escaping && bytes[i] === BACKSLASH && i + 1 < end && isEscapable(bytes[i + 1] ?? 0, true)) {
            kind = BARE_BACKSLASHED;
            i++;
          }
          i++;
        }
        if (i === end && !final) return 'more';
        this.#setBare(fields.count++, from, i, kind);
      }
      if (!this.#isDelimiter(i, end)) break;
      i += 1 + this.#delimiterRest.length;
      const overflows = this.#expected > 0 && fields.count >= this.#expected && !this.#headerPending;
      if (overflows && i > window.lineEnd) {
        fields.count++;
        return 'column-count';
      }
    }
    return this.#endQuoted(i);
  }

  /** Ends a record at the line end (or end of stream) at `i`. */
  #endQuoted(i: number): Parsed {
    const { window } = this;
    const current = this.#current;
    const { bytes, end, final } = window;
    if (i + 1 >= end && i < end && bytes[i] === CR && !final) return 'more';
    const crlf = i + 1 < end && bytes[i] === CR && bytes[i + 1] === LF;
    this.#after = Math.min(end, crlf ? i + 2 : i + 1);
    current.end = i;
    return this.#countFits(current.fields.count) ? 'record' : 'column-count';
  }

  /** Adds the quoted field that opens at `open`. Returns its closing quote, -1 = needs more bytes, -2 = never ends. */
  #quotedField(open: number): number {
    const { bytes, end, final } = this.window;
    const limit = open + 2 + this.#maxQuotedBytes;
    const { fields } = this.#current;
    let kind = PLAIN;
    for (let i = open + 1; ; i += 2) {
      while (i < end && i < limit && bytes[i] !== QUOTE) i++;
      if (i >= limit) return -2;
      if (i >= end) return final ? -2 : -1;
      if (i + 1 === end && !final) return -1;
      if (i + 1 < end && bytes[i + 1] === QUOTE) {
        kind = DOUBLED;
        continue;
      }
      fields.set(fields.count++, open + 1, i, kind);
      return i;
    }
  }

  /** The same for a field in which a quote has a backslash before it. */
  #escapedField(open: number): number {
    const { bytes, end, final } = this.window;
    const limit = open + 2 + this.#maxQuotedBytes;
    const { fields } = this.#current;
    let kind = PLAIN;
    let i = open + 1;
    while (i < end && i < limit && bytes[i] !== QUOTE) {
      const escape = bytes[i] === BACKSLASH && i + 1 < end && isEscapable(bytes[i + 1] ?? 0, false);
      if (escape) kind = BACKSLASHED;
      i += escape ? 2 : 1;
    }
    if (i >= limit) return -2;
    if (i >= end) return final ? -2 : -1;
    if (i + 1 === end && !final) return -1;
    fields.set(fields.count++, open + 1, i, kind);
    return i;
  }
}
