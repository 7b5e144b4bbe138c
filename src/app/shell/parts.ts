import { Part } from './part.svelte.js';

/** What loading the parts of the page needs of the browser. */
export interface PartsPorts {
  /** Settles when the page has nothing else to do. */
  readonly idle: () => Promise<void>;
  /** Loads the whole page again; false where the server does not answer, and the page stays. */
  readonly reload: () => Promise<boolean>;
  /** Reports that a part is missing which is needed. */
  readonly onMissing: () => void;
}

/** All parts of the page. */
export class Parts {
  readonly #ports: PartsPorts;
  readonly #parts: Part<unknown>[] = [];
  #ahead = false;

  constructor(ports: PartsPorts) {
    this.#ports = ports;
  }

  /** A part that `load` loads: it rejects where that fails. */
  part<T>(load: () => Promise<T>): Part<T> {
    const part = new Part(load, this.#ports.onMissing);
    this.#parts.push(part);
    return part;
  }

  /** A part is being loaded ahead of need: a script that fails now is reported by whoever needs it. */
  get loadsAhead(): boolean {
    return this.#ahead;
  }

  /** Loads everything that is not there yet, one part after the other, each when the page has nothing else to do. */
  async loadAhead(): Promise<void> {
    for (const part of this.#parts) {
      await this.#ports.idle();
      this.#ahead = true;
      await part.loadAhead();
      this.#ahead = false;
    }
  }

  /**
   * Loads again what is missing. A browser may remember that a script failed: the whole page is loaded again then, where
   * the server answers. What is still missing is reported again.
   */
  async retry(): Promise<void> {
    const missing = this.#parts.filter((part) => part.missing);
    const loaded = await Promise.all(missing.map((part) => part.load()));
    if (missing.length > 0 && !loaded.includes(null)) return;
    if (!(await this.#ports.reload())) this.#ports.onMissing();
  }
}
