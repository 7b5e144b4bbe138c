import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasetOf } from '../../../fakes/dataset.js';
import { FAKE_CLASSES, logitsOf } from '../../../fakes/model-host.js';
import { bench, codes, ROWS } from './run-bench.js';

describe('a run', () => {
  test('plans rows of the length that the graph fixes', async () => {
    const { host, run, plan } = bench();
    host.fixedTokens = 64;
    await run.start(plan);
    expect(run.state).toEqual({ at: 'done' });
    expect([...host.columns]).toEqual([64]);
  });

  test('scores every row once, and writes and stores the results of the model', async () => {
    const { host, predictions, run, plan, kept } = bench();
    await run.start(plan);
    expect(run.state).toEqual({ at: 'done' });
    expect(predictions.done).toBe(ROWS);
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
    for (let row = 0; row < ROWS; row++) {
      expect(predictions.logits.value.slice(row * 3, row * 3 + 3)).toEqual(logitsOf(40 + row));
      expect(predictions.loss.value[row]).toBeCloseTo((40 + row) / 100);
      expect(predictions.tokens.value[row]).toBe(1 + (row % 17));
    }
    expect(kept.at(-1)?.loss).toEqual(predictions.loss.value);
  });

  test.each([
    { count: 4, cause: null },
    { count: 1, cause: 'gecko' },
  ] as const)('loads the model with $count thread(s), and reports $cause as the cause', async (threads) => {
    const { host, run, plan } = bench(threads);
    await run.start(plan);
    expect(host.loads.map((request) => request.threads)).toEqual([threads.count]);
    expect(run.oneThread).toBe(threads.cause);
  });

  test('does not load a model when every row has results', async () => {
    const { host, run, plan } = bench();
    await run.start(plan);
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(host.loads).toHaveLength(1);
  });

  test('halves the batch until it fits, and continues with small batches', async () => {
    const { host, predictions, run, plan } = bench();
    host.memoryTokens = 100;
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(predictions.done).toBe(ROWS);
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
  });

  test('fails when even the smallest batch does not fit', async () => {
    const { host, notices, run, plan } = bench();
    host.memoryTokens = 0;
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'out-of-memory' } });
    expect(codes(notices)).toEqual(['out-of-memory']);
  });

  test('replaces a dead worker and scores no row twice', async () => {
    const { host, run, plan } = bench();
    host.memoryTokens = 200;
    host.scoreFaults.set(2, 'worker-died');
    host.scoreFaults.set(4, 'device-lost');
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(host.loads).toHaveLength(3);
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
  });

  test('does not add up dead workers with scored rows between them', async () => {
    const { host, run, plan } = bench();
    host.memoryTokens = 64;
    for (let call = 9; call < 17; call += 2) host.scoreFaults.set(call, 'worker-stalled');
    await run.start(plan);
    expect(run.state).toEqual({ at: 'done' });
    expect(host.loads).toHaveLength(5);
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
  });

  test('fails after three fresh workers', async () => {
    const { host, run, plan } = bench();
    for (let call = 0; call < 20; call++) host.scoreFaults.set(call, 'worker-died');
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'worker-died' } });
    expect(host.loads).toHaveLength(4);
  });

  test('stops on invalid numbers from the CPU, and marks no row scored', async () => {
    const { host, predictions, run, plan } = bench();
    host.scoreFaults.set(0, 'bad-numbers');
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'bad-numbers' } });
    expect(predictions.done).toBe(0);
  });
});

test('completes after pauses, cancels and starts in any order, and repeats rows at most once a pause', async () => {
  const step = fc.constantFrom('start' as const, 'pause' as const, 'cancel' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(4)), { maxLength: 8 }), async (steps) => {
      const { host, predictions, run, plan } = bench();
      host.memoryTokens = 64;
      let interruptions = 0;
      const runs: Promise<void>[] = [];
      for (const [action, ticks] of steps) {
        if (action === 'start') runs.push(run.start(plan));
        else {
          if (run.busy) interruptions++;
          run[action]();
        }
        for (let i = 0; i < ticks; i++) await new Promise((resolve) => setTimeout(resolve, 0));
        expect(predictions.done).toBe([...predictions.flags.value].filter((flag) => flag === 1).length);
      }
      runs.push(run.start(plan));
      await Promise.all(runs);
      while (run.busy) await new Promise((resolve) => setTimeout(resolve, 0));
      expect(run.state.at).toBe('done');
      expect(predictions.done).toBe(ROWS);
      // Only the interrupted batch is requested again.
      for (const times of host.scored.values()) expect(times).toBeLessThanOrEqual(1 + interruptions);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test.each([
  [20_000, 250],
  [20_001, 2000],
])('shows the results of %i rows every %i ms', async (rows, everyMs) => {
  const { host, predictions, clock, run, plan } = bench();
  predictions.reset(rows, FAKE_CLASSES, new Int32Array(rows));
  const texts = Array.from({ length: rows }, () => 'a');
  const dataset = datasetOf(
    texts,
    texts.map(() => 'World'),
  );
  const shown: number[] = [];
  host.beforeAnswer = () => clock.pass(50);
  await run.start({ ...plan, dataset, grew: () => shown.push(clock.ticks()) });
  const gaps = shown.slice(1).map((at, place) => at - (shown[place] ?? 0));
  expect(gaps.length).toBeGreaterThan(3);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(everyMs);
  expect(Math.max(...gaps)).toBeLessThan(everyMs + 200);
});
