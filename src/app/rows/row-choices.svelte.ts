import { orNull, type ValueRange } from '../../domain/map/histogram.js';
import type { Order } from '../../domain/review/rank.js';
import type { AddressPort } from '../../protocol/ports.js';
import { isTrainingOrder } from './ranking.js';
import { isTrainingSignal, type ScoreSignal, type SignalName } from '../../domain/review/signals.js';
import {
  addressOf,
  DEFAULT_MAP,
  isFiltering,
  NO_BRUSHES,
  NO_FILTERS,
  placesOf,
  viewIn,
  type Axis,
  type Brushes,
  type ChoiceNames,
  type Filters,
  type MapChoice,
  type ViewChoices,
} from './view-choices.js';

/** A person's choices for the list and the map: filters, order, axes and brushes. The address keeps all of them. */
export class RowChoices {
  filters = $state.raw<Filters>(NO_FILTERS);
  order = $state.raw<Order>('loss-desc');
  map = $state.raw<MapChoice>(DEFAULT_MAP);
  brushes = $state.raw<Brushes>(NO_BRUSHES);
  /** The training signals that rows have; empty without any. */
  available = $state.raw<readonly SignalName[]>([]);

  /** A person chose the axes. */
  #mapChosen = false;
  /** Training axes from the address, until there are signals to show on them. */
  #asked: Pick<ViewChoices, 'map' | 'brushes' | 'order'> | null = null;
  /** The axis that suits the results of the open dataset. */
  #suggested: ScoreSignal = DEFAULT_MAP.x;
  /** A label filter from the address, until the labels are known. */
  #labelIndex: number | null = null;
  readonly #address: AddressPort;
  /** A filter by prediction from the address, until the classes are known. */
  #predictedIndex: number | null = null;
  readonly #names: ChoiceNames;

  constructor(address: AddressPort, names: ChoiceNames) {
    this.#address = address;
    this.#names = names;
    const given = viewIn(address.read());
    this.filters = given.filters;
    this.order = given.order;
    this.map = given.map;
    this.brushes = given.brushes;
    this.#mapChosen = given.mapChosen;
    this.#labelIndex = given.labelIndex;
    this.#predictedIndex = given.predictedIndex;
    this.#asked = trainingAxes(given.map).length > 0 ? given : null;
  }

  /** Rows have training signals. */
  get trained(): boolean {
    return this.available.length > 0;
  }

  /** Reacts to an opened dataset. Removes the sample from the address: opening a sample writes it again. */
  open(): void {
    this.#address.write({ sample: '' });
    this.available = [];
    this.#suggested = DEFAULT_MAP.x;
    const label = this.#labelIndex === null ? undefined : this.#names.review.labels[this.#labelIndex];
    if (label !== undefined) this.filters = { ...this.filters, label };
    this.#labelIndex = null;
  }

  /** Reacts to a closed dataset: clears filters and brushes. */
  close(): void {
    this.#address.write({ sample: '' });
    this.filters = NO_FILTERS;
    this.brushes = NO_BRUSHES;
    this.#asked = null;
    this.#predictedIndex = null;
    this.#writeAddress();
  }

  /** Sets the filter by prediction of the address once there are classes. Returns whether it has set one now. */
  findPredicted(): boolean {
    const { classes } = this.#names.predictions;
    if (this.#predictedIndex === null || classes.length === 0) return false;
    const predicted = classes[this.#predictedIndex];
    this.#predictedIndex = null;
    if (predicted === undefined) return false;
    this.filters = { ...this.filters, predicted };
    return true;
  }

  /** Whether no filter is set and `order` is by loss, the highest first. */
  isFromTop(order: Order): boolean {
    return order === 'loss-desc' && !isFiltering(this.filters);
  }

  filter(change: Partial<Filters>): void {
    if (change.predicted !== undefined) this.#predictedIndex = null;
    this.filters = { ...this.filters, ...change };
    this.#writeAddress();
  }

  sort(order: Order): void {
    this.order = order;
    this.#writeAddress();
  }

  /** Chooses axes or the colour. Suggestions do not replace chosen axes. */
  plot(change: Partial<MapChoice>): void {
    if (change.x !== undefined || change.y !== undefined) this.#mapChosen = true;
    this.#asked = null;
    this.#setMap({ ...this.map, ...change });
    this.#writeAddress();
  }

  /** Chooses a range of values along an axis. Null = every value. */
  brush(axis: Axis, range: ValueRange | null): void {
    this.brushes = { ...this.brushes, [axis]: range && orNull(range) };
    this.#writeAddress();
  }

  clearBrushes(): void {
    this.brushes = NO_BRUSHES;
    this.#writeAddress();
  }

  /**
   * Shows the axis that suits results of a kind, unless a person chose axes. While rows have training signals, only
   * remembers it.
   */
  suggestAxis(x: ScoreSignal): void {
    this.#suggested = x;
    if (!this.#mapChosen && !this.trained) this.#setMap({ ...this.map, x });
  }

  /**
   * Shows the axes and buckets of the data map for training signals, unless the axes already show some of them and none
   * that are not `available`.
   */
  suggestTraining(cartography: boolean, available: readonly SignalName[]): void {
    this.available = available;
    const asked = this.#asked;
    this.#asked = null;
    if (asked && trainingAxes(asked.map).every((signal) => available.includes(signal))) {
      this.map = asked.map;
      this.brushes = asked.brushes;
      this.order = asked.order;
      return;
    }
    const shown = trainingAxes(this.map);
    if (shown.length > 0 && shown.every((signal) => available.includes(signal))) return;
    this.#setMap(
      cartography
        ? { x: 'variability', y: 'confidence', colour: 'training' }
        : { x: 'label_var', y: 'avg_probs', colour: 'training' },
    );
  }

  /**
   * Reacts to training signals from learning. Keeps the map, unless it shows nothing: with two classes, loss and
   * probability of the label are one curve.
   */
  offerTraining(classes: number, available: readonly SignalName[]): void {
    this.available = available;
    if (classes > 2 || this.#mapChosen) return;
    this.#setMap({ x: 'label_var', y: 'avg_probs', colour: 'training' });
  }

  /** The address names training axes that were not shown yet. */
  get asksForTraining(): boolean {
    return this.#asked !== null;
  }

  /** Reacts to removed training signals: axes that showed them show scores again, on the axis that suits those. */
  forgetTraining(): void {
    const { trained } = this;
    this.available = [];
    if (isTrainingOrder(this.order)) this.order = 'loss-desc';
    const shown = trainingAxes(this.map).length > 0;
    if (shown) this.#mapChosen = false;
    const { x, y } = shown ? { x: this.#suggested, y: DEFAULT_MAP.y } : this.map;
    const colour = this.map.colour === 'training' ? DEFAULT_MAP.colour : this.map.colour;
    this.#setMap({ x, y, colour });
    if (trained) this.#writeAddress();
  }

  /** Sets the map. Clears the brush of an axis that shows another signal. */
  #setMap(map: MapChoice): void {
    const { x, y } = this.map;
    this.map = map;
    this.brushes = { x: map.x === x ? this.brushes.x : null, y: map.y === y ? this.brushes.y : null };
  }

  #writeAddress(): void {
    const { filters, order, map, brushes } = this;
    const places = placesOf(filters, this.#names);
    const predictedIndex = places.predictedIndex ?? this.#predictedIndex;
    const mapChosen = this.#mapChosen;
    this.#address.write(addressOf({ filters, order, map, brushes, mapChosen, ...places, predictedIndex }));
  }
}

function trainingAxes({ x, y }: MapChoice): readonly SignalName[] {
  return [x, y].filter(isTrainingSignal);
}
