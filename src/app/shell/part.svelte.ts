/** What the page loads apart from its first script: when it is needed, or ahead of need. */
export class Part<T> {
  /** It is needed and could not be loaded. */
  missing = $state.raw(false);
  #value = $state.raw<T | null>(null);
  #coming: Promise<T | null> | null = null;
  /** Somebody waits for it. */
  #wanted = false;
  readonly #load: () => Promise<T>;
  readonly #onMissing: () => void;

  /** `load` rejects where the part cannot be loaded; `onMissing` reports that, if the part is needed. */
  constructor(load: () => Promise<T>, onMissing: () => void) {
    this.#load = load;
    this.#onMissing = onMissing;
  }

  /** The part, null until it is there. Reading it asks for it; a part that is missing is asked for again by `load` alone. */
  get needed(): T | null {
    if (this.#value === null && !this.missing) void this.load();
    return this.#value;
  }

  /** Loads the part, unless it is there or on its way; null where it cannot be loaded, which is reported. */
  load(): Promise<T | null> {
    this.#wanted = true;
    return this.loadAhead();
  }

  /** The same ahead of need: nothing is reported, unless the part is needed meanwhile. */
  loadAhead(): Promise<T | null> {
    if (this.#value !== null) return Promise.resolve(this.#value);
    this.#coming ??= this.#begin();
    return this.#coming;
  }

  async #begin(): Promise<T | null> {
    try {
      this.#value = await this.#load();
      this.missing = false;
    } catch {
      this.missing = this.#wanted;
    }
    this.#coming = null;
    this.#wanted = false;
    if (this.missing) this.#onMissing();
    return this.#value;
  }
}
