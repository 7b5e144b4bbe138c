import type { Fault } from '../../protocol/fault.js';
import { isUseful } from '../../domain/learning/parts.js';
import type { Part, PoolResult } from '../../protocol/learning-wire.js';

/** What is being learnt right now. `fold` counts from 1. */
export type LearningPhase =
  | { readonly at: 'reading' }
  | { readonly at: 'words' }
  | { readonly at: 'neighbours'; readonly fold: number; readonly folds: number }
  | { readonly at: 'fold'; readonly fold: number; readonly folds: number };

export type LearningState =
  | { readonly at: 'idle' }
  | { readonly at: 'learning'; readonly phase: LearningPhase }
  | { readonly at: 'paused' }
  | { readonly at: 'done' }
  | { readonly at: 'failed'; readonly fault: Fault };

/** What the shown results rest on. */
export interface Learned {
  /** Share of labels predicted out of sample, 0..1. */
  readonly accuracy: number;
  /** Share and name of the most frequent label. */
  readonly majority: number;
  readonly majorityLabel: string;
  /** Rows learnt from, and rows whose labels are in too few different texts to be judged. */
  readonly rows: number;
  readonly noOpinion: number;
  readonly folds: number;
  /** Decisions that the labels were learnt with. */
  readonly decisions: number;
  /** False where nothing was learnt that guessing the most frequent label does not do as well: then no row is ranked. */
  readonly useful: boolean;
  readonly parts: readonly { readonly part: Part; readonly weight: number }[];
}

/** What is said of a result. `classes`: names of the labels by class. */
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
