import { describe, expect, it } from 'vitest';
import { Slices } from '../../../../src/app/shell/slices.js';
import type { Clock } from '../../../../src/protocol/ports.js';

/** A clock that counts rests. The test sets its time. */
function benchClock(): Clock & { at: number; rests: number } {
  const clock = {
    at: 0,
    rests: 0,
    now: () => 0,
    ticks: () => clock.at,
    sleep: () => {
      clock.rests++;
      return Promise.resolve();
    },
    afterPaint: () => Promise.resolve(),
  };
  return clock;
}

describe('slices of long work', () => {
  it('does not rest before a slice has lasted long enough', async () => {
    const clock = benchClock();
    const slices = new Slices(clock);
    for (clock.at = 0; clock.at < 16; clock.at++) await slices.rest();
    expect(clock.rests).toBe(0);
  });

  it('rests once for each slice, and starts the next slice at the end of the rest', async () => {
    const clock = benchClock();
    const slices = new Slices(clock);
    for (clock.at = 0; clock.at <= 160; clock.at += 4) await slices.rest();
    expect(clock.rests).toBe(10);
  });
});
