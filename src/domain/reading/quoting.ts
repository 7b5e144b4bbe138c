import type { Delimiter, Quote, ReadSettings } from './dataset.js';
import { mostCommon } from './preview-reader.js';
import { createReader } from './reader.js';
import type { RawRecord, RecordSink } from './records.js';
import { BACKSLASHED, BARE_BACKSLASHED } from './records.js';

const QUOTE = 34;
const BACKSLASH = 92;
/** Comma, semicolon, bar. */
const OTHER_DELIMITERS = [44, 59, 124];

/**
 * The evidence of a field's quotes in the file. `wrapped`: the field is in quotes, with none inside. `doubled`: it is
 * in quotes, and those inside are doubled. `escaped`: each quote inside has a backslash before it. `bare`: no writer of
 * quoted fields leaves such quotes. `none`: no quote.
 */
export type QuoteHint = 'none' | 'wrapped' | 'doubled' | 'escaped' | 'bare';

/** The hint of `bytes[start .. end)`. */
export function quoteHint(bytes: Uint8Array, start: number, end: number): QuoteHint {
  const wrapped = end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE;
  let quotes = 0;
  let escaped = 0;
  let doubled = 0;
  const to = wrapped ? end - 1 : end;
  for (let i = wrapped ? start + 1 : start; i < to; i++) {
    const byte = bytes[i];
    if (byte === BACKSLASH && i + 1 < to && (bytes[i + 1] === QUOTE || bytes[i + 1] === BACKSLASH)) {
      i++;
      if (bytes[i] !== QUOTE) continue;
      quotes++;
      escaped++;
    } else if (byte === QUOTE) {
      quotes++;
      if (i + 1 < to && bytes[i + 1] === QUOTE) {
        doubled++;
        i++;
      }
    }
  }
  if (quotes === 0) return wrapped ? 'wrapped' : 'none';
  if (quotes === escaped) return 'escaped';
  return wrapped && quotes === doubled ? 'doubled' : 'bare';
}

/** A way of quoting, as the settings have it. */
export type Quoting = Pick<ReadSettings, 'quote' | 'padded'>;

/** How one way of quoting fits the head of a source. */
interface QuoteFit {
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

/**
 * Finds how fields of a delimited head (UTF-8) are quoted. Of the ways that fit equally well the plainest counts: for tabs
 * and sequences no quoting, for other delimiters RFC 4180. A single record that only one way explains decides where none speaks
 * against it. `complete`: the head is the whole source.
 */
export function findQuoting(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  const tight = findTight(bytes, complete, settings);
  const unquoted = tight.quoting.quote === '';
  if ((tight.bad === 0 && !unquoted) || !mayBePadded(bytes, settings.delimiter.charCodeAt(0))) return tight;
  const padded = findQuoted(bytes, complete, settings, { padded: true });
  if (padded.padding === 'none' || padded.shown === 0) return tight;
  const fits = padded.bad < tight.bad || (unquoted && padded.bad === 0 && padded.padding === 'all');
  return fits ? padded : tight;
}

/** Whether cells between such delimiters are quoted where nothing says otherwise. */
export function isUsuallyQuoted(delimiter: Delimiter): boolean {
  return delimiter === ',' || delimiter === ';' || delimiter === '|' || delimiter === ' ';
}

/** The same where no spaces stand around quotes. */
function findTight(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  const quoted = findQuoted(bytes, complete, settings, {});
  if (isUsuallyQuoted(settings.delimiter)) return quoted;
  const none = unquotedFit(bytes, complete, settings);
  return quoted.shown > 0 && quoted.bad < none.bad ? quoted : none;
}

function findQuoted(
  bytes: Uint8Array,
  complete: boolean,
  settings: ReadSettings,
  padding: Pick<Quoting, 'padded'>,
): QuoteFit {
  const rfc = fitOf(bytes, complete, settings, { quote: '"', ...padding });
  if (!bytes.includes(BACKSLASH)) return rfc;
  const backslash = fitOf(bytes, complete, settings, { quote: '\\', ...padding });
  return backslash.shown > 0 && backslash.bad < rfc.bad ? backslash : rfc;
}

/** How well records fit that are cut without quoting. */
export function unquotedFit(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  return fitOf(bytes, complete, settings, { quote: '' });
}

/** Whether spaces stand between a quote and a delimiter somewhere, or between a quote and a line's end. */
function mayBePadded(bytes: Uint8Array, delimiter: number): boolean {
  const divides = (i: number): boolean => {
    const byte = bytes[i];
    return byte === undefined || byte === delimiter || byte === 10 || byte === 13;
  };
  for (let i = bytes.indexOf(QUOTE); i >= 0; i = bytes.indexOf(QUOTE, i + 1)) {
    for (const step of [-1, 1]) {
      let to = i + step;
      while (isSpace(bytes[to], delimiter)) to += step;
      if (to !== i + step && divides(to)) return true;
    }
  }
  return false;
}

function isSpace(byte: number | undefined, delimiter: number): boolean {
  return (byte === 32 || byte === 9) && byte !== delimiter;
}

function fitOf(bytes: Uint8Array, complete: boolean, settings: ReadSettings, quoting: Quoting): QuoteFit {
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
