import type { LabelEdit } from './label-edits.js';

/** The labels of a dataset at one time. All lists are by the index of a label, which never changes. */
export interface LabelTableState {
  readonly names: readonly string[];
  /** The index of the label that each label counts as: its own, or after a merge that of another label. */
  readonly countsAs: readonly number[];
  /** Labels that were removed: rows can have them, and nobody can choose them. */
  readonly removed: ReadonlySet<number>;
  /** The first name of each label. No two labels share one. A label of the source has its name in the source, and two can share it. */
  readonly firstNames: readonly string[];
}

/** Label indexes are 16 bit. */
const LABELS_MAX = 65_536;

/** The labels that rows can have: the source's first, then those that decisions and edits added. */
export class LabelTable implements LabelTableState {
  names: string[];
  countsAs: number[];
  removed: Set<number>;
  firstNames: string[];
  /** Changes with every change of the table. */
  version = 0;
  #indexOfName: Map<string, number>;

  /** `otherNames`: more names that decisions can have for labels, by index. */
  constructor(names: readonly string[], otherNames: readonly (readonly [name: string, label: number])[] = []) {
    this.names = [...names];
    this.firstNames = [...names];
    this.countsAs = [...names.keys()];
    this.removed = new Set();
    this.#indexOfName = new Map();
    for (const [name, index] of [...[...names.entries()].map(([i, name]) => [name, i] as const), ...otherNames]) {
      if (!this.#indexOfName.has(name)) this.#indexOfName.set(name, index);
    }
  }

  /** Whether two labels count as one. */
  get isMerged(): boolean {
    return this.countsAs.some((into, index) => into !== index);
  }

  /** The label of a name now. -1 = none. */
  indexOf(name: string): number {
    return this.#indexOfName.get(name) ?? -1;
  }

  /** Adds labels. False, without any addition, if there would be too many. */
  add(names: Iterable<string>): boolean {
    const added = [...new Set(names)].filter((name) => !this.#indexOfName.has(name));
    if (this.names.length + added.length > LABELS_MAX) return false;
    if (added.length === 0) return true;
    const taken = new Set(this.firstNames);
    for (const name of added) {
      const index = this.names.push(name) - 1;
      this.countsAs.push(index);
      this.firstNames.push(freeName(name, taken));
      this.#indexOfName.set(name, index);
    }
    this.version++;
    return true;
  }

  /** Makes all edits, in order. False, without any change, if one has no meaning: an unknown or a taken name. */
  edit(edits: readonly LabelEdit[]): boolean {
    const before = this.state();
    const done = edits.every((edit) => this.#edit(edit));
    if (!done) before();
    this.version++;
    return done;
  }

  /** Keeps the present table. The function restores it. */
  state(): () => void {
    const [names, countsAs, firstNames] = [[...this.names], [...this.countsAs], [...this.firstNames]];
    const [removed, indexOfName] = [new Set(this.removed), new Map(this.#indexOfName)];
    return () => {
      [this.names, this.countsAs, this.firstNames] = [[...names], [...countsAs], [...firstNames]];
      [this.removed, this.#indexOfName] = [new Set(removed), new Map(indexOfName)];
      this.version++;
    };
  }

  #edit(edit: LabelEdit): boolean {
    const [from, to] = 'name' in edit ? [edit.name, edit.name] : [edit.from, edit.to];
    const own = this.#named(from);
    const target = this.indexOf(to);
    if (edit.do === 'add') return this.#offer(edit.name);
    if (own.length === 0) return false;
    if (edit.do === 'remove') {
      for (const index of own) this.removed.add(index);
      return true;
    }
    if (edit.do === 'merge') {
      const offered = this.#named(to).length > 0 && !this.removed.has(target);
      if (!offered || own.includes(target)) return false;
      this.countsAs = this.countsAs.map((into) => (own.includes(into) ? target : into));
    } else {
      if (to === '' || this.#named(to).length > 0) return false;
      for (const index of own) this.names[index] = to;
      this.#indexOfName.set(to, own[0] as number);
    }
    this.#indexOfName.delete(from);
    return true;
  }

  /** The labels of a name that count as themselves. */
  #named(name: string): readonly number[] {
    const found: number[] = [];
    for (const [index, own] of this.names.entries()) {
      if (own === name && this.countsAs[index] === index) found.push(index);
    }
    return found;
  }

  #offer(name: string): boolean {
    const known = this.#named(name);
    if (name === '' || known.some((index) => !this.removed.has(index))) return false;
    for (const index of known) this.removed.delete(index);
    if (known.length > 0) return true;
    // Another name of a label, such as its value in the source, is not this label.
    this.#indexOfName.delete(name);
    return this.add([name]);
  }
}

/** The name, with a number behind it while it is taken. It is taken afterwards. */
function freeName(name: string, taken: Set<string>): string {
  let [free, place] = [name, 2];
  while (taken.has(free)) free = `${name} (${place++})`;
  taken.add(free);
  return free;
}
