import type { Quote } from './dataset.js';
import { quoteHint, type QuoteHint } from './quote-hint.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';

const QUOTE = 34;

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
