import { expose } from 'comlink';
import type { WorkerLike } from '../../../../src/effects/workers/worker-client.js';

/** A worker made of a message channel. The object at the other end answers until it is terminated. */
export class FakeWorker extends EventTarget {
  terminated = false;
  readonly #ports: MessagePort[];

  constructor(wire: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#ports = [port1, port2];
    port1.onmessage = (event) => this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
    expose(wire, port2);
  }

  postMessage(message: unknown, transfers?: Transferable[] | StructuredSerializeOptions): void {
    if (!this.terminated) this.#ports[0]?.postMessage(message, transfers as Transferable[]);
  }

  terminate(): void {
    this.terminated = true;
    for (const port of this.#ports) port.close();
  }

  /** The browser's event when the worker throws outside a call, or cannot start. */
  crash(message = ''): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

/** The workers that a test has started. */
export const started: FakeWorker[] = [];

/** Starts a worker that answers as `wire` does. */
export function start<W extends object>(wire: W): { fake: FakeWorker; worker: WorkerLike } {
  const fake = new FakeWorker(wire);
  started.push(fake);
  return { fake, worker: fake as unknown as WorkerLike };
}

/** Ends the workers that a test has started. */
export function endAll(): void {
  for (const fake of started.splice(0)) fake.terminate();
}
