import type { Dataset } from '../../domain/reading/dataset.js';
import { needsScan, parseQuery, type Query } from '../../domain/review/query.js';
import { searchRows } from '../../domain/review/search.js';
import type { Clock } from '../../protocol/ports.js';

/** The result of a search. */
export interface SearchResult {
  readonly query: Query;
  /** 1 for each row that contains the words of the query. Null = the query has no words. */
  readonly found: Uint8Array | null;
}

const SEARCH_SLICE_ROWS = 50_000;
const NOTHING_SEARCHED: SearchResult = { query: parseQuery(''), found: null };

/** The search among the texts and notes of a dataset. Only the newest search counts. */
export class RowSearch {
  /** A new object after each finished search. */
  result = $state.raw<SearchResult>(NOTHING_SEARCHED);
  #searches = 0;
  readonly #clock: Clock;
  /** The note of each row that has one. */
  readonly #notes: () => ReadonlyMap<number, string>;

  constructor(clock: Clock, notes: () => ReadonlyMap<number, string>) {
    this.#clock = clock;
    this.#notes = notes;
  }

  /**
   * Searches the texts, a slice of rows at a time, and then replaces `result`. A single slice replaces it at once.
   * Returns false if a newer search ended this one.
   */
  async find(text: string, dataset: Dataset | null): Promise<boolean> {
    const search = ++this.#searches;
    const query = parseQuery(text);
    const found = dataset && needsScan(query) ? new Uint8Array(dataset.rows) : null;
    if (dataset && found) {
      const columns = { ...dataset, notes: this.#notes() };
      for (let from = 0; from < dataset.rows; from += SEARCH_SLICE_ROWS) {
        if (from > 0) await this.#clock.sleep(0);
        if (search !== this.#searches) return false;
        searchRows(query, columns, from, Math.min(from + SEARCH_SLICE_ROWS, dataset.rows), found);
      }
    }
    this.result = { query, found };
    return true;
  }
}
