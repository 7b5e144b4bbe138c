import { describe, expect, test } from 'vitest';
import { gate, tick } from '../../../fakes/controlled.js';
import { logitsOf } from '../../../fakes/model-host.js';
import { KEY, poolOn, REQUEST, scoreRounds } from './pool-bench.js';

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

test('a worker with all threads that dies during the comparison loses no batch: the others take over', async () => {
  const bench = poolOn(2);
  await bench.pool.load(REQUEST);
  await tick();
  await scoreRounds(bench, 4);
  bench.clock.pass(15_000);
  await scoreRounds(bench, 1);
  expect(bench.pool.inUse).toEqual({ workers: 1, threads: 2 });
  bench.started[2]?.failNext('worker-died', 0);
  const scored = await bench.score(20);
  expect(scored.ok && [...scored.value.logits]).toEqual([...logitsOf(20)]);
  expect([bench.pool.inUse, bench.started[2]?.ended]).toEqual([{ workers: 2, threads: 1 }, true]);
});

describe('a new beginning', () => {
  test('ends workers that have loaded while the first one still loads', async () => {
    const held = gate();
    const bench = poolOn(2, 'many', (worker, nth) => (worker.held = nth === 0 ? held : null));
    const loading = bench.pool.load(REQUEST);
    await tick();
    await bench.pool.loading();
    await tick();
    expect(bench.living()).toBe(2);
    bench.pool.respawn();
    held.open();
    await loading;
    await tick();
    expect([bench.pool.inUse.workers, bench.living()]).toEqual([1, 1]);
  });

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
