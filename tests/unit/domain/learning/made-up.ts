import type { TextColumn } from '../../../../src/domain/dataset.js';
import { Learner } from '../../../../src/domain/learning/learner.js';
import type { LearningMaterial, LearningPlan } from '../../../../src/domain/learning/material.js';
import type { PoolResult } from '../../../../src/domain/learning/parts.js';
import type { SparseRows } from '../../../../src/domain/learning/sparse.js';
import { TextColumnBuilder } from '../../../../src/domain/text-column.js';

/** Numbers 0 <= x < 1 of a test's own, equal in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export function columnOf(texts: readonly string[]): TextColumn {
  const builder = new TextColumnBuilder();
  for (const text of texts) {
    builder.arena.text(text);
    builder.endRow();
  }
  return builder.finish();
}

/** A dataset of a test. */
export interface MadeUp {
  readonly texts: readonly string[];
  readonly second?: readonly string[];
  /** Class of each row, -1 = not learnt from. */
  readonly labels: readonly number[];
  readonly classes: number;
}

export function planOf({ texts, second, classes }: MadeUp, shared = false): LearningPlan {
  const textBytes = [...texts, ...(second ?? [])].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { rows: texts.length, classes, pairs: second !== undefined, textBytes, shared };
}

/** A learner that has read everything and knows the labels, with its material. */
export function taught(
  made: MadeUp,
  shared = false,
): { readonly learner: Learner; readonly material: LearningMaterial } {
  const learner = new Learner();
  learner.begin(planOf(made, shared));
  learner.read(columnOf(made.texts), made.second ? columnOf(made.second) : null);
  const label = Int32Array.from(made.labels);
  // The folds are made of the labels in the source, which every row has.
  const material = learner.prepare(label.map((own) => Math.max(own, 0)));
  learner.teach(label, made.classes);
  return { learner, material };
}

/**
 * The results of all learners, with the folds in the order `order`, each by the learner that `of` names. `keeper` keeps
 * them.
 */
export function learnAll(
  keeper: Learner,
  { folds, character }: LearningMaterial,
  epochs: number,
  order: readonly number[] = Array.from({ length: folds }, (_, fold) => fold),
  of: (fold: number) => Learner = () => keeper,
): PoolResult {
  for (const fold of order) keeper.keepPart('bayes', fold, of(fold).bayes(fold));
  for (const fold of order) keeper.keepNeighbours('word', fold, of(fold).nearest('word', fold));
  if (character) {
    for (const fold of order) keeper.keepNeighbours('character', fold, of(fold).nearest('character', fold));
  }
  for (const fold of order) {
    of(fold).beginEpochs(fold, epochs);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const { logProbs } = of(fold).epoch(fold);
      if (logProbs) keeper.keepPart('logistic', fold, logProbs);
    }
  }
  return keeper.pool();
}

/** Rows by their loss, largest first. Rows without a loss are left out. */
export function ranked({ logits }: PoolResult, labels: readonly number[], classes: number): number[] {
  const loss = labels.map((own, row) => (own < 0 ? NaN : -(logits[row * classes + own] ?? NaN)));
  return Array.from(loss.keys())
    .filter((row) => !Number.isNaN(loss[row]))
    .sort((a, b) => (loss[b] ?? 0) - (loss[a] ?? 0) || a - b);
}

/** Sparse rows of dense ones. */
export function sparseOf(dense: readonly (readonly number[])[], features: number): SparseRows {
  const offsets = [0];
  const index: number[] = [];
  const value: number[] = [];
  for (const row of dense) {
    row.forEach((x, feature) => {
      if (x === 0) return;
      index.push(feature);
      value.push(x);
    });
    offsets.push(index.length);
  }
  return {
    rows: dense.length,
    features,
    offsets: Uint32Array.from(offsets),
    index: Uint32Array.from(index),
    value: Float32Array.from(value),
  };
}
