import { textOf } from '../../domain/bytes/text-column.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import type { Pattern } from '../../domain/review/pattern.js';
import type { Span } from '../../domain/review/search-marks.js';
import type { PatternSearch } from './pattern-search.js';

/** The places of patterns in the texts of a row, in units of the source's text. */
export interface RowSpans {
  readonly text: readonly Span[];
  readonly textB: readonly Span[];
}

export const NO_SPANS: RowSpans = { text: [], textB: [] };

/**
 * The places of the search's patterns in rows that are shown. The worker finds them: the page never runs a pattern. A row
 * whose places take too long to find has none.
 */
export class PatternMarks {
  #spans = $state.raw<ReadonlyMap<number, RowSpans>>(new Map());
  #dataset: Dataset | null = null;
  #patterns: readonly Pattern[] = [];
  /** The rows that were asked about. */
  #asked = new Set<number>();
  readonly #search: Pick<PatternSearch, 'places'>;

  constructor(search: Pick<PatternSearch, 'places'>) {
    this.#search = search;
  }

  /** Reacts to another search. */
  begin(dataset: Dataset | null, patterns: readonly Pattern[]): void {
    this.#dataset = dataset;
    this.#patterns = patterns;
    this.#asked = new Set();
    this.#spans = new Map();
  }

  /** The places in a row that are known. */
  of(row: number): RowSpans {
    return this.#spans.get(row) ?? NO_SPANS;
  }

  /** Finds the places in these rows, where they are not known yet. */
  async look(rows: readonly number[]): Promise<void> {
    const dataset = this.#dataset;
    const asked = this.#asked;
    const wanted = rows.filter((row) => row >= 0 && !asked.has(row));
    if (!dataset || this.#patterns.length === 0 || wanted.length === 0) return;
    for (const row of wanted) asked.add(row);
    const { text, textB } = dataset;
    const columns = textB ? [text, textB] : [text];
    const texts = wanted.flatMap((row) => columns.map((column) => textOf(column, row)));
    const places = await this.#search.places(dataset, this.#patterns, texts);
    if (asked !== this.#asked || !places.ok) return;
    const spans = new Map(this.#spans);
    for (const [at, row] of wanted.entries()) {
      const [first = [], second = []] = places.value.slice(at * columns.length, (at + 1) * columns.length);
      spans.set(row, { text: first, textB: second });
    }
    this.#spans = spans;
  }
}
