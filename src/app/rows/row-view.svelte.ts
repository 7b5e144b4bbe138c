import { PENDING, STATUSES, type Dataset } from '../../domain/reading/dataset.js';
import { isWithin, orNull, type ValueRange } from '../../domain/map/histogram.js';
import {
  rankOfRow,
  rankRows,
  SCORE_ORDERS,
  TRAINING_ORDERS,
  type Order,
  type RankColumns,
  type RowFilter,
} from '../../domain/review/rank.js';
import { fieldFilter, needsScan, parseQuery, type Query } from '../../domain/review/query.js';
import { searchRows } from '../../domain/review/search.js';
import type { AddressPort, Clock } from '../../protocol/ports.js';
import type { Review } from '../review/review.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import {
  addressOf,
  DEFAULT_MAP,
  isTrainingSignal,
  NO_BRUSHES,
  NO_FILTERS,
  viewIn,
  type Axis,
  type Brushes,
  type Filters,
  type MapChoice,
  type ScoreSignal,
  type SignalName,
  type ViewChoices,
} from './view-choices.js';

/** A signal that the list can show beside its rows. */
export type ListedSignal = 'loss' | (typeof TRAINING_ORDERS)[number];

/** Rows that the data map leaves. */
export interface Subset {
  /** 1 = the row stays. */
  readonly mask: Uint8Array;
  /** Takes the choice back that left only these. */
  clear(): void;
}

export interface RowViewDeps {
  readonly predictions: Predictions;
  readonly review: Review;
  readonly address: AddressPort;
  readonly clock: Clock;
  /** Values of a signal by row, NaN = none. */
  readonly valuesOf: (signal: SignalName) => Float32Array;
  /** Model class of a label by its index in the review's list, -1 = none. */
  readonly classOfLabel: (label: number) => number;
}

const RANK_EVERY_MS = 1000;
const SEARCH_SLICE_ROWS = 50_000;

/** What is shown of the dataset: filters, order, the one selection that queue, card and map share. */
export class RowView {
  filters = $state.raw<Filters>(NO_FILTERS);
  order = $state.raw<Order>('loss-desc');
  map = $state.raw<MapChoice>(DEFAULT_MAP);
  /** What is chosen along each axis. */
  brushes = $state.raw<Brushes>(NO_BRUSHES);
  /** Row ids in queue order, after filters. */
  visible = $state.raw<Uint32Array>(new Uint32Array(0));
  /** 1 for every row after filters. */
  mask = $state.raw<Uint8Array>(new Uint8Array(0));
  /** The same before the brushes: what they choose from. */
  unbrushed = $state.raw<Uint8Array>(new Uint8Array(0));
  /** 1 for each row whose label both the learned results and a model's doubt; null = only one kind of results is there. */
  bothDoubt = $state.raw<Uint8Array | null>(null);
  /** The row being looked at; -1 = none. */
  selected = $state.raw(-1);
  /** Rows have signals of a training. */
  trained = $state.raw(false);
  /** Results have come in that the shown order does not know yet. */
  stale = $state.raw(false);
  /** What the data map leaves; null = every row. */
  subset = $state.raw<Subset | null>(null);

  /** Words of the search that is shown. */
  words = $state.raw<readonly string[]>([]);
  /** Terms of the search that look like a field and are none: they are searched as words. */
  unknownTerms = $state.raw<readonly string[]>([]);

  /** Values of a signal by row, NaN = none. */
  readonly valuesOf: RowViewDeps['valuesOf'];

  #hold = false;
  /** Results came in while rows were held. */
  #rankingDue = false;
  /** The order of the last ranking. */
  #rankedBy: Order = 'source';
  /** The filters left no row, and so the row that was selected went. */
  #lostRow = false;
  /** Rows that stand after all others under the orders by a score: they were decided before the results were learnt. */
  #sunk: Uint8Array | null = null;
  #dataset: Dataset | null = null;
  /** Rows in order after the filters, before the data map and the brushes. */
  #ranked = new Uint32Array(0);
  #rankedAt = 0;
  #query: Query = parseQuery('');
  /** Rows that the search found; null = the search has no words. */
  #found: Uint8Array | null = null;
  #searches = 0;
  #places = new Int32Array(0);
  #mapChosen = false;
  /** Axes of a training that the address asks for, until there are signals to show on them. */
  #asked: Pick<ViewChoices, 'map' | 'brushes' | 'order'> | null = null;
  /** The axis that suits the results of the open dataset. */
  #suggested: ScoreSignal = DEFAULT_MAP.x;
  /** A label filter from the address, until the labels are known. */
  #labelIndex: number | null = null;
  readonly #clock: Clock;
  readonly #predictions: Predictions;
  readonly #review: Review;
  readonly #address: AddressPort;
  readonly #classOfLabel: RowViewDeps['classOfLabel'];

  constructor(deps: RowViewDeps) {
    this.#predictions = deps.predictions;
    this.#review = deps.review;
    this.#address = deps.address;
    this.#clock = deps.clock;
    this.valuesOf = deps.valuesOf;
    this.#classOfLabel = deps.classOfLabel;
    this.#readAddress();
  }

  /** Shows a dataset. The address forgets the sample: whoever opens that says so again. */
  open(dataset: Dataset): void {
    this.#address.write({ sample: '' });
    this.#dataset = dataset;
    this.selected = -1;
    this.#lostRow = false;
    this.subset = null;
    this.bothDoubt = null;
    this.trained = false;
    this.#suggested = DEFAULT_MAP.x;
    this.#hold = false;
    this.#rankingDue = false;
    this.#sunk = null;
    const label = this.#labelIndex === null ? undefined : this.#review.labels[this.#labelIndex];
    if (label !== undefined) this.filters = { ...this.filters, label };
    this.#labelIndex = null;
    // A search without words ranks the rows at once; one with words comes to its end later.
    if (needsScan(parseQuery(this.filters.search))) this.refresh();
    void this.#search();
  }

  close(): void {
    this.#address.write({ sample: '' });
    this.#dataset = null;
    this.#ranked = new Uint32Array(0);
    this.visible = new Uint32Array(0);
    this.mask = new Uint8Array(0);
    this.unbrushed = this.mask;
    this.#places = new Int32Array(0);
    this.selected = -1;
    this.filters = NO_FILTERS;
    this.brushes = NO_BRUSHES;
    this.#asked = null;
    this.#writeAddress();
  }

  filter(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    if (change.search === undefined) {
      this.refresh();
      this.#followFilters();
    } else {
      void this.#search().then((done) => {
        if (done) this.#followFilters();
      });
    }
    this.#writeAddress();
  }

  sort(order: Order): void {
    this.order = order;
    this.refresh();
    this.#writeAddress();
  }

  plot(change: Partial<MapChoice>): void {
    if (change.x !== undefined || change.y !== undefined) this.#mapChosen = true;
    this.#asked = null;
    this.#setMap({ ...this.map, ...change });
    this.#writeAddress();
  }

  /** The axis that suits results of a kind, unless someone chose axes; under a training's signals, once those are gone. */
  suggestAxis(x: ScoreSignal): void {
    this.#suggested = x;
    if (!this.#mapChosen && !this.trained) this.#setMap({ ...this.map, x });
  }

  /**
   * Training signals are there: the axes and buckets of their data map, unless the axes show some of them already, and
   * none that are not `available`.
   */
  suggestTraining(cartography: boolean, available: readonly SignalName[]): void {
    this.trained = true;
    const asked = this.#asked;
    this.#asked = null;
    if (asked && trainingAxes(asked.map).every((signal) => available.includes(signal))) {
      this.map = asked.map;
      this.brushes = asked.brushes;
      this.order = asked.order;
      this.refresh();
      return;
    }
    const shown = trainingAxes(this.map);
    if (shown.length === 0 || !shown.every((signal) => available.includes(signal)))
      this.#setMap(
        cartography
          ? { x: 'variability', y: 'confidence', colour: 'training' }
          : { x: 'label_var', y: 'avg_probs', colour: 'training' },
      );
    this.refresh();
  }

  /**
   * Training signals that learning made are there. The map stays as it is, unless the address asks for their axes, or it
   * shows nothing: with two classes, loss and probability of the label are one curve.
   */
  offerTraining(available: readonly SignalName[]): void {
    if (this.#asked) {
      this.suggestTraining(false, available);
      return;
    }
    this.trained = true;
    if (this.#predictions.classes.length > 2 || this.#mapChosen) return;
    this.#setMap({ x: 'label_var', y: 'avg_probs', colour: 'training' });
  }

  /** The training signals are gone: what showed them shows scores again, on the axis that suits those. */
  forgetTraining(): void {
    const { trained } = this;
    this.subset = null;
    this.trained = false;
    if (includes(TRAINING_ORDERS, this.order)) this.order = 'loss-desc';
    const shown = trainingAxes(this.map).length > 0;
    if (shown) this.#mapChosen = false;
    const { x, y } = shown ? { x: this.#suggested, y: DEFAULT_MAP.y } : this.map;
    const colour = this.map.colour === 'training' ? DEFAULT_MAP.colour : this.map.colour;
    this.#setMap({ x, y, colour });
    this.refresh();
    if (trained) this.#writeAddress();
  }

  /** Leaves only the rows of a subset (chosen on the data map); null = all. */
  narrow(subset: Subset | null): void {
    this.subset = subset;
    this.#narrow();
    this.#followFilters();
  }

  /** Leaves only the rows whose value on an axis is in the range; null = all. */
  brush(axis: Axis, range: ValueRange | null): void {
    this.brushes = { ...this.brushes, [axis]: range && orNull(range) };
    this.#narrow();
    this.#followFilters();
    this.#writeAddress();
  }

  /** Something narrows beside the filters. */
  get isNarrowed(): boolean {
    return this.subset !== null || this.brushes.x !== null || this.brushes.y !== null;
  }

  /** Takes every choice back that narrows. */
  clearFilters(): void {
    this.subset?.clear();
    this.subset = null;
    this.brushes = NO_BRUSHES;
    this.filter(NO_FILTERS);
  }

  /** A training's signals have changed: what is chosen by them is chosen anew; rows in order by them stay until asked for. */
  signalsChanged(): void {
    const dataset = this.#dataset;
    if (dataset && includes(TRAINING_ORDERS, this.orderNow)) {
      const now = rankRows(this.#columns(dataset), this.#rowFilters(), this.orderNow);
      this.stale = !now.every((row, place) => row === this.#ranked[place]);
    }
    if (this.isNarrowed) this.#narrow();
  }

  /** Results changed at `now` (monotonic ms): rows are ranked anew below the selected one, at most once a second. */
  resultsChanged(now: number): void {
    if (now - this.#rankedAt < RANK_EVERY_MS) {
      this.stale = true;
      return;
    }
    this.#rankedAt = now;
    this.rankBelow();
  }

  /** The run has ended: the last results are ranked and, unless rows are held, the first undecided row is looked at. */
  settle(): void {
    this.rankBelow();
    if (!this.#hold) this.lookAtFirst();
  }

  /** Selects the first row in queue order that nobody has decided, if no row is selected. */
  lookAtFirst(): void {
    if (this.selected < 0 && this.#predictions.done > 0) this.nextPending();
  }

  /** The order that rows can stand in: before anything is scored, the training's in place of the scores'. */
  get orderNow(): Order {
    if (!includes(SCORE_ORDERS, this.order) || this.#predictions.done > 0) return this.order;
    return this.trained ? 'avg_probs' : 'source';
  }

  /** What stands beside a row in the list: the training's signal that rows are in order of, else the loss. */
  get listed(): ListedSignal {
    return TRAINING_ORDERS.find((signal) => signal === this.orderNow) ?? 'loss';
  }

  /** The pointer is over the queue, or someone works in it: do not move rows. */
  get hold(): boolean {
    return this.#hold;
  }

  set hold(on: boolean) {
    this.#hold = on;
    if (!on && this.#rankingDue) this.rankBelow();
  }

  /** Rows marked 1 stand after all others under the orders by a score, from the next ranking on; null = none. */
  sinkDecided(decided: Uint8Array | null): void {
    this.#sunk = decided;
  }

  /** Takes `bothDoubt` in. Where the filter has waited for it, rows are filtered anew; else it counts from the next ranking on. */
  knowBothDoubt(rows: Uint8Array | null): void {
    const awaited = this.filters.agreement === 'both' && this.bothDoubt === null && rows !== null;
    this.bothDoubt = rows;
    if (awaited) this.refresh();
  }

  /** Filters and sorts anew. */
  refresh(): void {
    const dataset = this.#dataset;
    if (!dataset) return;
    this.#show(this.#rank(dataset));
  }

  /**
   * Ranks anew below the selected row: it and the rows above it stay where they are. While rows are held, nothing moves;
   * it is done when they are let go.
   */
  rankBelow(): void {
    const dataset = this.#dataset;
    if (!dataset) return;
    if (this.#hold) {
      this.#rankingDue = true;
      this.stale = true;
      return;
    }
    const place = this.selected < 0 ? -1 : this.#ranked.indexOf(this.selected);
    const ranked = this.#rank(dataset);
    if (place < 0) {
      this.#show(ranked);
      return;
    }
    const above = this.#ranked.subarray(0, place + 1);
    const left = maskOf(ranked, dataset.rows);
    for (const row of above) left[row] = 0;
    this.#show(joined(above, chosen(ranked, left)));
  }

  /** The next row is about to be chosen: results that no ranking has waited for yet are ranked first. */
  #catchUp(): void {
    if (this.#rankedBy !== this.orderNow) this.rankBelow();
    else if (this.stale) this.resultsChanged(this.#clock.ticks());
  }

  #rank(dataset: Dataset): Uint32Array<ArrayBuffer> {
    const order = this.orderNow;
    this.#rankedBy = order;
    const ranked = rankRows(this.#columns(dataset), this.#rowFilters(), order);
    const sunk = this.#sunk;
    if (!sunk || !includes(SCORE_ORDERS, order)) return ranked;
    const first = sunk.map((decided) => 1 - decided);
    return joined(chosen(ranked, first), chosen(ranked, sunk));
  }

  #show(ranked: Uint32Array<ArrayBuffer>): void {
    this.#ranked = ranked;
    this.#narrow();
    this.stale = false;
    this.#rankingDue = false;
  }

  /** What the map leaves of the ranked rows: passes without a sort, so that a brush follows the hand. */
  #narrow(): void {
    const dataset = this.#dataset;
    if (!dataset) return;
    const ofMap = this.subset ? chosen(this.#ranked, this.subset.mask) : this.#ranked;
    this.unbrushed = maskOf(ofMap, dataset.rows);
    const brush = this.#brushMask(dataset.rows);
    this.visible = brush ? chosen(ofMap, brush) : ofMap;
    this.mask = brush ? maskOf(this.visible, dataset.rows) : this.unbrushed;
    this.#places = rankOfRow(this.visible, dataset.rows);
  }

  /** 1 where both brushes let a row through; null without brushes. */
  #brushMask(rows: number): Uint8Array | null {
    const { x, y } = this.brushes;
    if (x === null && y === null) return null;
    const valuesX = x && this.valuesOf(this.map.x);
    const valuesY = y && this.valuesOf(this.map.y);
    const mask = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      const inside = isWithin(x, valuesX?.[row] ?? Number.NaN) && isWithin(y, valuesY?.[row] ?? Number.NaN);
      mask[row] = inside ? 1 : 0;
    }
    return mask;
  }

  /** A brush is about a signal: it goes when its axis shows another. */
  #setMap(map: MapChoice): void {
    const { x, y } = this.map;
    const brushed = this.isNarrowed;
    this.map = map;
    this.brushes = { x: map.x === x ? this.brushes.x : null, y: map.y === y ? this.brushes.y : null };
    if (brushed) this.#narrow();
  }

  select(row: number): void {
    this.selected = row;
    this.#lostRow = false;
  }

  /** How many of the shown rows nobody has decided. */
  countPending(): number {
    let count = 0;
    for (const row of this.visible) if (this.#review.status.value[row] === PENDING) count++;
    return count;
  }

  /**
   * The selected row is filtered out: the first undecided row of those that are left is looked at, else the first of them. Where
   * none is left, that is done as soon as there are rows again.
   */
  #followFilters(): void {
    if (this.selected < 0 ? !this.#lostRow : this.position() >= 0) return;
    this.selected = -1;
    this.nextPending();
    if (this.selected < 0) this.selected = this.visible[0] ?? -1;
    this.#lostRow = this.selected < 0;
  }

  /** Position of the selection in the queue; -1 = not in it. */
  position(): number {
    return this.#places[this.selected] ?? -1;
  }

  /** Moves the selection by `step` rows in queue order. */
  move(step: number): void {
    if (this.visible.length === 0) return;
    this.#catchUp();
    const at = this.position();
    const to = at < 0 ? 0 : Math.min(this.visible.length - 1, Math.max(0, at + step));
    this.selected = this.visible[to] ?? -1;
  }

  /** Goes to the next row that nobody has decided yet; where none is left below, to the next row, and stays at the end. */
  nextPending(): void {
    this.#catchUp();
    const at = this.position();
    for (let i = at + 1; i < this.visible.length; i++) {
      const row = this.visible[i] ?? -1;
      if (this.#review.status.value[row] === PENDING) {
        this.selected = row;
        return;
      }
    }
    if (at >= 0 && at + 1 < this.visible.length) this.move(1);
  }

  #columns(dataset: Dataset): RankColumns {
    const { length } = this.#review.labels;
    const classOfLabel = new Int32Array(length);
    for (let label = 0; label < length; label++) classOfLabel[label] = this.#classOfLabel(label);
    return {
      rows: dataset.rows,
      label: this.#review.label.value,
      status: this.#review.status.value,
      updatedAt: this.#review.updatedAt.value,
      loss: this.#predictions.loss.value,
      predicted: this.#predictions.predicted.value,
      classOfLabel,
      selfConfidence: this.#predictions.selfConfidence.value,
      normalizedMargin: this.#predictions.margin.value,
      entropy: this.#predictions.entropy.value,
      tokens: this.#predictions.tokens.value,
      avgProbs: this.#trainingColumn('avg_probs'),
      labelVar: this.#trainingColumn('label_var'),
      forgettingTimes: this.#trainingColumn('forgetting_times'),
    };
  }

  /** A training's signal where the order is by it. */
  #trainingColumn(signal: (typeof TRAINING_ORDERS)[number]): Float32Array | null {
    return this.trained && this.orderNow === signal ? this.valuesOf(signal) : null;
  }

  /** Every choice that narrows, as filters that must all hold. */
  #rowFilters(): readonly RowFilter[] {
    const { label, predicted, status, agreement, minLoss } = this.filters;
    const { labels } = this.#review;
    const { classes } = this.#predictions;
    return [
      fieldFilter(this.#query, labels, classes),
      {
        ...(label !== '' && { labels: only(labels, label) }),
        ...(predicted !== '' && { predicted: only(classes, predicted) }),
        ...(status !== '' && { statuses: only(STATUSES, status) }),
        ...(agreement === 'both' ? this.bothDoubt && { mask: this.bothDoubt } : agreement !== '' && { agreement }),
        ...(minLoss !== null && { minLoss }),
      },
      ...(this.#found ? [{ mask: this.#found }] : []),
    ];
  }

  /** Looks the texts through, a slice at a time, and shows what was found; false = a newer search has ended this one. */
  async #search(): Promise<boolean> {
    const generation = ++this.#searches;
    const dataset = this.#dataset;
    const query = parseQuery(this.filters.search);
    const found = dataset && needsScan(query) ? new Uint8Array(dataset.rows) : null;
    if (dataset && found) {
      for (let from = 0; from < dataset.rows; from += SEARCH_SLICE_ROWS) {
        if (from > 0) await this.#clock.sleep(0);
        if (generation !== this.#searches) return false;
        searchRows(query, dataset, from, Math.min(from + SEARCH_SLICE_ROWS, dataset.rows), found);
      }
    }
    this.#query = query;
    this.words = query.words;
    this.unknownTerms = query.unknown;
    this.#found = found;
    this.refresh();
    return true;
  }

  #readAddress(): void {
    const given = viewIn(this.#address.read());
    this.filters = given.filters;
    this.order = given.order;
    this.map = given.map;
    this.brushes = given.brushes;
    this.#mapChosen = given.mapChosen;
    this.#labelIndex = given.labelIndex;
    this.#asked = trainingAxes(given.map).length > 0 ? given : null;
  }

  #writeAddress(): void {
    const { filters, order, map, brushes } = this;
    const labelIndex = filters.label === '' ? null : this.#review.labels.indexOf(filters.label);
    this.#address.write(addressOf({ filters, order, map, brushes, mapChosen: this.#mapChosen, labelIndex }));
  }
}

function trainingAxes({ x, y }: MapChoice): readonly SignalName[] {
  return [x, y].filter(isTrainingSignal);
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

function only(names: readonly string[], name: string): Uint8Array {
  return Uint8Array.from(names, (other) => (other === name ? 1 : 0));
}

function joined(first: Uint32Array, second: Uint32Array): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(first.length + second.length);
  rows.set(first);
  rows.set(second, first.length);
  return rows;
}

/** The rows that a mask leaves, in their order. */
function chosen(rows: Uint32Array, mask: Uint8Array): Uint32Array<ArrayBuffer> {
  const left = new Uint32Array(rows.length);
  let count = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    if (mask[row] === 1) left[count++] = row;
  }
  return left.slice(0, count);
}

function maskOf(rows: Uint32Array, length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let place = 0; place < rows.length; place++) mask[rows[place] ?? 0] = 1;
  return mask;
}
