import { dataMap, NOT_DRAWN, STANDARD_MAP, type DataMap, type MapOptions } from '../domain/data-map.js';
import type { MapPalette } from '../domain/data-map-looks.js';
import { NO_REGION, regionBounds, regionsOf, type RegionBounds } from '../domain/data-map-regions.js';
import {
  emptyColumns,
  summarise,
  type SignalColumns,
  type SignalName,
  type TrainingSignals,
} from '../domain/signals.js';
import type { Column } from './scores.svelte.js';
import type { View } from './view.svelte.js';

/** The data map of the rows: their signals up to an evaluation, the buckets and regions they are in, and what narrows. */
export class DataMapState {
  /** Signals of each row of the dataset; a new wrapper whenever they have changed. Null without signals. */
  columns = $state.raw<Column<SignalColumns> | null>(null);
  options = $state.raw<MapOptions>(STANDARD_MAP);
  palette = $state.raw<MapPalette>('original');
  /** Regions that are left; all where none is named. */
  regions = $state.raw<ReadonlySet<number>>(new Set());
  /** Evaluations that count, from the first; 0 without a course. */
  upTo = $state.raw(0);
  evaluations = $state.raw(0);
  sLabel = $state.raw<Uint8Array | null>(null);
  #bounds = $state.raw<RegionBounds | null>(null);

  /** Buckets of the rows; null without signals, and where the options contradict each other. */
  buckets: DataMap | null = $derived.by(() => {
    if (!this.columns) return null;
    const made = dataMap(this.columns.value, this.sLabel, this.options);
    return made.ok ? made.map : null;
  });
  /** Both kinds of times are asked for, which the original refuses too. */
  contradictory = $derived(this.options.useFTimes !== -1 && this.options.useLTimes !== -1 && !this.options.dirty);
  /** Region of each row; see `regionsOf`. */
  regionOf: Uint8Array = $derived(
    this.columns && this.#bounds ? regionsOf(this.columns.value, this.#bounds) : new Uint8Array(0),
  );

  #course: TrainingSignals | null = null;
  readonly #view: View;

  constructor(view: View) {
    this.#view = view;
  }

  /** Shows the course of the rows, or the columns that were summarised elsewhere. */
  show(course: TrainingSignals | null, columns: SignalColumns | null, sLabel: Uint8Array): void {
    const value = course ? summarise(course) : (columns ?? emptyColumns(sLabel.length));
    this.#course = course;
    this.evaluations = course?.evaluations ?? 0;
    this.upTo = this.evaluations;
    this.sLabel = sLabel;
    this.options = STANDARD_MAP;
    this.regions = new Set();
    this.#bounds = regionBounds(value);
    this.columns = { value };
  }

  clear(): void {
    this.#course = null;
    this.#bounds = null;
    this.evaluations = 0;
    this.upTo = 0;
    this.sLabel = null;
    this.columns = null;
    this.options = STANDARD_MAP;
    this.regions = new Set();
  }

  /** Changes what is drawn; queue and map are narrowed to it. */
  change(change: Partial<MapOptions>): void {
    this.options = { ...this.options, ...change };
    this.#narrow();
  }

  toggleRegion(region: number): void {
    const next = new Set(this.regions);
    if (!next.delete(region)) next.add(region);
    this.regions = next;
    this.#narrow();
  }

  /** Summarises the first `count` evaluations, in the buffers that are there. */
  replay(count: number): void {
    if (!this.#course || !this.columns) return;
    this.upTo = Math.min(this.evaluations, Math.max(1, Math.round(count)));
    this.columns = { value: summarise(this.#course, this.upTo, this.columns.value) };
    if (this.#narrows()) this.#narrow();
  }

  /** Rows of each region, and how many of them are corrected (`status` = 2). */
  regionCounts(status: Uint8Array): readonly { readonly rows: number; readonly corrected: number }[] {
    const counts = [0, 1, 2].map(() => ({ rows: 0, corrected: 0 }));
    for (let row = 0; row < this.regionOf.length; row++) {
      const count = counts[this.regionOf[row] ?? NO_REGION];
      if (!count) continue;
      count.rows++;
      if (status[row] === 2) count.corrected++;
    }
    return counts;
  }

  /** The values of a signal by row, as the map takes them; NaN without signals. */
  values(signal: SignalName, rows: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(rows);
    if (this.columns) values.set(this.columns.value[signal].subarray(0, rows));
    else values.fill(Number.NaN);
    return values;
  }

  #narrows(): boolean {
    const { criterion, useFTimes, useLTimes, dirty } = this.options;
    const picked = !dirty && (criterion !== null || useFTimes !== -1 || useLTimes !== -1);
    return picked || this.regions.size > 0;
  }

  #narrow(): void {
    if (!this.columns || !this.#narrows() || this.contradictory) {
      this.#view.narrow(null);
      return;
    }
    const { buckets, regionOf, regions, options } = this;
    const subset = new Uint8Array(regionOf.length);
    for (let row = 0; row < subset.length; row++) {
      const drawn = options.dirty || (buckets?.bucketOf[row] ?? NOT_DRAWN) !== NOT_DRAWN;
      const inRegion = regions.size === 0 || regions.has(regionOf[row] ?? NO_REGION);
      subset[row] = drawn && inRegion ? 1 : 0;
    }
    this.#view.narrow(subset);
  }
}
