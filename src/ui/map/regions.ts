import type { Domain } from '../../domain/map/axes.js';
import { DATA_IQ_EASY, DATA_IQ_HARD, type Grouping, type RegionBounds } from '../../domain/map/regions.js';
import { isTrainingSignal, type ScoreSignal, type SignalName } from '../../domain/review/signals.js';

/** The meaning of a corner or an end of the plot, and its position as shares of the axes' natural ranges. */
interface Region {
  readonly meaning:
    | 'right'
    | 'against'
    | 'unsure'
    | 'with-label'
    | 'against-label'
    | 'easy'
    | 'ambiguous'
    | 'hard'
    | 'iq-easy'
    | 'iq-ambiguous'
    | 'iq-hard';
  readonly x: number;
  readonly y: number;
}

/** 1 where high values speak for the given label, -1 where they speak against it, 0 where they do neither. */
const FOR_LABEL: Readonly<Record<ScoreSignal, number>> = {
  self_confidence: 1,
  normalized_margin: 1,
  loss: -1,
  entropy: 0,
  tokens: 0,
};

const NEAR = 0.05;
const FAR = 0.95;

/** The axes of the data map on which each method names its regions. */
const SPREAD: Readonly<Record<Grouping, Partial<Record<SignalName, true>>>> = {
  cartography: { label_var: true, variability: true },
  'data-iq': { aleatoric: true },
};
const MEAN: Partial<Record<SignalName, true>> = { avg_probs: true, confidence: true };
const REGIONS: Readonly<Record<Grouping, readonly Region[]>> = {
  cartography: [
    { meaning: 'easy', x: NEAR, y: FAR },
    { meaning: 'ambiguous', x: FAR, y: 0.5 },
    { meaning: 'hard', x: NEAR, y: NEAR },
  ],
  'data-iq': [
    { meaning: 'iq-easy', x: NEAR, y: FAR },
    { meaning: 'iq-ambiguous', x: NEAR, y: 0.5 },
    { meaning: 'iq-hard', x: NEAR, y: NEAR },
  ],
};

/** The hints for a pair of axes, for training signals by their grouping; empty where the pair does not concern the label. */
export function regionsOf(x: SignalName, y: SignalName, grouping: Grouping): readonly Region[] {
  if (isTrainingSignal(x) || isTrainingSignal(y)) return x in SPREAD[grouping] && y in MEAN ? REGIONS[grouping] : [];
  const [forX, forY] = [FOR_LABEL[x], FOR_LABEL[y]];
  if (x === 'entropy' && forY !== 0) return withEntropy(forY);
  if (y === 'entropy' && forX !== 0)
    return withEntropy(forX).map((region) => ({ ...region, x: region.y, y: region.x }));
  if (forX === 0 && forY === 0) return [];
  const at = (direction: number, good: boolean): number =>
    direction === 0 ? 0.5 : direction > 0 === good ? FAR : NEAR;
  return [
    { meaning: 'with-label', x: at(forX, true), y: at(forY, true) },
    { meaning: 'against-label', x: at(forX, false), y: at(forY, false) },
  ];
}

function withEntropy(direction: number): readonly Region[] {
  // A probability: rows lie along an arc from the ends of its axis to the middle. Names are beside the arc, where no row can be.
  const [good, bad, unsure] = direction > 0 ? [0.7, 0.3, 0.86] : [0.18, FAR, 0.5];
  return [
    { meaning: 'right', x: NEAR, y: good },
    { meaning: 'against', x: NEAR, y: bad },
    { meaning: 'unsure', x: FAR, y: unsure },
  ];
}

/** A line of the plot, in values of the axes. */
export interface BoundLine {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/**
 * The lines between regions, on the axes that define them (`label_var` is the square of the variability); empty on other
 * axes. `naturalX`, `naturalY`: the extent of the lines.
 */
export function boundLines(
  x: SignalName,
  y: SignalName,
  grouping: Grouping,
  bounds: RegionBounds,
  naturalX: Domain,
  naturalY: Domain,
): readonly BoundLine[] {
  const spread = spreadOf(x, grouping, bounds);
  if (!(y in MEAN) || !Number.isFinite(spread)) return [];
  const means = grouping === 'data-iq' ? [DATA_IQ_HARD, DATA_IQ_EASY] : [bounds.confidence];
  return [
    { x1: spread, y1: naturalY.min, x2: spread, y2: naturalY.max },
    ...means.map((mean) => ({ x1: naturalX.min, y1: mean, x2: spread, y2: mean })),
  ];
}

/** The value of this signal from which rows are ambiguous; NaN where it does not define the regions. */
function spreadOf(signal: SignalName, grouping: Grouping, bounds: RegionBounds): number {
  if (grouping === 'data-iq') return signal === 'aleatoric' ? bounds.aleatoric : Number.NaN;
  if (signal === 'variability') return bounds.variability;
  return signal === 'label_var' ? bounds.variability ** 2 : Number.NaN;
}
