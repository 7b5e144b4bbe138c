import type { Quote, ReadSettings } from './dataset.js';
import { mostCommon } from './preview-reader.js';
import { createReader } from './reader.js';
import { quoteHint } from './quote-hint.js';
import { BACKSLASHED, BARE_BACKSLASHED, type RawRecord, type RecordSink } from './records.js';

const QUOTE = 34;
/** Comma, semicolon, bar. */
const OTHER_DELIMITERS = [44, 59, 124];

/** A way of quoting, as the settings have it. */
export type Quoting = Pick<ReadSettings, 'quote' | 'padded'>;

/** How one way of quoting fits the head of a source. */
export interface QuoteFit {
  readonly quoting: Quoting;
  /** Share of the records, those set aside included, that have as many fields as most. */
  readonly fit: number;
  /** Fields of most records. */
  readonly width: number;
  /** All records. */
  readonly total: number;
  /** Records that a writer of this way would not have written. */
  readonly bad: number;
  /** Records that only a writer of this way would have written. */
  readonly shown: number;
  /** Records whose first cell is quoted. */
  readonly opened: number;
  /** Some column has spaces around its cells throughout, outside of the quotes of some cells, or of all. */
  readonly padding: 'none' | 'some' | 'all';
}

/** Bytes of a head that may remain as the beginning of a record. */
const PENDING_BYTES = 64 * 1024;
/** This many whole lines inside one quoted field are rows that a stray quote has swallowed. */
const SWALLOWED_LINES = 3;
/** In a column of padded cells so many, for each of these, have no spaces around them. */
const TIGHT_SHARE = 0.1;

/** Whether a byte is a space or a tab, and not the delimiter (a byte as well). */
export function isSpace(byte: number | undefined, delimiter: number): boolean {
  return (byte === 32 || byte === 9) && byte !== delimiter;
}

/** How a way of quoting fits a head of a delimited source (UTF-8). `complete`: the head is the whole source. */
export function fitOf(bytes: Uint8Array, complete: boolean, settings: ReadSettings, quoting: Quoting): QuoteFit {
  const census = new Census(quoting, settings.delimiter.charCodeAt(0));
  const { padded: _padded, ...others } = settings;
  const reader = createReader({ ...others, ...quoting, header: false }, [], census);
  reader.push(bytes);
  if (complete || bytes.length - census.end > PENDING_BYTES) reader.end();
  return census.fit();
}

/** Counts the evidence in the records of a head for a way of quoting. */
class Census implements RecordSink {
  /** Where the last record ends. */
  end = 0;
  readonly #quoting: Quoting;
  readonly #quote: Quote;
  readonly #delimiter: number;
  readonly #counts: number[] = [];
  #rejected = 0;
  #violations = 0;
  #shown = 0;
  #opened = 0;
  /** By column: cells that are not empty, and those in quotes. */
  readonly #filled: number[] = [];
  readonly #wrapped: number[] = [];
  /** By column: number of the first record, counted from 1, whose cell is not in quotes. */
  readonly #firstBare: number[] = [];
  /** By column: cells with spaces around them, and those of them in quotes. */
  readonly #spaced: number[] = [];
  readonly #spacedQuotes: number[] = [];

  constructor(quoting: Quoting, delimiter: number) {
    this.#quoting = quoting;
    this.#quote = quoting.quote;
    this.#delimiter = delimiter;
  }

  record(record: RawRecord): void {
    this.end = record.end;
    this.#counts.push(record.fields.count);
    if (this.#quote === '') this.#countUnquoted(record);
    else this.#countQuoted(record);
  }

  reject(reject: { readonly end: number }): void {
    this.end = reject.end;
    this.#rejected++;
  }

  fit(): QuoteFit {
    const quoting = this.#quoting;
    const counts = this.#counts;
    const rejected = this.#rejected;
    const width = mostCommon(counts);
    const misfits = counts.filter((count) => count !== width).length;
    const total = counts.length + rejected;
    const fit = total === 0 ? 0 : (counts.length - misfits) / total;
    const bad = this.#hasWrappedColumn() ? total : misfits + rejected + this.#violations;
    return {
      quoting,
      fit,
      width,
      total,
      bad,
      shown: this.#shown,
      opened: this.#opened,
      padding: this.#paddingOfColumns(),
    };
  }

  /** Of a column with quoted cells nearly all cells must have spaces around them; its name may have none. */
  #paddingOfColumns(): QuoteFit['padding'] {
    const columns = [...this.#spacedQuotes.keys()].filter((column) => {
      const spaced = this.#spaced[column] ?? 0;
      const tight = (this.#filled[column] ?? 0) - spaced;
      const quoted = (this.#spacedQuotes[column] ?? 0) > 0;
      return quoted && tight < spaced && tight <= Math.max(1, spaced * TIGHT_SHARE);
    });
    if (columns.length === 0) return 'none';
    const isAll = (column: number): boolean => (this.#filled[column] ?? 0) - (this.#spacedQuotes[column] ?? 0) <= 1;
    return columns.some(isAll) ? 'all' : 'some';
  }

  /** A column whose cells are all in quotes, except perhaps its name, was written with quoting. */
  #hasWrappedColumn(): boolean {
    const { length } = this.#counts;
    if (this.#quote !== '' || length < 2) return false;
    return this.#filled.some((filled, column) => {
      const bare = length - (this.#wrapped[column] ?? 0);
      return filled === length && (bare === 0 || (bare === 1 && length > 3 && this.#firstBare[column] === 1));
    });
  }

  #countUnquoted({ bytes, fields }: RawRecord): void {
    let violated = false;
    for (let column = 0; column < fields.count; column++) {
      const start = fields.start[column] ?? 0;
      const end = fields.end[column] ?? 0;
      if (start === end) continue;
      const hint = quoteHint(bytes, start, end);
      this.#filled[column] = (this.#filled[column] ?? 0) + 1;
      if (bytes[start] === QUOTE && hint !== 'bare') this.#wrapped[column] = (this.#wrapped[column] ?? 0) + 1;
      else this.#firstBare[column] ??= this.#counts.length;
      violated ||= hint === 'doubled' || hint === 'escaped';
    }
    if (violated) this.#violations++;
  }

  #countPadding({ bytes, start: recordStart, end: recordEnd, fields }: RawRecord, column: number): void {
    let start = fields.start[column] ?? 0;
    let end = fields.end[column] ?? 0;
    const quoted = start > recordStart && bytes[start - 1] === QUOTE;
    if (start === end && !quoted) return;
    this.#filled[column] = (this.#filled[column] ?? 0) + 1;
    if (quoted) {
      start--;
      end++;
    }
    const before = start > recordStart && isSpace(bytes[start - 1], this.#delimiter);
    if (!before && !(end < recordEnd && isSpace(bytes[end], this.#delimiter))) return;
    this.#spaced[column] = (this.#spaced[column] ?? 0) + 1;
    if (quoted) this.#spacedQuotes[column] = (this.#spacedQuotes[column] ?? 0) + 1;
  }

  #countQuoted(record: RawRecord): void {
    const { bytes, fields } = record;
    let violated = false;
    let shown = false;
    for (let column = 0; column < fields.count; column++) {
      const start = fields.start[column] ?? 0;
      const end = fields.end[column] ?? 0;
      const kind = fields.kind[column];
      if (this.#quoting.padded === true) this.#countPadding(record, column);
      if (start > 0 && bytes[start - 1] === QUOTE) {
        violated ||= this.#linesInside(bytes, start, end, fields.count) >= SWALLOWED_LINES;
        shown ||= this.#quote === '"' || kind === BACKSLASHED;
        if (column === 0) this.#opened++;
      } else {
        const hint = quoteHint(bytes, start, end);
        shown ||= kind === BARE_BACKSLASHED && hint === 'escaped';
        violated ||=
          this.#isOtherDelimiter(bytes, start, end) ||
          hint === 'bare' ||
          (hint === 'escaped' && this.#quote === '"') ||
          hint === 'doubled';
      }
    }
    if (violated) this.#violations++;
    if (shown) this.#shown++;
  }

  /** Between spaces: a cell that is another delimiter. */
  #isOtherDelimiter(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#delimiter === 32 && end === start + 1 && OTHER_DELIMITERS.includes(bytes[start] ?? 0);
  }

  /** How many whole lines of as many fields as the record has lie inside a quoted field. */
  #linesInside(bytes: Uint8Array, start: number, end: number, width: number): number {
    let whole = 0;
    let delimiters = 0;
    let first = true;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      if (byte === this.#delimiter) delimiters++;
      if (byte !== 10 && byte !== 13) continue;
      if (!first && delimiters === width - 1) whole++;
      delimiters = 0;
      first = false;
    }
    return whole;
  }
}
