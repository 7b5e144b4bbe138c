import { isUseful } from '../../domain/learning/parts.js';
import type { Part, PoolResult } from '../../protocol/learning-wire.js';
import type { RunState } from '../scoring/run-machine.svelte.js';

/** The phases of learning. `fold` counts from 1. */
export type LearningPhase =
  | { readonly at: 'reading' }
  | { readonly at: 'words' }
  | { readonly at: 'neighbours'; readonly fold: number; readonly folds: number }
  | { readonly at: 'fold'; readonly fold: number; readonly folds: number };

/** The one step of a run of learning. */
export interface LearningStep {
  readonly at: 'learning';
  readonly phase: LearningPhase;
}

/** The state of learning. */
export type LearningState = RunState<LearningStep>;

/** The quality of learned results, and facts about the labels. */
export interface Learned {
  /** Share of labels predicted out of sample, 0..1. */
  readonly accuracy: number;
  /** Share and name of the most frequent label. */
  readonly majority: number;
  readonly majorityLabel: string;
  /** Number of rows learnt from, and of rows whose label has too few different texts to judge them. */
  readonly rows: number;
  readonly noOpinion: number;
  readonly folds: number;
  /** Number of decisions among the labels. */
  readonly decisions: number;
  /** False where learning is no better than guessing the most frequent label. Then no row is ranked. */
  readonly useful: boolean;
  readonly parts: readonly { readonly part: Part; readonly weight: number }[];
}

/** The quality of a result. `classes`: names of the labels by class. */
export function learnedOf(result: PoolResult, classes: readonly string[], decisions: number, folds: number): Learned {
  return {
    accuracy: result.accuracy,
    majority: result.majority,
    majorityLabel: classes[result.majorityClass] ?? '',
    rows: result.learnt,
    noOpinion: result.noOpinion,
    folds,
    decisions,
    useful: isUseful(result),
    parts: result.parts.map((part, i) => ({ part, weight: result.weights[i] ?? 0 })),
  };
}
