import type { TrainingSignals } from '../../domain/training/signals.js';

/** One evaluation of a row's course. */
interface CoursePoint {
  /** Number of the evaluation in the whole run. */
  readonly evaluation: number;
  /** Probability of the label, NaN = unknown. */
  readonly probability: number;
  readonly right: boolean;
  /** The change since the evaluation before. */
  readonly event: 'forgotten' | 'learnt' | null;
}

/** The course of one row, by evaluation; empty without signals. */
export function courseOf(signals: TrainingSignals, row: number): readonly CoursePoint[] {
  const points: CoursePoint[] = [];
  let before: boolean | null = null;
  for (let i = signals.offsets[row] ?? 0; i < (signals.offsets[row + 1] ?? 0); i++) {
    const right = signals.correct[i] === 1;
    const event = before === null || before === right ? null : right ? 'learnt' : 'forgotten';
    points.push({ evaluation: signals.evaluation[i] ?? 0, probability: signals.labelProb[i] ?? NaN, right, event });
    before = right;
  }
  return points;
}

/** The line through the known probabilities: x by evaluation over `width`, y from 1 at the top over `height`. */
export function linePath(points: readonly CoursePoint[], evaluations: number, width: number, height: number): string {
  return points
    .filter((point) => !Number.isNaN(point.probability))
    .map((point, index) => {
      const { x, y } = placeOf(point, evaluations, width, height);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

/** The y position of a point of the course. A point without a probability is at the bottom. */
export function placeOf(
  point: CoursePoint,
  evaluations: number,
  width: number,
  height: number,
): { x: number; y: number } {
  const share = evaluations > 1 ? point.evaluation / (evaluations - 1) : 0.5;
  const probability = Number.isNaN(point.probability) ? 0 : point.probability;
  return { x: share * width, y: (1 - probability) * height };
}
