import { STATUSES, type Status } from '../../domain/reading/dataset.js';
import { orNull, type ValueRange } from '../../domain/map/histogram.js';
import { isOpen, type ColumnCondition } from '../../domain/review/column-values.js';
import { ORDERS, type Order, type TRAINING_ORDERS } from '../../domain/review/rank.js';
import { REASONS, type Reason } from '../../domain/review/reasons.js';
import { ALL_SIGNALS, isTrainingSignal, signalNamed, type SignalName } from '../../domain/review/signals.js';

/** The filters of the queue and the map. An empty string or list, or null, is no filter. */
export interface Filters {
  readonly search: string;
  /** Current label, by name. */
  readonly label: string;
  /** Predicted class, by name. */
  readonly predicted: string;
  readonly status: '' | Status;
  /**
   * `both`: the learned results and a model's both disagree with the label. `conflict`: two people decided the row in
   * different ways.
   */
  readonly agreement: '' | 'agree' | 'disagree' | 'both' | 'conflict';
  /** Of signals. Rows without a value are outside of every range. */
  readonly ranges: Ranges;
  /** By columns of the source, each at most once. The last one is the one that a person chose last. */
  readonly columns: readonly ColumnCondition[];
  /** Only this many rows from the top of the order, after all other filters and brushes. */
  readonly top: number | null;
  /** A row must have all of these reasons. Reasons that are not known yet do not count. */
  readonly reason: readonly Reason[];
}

/** A range of values for some signals. */
export type Ranges = Readonly<Partial<Record<SignalName, ValueRange>>>;

export const NO_FILTERS: Filters = {
  search: '',
  label: '',
  predicted: '',
  status: '',
  agreement: '',
  ranges: {},
  columns: [],
  top: null,
  reason: [],
};

/** The ranges that have an effect, in the order of the signals. Those of training signals have none while there are no such signals. */
export function activeRanges({ ranges }: Filters, trained: boolean): readonly (readonly [SignalName, ValueRange])[] {
  return ALL_SIGNALS.flatMap((signal) => {
    const range = ranges[signal];
    return range && (trained || !isTrainingSignal(signal)) ? [[signal, range] as const] : [];
  });
}

/** Ranges with another range for one signal. Null = every value. */
export function withRange(ranges: Ranges, signal: SignalName, range: ValueRange | null): Ranges {
  const others = Object.entries(ranges).filter(([name]) => name !== signal);
  return Object.fromEntries(range ? [...others, [signal, range]] : others);
}

/** Conditions with another one for one column, as the last. Conditions that keep every row are removed. Null = none. */
export function withColumn(
  columns: readonly ColumnCondition[],
  condition: ColumnCondition | null,
): readonly ColumnCondition[] {
  const others = columns.filter((one) => one.place !== condition?.place && !isOpen(one));
  return condition ? [...others, condition] : others;
}

/** Whether any filter is set. */
export function isFiltering(filters: Filters): boolean {
  const { ranges, columns, reason, ...others } = filters;
  if (reason.length > 0) return true;
  if (columns.some((condition) => !isOpen(condition))) return true;
  return Object.keys(ranges).length > 0 || Object.values(others).some((value) => value !== '' && value !== null);
}

/** `training`: the buckets of the data map. */
export const COLOURS = ['agreement', 'label', 'predicted', 'status', 'training'] as const;
export type ColourName = (typeof COLOURS)[number];

/** A signal that the list can show beside its rows. */
export type ListedSignal = 'loss' | (typeof TRAINING_ORDERS)[number];

/** The axes and the colour of the map. */
export interface MapChoice {
  readonly x: SignalName;
  readonly y: SignalName;
  readonly colour: ColourName;
}

export const DEFAULT_MAP = { x: 'entropy', y: 'self_confidence', colour: 'agreement' } as const satisfies MapChoice;

export type Axis = 'x' | 'y';
/** The brush of each axis, in values of its signal; null = everything. */
export type Brushes = Readonly<Record<Axis, ValueRange | null>>;

export const NO_BRUSHES: Brushes = { x: null, y: null };

/** All choices of a view that its address holds. The address never holds data: no search words, and labels and classes by place. */
export interface ViewChoices {
  readonly filters: Filters;
  readonly order: Order;
  readonly map: MapChoice;
  readonly brushes: Brushes;
  /** Whether a person chose the axes. */
  readonly mapChosen: boolean;
  /** The label filter by its place in the list of labels. */
  readonly labelIndex: number | null;
  /** The filter by prediction by its place in the list of classes. */
  readonly predictedIndex: number | null;
}

/** Lists of names that an address has places in. */
export interface ChoiceNames {
  /** The labels that rows can have. */
  readonly review: { readonly labels: readonly string[] };
  /** The classes that can be predicted; empty while they are not known. */
  readonly predictions: { readonly classes: readonly string[] };
}

type NamePlaces = Pick<ViewChoices, 'labelIndex' | 'predictedIndex'>;

/** The filters by name as places in the lists of names. Null = no such filter, or the name is not in its list. */
export function placesOf({ label, predicted }: Filters, { review, predictions }: ChoiceNames): NamePlaces {
  return { labelIndex: placeIn(review.labels, label), predictedIndex: placeIn(predictions.classes, predicted) };
}

/** The filters of a view whose names are given by place. A place outside of its list is no filter. */
export function namedFilters(view: Pick<ViewChoices, 'filters' | keyof NamePlaces>, names: ChoiceNames): Filters {
  const { labelIndex, predictedIndex } = view;
  const label = names.review.labels[labelIndex ?? -1] ?? '';
  const predicted = names.predictions.classes[predictedIndex ?? -1] ?? '';
  return { ...view.filters, label, predicted };
}

function placeIn(names: readonly string[], name: string): number | null {
  const place = names.indexOf(name);
  return name === '' || place < 0 ? null : place;
}

const AGREEMENTS = ['agree', 'disagree', 'both', 'conflict'] as const;

/** The view in an address. Invalid values are ignored. */
export function viewIn(given: URLSearchParams): ViewChoices {
  const [x, y] = (given.get('map') ?? '').split(',');
  return {
    filters: {
      ...NO_FILTERS,
      status: STATUSES.find((status) => status === given.get('status')) ?? '',
      agreement: AGREEMENTS.find((agreement) => agreement === given.get('agreement')) ?? '',
      ranges: rangesIn(given),
      columns: columnsIn(given.get('column')),
      top: topOf(given.get('top') ?? ''),
      reason: reasonsNamed(given.get('reason') ?? ''),
    },
    order: ORDERS.find((order) => order === given.get('order')) ?? 'loss-desc',
    map: {
      x: signalNamed(x) ?? DEFAULT_MAP.x,
      y: signalNamed(y) ?? DEFAULT_MAP.y,
      colour: COLOURS.find((name) => name === given.get('color')) ?? DEFAULT_MAP.colour,
    },
    brushes: { x: rangeIn(given.get('brush-x')), y: rangeIn(given.get('brush-y')) },
    mapChosen: given.has('map'),
    labelIndex: numberOrNull(given.get('label')),
    predictedIndex: numberOrNull(given.get('predicted')),
  };
}

/** The parameters of a view; empty for the default view. */
export function addressOf(view: ViewChoices): Readonly<Record<string, string>> {
  const { status, agreement, ranges, columns, top, reason } = view.filters;
  const { x, y, colour } = view.map;
  const { brushes } = view;
  const mapSaid = view.mapChosen || brushes.x !== null || brushes.y !== null;
  return {
    label: view.labelIndex === null ? '' : String(view.labelIndex),
    predicted: view.predictedIndex === null ? '' : String(view.predictedIndex),
    status,
    agreement,
    loss: '',
    ...Object.fromEntries(ALL_SIGNALS.map((name) => [`range-${name}`, textOfRange(ranges[name] ?? null)])),
    top: top === null ? '' : String(top),
    column: columns.map(({ place }) => place).join(),
    reason: reason.join(),
    order: view.order === 'loss-desc' ? '' : view.order,
    map: mapSaid ? `${x},${y}` : '',
    color: colour === DEFAULT_MAP.colour ? '' : colour,
    'brush-x': textOfRange(brushes.x),
    'brush-y': textOfRange(brushes.y),
  };
}

/** A typed number of rows. Null = no whole number from 1 on. */
export function topOf(typed: string): number | null {
  return /^[1-9]\d{0,9}$/u.test(typed.trim()) ? Number(typed) : null;
}

function reasonsNamed(text: string): readonly Reason[] {
  const names = text.split(',');
  return REASONS.filter((reason) => names.includes(reason));
}

/** `column=3,5`: the places of columns, without words or ranges, which are data. */
function columnsIn(text: string | null): readonly ColumnCondition[] {
  const places = (text ?? '').split(',').filter((place) => /^\d{1,5}$/u.test(place));
  return [...new Set(places.map(Number))].map((place) => ({ place, words: '', range: null }));
}

/** `range-loss=2,5`. `loss=2` of earlier addresses is the loss from 2 on. */
function rangesIn(given: URLSearchParams): Ranges {
  const least = numberOrNull(given.get('loss'));
  const before: Ranges = least === null ? {} : { loss: { min: least, max: Infinity } };
  return ALL_SIGNALS.reduce((ranges, signal) => {
    const range = rangeIn(given.get(`range-${signal}`));
    return range ? withRange(ranges, signal, range) : ranges;
  }, before);
}

/** `from,to`. An empty end is open. */
function rangeIn(text: string | null): ValueRange | null {
  const [from = '', to = '', more] = (text ?? '').split(',');
  const min = from === '' ? -Infinity : Number(from);
  const max = to === '' ? Infinity : Number(to);
  return more === undefined && min <= max ? orNull({ min, max }) : null;
}

function textOfRange(range: ValueRange | null): string {
  if (range === null) return '';
  const { min, max } = range;
  return `${min === -Infinity ? '' : min},${max === Infinity ? '' : max}`;
}

function numberOrNull(text: string | null): number | null {
  const value = Number(text);
  return text === null || text.trim() === '' || !Number.isFinite(value) ? null : value;
}
