import { transfer } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ModelClient } from '../../../../src/effects/workers/model-client.js';
import { ok, type Outcome } from '../../../../src/protocol/outcome.js';
import type {
  DownloadState,
  LoadedModel,
  LoadRequest,
  ModelWire,
  ScoreBatch,
} from '../../../../src/protocol/model-wire.js';
import { endAll, start, started } from './fake-worker.js';

const MODEL: LoadedModel = {
  hash: 'h',
  classes: ['a', 'b'],
  maxTokens: 8,
  maskId: 103,
  specialIds: [0, 101, 102],
  onnxPath: 'onnx/model.onnx',
  usedFiles: ['onnx/model.onnx'],
  traits: { probabilities: false, rows: null, tokens: null },
  device: 'wasm',
  threads: 1,
  deviceName: 'fake',
};
const REQUEST: LoadRequest = { source: { kind: 'files', files: [] }, device: 'wasm', threads: 1 };

function modelWire(changes: Partial<ModelWire>): ModelWire {
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  const devices = { webgpu: true, software: false, adapter: 'fake', f16: false };
  return {
    devices: () => Promise.resolve(ok(devices)),
    load: () => Promise.resolve(ok(MODEL)),
    loading: () => Promise.resolve({ receivedBytes: 0, totalBytes: 0, phase: 'idle' }),
    tokenize: unused,
    score: unused,
    parity: unused,
    ...changes,
  };
}

const BATCH: ScoreBatch = {
  ids: Int32Array.of(1),
  offsets: Uint32Array.of(0, 1),
  segmentB: new Uint16Array(1),
  columns: 8,
  labels: Int32Array.of(0),
};
const batch = (): ScoreBatch => structuredClone(BATCH);
const scoredIn = (elapsedMs: number) => ok({ logits: new Float32Array(2), loss: new Float32Array(1), elapsedMs });

afterEach(endAll);

describe('ModelClient', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends a batch that takes far longer than earlier ones, and waits long at first', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    let answers = 1;
    const score: ModelWire['score'] = () =>
      answers-- > 0 ? Promise.resolve(scoredIn(10_000)) : new Promise(() => undefined);
    const spawn = vi.fn(() => start(modelWire({ score })).worker);
    const client = new ModelClient(spawn);
    expect(await client.score(batch())).toMatchObject({ ok: true });

    let settled = false;
    const stuck = client.score(batch()).finally(() => (settled = true));
    await vi.advanceTimersByTimeAsync(199_000);
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(3000);
    expect(await stuck).toEqual({
      ok: false,
      fault: { code: 'worker-stalled', detail: 'no answer for 200 s' },
    });

    // A fresh worker may be slower: its pace is not known.
    client.respawn();
    const first = client.score(batch());
    await vi.advanceTimersByTimeAsync(590_000);
    settled = false;
    void first.finally(() => (settled = true));
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await first).toMatchObject({ ok: false, fault: { code: 'worker-stalled' } });
  });

  const silent = (): Promise<never> => new Promise(() => undefined);

  it.each([
    ['the devices', (client: ModelClient) => client.devices(), 75_000, 'worker-stalled'],
    ['the check against the CPU', (client: ModelClient) => client.parity(batch()), 120_000, 'worker-stalled'],
    ['a load whose worker does not start', (client: ModelClient) => client.load(REQUEST), 60_000, 'worker-stalled'],
    [
      'a tokenizer',
      (client: ModelClient) => client.tokenize({ bytes: new Uint8Array(8), offsets: Uint32Array.of(0, 8) }, null),
      45_000,
      'model-tokenizer-stalled',
    ],
  ] as const)('ends the worker after its limit: %s', async (_, ask, limitMs, code) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const calls = { devices: silent, load: silent, loading: silent, tokenize: silent, parity: silent };
    const { fake, worker } = start(modelWire(calls));
    const answer = ask(new ModelClient(() => worker));
    await vi.advanceTimersByTimeAsync(limitMs - 1000);
    expect(fake.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(3000);
    expect(await answer).toMatchObject({ ok: false, fault: { code } });
    expect(fake.terminated).toBe(true);
  });

  it('gives a load more time to compile than to begin', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const loading = (): Promise<DownloadState> =>
      Promise.resolve({ receivedBytes: 9, totalBytes: 9, phase: 'compile' });
    const { fake, worker } = start(modelWire({ load: silent, loading }));
    const answer = new ModelClient(() => worker).load(REQUEST);
    await vi.advanceTimersByTimeAsync(110_000);
    expect(fake.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'worker-stalled' } });
  });

  it('ends a load without progress', async () => {
    const { fake, worker } = start(modelWire({ load: () => new Promise(() => undefined) }));
    const client = new ModelClient(() => worker, { everyMs: 10, stallMs: 100, compileMs: 100 });
    expect(await client.load(REQUEST)).toMatchObject({ ok: false, fault: { code: 'worker-stalled' } });
    expect(fake.terminated).toBe(true);
  });

  it('ends a load whose worker never answers', async () => {
    const { worker } = start(modelWire({ load: silent, loading: silent }));
    const client = new ModelClient(() => worker, { everyMs: 10, stallMs: 100, compileMs: 100 });
    expect(await client.load(REQUEST)).toMatchObject({ ok: false, fault: { code: 'worker-stalled' } });
  });

  it('waits for a slow load with progress', async () => {
    // Only the polls move the time, by 100 ms each. The tenth poll finds the model loaded.
    let settle: (outcome: Outcome<LoadedModel>) => void = () => undefined;
    const loaded = new Promise<Outcome<LoadedModel>>((resolve) => (settle = resolve));
    let questions = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => questions * 100);
    const loading = (): Promise<DownloadState> => {
      questions++;
      if (questions === 10) settle(ok(MODEL));
      return Promise.resolve({ receivedBytes: questions, totalBytes: 0, phase: 'download' });
    };
    const wire = modelWire({ load: () => loaded, loading });
    const client = new ModelClient(() => start(wire).worker, { everyMs: 10, stallMs: 150, compileMs: 150 });
    expect(await client.load(REQUEST)).toEqual(ok(MODEL));
    clock.mockRestore();
  });

  it('starts a fresh worker after one that died', async () => {
    const spawn = vi.fn(() => start(modelWire({})).worker);
    const client = new ModelClient(spawn);
    started[0]?.crash('gone');
    expect(await client.load(REQUEST)).toMatchObject({ ok: false, fault: { code: 'worker-died' } });
    expect(await client.devices()).toMatchObject({ ok: false, fault: { code: 'worker-died' } });
    client.respawn();
    expect(await client.load(REQUEST)).toEqual(ok(MODEL));
    expect(await client.devices()).toMatchObject({ ok: true, value: { webgpu: true } });
    expect(spawn).toHaveBeenCalledTimes(2);
  });

  it('moves buffers instead of copying them, both ways', async () => {
    const tokens = { ids: Int32Array.of(1), offsets: Uint32Array.of(0, 1), segmentB: new Uint16Array(1) };
    const score: ModelWire['score'] = (batch) => {
      const logits = Float32Array.from(batch.ids);
      return Promise.resolve(
        transfer(ok({ logits, loss: new Float32Array(1), elapsedMs: batch.columns }), [logits.buffer]),
      );
    };
    const client = new ModelClient(() => start(modelWire({ score })).worker);
    const batch = { ...tokens, columns: 8, labels: Int32Array.of(0) };
    expect(await client.score(batch)).toMatchObject({ ok: true, value: { logits: Float32Array.of(1), elapsedMs: 8 } });
    expect([batch.ids.length, batch.offsets.length, batch.labels.length]).toEqual([0, 0, 0]);
  });

  it('keeps the neighbours of a text that is part of a larger column', async () => {
    const arena = new TextEncoder().encode('onetwo');
    const tokenize: ModelWire['tokenize'] = (text) =>
      Promise.resolve(
        ok({
          ids: Int32Array.from(text.bytes),
          offsets: Uint32Array.from(text.offsets),
          segmentB: new Uint16Array(1),
          truncated: new Uint8Array(1),
        }),
      );
    const client = new ModelClient(() => start(modelWire({ tokenize })).worker);
    const text = { bytes: arena.subarray(0, 3), offsets: Uint32Array.of(0, 3) };
    expect(await client.tokenize(text, null)).toMatchObject({ ok: true, value: { ids: Int32Array.of(111, 110, 101) } });
    expect(arena).toHaveLength(6);
  });
});
