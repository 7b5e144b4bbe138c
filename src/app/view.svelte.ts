import { rankRows, type Order, type RowFilter } from '../domain/rank.js';
import { parseQuery, searchMask, type Query } from '../domain/search.js';
import type { Dataset } from '../domain/dataset.js';
import type { Review } from './review.svelte.js';
import type { Scores } from './scores.svelte.js';

/** Choices that narrow the queue and the map. Empty strings and nulls do not narrow. */
export interface Filters {
  readonly search: string;
  /** Label now, by name. */
  readonly label: string;
  /** Predicted class, by name. */
  readonly predicted: string;
  readonly status: '' | 'pending' | 'validated' | 'corrected' | 'discarded';
  readonly agreement: '' | 'agree' | 'disagree';
  readonly minLoss: number | null;
}

export const NO_FILTERS: Filters = { search: '', label: '', predicted: '', status: '', agreement: '', minLoss: null };

export const SIGNALS = ['self_confidence', 'normalized_margin', 'entropy', 'loss', 'tokens'] as const;
export type SignalName = (typeof SIGNALS)[number];
export const COLOURS = ['agreement', 'label', 'predicted', 'status'] as const;
export type ColourName = (typeof COLOURS)[number];

/** The axes and the colour of the map. */
export interface MapChoice {
  readonly x: SignalName;
  readonly y: SignalName;
  readonly colour: ColourName;
}

/** Where the view is kept between visits: the address. */
export interface AddressPort {
  read(): URLSearchParams;
  /** Replaces the parameters named in `values`; empty strings remove. */
  write(values: Readonly<Record<string, string>>): void;
}

const RANK_EVERY_MS = 1000;

/** What is shown of the dataset: filters, order, the one selection that queue, card and map share. */
export class View {
  filters = $state.raw<Filters>(NO_FILTERS);
  order = $state.raw<Order>('loss-desc');
  map = $state.raw<MapChoice>({ x: 'entropy', y: 'self_confidence', colour: 'agreement' });
  /** Row ids in queue order, after filters. */
  visible = $state.raw<Uint32Array>(new Uint32Array(0));
  /** 1 for every row after filters. */
  mask = $state.raw<Uint8Array>(new Uint8Array(0));
  /** The row being looked at; -1 = none. */
  selected = $state.raw(-1);
  /** Results have come in that the shown order does not know yet. */
  stale = $state.raw(false);
  /** Rows that the map leaves (legend, brushes), or null = all. */
  subset = $state.raw<Uint8Array | null>(null);

  /** The pointer is over the queue, or someone works in it: do not move rows. */
  hold = false;
  #dataset: Dataset | null = null;
  #rankedAt = 0;
  #query: Query = parseQuery('');
  #searchMask: Uint8Array | null = null;
  readonly #scores: Scores;
  readonly #review: Review;
  readonly #address: AddressPort;

  constructor(scores: Scores, review: Review, address: AddressPort) {
    this.#scores = scores;
    this.#review = review;
    this.#address = address;
    this.#readAddress();
  }

  open(dataset: Dataset): void {
    this.#dataset = dataset;
    this.selected = -1;
    this.subset = null;
    this.hold = false;
    this.#search();
    this.refresh();
  }

  close(): void {
    this.#dataset = null;
    this.visible = new Uint32Array(0);
    this.mask = new Uint8Array(0);
    this.selected = -1;
    this.filters = NO_FILTERS;
    this.#writeAddress();
  }

  filter(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    if (change.search !== undefined) this.#search();
    this.refresh();
    this.#writeAddress();
  }

  sort(order: Order): void {
    this.order = order;
    this.refresh();
    this.#writeAddress();
  }

  plot(change: Partial<MapChoice>): void {
    this.map = { ...this.map, ...change };
    this.#writeAddress();
  }

  narrow(subset: Uint8Array | null): void {
    this.subset = subset;
    this.refresh();
  }

  /** Results changed at `now` (monotonic ms): re-rank, unless that would move rows under someone's hand. */
  resultsChanged(now: number): void {
    const working = this.hold || this.selected >= 0;
    if (working || now - this.#rankedAt < RANK_EVERY_MS) {
      this.stale = true;
      return;
    }
    this.#rankedAt = now;
    this.refresh();
  }

  /** Filters and sorts anew. */
  refresh(): void {
    const dataset = this.#dataset;
    if (!dataset) return;
    const ranked = rankRows(this.#filter(), this.order, {
      rows: dataset.rows,
      loss: this.#scores.loss.value,
      selfConfidence: this.#scores.selfConfidence.value,
      margin: this.#scores.margin.value,
      entropy: this.#scores.entropy.value,
      predicted: this.#scores.predicted.value,
      tokens: this.#scores.tokens.value,
      label: this.#review.label.value,
      status: this.#review.status.value,
      updatedAt: this.#review.updatedAt.value,
    });
    const mask = new Uint8Array(dataset.rows);
    for (const row of ranked) mask[row] = 1;
    this.visible = ranked;
    this.mask = mask;
    this.stale = false;
  }

  select(row: number): void {
    this.selected = row;
  }

  /** Position of the selection in the queue; -1 = not in it. */
  position(): number {
    return this.selected < 0 ? -1 : this.visible.indexOf(this.selected);
  }

  /** Moves the selection by `step` rows in queue order. */
  move(step: number): void {
    if (this.visible.length === 0) return;
    const at = this.position();
    const to = at < 0 ? 0 : Math.min(this.visible.length - 1, Math.max(0, at + step));
    this.selected = this.visible[to] ?? -1;
  }

  /** Goes to the next row that nobody has decided yet; stays where none is left. */
  nextPending(): void {
    const at = this.position();
    for (let i = at + 1; i < this.visible.length; i++) {
      const row = this.visible[i] ?? -1;
      if (this.#review.status.value[row] === 0) {
        this.selected = row;
        return;
      }
    }
    if (at >= 0 && at + 1 < this.visible.length) this.move(1);
  }

  #filter(): RowFilter {
    return {};
  }

  #search(): void {
    this.#query = parseQuery(this.filters.search);
    this.#searchMask = this.#dataset ? searchMask(this.#query, this.#dataset) : null;
  }

  #readAddress(): void {}
  #writeAddress(): void {}
}
