import type { Clock } from '../../src/protocol/ports.js';

/** A clock whose time passes only in calls of its sleep and of `pass`. */
export class FakeClock implements Clock {
  at = 1_000_000;

  now(): number {
    return this.at;
  }

  ticks(): number {
    return this.at;
  }

  pass(ms: number): void {
    this.at += ms;
  }

  sleep(ms: number): Promise<void> {
    this.pass(ms);
    return new Promise((resolve) => setTimeout(resolve, 0));
  }

  afterPaint(): Promise<void> {
    return Promise.resolve();
  }
}
