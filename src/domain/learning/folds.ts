import { membersOf } from './members.js';
import { RandomNumbers, shuffle } from './random.js';

/** Below this many rows there are 10 folds, else 5. */
const FEW_ROWS = 2000;
const SEED = 20231;

/** The number of folds for a dataset of `rows` rows. */
export function foldCount(rows: number): number {
  return rows < FEW_ROWS ? 10 : 5;
}

/**
 * Spreads rows over `folds` folds so that each label is spread as evenly as its groups allow. Rows of one group share a
 * fold. `group`: the number of each row's group, below `rows`. `label`: the class of each row, -1 = none. The same input
 * gives the same folds. Returns the fold of each row.
 */
export function assignFolds(
  group: Uint32Array,
  label: ArrayLike<number>,
  classes: number,
  folds: number,
): Uint8Array<ArrayBuffer> {
  const rows = group.length;
  const { offsets, members } = membersOf(group, rows);
  const order = new Uint32Array(rows);
  let groups = 0;
  for (let g = 0; g < rows; g++) if (sizeOf(offsets, g) > 0) order[groups++] = g;
  const shuffled = order.subarray(0, groups);
  shuffle(shuffled, new RandomNumbers(SEED));
  // Large groups first, while there is room to even them out. The sort is stable.
  shuffled.set(Array.from(shuffled).sort((a, b) => sizeOf(offsets, b) - sizeOf(offsets, a)));
  // Rows without a label are counted as one more label.
  const ofLabel = new Uint32Array((classes + 1) * folds);
  const kindOf = (row: number): number => (label[row] as number) + 1;
  const inFold = new Uint32Array(folds);
  const fold = new Uint8Array(rows);
  for (const g of shuffled) {
    const own = members.subarray(offsets[g], offsets[g + 1]);
    let best = 0;
    let fewest = Infinity;
    for (let f = 0; f < folds; f++) {
      let alike = 0;
      for (const row of own) alike += ofLabel[kindOf(row) * folds + f] as number;
      // Labels count first. Of folds that are equal in them the smaller one counts.
      const cost = alike * rows + (inFold[f] as number);
      if (cost >= fewest) continue;
      fewest = cost;
      best = f;
    }
    for (const row of own) {
      fold[row] = best;
      const at = kindOf(row) * folds + best;
      ofLabel[at] = (ofLabel[at] as number) + 1;
    }
    inFold[best] = (inFold[best] as number) + own.length;
  }
  return fold;
}

function sizeOf(offsets: Uint32Array, g: number): number {
  return (offsets[g + 1] as number) - (offsets[g] as number);
}
