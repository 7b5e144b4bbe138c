import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withDeadline } from '../../../../workers/model/deadline.js';
import { toFault } from '../../../../workers/model/fault.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('rejects with the fault when the call has not settled after the limit', async () => {
  const fault = withDeadline(new Promise(() => undefined), 15_000, 'webgpu-silent', 'adapter').catch(toFault);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await fault).toEqual({ code: 'webgpu-silent', detail: 'adapter: no answer for 15 s' });
});

it('settles as the call does within the limit, and leaves no timer', async () => {
  expect(await withDeadline(Promise.resolve(7), 1000, 'webgpu-silent', 'adapter')).toBe(7);
  await expect(withDeadline(Promise.reject(new Error('no')), 1000, 'webgpu-silent', 'adapter')).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});
