import type { TabChannel } from '../../src/effects/storage/hand-over.js';

/** Carries messages between the tabs of a test, and sets how long they wait for each other. */
export class FakeChannels {
  readonly #tabs = new Set<FakeTabChannel>();
  /** Tasks after which a waiting tab gives up: far more than an answer takes. */
  patienceTasks = 100;

  /** The channel of one tab. */
  tab(): FakeTabChannel {
    const tab = new FakeTabChannel(this.#tabs);
    this.#tabs.add(tab);
    return tab;
  }

  /** Settles at the end of a tab's wait. */
  async patience(): Promise<void> {
    for (let task = 0; task < this.patienceTasks; task++) await new Promise((resolve) => setTimeout(resolve));
  }
}

/** One tab's channel: messages reach the other tabs in a later task, as in a browser. */
export class FakeTabChannel implements TabChannel {
  /** Messages wait while the tab is frozen. */
  #frozen: unknown[] | null = null;
  readonly #listeners: ((event: { readonly data: unknown }) => void)[] = [];
  readonly #tabs: Set<FakeTabChannel>;

  constructor(tabs: Set<FakeTabChannel>) {
    this.#tabs = tabs;
  }

  postMessage(message: unknown): void {
    for (const tab of this.#tabs) if (tab !== this) setTimeout(() => tab.#receive(structuredClone(message)));
  }

  addEventListener(_type: 'message', listener: (event: { readonly data: unknown }) => void): void {
    this.#listeners.push(listener);
  }

  /** Freezes the tab: it receives no message until it is thawed. */
  freeze(): void {
    this.#frozen = [];
  }

  thaw(): void {
    const missed = this.#frozen ?? [];
    this.#frozen = null;
    for (const message of missed) this.#receive(message);
  }

  /** Closes the tab. */
  end(): void {
    this.#tabs.delete(this);
    this.#listeners.length = 0;
  }

  #receive(data: unknown): void {
    if (this.#frozen) this.#frozen.push(data);
    else for (const listener of this.#listeners) listener({ data });
  }
}
