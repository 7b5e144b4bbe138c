/** Whether work may go on: it can be paused, and ended once and for all. */
export class WorkGate {
  #open: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;
  #ended = false;

  hasEnded(): boolean {
    return this.#ended;
  }

  pause(): void {
    if (!this.#ended) this.#open = new Promise((resolve) => (this.#release = resolve));
  }

  resume(): void {
    this.#release();
  }

  end(): void {
    this.#ended = true;
    this.#release();
  }

  /** Settles when work may go on: true, or false when it has ended. */
  async passed(): Promise<boolean> {
    await this.#open;
    return !this.#ended;
  }
}
