import { afterEach, describe, expect, it } from 'vitest';
import { ownedBuffers, WorkerClient } from '../../../../src/effects/workers/worker-client.js';
import { ok, type Outcome } from '../../../../src/protocol/outcome.js';
import { endAll, start, type FakeWorker } from './fake-worker.js';

interface Wire {
  double(value: number): Promise<Outcome<number>>;
  plain(): Promise<string>;
  never(): Promise<Outcome<number>>;
  bug(): Promise<Outcome<number>>;
}

const WIRE: Wire = {
  double: (value) => Promise.resolve(ok(value * 2)),
  plain: () => Promise.resolve('answer'),
  never: () => new Promise(() => undefined),
  bug: () => Promise.reject(new TypeError('a bug')),
};

afterEach(endAll);

describe('WorkerClient', () => {
  it('passes calls and answers on', async () => {
    const client = new WorkerClient<Wire>(start(WIRE).worker);
    expect(await client.ask((remote) => remote.double(21))).toEqual(ok(42));
    expect(await client.askPlain((remote) => remote.plain(), 'fallback')).toBe('answer');
    expect(client.fault).toBeNull();
  });

  it('returns a bug of the worker as a value', async () => {
    const client = new WorkerClient<Wire>(start(WIRE).worker);
    expect(await client.ask((remote) => remote.bug())).toEqual({
      ok: false,
      fault: { code: 'unexpected', detail: 'TypeError: a bug' },
    });
    expect(await client.ask((remote) => remote.double(1))).toEqual(ok(2));
  });

  it.each([
    ['an error', (fake: FakeWorker) => fake.crash('boom'), 'worker-died', 'boom'],
    ['a failed start', (fake: FakeWorker) => fake.crash(), 'update-broken', 'a worker could not start'],
    [
      'an unreadable message',
      (fake: FakeWorker) => fake.dispatchEvent(new Event('messageerror')),
      'worker-died',
      'a message could not be read',
    ],
  ])('settles calls under way and later calls after %s', async (_, die, code, detail) => {
    const { fake, worker } = start(WIRE);
    const client = new WorkerClient<Wire>(worker);
    const waiting = client.ask((remote) => remote.never());
    const plain = client.askPlain(() => new Promise<string>(() => undefined), 'fallback');
    die(fake);
    const died = { ok: false, fault: { code, detail } };
    expect(await waiting).toEqual(died);
    expect(await plain).toBe('fallback');
    expect(await client.ask((remote) => remote.double(1))).toEqual(died);
    expect(await client.askPlain((remote) => remote.plain(), 'fallback')).toBe('fallback');
    expect(fake.terminated).toBe(true);
  });

  it('keeps the first cause', () => {
    const { fake, worker } = start(WIRE);
    const client = new WorkerClient<Wire>(worker);
    client.end({ code: 'worker-stalled', detail: 'slow' });
    fake.crash('later');
    expect(client.fault).toEqual({ code: 'worker-stalled', detail: 'slow' });
  });
});

describe('ownedBuffers', () => {
  it('names whole buffers once, and no shared ones', () => {
    const whole = new Uint8Array(8);
    const part = new Uint8Array(new ArrayBuffer(8), 0, 4);
    expect(ownedBuffers(whole, new Int32Array(whole.buffer), part)).toEqual([whole.buffer]);
  });
});
