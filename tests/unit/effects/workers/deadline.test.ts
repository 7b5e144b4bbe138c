import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from '../../../../src/effects/workers/deadline.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('withDeadline', () => {
  it('gives up once, after the limit, and returns the call’s result', async () => {
    let answer = (_: string): void => undefined;
    const giveUp = vi.fn(() => answer('ended'));
    const result = withDeadline(new Promise<string>((resolve) => (answer = resolve)), 5000, giveUp);
    await vi.advanceTimersByTimeAsync(5000);
    expect(giveUp).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(giveUp).toHaveBeenCalledTimes(1);
    expect(await result).toBe('ended');
  });

  it('does not change a call that settles in time', async () => {
    const giveUp = vi.fn();
    expect(await withDeadline(Promise.resolve(1), 1000, giveUp)).toBe(1);
    await expect(withDeadline(Promise.reject(new Error('no')), 1000, giveUp)).rejects.toThrow('no');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(giveUp).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('counts a night asleep as a minute', async () => {
    const giveUp = vi.fn();
    void withDeadline(new Promise(() => undefined), 90_000, giveUp);
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 8 * 3600_000);
    vi.advanceTimersToNextTimer();
    expect(giveUp).not.toHaveBeenCalled();
    now.mockRestore();
  });
});
