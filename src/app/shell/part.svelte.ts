/** A script that the page loads after its first one: when it is needed, or ahead of need. */
export class Part<T> {
  /** Whether it is needed and did not load. */
  missing = $state.raw(false);
  #value = $state.raw<T | null>(null);
  #coming: Promise<T | null> | null = null;
  /** Whether it is needed. */
  #wanted = false;
  readonly #load: () => Promise<T>;
  readonly #onMissing: () => void;

  /** `load` rejects on failure. `onMissing` reports the failure of a needed part. */
  constructor(load: () => Promise<T>, onMissing: () => void) {
    this.#load = load;
    this.#onMissing = onMissing;
  }

  /** The part, null until it is loaded. Reading it loads it. After a failure only `load` tries again. */
  get needed(): T | null {
    if (this.#value === null && !this.missing) void this.load();
    return this.#value;
  }

  /** Loads the part once. Null after a failure, which is reported. */
  load(): Promise<T | null> {
    this.#wanted = true;
    return this.loadAhead();
  }

  /** Loads the part ahead of need. A failure is reported only if the part is needed by then. */
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
