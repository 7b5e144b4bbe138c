import type { Dataset } from '../../domain/reading/dataset.js';
import { needsScan, parseQuery, type Query } from '../../domain/review/query.js';
import { searchRows } from '../../domain/review/search.js';
import type { Fault } from '../../protocol/fault.js';
import type { Clock, PatternWorker } from '../../protocol/ports.js';
import { hasEnded, Turns } from '../project/turn.js';
import { PatternMarks } from './pattern-marks.svelte.js';
import { PatternSearch } from './pattern-search.js';

/** The result of a search. */
export interface SearchResult {
  readonly query: Query;
  /** 1 for each row that contains the words and patterns of the query. Null = the query has neither. */
  readonly found: Uint8Array | null;
}

const SEARCH_SLICE_ROWS = 50_000;
const NOTHING_SEARCHED: SearchResult = { query: parseQuery(''), found: null };

/** The search among the texts and notes of a dataset. Only the newest search counts. */
export class RowSearch {
  /** A new object after each finished search. */
  result = $state.raw<SearchResult>(NOTHING_SEARCHED);
  /** Why the newest search has no result. `result` is then the one before. */
  fault = $state.raw<Fault | null>(null);
  /** A search by patterns is under way. */
  busy = $state.raw(false);
  /** The places of the patterns in rows that are shown. */
  readonly marks: PatternMarks;
  readonly #turns = new Turns();
  readonly #clock: Clock;
  /** The note of each row that has one. */
  readonly #notes: () => ReadonlyMap<number, string>;
  readonly #patterns: PatternSearch;

  constructor(clock: Clock, worker: PatternWorker, notes: () => ReadonlyMap<number, string>) {
    this.#clock = clock;
    this.#notes = notes;
    this.#patterns = new PatternSearch(worker, clock);
    this.marks = new PatternMarks(this.#patterns);
  }

  /** Words of the search that is shown. */
  get words(): readonly string[] {
    return this.result.query.words;
  }

  /** Search terms that look like a field but name none. The search reads them as words. */
  get unknownTerms(): readonly string[] {
    return this.result.query.unknown;
  }

  /**
   * Searches the texts, a slice of rows at a time, and then replaces `result`. A single slice without patterns replaces
   * it at once. Returns false if a newer search ended this one, or if it has a fault.
   */
  async find(text: string, dataset: Dataset | null): Promise<boolean> {
    const signal = this.#turns.next();
    const query = parseQuery(text);
    const found = dataset && needsScan(query) ? new Uint8Array(dataset.rows) : null;
    this.fault = null;
    this.busy = dataset !== null && query.patterns.length > 0;
    if (dataset && found) {
      const columns = { ...dataset, notes: this.#notes() };
      for (let from = 0; from < dataset.rows; from += SEARCH_SLICE_ROWS) {
        if (from > 0) await this.#clock.sleep(0);
        if (hasEnded(signal)) return false;
        searchRows(query, columns, from, Math.min(from + SEARCH_SLICE_ROWS, dataset.rows), found);
      }
      if (query.patterns.length > 0 && !(await this.#findPatterns(signal, dataset, query, found))) return false;
    }
    this.result = { query, found };
    this.marks.begin(dataset, query.patterns);
    return true;
  }

  async #findPatterns(signal: AbortSignal, dataset: Dataset, query: Query, found: Uint8Array): Promise<boolean> {
    const narrowed = await this.#patterns.narrow(signal, dataset, query.patterns, found);
    if (hasEnded(signal)) return false;
    this.busy = false;
    if (!narrowed.ok) this.fault = narrowed.fault;
    return narrowed.ok;
  }
}
