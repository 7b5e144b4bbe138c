import type { TextChunk } from '../domain/batch.js';
import type { EpochResult, Explanation } from '../domain/learning/learner.js';
import type { LearningMaterial, LearningPlan, TermSpace } from '../domain/learning/material.js';
import type { Neighbours } from '../domain/learning/neighbours.js';
import type { Part, PoolResult } from '../domain/learning/parts.js';
import type { Outcome } from './outcome.js';

/** What `prepare` has made of the texts. */
export interface LearningPrepared {
  /** Fold of each row. */
  readonly fold: Uint8Array<ArrayBuffer>;
  readonly folds: number;
  readonly spaces: readonly TermSpace[];
  /** Entries of the matrix that the logistic learners read. */
  readonly entries: number;
}

/**
 * A learning worker: a `Learner` behind messages, for one dataset. One of several workers reads all texts and makes the
 * material, and the others attach it. Each then learns the folds that it is asked for. Order of calls: `begin`, `read`
 * for all rows in order, `prepare` (or `attach` alone), then `teach`, then the learners. `keepPart` and
 * `keepNeighbours` give the results of folds to the reading worker, which mixes them in `pool`.
 */
export interface LearningWire {
  begin(plan: LearningPlan): Promise<Outcome<null>>;
  read(text: TextChunk, second: TextChunk | null): Promise<Outcome<null>>;
  /** `label`: the class of each row in the source, so that the folds stay the same when labels change. */
  prepare(label: Int32Array): Promise<Outcome<LearningPrepared>>;
  /** The material that was prepared, for other workers. */
  material(): Promise<Outcome<LearningMaterial>>;
  attach(material: LearningMaterial): Promise<Outcome<null>>;
  teach(label: Int32Array, classes: number): Promise<Outcome<null>>;
  bayes(fold: number): Promise<Outcome<Float32Array<ArrayBuffer>>>;
  nearest(space: TermSpace, fold: number): Promise<Outcome<Neighbours>>;
  beginEpochs(fold: number, epochs: number): Promise<Outcome<null>>;
  epoch(fold: number): Promise<Outcome<EpochResult>>;
  keepPart(part: Part, fold: number, logProbs: Float32Array<ArrayBuffer>): Promise<Outcome<null>>;
  keepNeighbours(space: TermSpace, fold: number, neighbours: Neighbours): Promise<Outcome<null>>;
  pool(): Promise<Outcome<PoolResult>>;
  explain(
    row: number,
    text: string,
    second: string | null,
    given: number,
    rival: number,
  ): Promise<Outcome<Explanation>>;
}

export type { EpochResult, Explanation, LearningMaterial, LearningPlan, Neighbours, Part, PoolResult, TermSpace };
export type { TermWeight } from '../domain/learning/explain.js';
