import type { TextColumn } from '../reading/dataset.js';

/**
 * Training dynamics: a model's output for each id at every evaluation. Ids are dense and 0-based, in order of first
 * appearance. The evaluations of id i are the entries `offsets[i] .. offsets[i + 1]` of the columns below, ascending.
 */
export interface TrainingSignals {
  readonly rows: number;
  readonly ids: TextColumn;
  /** Evaluations of the whole run. An id may have fewer. */
  readonly evaluations: number;
  /** The source's name of each evaluation: epoch numbers, else 0, 1, ... */
  readonly epochs: readonly number[];
  /** Names of labels and predictions: integers ascending, otherwise in natural order. */
  readonly classes: readonly string[];
  /** Per id: index into `classes`. */
  readonly label: Int32Array<ArrayBuffer>;
  /** Per id: 0 = unmarked, 1 = known hard, 2 = known wrong label. */
  readonly sLabel: Uint8Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
  /** Per entry: number of the evaluation, below `evaluations`. */
  readonly evaluation: Uint32Array<ArrayBuffer>;
  /** Per entry: probability of the label, NaN = unknown. */
  readonly labelProb: Float64Array<ArrayBuffer>;
  /** Per entry: 1 = predicted right. */
  readonly correct: Uint8Array<ArrayBuffer>;
  /** Per entry: index into `classes`, -1 = unknown. */
  readonly predicted: Int32Array<ArrayBuffer>;
}

/** Signals in TrustAI's summary file, in its order. */
export const TRUSTAI_SIGNALS = [
  'correct_times',
  'correct_ratio',
  'avg_probs',
  'label_var',
  'max_label_probs',
  'min_label_probs',
  'forgetting_times',
  'learnt_times',
  'first_forget',
  'first_learn',
] as const;

/**
 * Signals of an id over its evaluations, under their names in the data-map tutorial and dataset cartography.
 * `confidence` is `avg_probs` and `correctness` is `correct_times`. `variability` is the root of `label_var`.
 */
export const SIGNAL_NAMES = [
  ...TRUSTAI_SIGNALS,
  'confidence',
  'variability',
  'correctness',
  'forgetfulness',
  'threshold_closeness',
  'aleatoric',
] as const;
export type SignalName = (typeof SIGNAL_NAMES)[number];

/** A value per id for every signal, NaN = unknown. `confidence` and `correctness` share the columns of their twins. */
export type SignalColumns = Readonly<Record<SignalName, Float64Array<ArrayBuffer>>>;

/** Signals that were summarised elsewhere: no course over the evaluations, or only the predictions of it. */
export interface SignalSummary {
  readonly rows: number;
  readonly ids: TextColumn;
  readonly classes: readonly string[];
  /** Per id: index into `classes`, -1 = unknown. */
  readonly label: Int32Array<ArrayBuffer>;
  readonly sLabel: Uint8Array<ArrayBuffer>;
  /** Predictions of id i: `predicted[offsets[i] .. offsets[i + 1]]`, none where the source has none. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly predicted: Int32Array<ArrayBuffer>;
  readonly columns: SignalColumns;
  /** Signals that the source holds or that follow from it. The columns of the other signals are NaN throughout. */
  readonly available: readonly SignalName[];
}

/** Forgetfulness of an id that was never right, as in dataset cartography. */
export const NEVER_RIGHT = 1000;

/** Columns for `rows` ids, all NaN. */
export function emptyColumns(rows: number): SignalColumns {
  const column = (): Float64Array<ArrayBuffer> => new Float64Array(rows).fill(NaN);
  const avgProbs = column();
  const correctTimes = column();
  return {
    correct_times: correctTimes,
    correct_ratio: column(),
    avg_probs: avgProbs,
    label_var: column(),
    max_label_probs: column(),
    min_label_probs: column(),
    forgetting_times: column(),
    learnt_times: column(),
    first_forget: column(),
    first_learn: column(),
    confidence: avgProbs,
    variability: column(),
    correctness: correctTimes,
    forgetfulness: column(),
    threshold_closeness: column(),
    aleatoric: column(),
  };
}

/**
 * Summarises the first `upTo` evaluations of every id into `into` (made by `emptyColumns`) and returns it. Variance is
 * the population's, in two passes over an id. Sums are in order of evaluation, as numpy's are below eight values.
 * Averages are over the known probabilities, and NaN without any. An id without an evaluation is NaN throughout.
 * `first_forget` and `first_learn` count the id's own evaluations from 0. 0 also means never. Sources: the data-map
 * tutorial of TrustAI. Swayamdipta et al. 2020, "Dataset Cartography". Seedat et al. 2022, "Data-IQ" (aleatoric).
 */
export function summarise(
  signals: TrainingSignals,
  upTo: number = signals.evaluations,
  into: SignalColumns = emptyColumns(signals.rows),
): SignalColumns {
  fillEvents(signals, upTo, into);
  fillProbabilities(signals, upTo, into);
  return into;
}

/**
 * A bound on `label_var` of every id over any of its evaluations: ((max - min) / 2)^2 of the probability of its label
 * (Popoviciu's inequality). At most 0.25. NaN where no probability is known.
 */
export function varianceBound({ max_label_probs, min_label_probs }: SignalColumns): number {
  let widest = NaN;
  for (let row = 0; row < max_label_probs.length; row++) {
    const width = (max_label_probs[row] as number) - (min_label_probs[row] as number);
    if (width > widest || (widest !== widest && width === width)) widest = width;
  }
  return (widest * widest) / 4;
}

/** End of an id's entries up to an evaluation. Its entries ascend, so that the first guess is usually right. */
function endOf({ offsets, evaluation }: TrainingSignals, row: number, start: number, upTo: number): number {
  const last = offsets[row + 1] as number;
  let end = start + upTo < last ? start + upTo : last;
  while (end > start && (evaluation[end - 1] as number) >= upTo) end--;
  return end;
}

/** Right and wrong: counts, and the changes between neighbouring evaluations. */
function fillEvents(signals: TrainingSignals, upTo: number, into: SignalColumns): void {
  const { rows, offsets, correct } = signals;
  const { correct_times, correct_ratio, forgetting_times, learnt_times, first_forget, first_learn, forgetfulness } =
    into;
  for (let row = 0; row < rows; row++) {
    const start = offsets[row] as number;
    const end = endOf(signals, row, start, upTo);
    const first = end > start ? (correct[start] as number) : 0;
    let before = first;
    let times = first;
    let changes = 0;
    let firstChange = 0;
    let secondChange = 0;
    for (let i = start + 1; i < end; i++) {
      const right = correct[i] as number;
      times += right;
      if (right === before) continue;
      before = right;
      changes++;
      if (changes === 1) firstChange = i - start;
      else if (changes === 2) secondChange = i - start;
    }
    // Forgetting and learning alternate. The first of them follows from the first evaluation.
    const odd = (changes + 1) >> 1;
    const even = changes >> 1;
    const forgotten = first === 1 ? odd : even;
    const unknown = end > start ? 0 : NaN;
    correct_times[row] = times + unknown;
    correct_ratio[row] = times / (end - start);
    forgetting_times[row] = forgotten + unknown;
    learnt_times[row] = (first === 1 ? even : odd) + unknown;
    first_forget[row] = (first === 1 ? firstChange : secondChange) + unknown;
    first_learn[row] = (first === 1 ? secondChange : firstChange) + unknown;
    forgetfulness[row] = (times === 0 ? NEVER_RIGHT : forgotten) + unknown;
  }
}

function fillProbabilities(signals: TrainingSignals, upTo: number, into: SignalColumns): void {
  const { rows, offsets, labelProb } = signals;
  const { avg_probs, label_var, max_label_probs, min_label_probs, variability, threshold_closeness, aleatoric } = into;
  for (let row = 0; row < rows; row++) {
    const start = offsets[row] as number;
    const end = endOf(signals, row, start, upTo);
    let n = 0;
    let sum = 0;
    let uncertainty = 0;
    let max = -1;
    let min = 2;
    for (let i = start; i < end; i++) {
      const p = labelProb[i] as number;
      // NaN is the only value that differs from itself.
      if (p !== p) continue;
      n++;
      sum += p;
      uncertainty += p * (1 - p);
      if (p > max) max = p;
      if (p < min) min = p;
    }
    const mean = sum / n;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const difference = (labelProb[i] as number) - mean;
      if (difference === difference) squares += difference * difference;
    }
    const variance = squares / n;
    avg_probs[row] = mean;
    label_var[row] = variance;
    max_label_probs[row] = n > 0 ? max : NaN;
    min_label_probs[row] = n > 0 ? min : NaN;
    variability[row] = Math.sqrt(variance);
    threshold_closeness[row] = mean * (1 - mean);
    aleatoric[row] = uncertainty / n;
  }
}
