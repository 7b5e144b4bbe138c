import type { Fault } from '../protocol/fault.js';

export type Tone = 'error' | 'warning' | 'info';

/** A message that stays until it is dismissed or withdrawn. The sentence is found by `fault.code` when it is shown. */
export interface Notice {
  readonly id: number;
  readonly fault: Fault;
  readonly tone: Tone;
}

/** What the user has to know. One notice per fault code: a repeated one replaces the older. */
export class Notices {
  items = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  /** Shows a fault. */
  raise(fault: Fault, tone: Tone = 'error'): void {
    const others = this.items.filter((notice) => notice.fault.code !== fault.code);
    this.items = [...others, { id: this.#nextId++, fault, tone }];
  }

  dismiss(id: number): void {
    this.items = this.items.filter((notice) => notice.id !== id);
  }

  /** Takes a notice back whose cause is gone. */
  withdraw(code: Fault['code']): void {
    this.items = this.items.filter((notice) => notice.fault.code !== code);
  }
}
