/** Finds names by their words. The first search prepares the index. */
export class NameIndex {
  readonly #names: readonly string[];
  #plain: readonly string[] | null = null;

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /**
   * Places of the names that hold every typed word, in order. `_`, `-`, `.` and `/` count as spaces. Case does not
   * count. An empty search finds every name.
   */
  find(typed: string): number[] {
    const wanted = plain(typed).trim();
    if (wanted === '') return Array.from(this.#names, (_, place) => place);
    const words = wanted.split(' ');
    const names = (this.#plain ??= this.#names.map(plain));
    const found: number[] = [];
    for (const [place, name] of names.entries()) if (words.every((word) => name.includes(word))) found.push(place);
    return found;
  }
}

/** Words as people type them: labels are often written `lost_or_stolen_card`. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_\-./]+/g, ' ');
}
