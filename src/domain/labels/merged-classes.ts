/** The classes of labels after some were merged. */
export interface MergedClasses {
  /** The class of each label that others were merged into. -1 = neither it nor any of them has one. */
  readonly ofLabel: ReadonlyMap<number, number>;
  /** The class that each class counts as. Null = every class counts as itself. */
  readonly into: Int32Array | null;
}

/**
 * The classes after merges of labels. `countsAs`: the label that each label counts as. `classOf`: a label's class before
 * the merges, -1 = none. A class counts as another one if all labels that it is the class of were merged into one.
 */
export function mergedClasses(
  countsAs: readonly number[],
  classOf: (label: number) => number,
  classes: number,
): MergedClasses {
  const ofLabel = new Map<number, number>();
  for (const [label, target] of countsAs.entries()) {
    if (label === target) continue;
    const known = ofLabel.get(target) ?? classOf(target);
    ofLabel.set(target, known >= 0 ? known : classOf(label));
  }
  if (ofLabel.size === 0) return { ofLabel, into: null };
  const into = Int32Array.from({ length: classes }, (_, index) => index);
  /** The label that the labels of each class count as; -1 = several labels. */
  const labelOf = new Map<number, number>();
  for (const [label, target] of countsAs.entries()) {
    const own = classOf(label);
    if (own >= 0) labelOf.set(own, (labelOf.get(own) ?? target) === target ? target : -1);
  }
  for (const [own, label] of labelOf) into[own] = ofLabel.get(label) ?? own;
  return { ofLabel, into: into.every((to, index) => to === index) ? null : into };
}
