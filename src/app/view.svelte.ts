import { SIGNAL_NAMES, type SignalName as TrainingSignal } from '../domain/signals.js';
import { STATUSES, type Dataset, type Status } from '../domain/dataset.js';
import { ORDERS, rankOfRow, rankRows, type Order, type RankColumns, type RowFilter } from '../domain/rank.js';
import { fieldFilter, needsScan, parseQuery, searchRows, type Query } from '../domain/search.js';
import type { AddressPort, Clock } from '../protocol/ports.js';
import type { Review } from './review.svelte.js';
import type { Scores } from './scores.svelte.js';

/** Choices that narrow the queue and the map. Empty strings and nulls do not narrow. */
export interface Filters {
  readonly search: string;
  /** Label now, by name. */
  readonly label: string;
  /** Predicted class, by name. */
  readonly predicted: string;
  readonly status: '' | Status;
  readonly agreement: '' | 'agree' | 'disagree';
  readonly minLoss: number | null;
}

export const NO_FILTERS: Filters = { search: '', label: '', predicted: '', status: '', agreement: '', minLoss: null };

export const SIGNALS = ['self_confidence', 'normalized_margin', 'entropy', 'loss', 'tokens'] as const;
export type ScoreSignal = (typeof SIGNALS)[number];
/** What an axis can show: signals of the model's scores, and of a training. */
export type SignalName = ScoreSignal | TrainingSignal;
/** `training`: the buckets of the data map. */
export const COLOURS = ['agreement', 'label', 'predicted', 'status', 'training'] as const;
export type ColourName = (typeof COLOURS)[number];

/** The axes and the colour of the map. */
export interface MapChoice {
  readonly x: SignalName;
  readonly y: SignalName;
  readonly colour: ColourName;
}

const RANK_EVERY_MS = 1000;
const SEARCH_SLICE_ROWS = 50_000;

/** What is shown of the dataset: filters, order, the one selection that queue, card and map share. */
export class View {
  filters = $state.raw<Filters>(NO_FILTERS);
  order = $state.raw<Order>('loss-desc');
  map = $state.raw<MapChoice>({ x: 'entropy', y: 'self_confidence', colour: 'agreement' });
  /** Model class of a label by its index in the review's list, -1 = none; set by the workspace. */
  classOfLabel: (label: number) => number = () => -1;
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
  /** Rows that the search found; null = the search has no words. */
  #found: Uint8Array | null = null;
  #searches = 0;
  #places = new Int32Array(0);
  #mapChosen = false;
  /** A label filter from the address, until the labels are known. */
  #labelIndex: number | null = null;
  readonly #clock: Clock;
  readonly #scores: Scores;
  readonly #review: Review;
  readonly #address: AddressPort;

  constructor(scores: Scores, review: Review, address: AddressPort, clock: Clock) {
    this.#scores = scores;
    this.#review = review;
    this.#address = address;
    this.#clock = clock;
    this.#readAddress();
  }

  /** Shows a dataset. The address forgets the sample: whoever opens that says so again. */
  open(dataset: Dataset): void {
    this.#address.write({ sample: '' });
    this.#dataset = dataset;
    this.selected = -1;
    this.subset = null;
    this.hold = false;
    const label = this.#labelIndex === null ? undefined : this.#review.labels[this.#labelIndex];
    if (label !== undefined) this.filters = { ...this.filters, label };
    this.#labelIndex = null;
    this.refresh();
    void this.#search();
  }

  close(): void {
    this.#address.write({ sample: '' });
    this.#dataset = null;
    this.visible = new Uint32Array(0);
    this.mask = new Uint8Array(0);
    this.#places = new Int32Array(0);
    this.selected = -1;
    this.filters = NO_FILTERS;
    this.#writeAddress();
  }

  filter(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    if (change.search === undefined) this.refresh();
    else void this.#search();
    this.#writeAddress();
  }

  sort(order: Order): void {
    this.order = order;
    this.refresh();
    this.#writeAddress();
  }

  plot(change: Partial<MapChoice>): void {
    if (change.x !== undefined || change.y !== undefined) this.#mapChosen = true;
    this.map = { ...this.map, ...change };
    this.#writeAddress();
  }

  /** The axes that suit this number of classes, unless someone chose axes: with two, entropy says what y says. */
  suggestAxes(classes: number): void {
    if (!this.#mapChosen) this.map = { ...this.map, x: classes === 2 ? 'tokens' : 'entropy' };
  }

  /** Training signals are there: the axes and buckets of their data map, unless the axes show some of them already. */
  suggestTraining(cartography: boolean): void {
    const { x, y } = this.map;
    if (isTrainingSignal(x) || isTrainingSignal(y)) return;
    this.map = cartography
      ? { x: 'variability', y: 'confidence', colour: 'training' }
      : { x: 'label_var', y: 'avg_probs', colour: 'training' };
  }

  /** The training signals are gone: what showed them shows scores again. */
  forgetTraining(): void {
    this.subset = null;
    const { x, y, colour } = this.map;
    const axes = isTrainingSignal(x) || isTrainingSignal(y) ? DEFAULT_MAP : { x, y };
    if (axes === DEFAULT_MAP) this.#mapChosen = false;
    this.map = { x: axes.x, y: axes.y, colour: colour === 'training' ? DEFAULT_MAP.colour : colour };
  }

  /** Leaves only the rows with a 1 (chosen on the map); null = all. */
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

  /** The run has ended: the last results are ranked, unless someone works, and the first undecided row is looked at. */
  settle(): void {
    if (this.hold || this.selected >= 0) {
      this.stale = true;
      return;
    }
    this.refresh();
    this.lookAtFirst();
  }

  /** Selects the first row in queue order that nobody has decided, if no row is selected. */
  lookAtFirst(): void {
    if (this.selected < 0 && this.#scores.done > 0) this.nextPending();
  }

  /** Filters and sorts anew. */
  refresh(): void {
    const dataset = this.#dataset;
    if (!dataset) return;
    const ranked = rankRows(this.#columns(dataset), this.#rowFilters(), this.order);
    const mask = new Uint8Array(dataset.rows);
    for (const row of ranked) mask[row] = 1;
    this.visible = ranked;
    this.#places = rankOfRow(ranked, dataset.rows);
    this.mask = mask;
    this.stale = false;
  }

  select(row: number): void {
    this.selected = row;
  }

  /** Position of the selection in the queue; -1 = not in it. */
  position(): number {
    return this.#places[this.selected] ?? -1;
  }

  /** Moves the selection by `step` rows in queue order. */
  move(step: number): void {
    if (this.visible.length === 0) return;
    const at = this.position();
    const to = at < 0 ? 0 : Math.min(this.visible.length - 1, Math.max(0, at + step));
    this.selected = this.visible[to] ?? -1;
  }

  /** Goes to the next row that nobody has decided yet; where none is left below, to the next row, and stays at the end. */
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

  #columns(dataset: Dataset): RankColumns {
    return {
      rows: dataset.rows,
      label: this.#review.label.value,
      status: this.#review.status.value,
      updatedAt: this.#review.updatedAt.value,
      loss: this.#scores.loss.value,
      predicted: this.#scores.predicted.value,
      classOfLabel: Int32Array.from(this.#review.labels, (_, index) => this.classOfLabel(index)),
      selfConfidence: this.#scores.selfConfidence.value,
      normalizedMargin: this.#scores.margin.value,
      entropy: this.#scores.entropy.value,
      tokens: this.#scores.tokens.value,
      flags: this.#scores.flags.value,
      sLabel: dataset.sLabel,
    };
  }

  /** Every choice that narrows, as filters that must all hold. */
  #rowFilters(): readonly RowFilter[] {
    const { label, predicted, status, agreement, minLoss } = this.filters;
    const { labels } = this.#review;
    const { classes } = this.#scores;
    return [
      fieldFilter(this.#query, labels, classes),
      {
        ...(label !== '' && { labels: only(labels, label) }),
        ...(predicted !== '' && { predicted: only(classes, predicted) }),
        ...(status !== '' && { statuses: only(STATUSES, status) }),
        ...(agreement !== '' && { agreement }),
        ...(minLoss !== null && { minLoss }),
      },
      ...(this.#found ? [{ mask: this.#found }] : []),
      ...(this.subset ? [{ mask: this.subset }] : []),
    ];
  }

  /** Looks the texts through, a slice at a time, and shows what was found; a newer search ends an older one. */
  async #search(): Promise<void> {
    const generation = ++this.#searches;
    const dataset = this.#dataset;
    const query = parseQuery(this.filters.search);
    const found = dataset && needsScan(query) ? new Uint8Array(dataset.rows) : null;
    if (dataset && found) {
      for (let from = 0; from < dataset.rows; from += SEARCH_SLICE_ROWS) {
        if (from > 0) await this.#clock.sleep(0);
        if (generation !== this.#searches) return;
        searchRows(query, dataset, from, Math.min(from + SEARCH_SLICE_ROWS, dataset.rows), found);
      }
    }
    this.#query = query;
    this.#found = found;
    this.refresh();
  }

  #readAddress(): void {
    const given = this.#address.read();
    const filters = {
      search: '',
      label: '',
      predicted: '',
      status: STATUSES.find((status) => status === given.get('status')) ?? '',
      agreement: AGREEMENTS.find((agreement) => agreement === given.get('agreement')) ?? '',
      minLoss: numberOrNull(given.get('loss')),
    } as const;
    this.filters = filters;
    this.order = ORDERS.find((order) => order === given.get('order')) ?? 'loss-desc';
    const [x, y] = (given.get('map') ?? '').split(',');
    const colour = COLOURS.find((name) => name === given.get('color'));
    this.map = {
      x: signalNamed(x) ?? DEFAULT_MAP.x,
      y: signalNamed(y) ?? DEFAULT_MAP.y,
      colour: colour ?? DEFAULT_MAP.colour,
    };
    this.#mapChosen = given.has('map');
    this.#labelIndex = numberOrNull(given.get('label'));
  }

  /** The view goes into the address, data never: no search words, and labels by their place in the list. */
  #writeAddress(): void {
    const { label, status, agreement, minLoss } = this.filters;
    const { x, y, colour } = this.map;
    this.#address.write({
      label: label === '' ? '' : String(this.#review.labels.indexOf(label)),
      status,
      agreement,
      loss: minLoss === null ? '' : String(minLoss),
      order: this.order === 'loss-desc' ? '' : this.order,
      map: this.#mapChosen ? `${x},${y}` : '',
      color: colour === DEFAULT_MAP.colour ? '' : colour,
    });
  }
}

const AGREEMENTS = ['agree', 'disagree'] as const;
const DEFAULT_MAP: MapChoice = { x: 'entropy', y: 'self_confidence', colour: 'agreement' };

/** Whether a signal is one of a training. */
export function isTrainingSignal(name: SignalName): name is TrainingSignal {
  return (SIGNAL_NAMES as readonly string[]).includes(name);
}

function signalNamed(name: string | undefined): SignalName | undefined {
  return [...SIGNALS, ...SIGNAL_NAMES].find((known) => known === name);
}

function only(names: readonly string[], name: string): Uint8Array {
  return Uint8Array.from(names, (other) => (other === name ? 1 : 0));
}

function numberOrNull(text: string | null): number | null {
  const value = Number(text);
  return text === null || text.trim() === '' || !Number.isFinite(value) ? null : value;
}
