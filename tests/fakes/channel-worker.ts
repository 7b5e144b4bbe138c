import { expose } from 'comlink';

/** A worker made of a message channel, with the real work at the other end. It clones or transfers messages. */
export class ChannelWorker extends EventTarget {
  readonly #ports: MessagePort[];

  /** `work`: the object that the worker exposes. */
  constructor(work: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#ports = [port1, port2];
    port1.onmessage = (event) => this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
    expose(work, port2);
  }

  postMessage(message: unknown, transfers?: Transferable[]): void {
    this.#ports[0]?.postMessage(message, transfers ?? []);
  }

  terminate(): void {
    for (const port of this.#ports) port.close();
  }
}
