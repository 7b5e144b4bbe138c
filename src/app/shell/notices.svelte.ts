import type { MessageKey } from '../../i18n/language.svelte.js';
import type { Fault } from '../../protocol/fault.js';

export type Tone = 'error' | 'warning' | 'info';

/** The offer of a message. */
export interface NoticeAction {
  /** Text of its button. */
  readonly text: MessageKey;
  act(): void;
  /** Called when the person dismissed the message instead. */
  dismissed(): void;
}

/** A message that stays until it is dismissed or withdrawn. Its sentence depends on `fault.code` and the language. */
export interface Notice {
  readonly id: number;
  readonly fault: Fault;
  readonly tone: Tone;
  readonly action: NoticeAction | null;
}

/** The messages for the person. One per fault code: a repeated one replaces the older. */
export class Notices {
  items = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  /** Shows a fault, with an offer if there is one. */
  raise(fault: Fault, tone: Tone = 'error', action: NoticeAction | null = null): void {
    const others = this.items.filter((notice) => notice.fault.code !== fault.code);
    this.items = [...others, { id: this.#nextId++, fault, tone, action }];
  }

  dismiss(id: number): void {
    this.#take(id)?.action?.dismissed();
  }

  /** Takes the offer of a notice and removes the notice. */
  act(id: number): void {
    this.#take(id)?.action?.act();
  }

  /** Whether a notice is shown. */
  has(code: Fault['code']): boolean {
    return this.items.some((notice) => notice.fault.code === code);
  }

  /** Withdraws a notice whose cause ended. */
  withdraw(code: Fault['code']): void {
    this.items = this.items.filter((notice) => notice.fault.code !== code);
  }

  #take(id: number): Notice | undefined {
    const taken = this.items.find((notice) => notice.id === id);
    this.items = this.items.filter((notice) => notice !== taken);
    return taken;
  }
}
