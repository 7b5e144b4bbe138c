import { untrack } from 'svelte';
import type { ValueRange } from '../../domain/map/histogram.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import type { Order } from '../../domain/review/rank.js';
import type { AddressPort, PatternWorker } from '../../protocol/ports.js';
import type { DataMapState } from '../training/data-map.svelte.js';
import { NO_SOURCE, type DrawSource } from './draw-source.js';
import { PickedRows } from './picked-rows.svelte.js';
import { RowChoices } from './row-choices.svelte.js';
import type { RowMarks } from './row-marks.svelte.js';
import { RowOrder, type RowOrderDeps } from './row-order.svelte.js';
import { RowSearch, type SearchResult } from './row-search.svelte.js';
import { RowSelection } from './row-selection.svelte.js';
import { ShownRows } from './shown-rows.svelte.js';
import type { ScoreSignal, SignalName } from '../../domain/review/signals.js';
import type { SourceColumns } from './source-columns.svelte.js';
import type { Axis, Brushes, Filters, MapChoice } from './view-choices.js';
import { NO_FILTERS } from './view-choices.js';

export interface RowViewDeps extends Omit<RowOrderDeps, 'choices' | 'search' | 'signals' | 'selected'> {
  /** Its choices narrow the list. */
  readonly dataMap: Pick<DataMapState, 'mask' | 'signals' | 'leaveAll' | 'clear'>;
  readonly address: AddressPort;
  readonly patterns: PatternWorker;
  readonly columns: SourceColumns;
  /** Absent = no row is drawn at random. */
  readonly draws?: DrawSource;
}

/**
 * The shown rows: filters, order, the one selection of list, card and map, and the picked rows. Other classes change their own state,
 * and one effect follows it. `RowOrder` decides when to rank the rows.
 */
export class RowView {
  /** Values of a signal by row, NaN = none. */
  readonly valuesOf: RowViewDeps['valuesOf'];
  readonly marks: RowMarks;
  /** Rows that a person picked to change them together. */
  readonly picked: PickedRows;
  readonly search: RowSearch;
  readonly columns: SourceColumns;
  readonly draws: DrawSource;

  /** The search and the data map choice that the selection has followed. */
  #followed: { readonly search: SearchResult; readonly subset: Uint8Array | null };
  /** Whether to select the first pending row after the next ranking. */
  #looksAtFirst = false;
  /** Ends the effect; null while no dataset is open. */
  #stop: (() => void) | null = null;
  readonly #deps: RowViewDeps;
  readonly #choices: RowChoices;
  readonly #order: RowOrder;
  readonly #shown: ShownRows;
  readonly #selection: RowSelection;

  constructor(deps: RowViewDeps) {
    const { review, marks, dataMap, clock, valuesOf, patterns, columns } = deps;
    this.#deps = deps;
    this.valuesOf = valuesOf;
    this.marks = marks;
    this.columns = columns;
    this.draws = deps.draws ?? NO_SOURCE;
    this.#choices = new RowChoices(deps.address, deps);
    this.search = new RowSearch(clock, patterns, () => review.notes.value);
    this.#followed = { search: this.search.result, subset: null };
    const { signals } = dataMap;
    const parts = { choices: this.#choices, search: this.search, signals };
    this.#order = new RowOrder({ ...deps, ...parts, selected: () => this.selected });
    this.#shown = new ShownRows({
      ranked: () => this.#order.rows,
      count: () => this.#order.count,
      subset: () => this.subset,
      brushes: () => this.brushes,
      map: () => this.map,
      top: () => this.filters.top,
      valuesOf,
      signals: () => signals.columns,
    });
    this.#selection = new RowSelection({
      visible: () => this.visible,
      placeOf: (row) => this.#shown.placeOf(row),
      review,
      catchUp: () => this.#order.catchUp(),
      draw: () => this.draws.offer(!this.isNarrowed && this.#choices.isFromTop(this.orderNow)),
    });
    this.picked = new PickedRows(this, (row) => this.#shown.placeOf(row));
  }

  get filters(): Filters {
    return this.#choices.filters;
  }

  get order(): Order {
    return this.#choices.order;
  }

  get map(): MapChoice {
    return this.#choices.map;
  }

  /** The chosen range of each axis. */
  get brushes(): Brushes {
    return this.#choices.brushes;
  }

  /** The training signals that rows have; empty without any. */
  get available(): readonly SignalName[] {
    return this.#choices.available;
  }

  /** Row ids in the order of the list, after filters, data map and brushes. */
  get visible(): Uint32Array {
    return this.#shown.rows;
  }

  /** 1 for each row of `visible`. */
  get mask(): Uint8Array {
    return this.#shown.mask;
  }

  /** 1 for each row that the brushes choose from. */
  get unbrushed(): Uint8Array {
    return this.#shown.unbrushed;
  }

  /** 1 for each row that the choices of the data map keep; null = every row. */
  get subset(): Uint8Array | null {
    return this.#deps.dataMap.mask;
  }

  /** The selected row; -1 = none. */
  get selected(): number {
    return this.#selection.row;
  }

  /** There are results that the shown order does not include yet. */
  get stale(): boolean {
    return this.#order.stale;
  }

  /** Whether rows are held: the pointer is over the list, or a person works in it. */
  get hold(): boolean {
    return this.#order.hold;
  }

  set hold(on: boolean) {
    this.#order.hold = on;
  }

  /** Whether anything beside the filters narrows the list. */
  get isNarrowed(): boolean {
    return this.subset !== null || this.brushes.x !== null || this.brushes.y !== null;
  }

  /** See `RowOrder.orderNow`. */
  get orderNow(): Order {
    return this.#order.orderNow;
  }

  /** Shows a dataset. Ranks its rows once all of its stored data is loaded, see `Project.restoring`. */
  open(dataset: Dataset): void {
    this.#stop?.();
    this.#deps.dataMap.clear();
    this.marks.forget();
    this.columns.open();
    this.#choices.open();
    this.#selection.select(-1);
    this.picked.open(dataset.rows);
    this.#looksAtFirst = false;
    this.#order.open(dataset);
    void this.search.find(this.filters.search, dataset);
    this.#stop = $effect.root(() => {
      $effect.pre(() => {
        this.#order.read();
        this.#follow(this.subset);
      });
    });
  }

  close(): void {
    this.#stop?.();
    this.#stop = null;
    this.#order.close();
    this.#selection.select(-1);
    this.picked.open(0);
    this.#choices.close();
    void this.search.find('', null);
    this.columns.close();
  }

  /** Changes filters. The view follows a long search at its end. */
  filter(change: Partial<Filters>): void {
    this.#choices.filter(change);
    if (change.search !== undefined) {
      void this.search.find(this.filters.search, this.#order.dataset);
      this.#follow(this.subset);
    } else {
      const before = this.#order.rows;
      this.#order.rankAll();
      this.#selection.followFilters(before);
    }
  }

  sort(order: Order): void {
    this.#choices.sort(order);
    this.#order.rankAll();
  }

  /** Filters and sorts again at a person's request. */
  refresh(): void {
    this.#order.rankAll();
  }

  plot(change: Partial<MapChoice>): void {
    this.#choices.plot(change);
  }

  suggestAxis(x: ScoreSignal): void {
    this.#choices.suggestAxis(x);
  }

  /** Shows training signals that a person requested; see `RowChoices.suggestTraining`. */
  suggestTraining(cartography: boolean, available: readonly SignalName[]): void {
    this.#choices.suggestTraining(cartography, available);
    this.#order.rankAll();
  }

  /** Offers training signals from learning; see `RowChoices.offerTraining`. */
  offerTraining(available: readonly SignalName[]): void {
    if (this.#choices.asksForTraining) this.suggestTraining(false, available);
    else this.#choices.offerTraining(this.#deps.predictions.classes.length, available);
  }

  /** Reacts to removed training signals. */
  forgetTraining(): void {
    this.#choices.forgetTraining();
    this.#order.rankAll();
  }

  /** Keeps only the rows whose value on an axis is in the range; null = all. */
  brush(axis: Axis, range: ValueRange | null): void {
    this.#choices.brush(axis, range);
    this.#selection.followFilters(this.#order.rows);
  }

  /** Clears the choices of the data map. */
  clearSubset(): void {
    this.#deps.dataMap.leaveAll();
  }

  /** Clears every choice that narrows the list, and sets these filters. */
  showOnly(filters: Partial<Filters> = {}): void {
    this.clearSubset();
    this.#choices.clearBrushes();
    this.filter({ ...NO_FILTERS, ...filters });
  }

  select(row: number): void {
    this.#selection.select(row);
  }

  /** Selects the first pending row after the next ranking, if no row is selected and some have results. */
  lookAtFirst(): void {
    this.#looksAtFirst = true;
    this.#follow(this.subset);
  }

  /** Place of the selected row in the list; -1 = not in the list. */
  position(): number {
    return this.#shown.placeOf(this.selected);
  }

  move(step: number): void {
    this.#selection.move(step);
  }

  nextPending(): void {
    this.#selection.nextPending();
  }

  countOf(status: number): number {
    return this.#selection.countOf(status);
  }

  /** Ranks the rows if the ranking is stale. Then the selection follows the filters. */
  #follow(subset: Uint8Array | null): void {
    untrack(() => {
      if (this.#order.waits) return;
      const { rows } = this.#order;
      this.#order.follow();
      const { result: search } = this.search;
      const before = this.#followed;
      this.#followed = { search, subset };
      if (search !== before.search || subset !== before.subset) this.#selection.followFilters(rows);
      if (!this.#looksAtFirst) return;
      this.#looksAtFirst = false;
      if (this.selected < 0 && this.#deps.predictions.done > 0) this.nextPending();
    });
  }
}
