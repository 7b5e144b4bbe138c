import { pause } from '../page/clock.js';

/** Carries messages between the tabs of one browser. It is the part of `BroadcastChannel` that is used. */
export interface TabChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** What the tab that holds a lock does when another tab asks for it. */
export interface Answer {
  /** Stores everything that is not stored yet. The other tab gets its answer when this settles, also when it fails. */
  finish(): Promise<void>;
  /** Called after the other tab has the answer that it can take the lock. */
  finished(): void;
}

/** `tab` is the asking tab, which the other tabs answer. */
interface Message {
  readonly kind: 'ask' | 'heard' | 'ready';
  readonly lock: string;
  readonly tab: string;
}

interface Asking {
  readonly lock: string;
  readonly heard: () => void;
  readonly ready: () => void;
}

const CHANNEL = 'rinse-hand-over';
/** A tab that has not answered by then is frozen, or runs an older version of the page. */
const HEARD_MS = 1000;
/** A tab that has not finished by then never finishes. */
const READY_MS = 10_000;

/**
 * Lets the tab that holds a lock finish before another tab takes it. `ask` is a courtesy: the asking tab takes the lock
 * afterwards in any case.
 */
export class HandOvers {
  readonly #channel: TabChannel | null;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #tab = `${Date.now()}-${Math.random()}`;
  readonly #answers = new Map<string, Answer>();
  readonly #asking = new Set<Asking>();

  /** `wait` settles after this many milliseconds. */
  constructor(channel: TabChannel | null = browserChannel(), wait: (ms: number) => Promise<void> = pause) {
    this.#channel = channel;
    this.#wait = wait;
    channel?.addEventListener('message', ({ data }) => void this.#receive(data));
  }

  /** Settles after `ms` milliseconds. */
  wait(ms: number): Promise<void> {
    return this.#wait(ms);
  }

  /**
   * Asks the tab that holds `lock` to finish. Resolves when that tab has finished, when it does not answer, and when it
   * takes too long.
   */
  async ask(lock: string): Promise<void> {
    if (this.#channel === null) return;
    const heard = signal();
    const ready = signal();
    const asking = { lock, heard: heard.give, ready: ready.give };
    this.#asking.add(asking);
    this.#post({ kind: 'ask', lock, tab: this.#tab });
    const answered = await Promise.race([heard.given.then(() => true), this.#wait(HEARD_MS).then(() => false)]);
    if (answered) await Promise.race([ready.given, this.#wait(READY_MS)]);
    this.#asking.delete(asking);
  }

  /** Answers the tabs that ask for `lock`, until the returned function is called. */
  answer(lock: string, answer: Answer): () => void {
    this.#answers.set(lock, answer);
    return () => {
      if (this.#answers.get(lock) === answer) this.#answers.delete(lock);
    };
  }

  async #receive(data: unknown): Promise<void> {
    if (!isMessage(data)) return;
    const { kind, lock, tab } = data;
    if (kind !== 'ask') {
      if (tab !== this.#tab) return;
      for (const asking of this.#asking) if (asking.lock === lock) asking[kind]();
      return;
    }
    const answer = this.#answers.get(lock);
    if (!answer) return;
    this.#post({ kind: 'heard', lock, tab });
    await answer.finish().catch(() => undefined);
    this.#post({ kind: 'ready', lock, tab });
    answer.finished();
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }
}

function isMessage(data: unknown): data is Message {
  if (typeof data !== 'object' || data === null) return false;
  const { kind, lock, tab } = data as Record<string, unknown>;
  return (
    (kind === 'ask' || kind === 'heard' || kind === 'ready') && typeof lock === 'string' && typeof tab === 'string'
  );
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

/** Null in old browsers, which have no channel. */
function browserChannel(): TabChannel | null {
  const { BroadcastChannel: Channel } = globalThis as { readonly BroadcastChannel?: new (name: string) => TabChannel };
  return Channel ? new Channel(CHANNEL) : null;
}
