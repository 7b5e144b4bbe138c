import type { MessageKey } from '../../i18n/language.svelte.js';
import type { Fault } from '../../protocol/fault.js';

export type Tone = 'error' | 'warning' | 'info';

/** What a message offers to do. */
export interface NoticeAction {
  /** What its button says. */
  readonly text: MessageKey;
  act(): void;
  /** The message was dismissed instead. */
  dismissed(): void;
}

/** A message that stays until it is dismissed or withdrawn. The sentence is found by `fault.code` when it is shown. */
export interface Notice {
  readonly id: number;
  readonly fault: Fault;
  readonly tone: Tone;
  readonly action: NoticeAction | null;
}

/** What the user has to know. One notice per fault code: a repeated one replaces the older. */
export class Notices {
  items = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  /** Shows a fault, and offers to do something about it. */
  raise(fault: Fault, tone: Tone = 'error', action: NoticeAction | null = null): void {
    const others = this.items.filter((notice) => notice.fault.code !== fault.code);
    this.items = [...others, { id: this.#nextId++, fault, tone, action }];
  }

  dismiss(id: number): void {
    this.#take(id)?.action?.dismissed();
  }

  /** Does what a notice offers; the notice goes. */
  act(id: number): void {
    this.#take(id)?.action?.act();
  }

  /** Whether a notice is shown. */
  has(code: Fault['code']): boolean {
    return this.items.some((notice) => notice.fault.code === code);
  }

  /** Takes a notice back whose cause is gone. */
  withdraw(code: Fault['code']): void {
    this.items = this.items.filter((notice) => notice.fault.code !== code);
  }

  #take(id: number): Notice | undefined {
    const taken = this.items.find((notice) => notice.id === id);
    this.items = this.items.filter((notice) => notice !== taken);
    return taken;
  }
}
