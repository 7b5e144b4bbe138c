/** Numbers by group: those of group g are `members[offsets[g] .. offsets[g + 1])`, ascending. */
export interface Members {
  readonly offsets: Uint32Array;
  readonly members: Uint32Array;
}

/** The members of each group. `group[i]`: the group of number i, below `groups`. -1 = i is in no group. */
export function membersOf(group: Uint32Array | Int32Array, groups: number): Members {
  const starts = new Uint32Array(groups + 2);
  let total = 0;
  for (const g of group) {
    if (g < 0) continue;
    starts[g + 2] = (starts[g + 2] as number) + 1;
    total++;
  }
  for (let g = 2; g < starts.length; g++) starts[g] = (starts[g] as number) + (starts[g - 1] as number);
  const members = new Uint32Array(total);
  for (let i = 0; i < group.length; i++) {
    const g = group[i] as number;
    if (g < 0) continue;
    const at = starts[g + 1] as number;
    members[at] = i;
    starts[g + 1] = at + 1;
  }
  return { offsets: starts.subarray(0, groups + 1), members };
}
