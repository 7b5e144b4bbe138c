import { STATUSES, type Status } from '../../domain/reading/dataset.js';
import { orNull, type ValueRange } from '../../domain/map/histogram.js';
import { ORDERS, type Order } from '../../domain/review/rank.js';
import { SIGNAL_NAMES, type SignalName as TrainingSignal } from '../../domain/training/signals.js';

/** The filters of the queue and the map. An empty string or null is no filter. */
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
  readonly minLoss: number | null;
}

export const NO_FILTERS: Filters = { search: '', label: '', predicted: '', status: '', agreement: '', minLoss: null };

export const SIGNALS = ['self_confidence', 'normalized_margin', 'entropy', 'loss', 'tokens'] as const;
export type ScoreSignal = (typeof SIGNALS)[number];
/** A signal of an axis: a score of the model, or a training signal. */
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

export const DEFAULT_MAP = { x: 'entropy', y: 'self_confidence', colour: 'agreement' } as const satisfies MapChoice;

export type Axis = 'x' | 'y';
/** The brush of each axis, in values of its signal; null = everything. */
export type Brushes = Readonly<Record<Axis, ValueRange | null>>;

export const NO_BRUSHES: Brushes = { x: null, y: null };

/** All choices of a view that its address holds. The address never holds data: no search words, and labels by place. */
export interface ViewChoices {
  readonly filters: Filters;
  readonly order: Order;
  readonly map: MapChoice;
  readonly brushes: Brushes;
  /** Whether a person chose the axes. */
  readonly mapChosen: boolean;
  /** The label filter by its place in the list of labels. */
  readonly labelIndex: number | null;
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
      minLoss: numberOrNull(given.get('loss')),
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
  };
}

/** The parameters of a view; empty for the default view. */
export function addressOf(view: ViewChoices): Readonly<Record<string, string>> {
  const { status, agreement, minLoss } = view.filters;
  const { x, y, colour } = view.map;
  const { brushes } = view;
  const mapSaid = view.mapChosen || brushes.x !== null || brushes.y !== null;
  return {
    label: view.labelIndex === null ? '' : String(view.labelIndex),
    status,
    agreement,
    loss: minLoss === null ? '' : String(minLoss),
    order: view.order === 'loss-desc' ? '' : view.order,
    map: mapSaid ? `${x},${y}` : '',
    color: colour === DEFAULT_MAP.colour ? '' : colour,
    'brush-x': textOfRange(brushes.x),
    'brush-y': textOfRange(brushes.y),
  };
}

/** Whether a signal is a training signal. */
export function isTrainingSignal(name: SignalName): name is TrainingSignal {
  return (SIGNAL_NAMES as readonly string[]).includes(name);
}

function signalNamed(name: string | undefined): SignalName | undefined {
  return [...SIGNALS, ...SIGNAL_NAMES].find((known) => known === name);
}

/** `from,to`. An empty end is open. */
function rangeIn(text: string | null): ValueRange | null {
  const [from = '', to = '', more] = (text ?? '').split(',');
  const min = from === '' ? -Infinity : Number(from);
  const max = to === '' ? Infinity : Number(to);
  return more === undefined && min < max ? orNull({ min, max }) : null;
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
