import { releaseProxy, wrap, type Remote } from 'comlink';
import { unexpected, type Fault } from '../protocol/fault.js';
import { failed, type Outcome } from '../protocol/outcome.js';

/** The part of `Worker` that is used: a message port that can fail and that can be ended. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'>;

/**
 * A worker behind Comlink whose death is a value. A call to a dead worker would never settle, so every call races
 * against death. A worker is dead after an `error` outside of a call, after a message that cannot be read
 * (`messageerror`), and after `end`: `worker-died`. A worker whose script cannot be fetched is `update-broken`. A dead
 * worker stays dead: start another one.
 */
export class WorkerClient<Wire> {
  readonly #worker: WorkerLike;
  readonly #remote: Remote<Wire>;
  readonly #death: Promise<Fault>;
  #die: (fault: Fault) => void = () => undefined;
  #fault: Fault | null = null;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    this.#remote = wrap<Wire>(worker);
    this.#death = new Promise((resolve) => (this.#die = resolve));
    worker.addEventListener('error', (event) => {
      // The page's console has the whole error. A worker whose script could not be fetched has no message.
      const message = 'message' in event && typeof event.message === 'string' ? event.message : '';
      if (message === '') this.end({ code: 'update-broken', detail: 'a worker could not start' });
      else this.end({ code: 'worker-died', detail: message });
    });
    worker.addEventListener('messageerror', () => {
      this.end({ code: 'worker-died', detail: 'a message could not be read' });
    });
  }

  /** Why it is dead, or null. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** Ends the worker. Calls under way settle with `fault` at once. The first cause counts. */
  end(fault: Fault = { code: 'worker-died', detail: 'ended' }): void {
    if (this.#fault !== null) return;
    this.#fault = fault;
    this.#worker.terminate();
    this.#die(fault);
    this.#remote[releaseProxy]();
  }

  /** Makes a call whose failures are values. An exception in the worker is a bug: `unexpected`. */
  async ask<T>(call: (remote: Remote<Wire>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    if (this.#fault !== null) return failed(this.#fault);
    const answer = call(this.#remote).catch((error: unknown) => failed(unexpected(error)));
    return Promise.race([answer, this.#death.then(failed)]);
  }

  /** Makes a call without expected failures. A dead worker answers `fallback`. */
  async askPlain<T>(call: (remote: Remote<Wire>) => Promise<T>, fallback: T): Promise<T> {
    if (this.#fault !== null) return fallback;
    return Promise.race([call(this.#remote), this.#death.then(() => fallback)]);
  }
}

/**
 * The buffers of views that own them whole, to be transferred. A view of a part of a buffer is cloned, because its
 * neighbours stay.
 */
export function ownedBuffers(...views: readonly ArrayBufferView[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer, byteLength } of views) {
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffers.add(buffer);
  }
  return [...buffers];
}
