import type { Claim, Locks } from '../protocol/ports.js';
import { HandOvers } from './hand-over.js';

/** A lock that this page holds until the page releases it, or until another page takes it away. */
interface Hold {
  readonly letGo: () => void;
  /** Settles when the page no longer holds the lock. */
  readonly over: Promise<void>;
}

/** How long a tab keeps a lock that another tab asked for and does not take. */
const KEPT_MS = 2000;

/**
 * Lets one tab at a time write to a project, by Web Locks, which end with their page, also in a crash. A tab that wants
 * another tab's lock asks for it, so that the other tab can finish. Where the browser has no locks, or refuses them,
 * every claim is writable. Two such tabs then meet only at the places in the journal.
 */
export class WebLocks implements Locks {
  readonly #manager: LockManager | undefined;
  readonly #handOvers: HandOvers;
  /** Locks released in this turn. A claim in the same turn keeps its lock, before a waiting tab gets it. */
  readonly #leaving = new Map<string, Hold>();
  /** Locks that the browser has not taken back yet. */
  readonly #ending = new Map<string, Promise<void>>();

  constructor(manager: LockManager | undefined = browserLocks(), handOvers: HandOvers = new HandOvers()) {
    this.#manager = manager;
    this.#handOvers = handOvers;
  }

  async claim(projectId: string): Promise<Claim> {
    if (this.#manager === undefined) return freeClaim();
    const name = `rinse-project-${projectId}`;
    const kept = this.#leaving.get(name) ?? null;
    this.#leaving.delete(name);
    try {
      if (kept === null) await this.#ending.get(name);
      const hold = kept ?? (await acquire(this.#manager, name, { ifAvailable: true }));
      return new ProjectClaim(this.#manager, this.#handOvers, name, hold, (left) => this.#leave(name, left));
    } catch {
      return freeClaim();
    }
  }

  #leave(name: string, hold: Hold): void {
    this.#leaving.set(name, hold);
    queueMicrotask(() => {
      if (this.#leaving.get(name) !== hold) return;
      this.#leaving.delete(name);
      this.#ending.set(name, hold.over);
      hold.letGo();
    });
  }
}

class ProjectClaim implements Claim {
  readonly #manager: LockManager;
  readonly #handOvers: HandOvers;
  readonly #name: string;
  readonly #leave: (hold: Hold) => void;
  readonly #askedCallbacks: (() => Promise<void>)[] = [];
  readonly #lostCallbacks: (() => void)[] = [];
  /** Stops answering other tabs. */
  #stopAnswering: () => void = () => undefined;
  #released = false;
  #hold: Hold | null = null;
  /** Ends the wait for the lock. */
  #waiting = new AbortController();
  #gained: Promise<void> = new Promise(() => undefined);

  constructor(
    manager: LockManager,
    handOvers: HandOvers,
    name: string,
    hold: Hold | null,
    leave: (hold: Hold) => void,
  ) {
    this.#manager = manager;
    this.#handOvers = handOvers;
    this.#name = name;
    this.#leave = leave;
    if (hold === null) this.#wait();
    else this.#take(hold);
  }

  get writable(): boolean {
    return this.#hold !== null;
  }

  /** A new promise after the tab has lost the right, because it waits again. Taking over does not settle it. */
  get gained(): Promise<void> {
    return this.#gained;
  }

  onAsked(finish: () => Promise<void>): void {
    this.#askedCallbacks.push(finish);
  }

  onLost(callback: () => void): void {
    this.#lostCallbacks.push(callback);
  }

  async takeOver(): Promise<boolean> {
    if (this.#hold !== null) return true;
    this.#waiting.abort();
    await this.#handOvers.ask(this.#name);
    return this.#released ? false : this.#rob();
  }

  /** Takes the lock from the tab that holds it. */
  async #rob(): Promise<boolean> {
    const hold = await acquire(this.#manager, this.#name, { steal: true }).catch(() => null);
    if (hold === null) this.#wait();
    else if (this.#released) hold.letGo();
    else this.#take(hold);
    return this.writable;
  }

  release(): void {
    this.#released = true;
    this.#stopAnswering();
    this.#waiting.abort();
    const hold = this.#hold;
    this.#hold = null;
    if (hold !== null) this.#leave(hold);
  }

  #take(hold: Hold): void {
    this.#hold = hold;
    this.#stopAnswering = this.#handOvers.answer(this.#name, {
      finish: async () => {
        await Promise.all(this.#askedCallbacks.map((finish) => finish()));
      },
      // By then the asking tab has taken the lock, or has closed.
      finished: () => void this.#handOvers.wait(KEPT_MS).then(hold.letGo),
    });
    void hold.over.then(() => {
      if (this.#hold !== hold) return;
      this.#stopAnswering();
      this.#hold = null;
      this.#wait();
      for (const callback of this.#lostCallbacks) callback();
    });
  }

  #wait(): void {
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#gained = new Promise((gained) => {
      acquire(this.#manager, this.#name, { signal: waiting.signal }).then(
        (hold) => {
          if (hold === null) return;
          if (waiting.signal.aborted) {
            // The browser granted it at the moment when the wait ended.
            hold.letGo();
            return;
          }
          this.#take(hold);
          gained();
        },
        () => undefined,
      );
    });
  }
}

/**
 * Requests a lock. Resolves with the hold on it once the browser grants it, and with null when it is not available.
 * Rejects when the wait is aborted.
 */
function acquire(manager: LockManager, name: string, options: LockOptions): Promise<Hold | null> {
  return new Promise((resolve, reject) => {
    const request = manager.request(name, options, (lock) => {
      if (lock !== null) return new Promise<void>((letGo) => resolve({ letGo, over }));
      resolve(null);
      return undefined;
    });
    const over = request.then(
      () => undefined,
      () => undefined,
    );
    request.catch(reject);
  });
}

/** Insecure pages have no locks, whatever the types say. */
function browserLocks(): LockManager | undefined {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
}

function freeClaim(): Claim {
  return {
    writable: true,
    gained: new Promise(() => undefined),
    onAsked: () => undefined,
    onLost: () => undefined,
    takeOver: () => Promise.resolve(true),
    release: () => undefined,
  };
}
