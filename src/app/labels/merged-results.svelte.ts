import { untrack } from 'svelte';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { LabelMap } from './map.svelte.js';

/**
 * Lets the shown results follow merges of labels: the probabilities of merged classes are added up, and rows have the
 * loss of the label that theirs was merged into. One effect follows the merges and the results, also through undo.
 */
export function followMerges(labelMap: LabelMap, predictions: Predictions, { list }: Pick<Review, 'list'>): void {
  /** The merges that the results follow. */
  let followed = '';
  // The effect lives as long as the page.
  $effect.root(() => {
    $effect(() => {
      const { into } = labelMap.merged;
      const merges = list.merged.map((label) => [label, list.countsAs(label)]).join();
      // New results have no merged classes yet.
      const { value: results } = predictions.logits;
      untrack(() => {
        if (results.length === 0) return;
        if (merges === followed && isSame(into, predictions.mergedInto)) return;
        followed = merges;
        predictions.merge(into, labelMap.rowClasses());
      });
    });
  });
}

function isSame(one: Int32Array | null, other: Int32Array | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((to, index) => to === other[index]);
}
