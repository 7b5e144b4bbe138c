import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { manyAreFaster, mostWorkers, Pace } from '../../../../src/domain/models/pool.js';

const GB = 1e9;
const SMALL = 6e6;
const BASE = 268e6;

describe('mostWorkers', () => {
  test.each([
    [1, 8, SMALL, 1],
    [2, 8, SMALL, 2],
    [4, 8, SMALL, 3],
    [8, 8, SMALL, 7],
    [64, 8, SMALL, 8],
    [8, 4, BASE, 1],
    [8, 8, BASE, 2],
    [8, 32, BASE, 7],
    [2, 8, 2 * GB, 1],
    [0, 0.25, SMALL, 1],
  ])('%i cores and %f GB take a model of %f bytes in %i workers', (cores, gigabytes, bytes, workers) => {
    expect(mostWorkers({ cores, memory: gigabytes * GB }, bytes)).toBe(workers);
  });

  test('copies use at most a third of the memory, unless there is one worker', () => {
    const machine = fc.record({ cores: fc.integer({ min: 0, max: 128 }), memory: fc.integer({ min: 0, max: 64e9 }) });
    fc.assert(
      fc.property(machine, fc.integer({ min: 0, max: 4e9 }), (facts, bytes) => {
        const workers = mostWorkers(facts, bytes);
        expect(workers).toBeGreaterThanOrEqual(1);
        expect(workers).toBeLessThanOrEqual(8);
        if (workers > 1) expect(workers * (120e6 + 3 * bytes)).toBeLessThanOrEqual(facts.memory / 3);
      }),
    );
  });
});

test('a pace leaves out the first batch, which reserves memory', () => {
  const pace = new Pace();
  expect(pace.rate).toBe(0);
  pace.add(100, 1000);
  expect([pace.batches, pace.rate]).toEqual([0, 0]);
  pace.add(100, 10);
  pace.add(300, 10);
  expect([pace.batches, pace.rate]).toEqual([2, 20]);
});

test.each([
  [10, [5, 5], false],
  [10, [5, 6], true],
  [10, [11], true],
  [10, [], false],
])('one worker at %f and others at %j: many are faster is %s', (one, many, faster) => {
  expect(manyAreFaster(one, many)).toBe(faster);
});
