interface Request {
  readonly name: string;
  readonly tab: FakeTabLocks | null;
  readonly callback: (lock: Lock | null) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The lock manager of a tab that can end. */
export interface FakeTabLocks {
  request(name: string, options: LockOptions, callback: (lock: Lock | null) => unknown): Promise<unknown>;
}

/** The browser's lock manager, shared by all tabs of a test: exclusive locks, a queue for each name, stealing. */
export class FakeLockManager {
  readonly #held = new Map<string, Request>();
  readonly #queues = new Map<string, Request[]>();

  /** As `LockManager.request`. Answers in a later task, as the browser does. */
  request(
    name: string,
    options: LockOptions,
    callback: (lock: Lock | null) => unknown,
    tab: FakeTabLocks | null = null,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request = { name, tab, callback, resolve, reject };
      options.signal?.addEventListener('abort', () => {
        const queue = this.#queues.get(name) ?? [];
        const place = queue.indexOf(request);
        if (place < 0) return;
        queue.splice(place, 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
      setTimeout(() => this.#arrive(request, options));
    });
  }

  /** The names of the held locks. */
  heldNames(): string[] {
    return [...this.#held.keys()];
  }

  /** The manager as one tab sees it. */
  tab(): FakeTabLocks {
    const tab: FakeTabLocks = {
      request: (name, options, callback) => this.request(name, options, callback, tab),
    };
    return tab;
  }

  /** Closes a tab: drops its requests, and grants its locks to the waiting tabs. */
  end(tab: FakeTabLocks): void {
    for (const [name, queue] of this.#queues) {
      this.#queues.set(
        name,
        queue.filter((request) => request.tab !== tab),
      );
    }
    for (const [name, holder] of this.#held) {
      if (holder.tab !== tab) continue;
      this.#held.delete(name);
      const next = this.#queues.get(name)?.shift();
      if (next !== undefined) this.#grant(next);
    }
  }

  #arrive(request: Request, options: LockOptions): void {
    if (options.signal?.aborted === true) return request.reject(new DOMException('aborted', 'AbortError'));
    const holder = this.#held.get(request.name);
    if (options.steal === true) {
      this.#held.delete(request.name);
      holder?.reject(new DOMException('stolen', 'AbortError'));
      return this.#grant(request);
    }
    if (holder === undefined) return this.#grant(request);
    if (options.ifAvailable === true) return request.resolve(request.callback(null));
    this.#queues.set(request.name, [...(this.#queues.get(request.name) ?? []), request]);
  }

  #grant(request: Request): void {
    this.#held.set(request.name, request);
    const end = (settle: () => void): void => {
      settle();
      if (this.#held.get(request.name) !== request) return;
      this.#held.delete(request.name);
      const next = this.#queues.get(request.name)?.shift();
      if (next !== undefined) this.#grant(next);
    };
    Promise.resolve(request.callback({ name: request.name, mode: 'exclusive' })).then(
      (value) => end(() => request.resolve(value)),
      (error: unknown) => end(() => request.reject(error)),
    );
  }
}
