import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Frames } from '../../../../src/ui/map/frames.js';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame', 'performance'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A loop like deck.gl’s: each frame requests the next one. */
function loop(frames: Frames): { count: number } {
  const drawn = { count: 0 };
  const draw = (): void => {
    drawn.count += 1;
    frames.requestAnimationFrame(draw);
  };
  frames.requestAnimationFrame(draw);
  return drawn;
}

test('Gives a loop about one frame a second while nothing changes', () => {
  const drawn = loop(new Frames());
  vi.advanceTimersByTime(10_500);
  expect(drawn.count).toBeGreaterThanOrEqual(9);
  expect(drawn.count).toBeLessThanOrEqual(11);
});

test('Gives a change the next frame, and some more', () => {
  const frames = new Frames();
  const drawn = loop(frames);
  vi.advanceTimersByTime(1500);
  const before = drawn.count;
  frames.wake();
  vi.advanceTimersByTime(17);
  expect(drawn.count).toBe(before + 1);
  vi.advanceTimersByTime(60);
  expect(drawn.count).toBeGreaterThanOrEqual(before + 3);
  frames.wake();
  frames.wake();
  const awake = drawn.count;
  vi.advanceTimersByTime(17);
  expect(drawn.count - awake).toBeLessThanOrEqual(2);
});

test('Runs no cancelled frame, awake or not', () => {
  const frames = new Frames();
  const drawn = loop(frames);
  frames.cancelAnimationFrame();
  frames.wake();
  vi.advanceTimersByTime(3000);
  frames.wake();
  const again = loop(frames);
  frames.cancelAnimationFrame();
  vi.advanceTimersByTime(3000);
  expect([drawn.count, again.count]).toEqual([0, 0]);
});
