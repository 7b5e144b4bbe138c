import { describe, expect, test, vi } from 'vitest';
import { WebLocks } from '../../../src/effects/locks.js';
import { FakeLockManager } from '../../fakes/locks.js';

/** Two tabs of one browser. */
function tabs(): { manager: FakeLockManager; one: WebLocks; two: WebLocks } {
  const manager = new FakeLockManager();
  const shared = manager as unknown as LockManager;
  return { manager, one: new WebLocks(shared), two: new WebLocks(shared) };
}

function settled(promise: Promise<unknown>): { done: boolean } {
  const state = { done: false };
  void promise.then(() => (state.done = true));
  return state;
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('claim', () => {
  test('the first tab writes, the second reads, other projects are free', async () => {
    const { one, two } = tabs();
    expect((await one.claim('p')).writable).toBe(true);
    expect((await two.claim('p')).writable).toBe(false);
    expect((await two.claim('q')).writable).toBe(true);
  });

  test('the second tab gains the right when the first lets go', async () => {
    const { one, two } = tabs();
    const first = await one.claim('p');
    const second = await two.claim('p');
    const gained = settled(second.gained);
    await turn();
    expect(gained.done).toBe(false);
    first.release();
    await second.gained;
    expect([first.writable, second.writable]).toEqual([false, true]);
  });

  test('a tab that gives up waiting never gains it', async () => {
    const { manager, one, two } = tabs();
    const first = await one.claim('p');
    const second = await two.claim('p');
    await turn();
    second.release();
    first.release();
    await turn();
    expect(second.writable).toBe(false);
    expect(manager.heldNames()).toEqual([]);
  });

  test('a claim made right after a release goes on with the lock, before a tab that waits', async () => {
    const { one, two } = tabs();
    const first = await one.claim('p');
    const waiting = settled((await two.claim('p')).gained);
    await turn();
    first.release();
    const again = await one.claim('p');
    await turn();
    expect([again.writable, waiting.done]).toEqual([true, false]);
    again.release();
    await turn();
    expect(waiting.done).toBe(true);
  });

  test('a claim made some time after a release waits for its end', async () => {
    const { one } = tabs();
    const first = await one.claim('p');
    first.release();
    await Promise.resolve();
    await Promise.resolve();
    expect((await one.claim('p')).writable).toBe(true);
  });

  test('a lock that was adopted and then robbed is lost by its new claim alone', async () => {
    const { one, two } = tabs();
    const first = await one.claim('p');
    const [before, after] = [vi.fn(), vi.fn()];
    first.onLost(before);
    first.release();
    const again = await one.claim('p');
    again.onLost(after);
    await (await two.claim('p')).takeOver();
    await turn();
    expect([before.mock.calls.length, after.mock.calls.length]).toEqual([0, 1]);
  });
});

describe('takeOver', () => {
  test('robs the other tab, which is told, and waits again', async () => {
    const { one, two } = tabs();
    const first = await one.claim('p');
    const lost = vi.fn(() => expect(first.writable).toBe(false));
    first.onLost(lost);
    const second = await two.claim('p');
    const gained = settled(second.gained);
    expect(await second.takeOver()).toBe(true);
    await turn();
    expect(lost).toHaveBeenCalledOnce();
    expect([first.writable, second.writable, gained.done]).toEqual([false, true, false]);
    second.release();
    await first.gained;
    expect(first.writable).toBe(true);
  });

  test('is nothing new for the tab that has the right', async () => {
    const { one } = tabs();
    const claim = await one.claim('p');
    const lost = vi.fn();
    claim.onLost(lost);
    expect(await claim.takeOver()).toBe(true);
    await turn();
    expect(lost).not.toHaveBeenCalled();
  });

  test('can go to and fro', async () => {
    const { one, two } = tabs();
    const [first, second] = [await one.claim('p'), await two.claim('p')];
    for (const [taker, other] of [
      [second, first],
      [first, second],
      [second, first],
    ] as const) {
      expect(await taker.takeOver()).toBe(true);
      await turn();
      expect([taker.writable, other.writable]).toEqual([true, false]);
    }
  });

  test('that the browser refuses leaves the tab waiting', async () => {
    const { manager, one, two } = tabs();
    const first = await one.claim('p');
    const second = await two.claim('p');
    vi.spyOn(manager, 'request').mockRejectedValueOnce(new DOMException('no', 'NotSupportedError'));
    expect(await second.takeOver()).toBe(false);
    first.release();
    await second.gained;
    expect(second.writable).toBe(true);
  });
});

describe('without locks', () => {
  test.each([
    ['a browser that has none', new WebLocks({} as LockManager)],
    [
      'a frame that may not have any',
      new WebLocks({
        request: () => Promise.reject(new DOMException('no', 'SecurityError')),
      } as unknown as LockManager),
    ],
  ])('%s: every tab writes', async (_, locks) => {
    const claim = await locks.claim('p');
    expect([claim.writable, await claim.takeOver()]).toEqual([true, true]);
    claim.release();
  });

  test('this host has none', async () => {
    vi.stubGlobal('navigator', {});
    expect((await new WebLocks().claim('p')).writable).toBe(true);
    vi.unstubAllGlobals();
  });
});
