import { dataMap, NOT_DRAWN, STANDARD_MAP, type DataMap, type MapOptions } from '../../domain/map/data-map.js';
import type { MapPalette } from '../../domain/map/legend.js';
import {
  groupsOf,
  NO_REGION,
  REGION_COUNT,
  regionBounds,
  regionsOf,
  type Grouping,
  type RegionBounds,
} from '../../domain/map/regions.js';
import { CORRECTED } from '../../domain/reading/dataset.js';
import { summarise, varianceBound, type SignalColumns, type TrainingSignals } from '../../domain/training/signals.js';
import type { AddressPort } from '../../protocol/ports.js';
import { addressOfDataMap, dataMapIn, STANDARD_CHOICES, type DataMapChoices } from './data-map-choices.js';
import type { RowSignals } from './row-signals.svelte.js';

/**
 * The data map of the rows: their signals up to an evaluation, their buckets and regions, and the rows that it keeps.
 */
export class DataMapState {
  options = $state.raw<MapOptions>(STANDARD_MAP);
  palette = $state.raw<MapPalette>(STANDARD_CHOICES.palette);
  /** The method that divides the rows into regions. */
  grouping = $state.raw<Grouping>('cartography');
  /** The regions to keep. An empty set keeps every region. */
  regions = $state.raw<ReadonlySet<number>>(new Set());
  /** Number of evaluations that count, from the first. 0 without a course. */
  upTo = $state.raw(0);
  evaluations = $state.raw(0);
  sLabel = $state.raw<Uint8Array | null>(null);
  /** Upper bound of every row's `label_var` after any evaluation. NaN = not known. */
  varianceBound = $state.raw(NaN);
  /** The borders of the regions, by all evaluations. Null without signals. */
  bounds = $state.raw<RegionBounds | null>(null);

  /** Buckets of the rows. Null without signals, and where the options contradict each other. */
  buckets: DataMap | null = $derived.by(() => {
    if (!this.signals.columns) return null;
    const made = dataMap(this.signals.columns.value, this.sLabel, this.options);
    return made.ok ? made.map : null;
  });
  /** Whether the options request both kinds of times. The original refuses them too. */
  contradictory = $derived(this.options.useFTimes !== -1 && this.options.useLTimes !== -1 && !this.options.dirty);
  /** Region of each row, see `regionsOf` and `groupsOf`. */
  regionOf: Uint8Array = $derived.by(() => {
    if (!this.signals.columns || !this.bounds) return new Uint8Array(0);
    const { value } = this.signals.columns;
    return this.grouping === 'data-iq' ? groupsOf(value, this.bounds.aleatoric) : regionsOf(value, this.bounds);
  });
  /** 1 for each row that the choices keep. Null = every row. */
  mask: Uint8Array | null = $derived.by(() => {
    if (!this.signals.columns || !this.#narrows() || this.contradictory) return null;
    const { buckets, regionOf, regions, options } = this;
    const mask = new Uint8Array(regionOf.length);
    for (let row = 0; row < mask.length; row++) {
      const drawn = options.dirty || (buckets?.bucketOf[row] ?? NOT_DRAWN) !== NOT_DRAWN;
      const inRegion = regions.size === 0 || regions.has(regionOf[row] ?? NO_REGION);
      mask[row] = drawn && inRegion ? 1 : 0;
    }
    return mask;
  });

  #course: TrainingSignals | null = null;
  /** Signals of each row of the dataset. */
  readonly signals: RowSignals;
  readonly #address: AddressPort;
  /** The choices of the address, until signals exist to apply them to. */
  #asked: DataMapChoices | null;

  constructor(signals: RowSignals, address: AddressPort) {
    this.signals = signals;
    this.#address = address;
    this.#asked = dataMapIn(address.read());
  }

  /**
   * Shows the signals of the rows. `course`: their course, where it is known. `columns` sums up the whole course.
   * `again`: more of the same signals, so that the choices stay.
   */
  show(course: TrainingSignals | null, columns: SignalColumns, sLabel: Uint8Array, again = false): void {
    const evaluations = course?.evaluations ?? 0;
    const upTo = again && this.upTo < this.evaluations ? Math.min(this.upTo, evaluations) : evaluations;
    this.#course = course;
    this.evaluations = evaluations;
    this.upTo = upTo;
    this.sLabel = sLabel;
    this.bounds = regionBounds(columns);
    this.varianceBound = varianceBound(columns);
    this.signals.columns = { value: course && upTo < evaluations ? summarise(course, upTo, columns) : columns };
    if (again) return;
    this.#choose(this.#asked ?? STANDARD_CHOICES);
    this.#asked = null;
    this.#chosen();
  }

  clear(): void {
    this.#course = null;
    this.bounds = null;
    this.varianceBound = NaN;
    this.evaluations = 0;
    this.upTo = 0;
    this.sLabel = null;
    this.signals.columns = null;
    this.#choose(STANDARD_CHOICES);
    if (this.#asked === null) this.#address.write(addressOfDataMap(STANDARD_CHOICES));
  }

  /** Changes the options that decide which rows are drawn. `mask` keeps those rows. */
  change(change: Partial<MapOptions>): void {
    this.options = { ...this.options, ...change };
    this.#chosen();
  }

  colourBy(palette: MapPalette): void {
    this.palette = palette;
    this.#chosen();
  }

  /** Divides the rows by another method, and keeps every region. */
  group(grouping: Grouping): void {
    this.grouping = grouping;
    this.regions = new Set();
    this.#chosen();
  }

  toggleRegion(region: number): void {
    const next = new Set(this.regions);
    if (!next.delete(region)) next.add(region);
    this.regions = next;
    this.#chosen();
  }

  /** Resets the choices that filter rows. Keeps the palette. */
  leaveAll(): void {
    this.options = { ...STANDARD_MAP, dirty: this.options.dirty };
    this.regions = new Set();
    this.#chosen();
  }

  /** Summarises the first `count` evaluations in the existing buffers. */
  replay(count: number): void {
    if (!this.#course || !this.signals.columns) return;
    this.upTo = Math.min(this.evaluations, Math.max(1, Math.round(count)));
    this.signals.columns = { value: summarise(this.#course, this.upTo, this.signals.columns.value) };
  }

  /** Number of rows of each region, and of corrected rows among them (by `status`). */
  regionCounts(status: Uint8Array): readonly { readonly rows: number; readonly corrected: number }[] {
    const counts = Array.from({ length: REGION_COUNT }, () => ({ rows: 0, corrected: 0 }));
    for (let row = 0; row < this.regionOf.length; row++) {
      const count = counts[this.regionOf[row] ?? NO_REGION];
      if (!count) continue;
      count.rows++;
      if (status[row] === CORRECTED) count.corrected++;
    }
    return counts;
  }

  #choose({ options, palette, grouping, regions }: DataMapChoices): void {
    this.options = options;
    this.palette = palette;
    this.grouping = grouping;
    this.regions = regions;
  }

  #chosen(): void {
    const { options, palette, grouping, regions } = this;
    this.#address.write(addressOfDataMap({ options, palette, grouping, regions }));
  }

  #narrows(): boolean {
    const { criterion, useFTimes, useLTimes, dirty } = this.options;
    const picked = !dirty && (criterion !== null || useFTimes !== -1 || useLTimes !== -1);
    return picked || this.regions.size > 0;
  }
}
