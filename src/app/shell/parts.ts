import { Part } from './part.svelte.js';

/** The effects that loading the parts of the page needs. */
export interface PartsPorts {
  /** Settles when the page is idle. */
  readonly idle: () => Promise<void>;
  /** Reloads the page. False if the server does not answer: then the page stays. */
  readonly reload: () => Promise<boolean>;
  /** Reports that a needed part is missing. */
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

  /** Adds a part. `load` rejects on failure. */
  part<T>(load: () => Promise<T>): Part<T> {
    const part = new Part(load, this.#ports.onMissing);
    this.#parts.push(part);
    return part;
  }

  /** Whether a part is loading ahead of need. A script that fails then is reported when a part is needed. */
  get loadsAhead(): boolean {
    return this.#ahead;
  }

  /** Loads all parts ahead of need, one after the other, each when the page is idle. */
  async loadAhead(): Promise<void> {
    for (const part of this.#parts) {
      await this.#ports.idle();
      this.#ahead = true;
      await part.loadAhead();
      this.#ahead = false;
    }
  }

  /**
   * Loads missing parts again. A browser can remember that a script failed: then this reloads the page, if the server
   * answers. Parts that are still missing are reported again.
   */
  async retry(): Promise<void> {
    const missing = this.#parts.filter((part) => part.missing);
    const loaded = await Promise.all(missing.map((part) => part.load()));
    if (missing.length > 0 && !loaded.includes(null)) return;
    if (!(await this.#ports.reload())) this.#ports.onMissing();
  }
}
