import { describe, expect, test, vi } from 'vitest';
import { HandOvers } from '../../../../src/effects/storage/hand-over.js';
import { WebLocks } from '../../../../src/effects/storage/locks.js';
import { FakeChannels, type FakeTabChannel } from '../../../fakes/channels.js';
import { gate } from '../../../fakes/controlled.js';
import { FakeLockManager } from '../../../fakes/locks.js';

interface Tabs {
  readonly manager: FakeLockManager;
  readonly one: WebLocks;
  readonly two: WebLocks;
  readonly channels: readonly FakeTabChannel[];
}

/** Two tabs of one browser. */
function tabs(): Tabs {
  const manager = new FakeLockManager();
  const shared = manager as unknown as LockManager;
  const browser = new FakeChannels();
  const channels = [browser.tab(), browser.tab()];
  const [one, two] = channels.map((channel) => new WebLocks(shared, new HandOvers(channel, () => browser.patience())));
  if (!one || !two) throw new Error('two tabs');
  return { manager, one, two, channels };
}

function settled(promise: Promise<unknown>): { done: boolean } {
  const state = { done: false };
  void promise.then(() => (state.done = true));
  return state;
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('claim', () => {
  test('lets the first tab write and the second read, and leaves other projects free', async () => {
    const { one, two } = tabs();
    expect((await one.claim('p')).writable).toBe(true);
    expect((await two.claim('p')).writable).toBe(false);
    expect((await two.claim('q')).writable).toBe(true);
  });

  test('gives the second tab the right when the first releases it', async () => {
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

  test('never gives the right to a tab that gave up waiting', async () => {
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

  test('a claim right after a release keeps the lock, before a waiting tab', async () => {
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

  test('a claim some time after a release waits for its end', async () => {
    const { one } = tabs();
    const first = await one.claim('p');
    first.release();
    await Promise.resolve();
    await Promise.resolve();
    expect((await one.claim('p')).writable).toBe(true);
  });

  test('reports the loss of an adopted lock to the new claim only', async () => {
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
  test('takes the lock from the other tab, which gets a report and waits again', async () => {
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

  test('does nothing for the tab that has the right', async () => {
    const { one } = tabs();
    const claim = await one.claim('p');
    const lost = vi.fn();
    claim.onLost(lost);
    expect(await claim.takeOver()).toBe(true);
    await turn();
    expect(lost).not.toHaveBeenCalled();
  });

  test('works in both directions in turn', async () => {
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

  test('keeps the tab waiting where the browser refuses it', async () => {
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

describe('a lock that another tab asks for', () => {
  test('is granted once its owner has finished, and the owner learns of it afterwards', async () => {
    const { one, two } = tabs();
    const first = await one.claim('p');
    const second = await two.claim('p');
    const story: string[] = [];
    const finishing = gate();
    first.onAsked(async () => {
      story.push('asked');
      await finishing.passed;
      story.push(`finished ${first.writable}`);
    });
    first.onLost(() => story.push('lost'));
    const taking = settled(second.takeOver());
    await turn();
    expect([story, taking.done, second.writable]).toEqual([['asked'], false, false]);
    finishing.open();
    while (!taking.done || !story.includes('lost')) await turn();
    expect([story, taking.done, second.writable]).toEqual([['asked', 'finished true', 'lost'], true, true]);
  });

  test('is granted also where finishing fails', async () => {
    const { one, two } = tabs();
    const first = await one.claim('p');
    first.onAsked(() => Promise.reject(new Error('the disk is full')));
    const second = await two.claim('p');
    expect(await second.takeOver()).toBe(true);
  });

  test('is taken from a frozen tab, and from one that never finishes', async () => {
    for (const frozen of [true, false]) {
      const { one, two, channels } = tabs();
      const first = await one.claim('p');
      const asked = vi.fn(() => new Promise<void>(() => undefined));
      const lost = vi.fn();
      first.onAsked(asked);
      first.onLost(lost);
      if (frozen) channels[0]?.freeze();
      const second = await two.claim('p');
      expect(await second.takeOver()).toBe(true);
      await turn();
      expect([asked.mock.calls.length, lost.mock.calls.length]).toEqual([frozen ? 0 : 1, 1]);
      // The request arrives after the tab has lost its lock.
      channels[0]?.thaw();
      await turn();
      expect([asked.mock.calls.length, second.writable]).toEqual([frozen ? 0 : 1, true]);
    }
  });

  test('returns to its owner where the asking tab has closed', async () => {
    const { one, two } = tabs();
    const first = await one.claim('p');
    const finishing = gate();
    const lost = vi.fn();
    first.onAsked(() => finishing.passed);
    first.onLost(lost);
    const second = await two.claim('p');
    const taking = second.takeOver();
    await turn();
    second.release();
    finishing.open();
    expect(await taking).toBe(false);
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
    await first.gained;
    expect(first.writable).toBe(true);
  });

  test('does not concern tabs with other locks', async () => {
    const { one, two } = tabs();
    const [first, other] = [await one.claim('p'), await one.claim('q')];
    const asked = vi.fn(() => Promise.resolve());
    other.onAsked(asked);
    await (await two.claim('p')).takeOver();
    await turn();
    expect([first.writable, other.writable, asked.mock.calls.length]).toEqual([false, true, 0]);
  });

  test('is not requested by unknown messages', async () => {
    const { one, channels } = tabs();
    const first = await one.claim('p');
    const asked = vi.fn(() => Promise.resolve());
    first.onAsked(asked);
    for (const message of [null, 7, {}, { kind: 'ask' }, { kind: 'ask', lock: 5, tab: 'x' }]) {
      channels[1]?.postMessage(message);
    }
    await turn();
    expect([asked.mock.calls.length, first.writable]).toEqual([0, true]);
  });

  test('is taken at once where tabs have no channel', async () => {
    const shared = new FakeLockManager() as unknown as LockManager;
    const [one, two] = [new WebLocks(shared, new HandOvers(null)), new WebLocks(shared, new HandOvers(null))];
    const first = await one.claim('p');
    expect(await (await two.claim('p')).takeOver()).toBe(true);
    await turn();
    expect(first.writable).toBe(false);
  });
});

describe('without locks', () => {
  test.each([
    ['a browser that has none', new WebLocks({} as LockManager, new HandOvers(null))],
    [
      'a frame that may not have any',
      new WebLocks(
        { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } as unknown as LockManager,
        new HandOvers(null),
      ),
    ],
  ])('%s: every tab writes', async (_, locks) => {
    const claim = await locks.claim('p');
    expect([claim.writable, await claim.takeOver()]).toEqual([true, true]);
    claim.release();
  });

  test('this host has none', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('BroadcastChannel', undefined);
    expect((await new WebLocks().claim('p')).writable).toBe(true);
    vi.unstubAllGlobals();
  });
});
