import { isTrainingSignal, type ScoreSignal, type SignalName } from '../../app/view.svelte.js';

/** What a corner or an end of the plot means, and where that is written: shares of the axes' natural ranges. */
export interface Region {
  readonly meaning: 'right' | 'against' | 'unsure' | 'with-label' | 'against-label' | 'easy' | 'ambiguous' | 'hard';
  readonly x: number;
  readonly y: number;
}

/** 1 where high values speak for the given label, -1 where they speak against it, 0 where they say nothing of it. */
const FOR_LABEL: Readonly<Record<ScoreSignal, number>> = {
  self_confidence: 1,
  normalized_margin: 1,
  loss: -1,
  entropy: 0,
  tokens: 0,
};

const NEAR = 0.05;
const FAR = 0.95;

/** The axes of the data map, in which cartography names its regions. */
const SPREAD: Partial<Record<SignalName, true>> = { label_var: true, variability: true };
const MEAN: Partial<Record<SignalName, true>> = { avg_probs: true, confidence: true };
const CARTOGRAPHY: readonly Region[] = [
  { meaning: 'easy', x: NEAR, y: FAR },
  { meaning: 'ambiguous', x: FAR, y: 0.5 },
  { meaning: 'hard', x: NEAR, y: NEAR },
];

/** The hints for a pair of axes; none where the pair says nothing about the label. */
export function regionsOf(x: SignalName, y: SignalName): readonly Region[] {
  if (isTrainingSignal(x) || isTrainingSignal(y)) return x in SPREAD && y in MEAN ? CARTOGRAPHY : [];
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
  // Not quite at the end: the arc of the sure rows is there.
  const [good, bad] = direction > 0 ? [0.82, NEAR] : [0.18, FAR];
  return [
    { meaning: 'right', x: NEAR, y: good },
    { meaning: 'against', x: NEAR, y: bad },
    { meaning: 'unsure', x: FAR, y: 0.5 },
  ];
}
