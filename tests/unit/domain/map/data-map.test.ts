import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dataMap,
  MAP_ATTRIBUTES,
  NOT_DRAWN,
  STANDARD_MAP,
  type DataMap,
  type MapOptions,
} from '../../../../src/domain/map/data-map.js';
import {
  DIRTY_BUCKETS,
  FORGETTING_BUCKETS,
  LEARNING_BUCKETS,
  originalColour,
  RATIO_BUCKETS,
  type MapBucket,
} from '../../../../src/domain/map/legend.js';
import { groupsOf, medianOf, NO_REGION, regionBounds, regionsOf } from '../../../../src/domain/map/regions.js';
import { emptyColumns, summarise, type SignalColumns } from '../../../../src/domain/training/signals.js';
import { fixture, readTrustai } from '../training/helpers.js';

const golden = JSON.parse(fixture('trustai_bucket_counts.json')) as Record<string, readonly number[]>;
const columns = summarise(readTrustai(fixture('trustai_signals_input.jsonl')).signals);

function mapOf(from: SignalColumns, change: Partial<MapOptions>, sLabel: Uint8Array | null = null): DataMap {
  const outcome = dataMap(from, sLabel, { ...STANDARD_MAP, ...change });
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.map;
}

describe("the tutorial's plots", () => {
  const criterion = { criterion: 'forgetting_times', threshold: 1 } as const;

  it.each<[string, Partial<MapOptions>]>([
    ['standard', {}],
    ['criterion forgetting_times>=1', criterion],
    ['use_l_times=0', { useLTimes: 0 }],
    ['use_f_times=0', { useFTimes: 0 }],
    ['use_l_times=1', { useLTimes: 1 }],
    ['use_f_times=0 + criterion forgetting_times>=1 (criterion ignored)', { useFTimes: 0, ...criterion }],
  ])('%s', (name, options) => {
    const { total, counts, buckets } = mapOf(columns, options);
    expect([total, ...counts]).toEqual(golden[name]);
    expect(buckets).toHaveLength(6);
  });

  it('marked labels ignore times, also both', () => {
    const options = { ...STANDARD_MAP, useFTimes: 0, useLTimes: 0, dirty: true };
    expect(dataMap(columns, null, options)).toMatchObject({ ok: true, map: { total: 100 } });
  });

  it('forgetting and learning at once are an error', () => {
    const outcome = dataMap(columns, null, { ...STANDARD_MAP, useFTimes: 0, useLTimes: 0 });
    expect(outcome).toEqual({ ok: false, error: 'forgetting-and-learning' });
  });

  it('the marked-dirty view shows everything, by s_label alone', () => {
    const sLabel = new Uint8Array(100);
    sLabel.set([2, 1, 2]);
    const dirty = mapOf(columns, { dirty: true, ...criterion }, sLabel);
    expect([dirty.total, ...dirty.counts]).toEqual([100, 2, 98]);
    expect(Array.from(dirty.bucketOf.slice(0, 4))).toEqual([0, 1, 0, 1]);
    expect(Array.from(mapOf(columns, { dirty: true }).counts)).toEqual([0, 100]);
  });

  it('writes into the given column, and leaves out rows that it cannot judge', () => {
    const unknown = emptyColumns(3);
    unknown.correct_ratio.set([0.5, NaN, 1]);
    unknown.label_var.set([0.1, 0.1, NaN]);
    const into = new Uint8Array(3);
    const outcome = dataMap(unknown, null, { ...STANDARD_MAP, criterion: 'label_var', threshold: 0 }, into);
    expect(outcome).toMatchObject({ ok: true, map: { bucketOf: into, total: 1 } });
    expect(Array.from(into)).toEqual([2, NOT_DRAWN, NOT_DRAWN]);
  });

  it('puts a bound into the bucket above it', () => {
    const edges = emptyColumns(7);
    edges.correct_ratio.set([0, 1 / 5, 2 / 5, 3 / 5, 4 / 5, 5 / 5, 0.999]);
    expect(Array.from(mapOf(edges, {}).bucketOf)).toEqual([0, 1, 2, 3, 4, 5, 4]);
  });

  it('every drawn row is in one bucket, and a higher threshold never draws more', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.constantFrom(...MAP_ATTRIBUTES), fc.double({ min: 0, max: 6, noNaN: true }), (name, threshold) => {
        const low = mapOf(columns, { criterion: name, threshold });
        const high = mapOf(columns, { criterion: name, threshold: threshold + 0.5 });
        expect(low.counts.reduce((sum, count) => sum + count, 0)).toBe(low.total);
        expect(high.total).toBeLessThanOrEqual(low.total);
        expect(low.total).toBe(columns[name].filter((value) => value >= threshold).length);
      }),
    );
  });
});

describe('looks', () => {
  const sets = [RATIO_BUCKETS, FORGETTING_BUCKETS, LEARNING_BUCKETS, DIRTY_BUCKETS];

  it('are those of the original', () => {
    expect(RATIO_BUCKETS.map((bucket) => [bucket.key, originalColour(bucket).join(), bucket.shape])).toEqual([
      ['correct_ratio_0.0', '255,0,0', 'cross'],
      ['correct_ratio_0.2', '191,0,191', 'triangle-down'],
      ['correct_ratio_0.4', '255,165,0', 'triangle-up'],
      ['correct_ratio_0.6', '0,128,0', 'triangle-left'],
      ['correct_ratio_0.8', '0,191,191', 'triangle-right'],
      ['correct_ratio_1.0', '0,0,255', 'diamond'],
    ]);
    expect(LEARNING_BUCKETS[1]).toEqual({
      key: 'learnt_times+-',
      part: 'black',
      shape: 'cross',
      strength: 1,
      opacity: 1,
    });
    expect(FORGETTING_BUCKETS.map(({ shape }) => shape)).toEqual(LEARNING_BUCKETS.map(({ shape }) => shape));
  });

  it('share no colour, no shape and no strength within a plot', () => {
    for (const set of sets) {
      for (const of of [originalColour, ({ shape }: MapBucket) => shape, ({ strength }: MapBucket) => strength]) {
        expect(new Set(set.map((bucket) => String(of(bucket)))).size).toBe(set.length);
      }
    }
  });
});

describe('regions', () => {
  const REGIONS = ['easy-to-learn', 'ambiguous', 'hard-to-learn'];
  const GROUPS = ['easy', 'ambiguous', 'hard'];
  const some = (confidence: readonly number[], variability: readonly number[]): SignalColumns => {
    const made = emptyColumns(confidence.length);
    made.confidence.set(confidence);
    made.variability.set(variability);
    made.aleatoric.set(confidence.map((mean, row) => mean * (1 - mean) - (variability[row] ?? 0) ** 2));
    return made;
  };

  it('are the most variable third, and the rest by confidence', () => {
    const made = some([0.9, 0.1, 0.5, 0.6, 0.4, NaN], [0.01, 0.02, 0.4, 0.03, 0.5, 0.1]);
    const regions = regionsOf(made, regionBounds(made));
    expect(Array.from(regions, (region) => REGIONS[region])).toEqual([
      'easy-to-learn',
      'hard-to-learn',
      'ambiguous',
      'easy-to-learn',
      'ambiguous',
      undefined,
    ]);
    expect(regions[5]).toBe(NO_REGION);
  });

  it('a row that never varied is not ambiguous', () => {
    const made = some([0.9, 0.1], [0, 0]);
    expect(Array.from(regionsOf(made, regionBounds(made)))).toEqual([0, 2]);
    const empty = emptyColumns(2);
    expect(Array.from(regionsOf(empty, regionBounds(empty)))).toEqual([NO_REGION, NO_REGION]);
  });

  it("take about a third of the golden file's rows", () => {
    const regions = regionsOf(columns, regionBounds(columns));
    expect(regions.filter((region) => region === 1).length).toBe(33);
    expect(regions).not.toContain(NO_REGION);
  });

  it("Data-IQ's groups follow confidence where the uncertainty is up to its median", () => {
    const made = some([0.95, 0.05, 0.5, 0.8, 0.6, NaN], [0, 0, 0, 0.35, 0.1, 0]);
    const { aleatoric } = regionBounds(made);
    expect(aleatoric).toBeCloseTo(0.0475, 12);
    expect(Array.from(groupsOf(made, aleatoric), (group) => GROUPS[group])).toEqual([
      'easy',
      'hard',
      'ambiguous',
      'easy',
      'ambiguous',
      undefined,
    ]);
  });

  it('the median is that of the known values', () => {
    expect(medianOf(Float64Array.of(3, NaN, 1))).toBe(2);
    expect(medianOf(Float64Array.of(3, 1, 2))).toBe(2);
    expect(medianOf(Float64Array.of(5))).toBe(5);
    expect(medianOf(Float64Array.of(NaN))).toBeNaN();
  });

  it('finds the median that sorting finds, and changes nothing', () => {
    const value = fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constantFrom(NaN, 0, 1, 2));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (numbers) => {
        const values = Float64Array.from(numbers);
        const sorted = numbers.filter((number) => !Number.isNaN(number)).sort((a, b) => a - b);
        const middle = sorted.length / 2;
        const expected = ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
        expect(medianOf(values) + 0).toBe(expected + 0);
        expect([...values]).toEqual(numbers);
      }),
    );
  });
});
