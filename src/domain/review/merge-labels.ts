import type { LabelEdit } from './label-edits.js';

/** A label that both sides changed in different ways. Empty = the side removed it. */
export interface LabelConflict {
  /** Its name before both changes. */
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

/** The result of merging the edits of labels of two sides. */
export interface LabelMerge {
  /** The other side's edits that this side lacks, by this side's names. */
  readonly edits: readonly LabelEdit[];
  /** This side's name, after `edits`, of a label that the other side calls so. */
  readonly nameOf: (theirs: string) => string;
  /** Labels that keep this side's name. */
  readonly conflicts: readonly LabelConflict[];
}

/** A label by its first name, and whether an edit added it. */
type Origin = string;

/** The labels that edits touched, from their first names on. */
interface Lineage {
  /** The labels that count as one under a name, by the name: the one that others were merged into, then those. */
  readonly named: ReadonlyMap<string, readonly Origin[]>;
  /** The present name of each touched label. */
  readonly nameOf: ReadonlyMap<Origin, string>;
  readonly removed: ReadonlySet<Origin>;
  readonly added: ReadonlySet<Origin>;
}

/**
 * Merges the other side's edits of labels into this side's. Both began with the same labels. A label that one side alone
 * changed gets that change. A label that both changed in different ways keeps this side's. A second merge of the same
 * side adds nothing.
 */
export function mergeLabelEdits(mine: readonly LabelEdit[], theirs: readonly LabelEdit[]): LabelMerge {
  const edits: LabelEdit[] = [];
  let merged = mergeOnce(mine, theirs);
  // An edit can make a name free that another edit needs.
  for (let round = 0; merged.edits.length > 0 && round < theirs.length; round++) {
    edits.push(...merged.edits);
    merged = mergeOnce([...mine, ...edits], theirs);
  }
  return { ...merged, edits };
}

function mergeOnce(mine: readonly LabelEdit[], theirs: readonly LabelEdit[]): LabelMerge {
  const my = lineageOf(mine);
  const their = lineageOf(theirs);
  const edits: LabelEdit[] = [];
  const conflicts: LabelConflict[] = [];
  const now = new Map(my.nameOf);
  const nameNow = (origin: Origin): string => now.get(origin) ?? firstName(origin);
  /** Labels that the other side added, with the name of another label here. */
  const taken = new Set<Origin>();
  const isChanged = (origin: Origin): boolean =>
    nameNow(origin) !== firstName(origin) || my.removed.has(origin) || taken.has(origin);
  const conflict = (origin: Origin, theirName: string): void => {
    conflicts.push({
      label: firstName(origin),
      mine: my.removed.has(origin) ? '' : nameNow(origin),
      theirs: theirName,
    });
  };
  /** Gives a label of this side, with all that were merged into it, the name `to`. */
  const edit = (kind: 'rename' | 'merge', origin: Origin, to: string): void => {
    const from = nameNow(origin);
    edits.push({ do: kind, from, to });
    for (const one of [origin, ...(my.named.get(from) ?? [])]) now.set(one, to);
  };
  for (const origin of their.added) {
    if (my.added.has(origin)) continue;
    const name = firstName(origin);
    // A label that was removed here still has its name.
    const removedHere = [...my.removed].map(nameNow);
    if ([...now.values(), ...removedHere].includes(name)) taken.add(origin);
    else edits.push({ do: 'add', name });
    now.set(origin, name);
  }
  for (const [name, group] of their.named) {
    const [target, ...merged] = group as readonly [Origin, ...Origin[]];
    const isFree = ![...now].some(([origin, known]) => known === name && !group.includes(origin));
    if (name !== firstName(target) && nameNow(target) !== name) {
      if (isChanged(target) || !isFree) conflict(target, name);
      else edit('rename', target, name);
    }
    for (const origin of merged) {
      if (nameNow(origin) === nameNow(target)) continue;
      if (isChanged(origin) || my.removed.has(target)) conflict(origin, name);
      else edit('merge', origin, nameNow(target));
    }
  }
  for (const origin of their.removed) {
    if (my.removed.has(origin)) continue;
    if (isChanged(origin)) conflict(origin, '');
    else edits.push({ do: 'remove', name: nameNow(origin) });
  }
  const nameOf = (name: string): string => nameNow(their.named.get(name)?.[0] ?? sourced(name));
  return { edits, nameOf, conflicts };
}

function lineageOf(edits: readonly LabelEdit[]): Lineage {
  const named = new Map<string, readonly Origin[]>();
  const removed = new Set<Origin>();
  const added = new Set<Origin>();
  /** First names that are no source's labels any more. */
  const left = new Set<string>();
  const under = (name: string): readonly Origin[] => named.get(name) ?? (left.has(name) ? [] : [sourced(name)]);
  for (const edit of edits) {
    if (edit.do === 'add') {
      const again = under(edit.name).filter((origin) => removed.has(origin));
      for (const origin of again) removed.delete(origin);
      if (again.length > 0) continue;
      const origin = `added ${edit.name}`;
      named.set(edit.name, [origin]);
      added.add(origin);
      left.add(edit.name);
    } else if (edit.do === 'remove') {
      for (const origin of under(edit.name)) removed.add(origin);
    } else {
      const moved = under(edit.from);
      const target = edit.do === 'merge' ? under(edit.to) : [];
      named.delete(edit.from);
      left.add(edit.from);
      named.set(edit.to, [...target, ...moved]);
    }
  }
  const nameOf = new Map([...named].flatMap(([name, origins]) => origins.map((origin) => [origin, name] as const)));
  return { named, nameOf, removed, added };
}

function sourced(name: string): Origin {
  return `source ${name}`;
}

function firstName(origin: Origin): string {
  return origin.slice(origin.indexOf(' ') + 1);
}
