import type { Quote, ReadSettings } from './dataset.js';
import { mostCommon } from './head.js';
import { createReader } from './reader.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';
import { BACKSLASHED, BARE_BACKSLASHED } from './records.js';

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * The evidence of a field's quotes in the file. `wrapped`: the field is in quotes, with none inside. `doubled`: it is
 * in quotes, and those inside are doubled. `escaped`: each quote inside has a backslash before it. `bare`: no writer of
 * quoted fields leaves such quotes. `none`: no quote.
 */
type QuoteHint = 'none' | 'wrapped' | 'doubled' | 'escaped' | 'bare';

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

/** How one way of quoting fits the head of a source. */
interface QuoteFit {
  readonly quote: Quote;
  /** Share of the records, those set aside included, that have as many fields as most. */
  readonly fit: number;
  /** Fields of most records. */
  readonly width: number;
  /** Records that a writer of this way would not have written. */
  readonly bad: number;
  /** Records that only a writer of this way would have written. */
  readonly shown: number;
}

/** Bytes of a head that may remain as the beginning of a record. */
const PENDING_BYTES = 64 * 1024;
/** This many whole lines inside one quoted field are rows that a stray quote has swallowed. */
const SWALLOWED_LINES = 3;

/**
 * Finds how fields of a delimited head (UTF-8) are quoted. Of the ways that fit equally well the plainest counts: for
 * tabs no quoting, for other delimiters RFC 4180. A single record that only one way explains decides where none
 * contradicts it. `complete`: the head is the whole source.
 */
export function findQuoting(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  const rfc = fitOf(bytes, complete, { ...settings, quote: '"' });
  const backslash = bytes.includes(BACKSLASH) ? fitOf(bytes, complete, { ...settings, quote: '\\' }) : null;
  const quoted = backslash !== null && backslash.shown > 0 && backslash.bad < rfc.bad ? backslash : rfc;
  if (settings.delimiter !== '\t') return quoted;
  const none = fitOf(bytes, complete, { ...settings, quote: '' });
  return quoted.shown > 0 && quoted.bad < none.bad ? quoted : none;
}

/** How well records without quoting fit. */
export function unquotedFit(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  return fitOf(bytes, complete, { ...settings, quote: '' });
}

function fitOf(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  const census = new Census(settings.quote, settings.delimiter.charCodeAt(0));
  const reader = createReader({ ...settings, header: false }, [], census);
  reader.push(bytes);
  if (complete || bytes.length - census.end > PENDING_BYTES) reader.end();
  return census.fit();
}

/** Counts the evidence in the records of a head for a way of quoting. */
class Census implements RecordSink {
  /** Where the last record ends. */
  end = 0;
  readonly #quote: Quote;
  readonly #delimiter: number;
  readonly #counts: number[] = [];
  #rejected = 0;
  #violations = 0;
  #shown = 0;
  /** By column: cells that are not empty, and those in quotes. */
  readonly #filled: number[] = [];
  readonly #wrapped: number[] = [];
  /** By column: number of the first record, counted from 1, whose cell is not in quotes. */
  readonly #firstBare: number[] = [];

  constructor(quote: Quote, delimiter: number) {
    this.#quote = quote;
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
    const quote = this.#quote;
    const counts = this.#counts;
    const rejected = this.#rejected;
    const width = mostCommon(counts);
    const misfits = counts.filter((count) => count !== width).length;
    const total = counts.length + rejected;
    const fit = total === 0 ? 0 : (counts.length - misfits) / total;
    const bad = this.#hasWrappedColumn() ? total : misfits + rejected + this.#violations;
    return { quote, fit, width, bad, shown: this.#shown };
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

  #countQuoted({ bytes, fields }: RawRecord): void {
    let violated = false;
    let shown = false;
    for (let column = 0; column < fields.count; column++) {
      const start = fields.start[column] ?? 0;
      const end = fields.end[column] ?? 0;
      const kind = fields.kind[column];
      if (start > 0 && bytes[start - 1] === QUOTE) {
        violated ||= this.#linesInside(bytes, start, end, fields.count) >= SWALLOWED_LINES;
        shown ||= this.#quote === '"' || kind === BACKSLASHED;
      } else {
        const hint = quoteHint(bytes, start, end);
        shown ||= kind === BARE_BACKSLASHED && hint === 'escaped';
        violated ||= hint === 'bare' || (hint === 'escaped' && this.#quote === '"') || hint === 'doubled';
      }
    }
    if (violated) this.#violations++;
    if (shown) this.#shown++;
  }

  /** Number of whole lines inside a quoted field that have as many fields as the record. */
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

/** Records that are evidence for another way of quoting than the one they were read with. */
export interface QuoteDoubt {
  /** The way of quoting that they are evidence for. */
  readonly quote: Quote;
  readonly count: number;
  /** 1-based number of the line in its file where the first of them starts. */
  readonly line: number;
  /** The file of the first, where the source consists of several. */
  readonly file?: string;
}

/** The number of records, and the place of the first one. */
type Tally = Omit<QuoteDoubt, 'quote'>;

/** The evidence of all quotes of one file. */
class QuoteTally {
  readonly #quote: Quote;
  #bare = 0;
  readonly #seen: Record<'doubled' | 'escaped', Tally> = {
    doubled: { count: 0, line: 0 },
    escaped: { count: 0, line: 0 },
  };

  constructor(quote: Quote) {
    this.#quote = quote;
  }

  /** Null where they agree with the way of reading, or are no evidence. */
  doubt(): QuoteDoubt | null {
    const quote = this.#quote;
    const { doubled, escaped } = this.#seen;
    if (quote === '\\') return null;
    const other = escaped.count > doubled.count ? escaped : doubled;
    if (other.count <= this.#bare || (quote === '"' && other === doubled)) return null;
    return { quote: other === escaped ? '\\' : '"', ...other };
  }

  note({ bytes, fields, line, file }: RawRecord): void {
    const hints = new Set<QuoteHint>();
    for (let column = 0; column < fields.count; column++) {
      const start = fields.start[column] ?? 0;
      const quoted = this.#quote === '"' && start > 0 && bytes[start - 1] === QUOTE;
      if (!quoted) hints.add(quoteHint(bytes, start, fields.end[column] ?? 0));
    }
    if (hints.has('bare')) this.#bare++;
    for (const hint of ['doubled', 'escaped'] as const) {
      if (!hints.has(hint)) continue;
      const seen = this.#seen[hint];
      const first = { line, ...(file !== undefined && { file }) };
      this.#seen[hint] = seen.count === 0 ? { count: 1, ...first } : { ...seen, count: seen.count + 1 };
    }
  }
}

/** Passes the records of a delimited source on and notes the evidence of their quotes, in each of its files. */
export class QuoteWitness implements RecordSink {
  readonly #tallies: readonly QuoteTally[];
  readonly #sink: RecordSink;
  /** Place of the present file. */
  #at = -1;

  /** `quotes`: how each file is read, in order. A source that is one file has a single one. */
  constructor(quotes: readonly Quote[], sink: RecordSink) {
    this.#tallies = quotes.map((quote) => new QuoteTally(quote));
    this.#sink = sink;
  }

  record(record: RawRecord): void {
    if (holdsQuote(record)) this.#tallies[Math.max(0, this.#at)]?.note(record);
    this.#sink.record(record);
  }

  reject(reject: RawReject): void {
    this.#sink.reject(reject);
  }

  file(name: string): void {
    this.#at++;
    this.#sink.file?.(name);
  }

  /** The evidence of the first file that contradicts its way of reading. Null = none does. */
  doubt(): QuoteDoubt | null {
    for (const tally of this.#tallies) {
      const doubt = tally.doubt();
      if (doubt !== null) return doubt;
    }
    return null;
  }
}

function holdsQuote({ bytes, start, end }: RawRecord): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === QUOTE) return true;
  return false;
}
