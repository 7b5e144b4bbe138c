import { describe, expect, test } from 'vitest';
import { ModelPool, type PoolChoice } from '../../../../src/effects/workers/model-pool.js';
import type { LoadRequest, ModelSource, ScoreBatch } from '../../../../src/protocol/model-wire.js';
import { ok } from '../../../../src/protocol/outcome.js';
import { FakeClock } from '../../../fakes/clock.js';
import { gate, tick } from '../../../fakes/controlled.js';
import { FakeModelHost, logitsOf } from '../../../fakes/model-host.js';

const SOURCE: ModelSource = {
  kind: 'files',
  files: [
    { path: 'config.json', blob: new Blob(['{}']) },
    { path: 'onnx/model.onnx', blob: new Blob(['graph']) },
  ],
};
const KEY = '\nconfig.json 2\nonnx/model.onnx 5';
const REQUEST: LoadRequest = { source: SOURCE, device: 'wasm', threads: 2 };

/** A worker of the pool. */
class Worker extends FakeModelHost {
  ended = false;
  /** Batches and loads wait here. */
  held: ReturnType<typeof gate> | null = null;
  /** ms that a batch takes. */
  ms = 10;

  dispose(): void {
    this.ended = true;
  }

  override async load(request: LoadRequest) {
    const loaded = await super.load(request);
    await this.held?.passed;
    return loaded;
  }

  override async score(batch: ScoreBatch) {
    // A real worker takes the buffers over.
    const scored = await super.score(structuredClone(batch, { transfer: [batch.ids.buffer as ArrayBuffer] }));
    await this.held?.passed;
    return scored.ok ? ok({ ...scored.value, elapsedMs: this.ms }) : scored;
  }
}

/** A pool on a machine with `cores` cores. `known`: the remembered choice. `made`: sets up each worker, by number. */
function poolOn(
  cores: number,
  known: PoolChoice | null = null,
  made: (worker: Worker, nth: number) => void = () => {},
) {
  const started: Worker[] = [];
  const clock = new FakeClock();
  const kept: (readonly [string, PoolChoice])[] = [];
  const pool = new ModelPool({
    start: () => {
      const worker = new Worker();
      made(worker, started.length);
      started.push(worker);
      return worker;
    },
    machine: { cores, memory: 8e9 },
    clock,
    recall: () => Promise.resolve(known),
    remember: (...choice) => kept.push(choice),
  });
  const score = (first: number) => pool.score(batchOf(first));
  const living = () => started.filter(({ ended }) => !ended).length;
  return { pool, started, clock, kept, score, living };
}

/** A batch of one row with one token. */
function batchOf(first: number): ScoreBatch {
  return {
    ids: Int32Array.of(first),
    offsets: Uint32Array.of(0, 1),
    segmentB: new Uint16Array(1),
    columns: 1,
    labels: Int32Array.of(0),
  };
}

/** Scores `rounds` batches on each worker, side by side. */
async function scoreRounds({ pool, score }: ReturnType<typeof poolOn>, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: pool.inUse.workers }, (_, n) => score(10 + n)));
  }
  await tick();
}

describe('the number of workers', () => {
  test.each([
    [1, 1, [2]],
    [2, 2, [1, 1]],
    [4, 3, [1, 1, 1]],
  ])('%i cores have %i workers', async (cores, workers, threads) => {
    const { pool, started } = poolOn(cores);
    expect((await pool.load(REQUEST)).ok).toBe(true);
    await tick();
    expect(pool.inUse).toEqual({ workers, threads: threads[0] });
    expect(started.flatMap(({ loads }) => loads.map((load) => load.threads))).toEqual(threads);
  });

  test('a graphics processor has one worker', async () => {
    const { pool, started } = poolOn(8);
    await pool.load({ ...REQUEST, device: 'webgpu' });
    await tick();
    expect([pool.inUse.workers, started.length]).toEqual([1, 1]);
  });

  test('a model whose copies do not fit has one worker with all threads', async () => {
    const blob = new Blob(['graph']);
    Object.defineProperty(blob, 'size', { value: 900e6 });
    const { pool, started } = poolOn(8);
    await pool.load({ ...REQUEST, source: { kind: 'files', files: [{ path: 'model.onnx', blob }] } });
    await tick();
    expect(started.flatMap(({ loads }) => loads.map((load) => load.threads))).toEqual([2]);
  });

  test('the graph that the CPU computes counts, not its other precisions', async () => {
    const large = new Blob(['graph']);
    Object.defineProperty(large, 'size', { value: 4e9 });
    const files = [
      { path: 'model.onnx', blob: large },
      { path: 'model_int8.onnx', blob: new Blob(['graph']) },
    ];
    const { pool } = poolOn(2);
    await pool.load({ ...REQUEST, source: { kind: 'files', files } });
    await tick();
    expect(pool.inUse.workers).toBe(2);
  });

  test('the others start when the first one has downloaded the model', async () => {
    const held = gate();
    const { pool, started } = poolOn(2, null, (worker, nth) => (worker.held = nth === 0 ? held : null));
    const loading = pool.load(REQUEST);
    await tick();
    expect(started).toHaveLength(1);
    await pool.loading();
    expect(started).toHaveLength(2);
    held.open();
    await loading;
    await tick();
    expect(pool.inUse.workers).toBe(2);
  });

  test('one that cannot load leaves the first one alone', async () => {
    const { pool, living } = poolOn(4, null, (worker, nth) => {
      if (nth === 2) worker.loadFault = () => 'out-of-memory';
    });
    await pool.load(REQUEST);
    await tick();
    expect([pool.inUse.workers, living()]).toEqual([1, 1]);
  });

  test('others with another model are not used', async () => {
    const { pool, living } = poolOn(2, null, (worker, nth) => {
      worker.modelOf = () => ({ hash: `of ${nth}`, classes: ['a', 'b'] });
    });
    await pool.load(REQUEST);
    await tick();
    expect([pool.inUse.workers, living()]).toEqual([1, 1]);
  });

  test('a failed load ends the others', async () => {
    const { pool, living } = poolOn(2, null, (worker) => (worker.loadFault = () => 'model-corrupt'));
    expect((await pool.load(REQUEST)).ok).toBe(false);
    await tick();
    expect(living()).toBe(1);
  });
});

describe('the comparison with one worker with all threads', () => {
  test.each([
    ['one', 4, 10],
    ['many', 10, 10],
  ] as const)('keeps %s: it takes %i ms, each of two takes %i', async (choice, one, many) => {
    const bench = poolOn(2, null, (worker, nth) => (worker.ms = nth === 2 ? one : many));
    await bench.pool.load(REQUEST);
    await tick();
    await scoreRounds(bench, 4);
    expect([bench.started.length, bench.kept]).toEqual([2, []]);
    bench.clock.pass(15_000);
    await scoreRounds(bench, 1);
    expect(bench.pool.inUse).toEqual({ workers: 1, threads: 2 });
    await scoreRounds(bench, 3);
    expect(bench.kept).toEqual([[KEY, choice]]);
    expect(bench.pool.inUse).toEqual(choice === 'one' ? { workers: 1, threads: 2 } : { workers: 2, threads: 1 });
    expect(bench.living()).toBe(choice === 'one' ? 1 : 2);
    await scoreRounds(bench, 3);
    expect(bench.started).toHaveLength(3);
  });

  test.each(['one', 'many'] as const)('is not made when %s is known to be faster', async (known) => {
    const bench = poolOn(2, known);
    await bench.pool.load(REQUEST);
    await tick();
    bench.clock.pass(15_000);
    await scoreRounds(bench, 5);
    expect(bench.pool.inUse).toEqual(known === 'one' ? { workers: 1, threads: 2 } : { workers: 2, threads: 1 });
    expect([bench.started.length, bench.kept]).toEqual([known === 'one' ? 1 : 2, []]);
  });

  test('is not made without threads', async () => {
    const bench = poolOn(2);
    await bench.pool.load({ ...REQUEST, threads: 1 });
    await tick();
    bench.clock.pass(15_000);
    await scoreRounds(bench, 5);
    expect([bench.pool.inUse.workers, bench.started.length]).toEqual([2, 2]);
  });

  test('the workers stay if the one with all threads cannot load', async () => {
    const bench = poolOn(2, null, (worker, nth) => {
      if (nth === 2) worker.loadFault = () => 'out-of-memory';
    });
    await bench.pool.load(REQUEST);
    await tick();
    bench.clock.pass(15_000);
    await scoreRounds(bench, 5);
    expect([bench.pool.inUse.workers, bench.living(), bench.kept]).toEqual([2, 2, []]);
  });
});

describe('a worker that dies', () => {
  test('loses no batch while another one lives, and is replaced', async () => {
    const bench = poolOn(2, 'many');
    await bench.pool.load(REQUEST);
    await tick();
    bench.started[1]?.failNext('worker-died', 0);
    const scored = await Promise.all([bench.score(20), bench.score(21)]);
    expect(scored.map((one) => one.ok && [...one.value.logits])).toEqual([[...logitsOf(20)], [...logitsOf(21)]]);
    await tick();
    expect([bench.started.length, bench.started[1]?.ended, bench.pool.inUse.workers]).toEqual([3, true, 2]);
  });

  test('is replaced three times, and the last one answers with its fault', async () => {
    const bench = poolOn(2, 'many');
    await bench.pool.load(REQUEST);
    await tick();
    for (let deaths = 0; deaths < 4; deaths++) {
      bench.started[deaths + 1]?.failNext('worker-died', 0);
      await Promise.all([bench.score(20), bench.score(21)]);
      await tick();
    }
    expect([bench.started.length, bench.pool.inUse.workers]).toEqual([5, 1]);
    bench.started[0]?.failNext('worker-died', 0);
    expect(await bench.score(20)).toMatchObject({ ok: false, fault: { code: 'worker-died' } });
  });

  test('reads texts again in another one', async () => {
    const bench = poolOn(2, 'many');
    await bench.pool.load(REQUEST);
    await tick();
    const [first] = bench.started;
    if (first) first.tokenizeFault = { code: 'worker-died' };
    const tokens = await bench.pool.tokenize({ bytes: Uint8Array.of(7, 8), offsets: Uint32Array.of(0, 2) }, null);
    expect(tokens.ok && [...tokens.value.ids]).toEqual([7, 8]);
  });
});

describe('a new beginning', () => {
  test('ends all workers but one, and those that still load', async () => {
    const held = gate();
    const bench = poolOn(4, 'many', (worker, nth) => (worker.held = nth > 1 ? held : null));
    await bench.pool.load(REQUEST);
    bench.pool.respawn();
    held.open();
    await tick();
    expect([bench.pool.inUse.workers, bench.living(), bench.started[0]?.respawns]).toEqual([1, 1, 1]);
  });

  test('replaces the runtime if the number of threads differs', async () => {
    const bench = poolOn(2, 'many');
    await bench.pool.load(REQUEST);
    await bench.pool.load({ ...REQUEST, device: 'webgpu' });
    expect(bench.started[0]?.respawns).toBe(1);
    expect(bench.started[0]?.loads.map(({ threads }) => threads)).toEqual([1, 2]);
  });
});
