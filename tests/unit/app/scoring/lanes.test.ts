import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Batching } from '../../../../src/app/scoring/batching.js';
import { scoreInLanes } from '../../../../src/app/scoring/lanes.js';
import type { LoadedModel } from '../../../../src/protocol/model-wire.js';
import { FakeModelHost } from '../../../fakes/model-host.js';

const MODEL = { maxTokens: 64, traits: { probabilities: false, rows: null, tokens: null } } as unknown as LoadedModel;

/** Rows of these lengths; the first token of each is its number. */
function tokensOf(lengths: readonly number[]) {
  const offsets = Uint32Array.from([0, ...lengths]);
  for (let at = 1; at < offsets.length; at++) offsets[at] = (offsets[at - 1] ?? 0) + (offsets[at] ?? 0);
  const ids = new Int32Array(offsets[lengths.length] ?? 0);
  lengths.forEach((_, row) => (ids[offsets[row] ?? 0] = row + 2));
  return { ids, offsets, segmentB: new Uint16Array(lengths.length), truncated: new Uint8Array(lengths.length) };
}

test('every row is scored once with its own result, for any number of workers and any order of answers', async () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 8 }), fc.scheduler(), async (own, workers, scheduler) => {
      const host = new FakeModelHost();
      let atOnce = 0;
      let most = 0;
      const batching = new Batching();
      batching.fit('wasm', MODEL);
      const tokens = tokensOf(own);
      const results = new Map<number, number>();
      const scored = scoreInLanes(
        new AbortController().signal,
        {
          inUse: { workers, threads: 1 },
          score: async (batch) => {
            most = Math.max(most, ++atOnce);
            const result = await scheduler.schedule(host.score(batch));
            atOnce--;
            return result;
          },
        },
        batching,
        {
          tokens,
          rows: own.map((_, row) => row),
          labels: new Int32Array(own.length),
          take: (rows, { loss }) => {
            rows.forEach((row, i) => {
              expect(results.has(row)).toBe(false);
              results.set(row, loss[i] ?? Number.NaN);
            });
            return Promise.resolve();
          },
        },
      );
      await scheduler.waitFor(scored);
      expect(await scored).toEqual({ ok: true, value: null });
      expect(most).toBeLessThanOrEqual(workers);
      expect(results.size).toBe(own.length);
      for (const [row, loss] of results) expect(loss).toBeCloseTo((row + 2) / 100, 6);
    }),
    { numRuns: 50 },
  );
});

test('batches beside each other that do not fit into memory halve the size once', async () => {
  const host = new FakeModelHost();
  host.inUse = { workers: 4, threads: 1 };
  host.memoryTokens = 1024;
  const batching = new Batching();
  batching.fit('wasm', MODEL);
  const lengths = new Array<number>(300).fill(32);
  const rows = new Set<number>();
  const scored = await scoreInLanes(new AbortController().signal, host, batching, {
    tokens: tokensOf(lengths),
    rows: lengths.map((_, row) => row),
    labels: new Int32Array(lengths.length),
    take: (taken) => {
      for (const row of taken) rows.add(row);
      return Promise.resolve();
    },
  });
  expect([scored.ok, rows.size]).toEqual([true, 300]);
  const sizes = batching.plan(new Uint16Array(300).fill(32), [...rows]).map((plan) => plan.rows.length * plan.columns);
  expect(Math.max(...sizes)).toBe(1024);
});
