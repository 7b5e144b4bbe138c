import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RATIO_BUCKETS } from '../../../../src/domain/map/legend.js';
import { AGREE, agreementOf, DISAGREE, UNKNOWN } from '../../../../src/domain/predictions/agreement.js';
import { bucketsOf, type Buckets } from '../../../../src/ui/map/buckets.js';
import {
  DOTTED,
  gatherPoints,
  HOLLOW,
  LARGE,
  RINGED,
  SHAPE_MASK,
  type Channels,
} from '../../../../src/ui/map/points.js';
import { shapeFor, SHAPES } from '../../../../src/ui/map/shapes.js';

const COLUMNS = {
  label: Uint16Array.of(0, 1, 2, 0),
  labels: ['a', 'b', 'c'],
  predicted: Int16Array.of(0, 0, 1, -1),
  classes: ['a', 'b'],
  status: Uint8Array.of(0, 2, 1, 3),
};
const agreement = agreementOf(COLUMNS.label, COLUMNS.predicted, Int32Array.of(0, 1, -1));
const SOURCE = { ...COLUMNS, agreement, training: null, palette: 'original', theme: 'light' } as const;

describe('agreementOf', () => {
  it('compares the prediction with the class of the label if both exist', () => {
    expect([...agreement]).toEqual([AGREE, DISAGREE, UNKNOWN, UNKNOWN]);
  });
});

describe('bucketsOf', () => {
  it.each([
    ['agreement', ['agree', 'disagree', 'unknown'], [0, 1, 2, 2]],
    ['label', ['a', 'b', 'c'], [0, 1, 2, 0]],
    ['predicted', ['a', 'b'], [0, 0, 1, -1]],
    ['status', ['pending', 'validated', 'corrected', 'discarded', 'unsure'], [0, 2, 1, 3]],
  ] as const)('by %s', (colour, keys, ofRow) => {
    const buckets = bucketsOf(colour, SOURCE);
    expect(buckets.list.map((bucket) => bucket.key)).toEqual(keys);
    expect([...buckets.ofRow]).toEqual(ofRow);
  });

  it('gives each of the first 64 labels its own pair of colour and shape', () => {
    const labels = Array.from({ length: 64 }, (_, index) => `label ${index}`);
    const looks = bucketsOf('label', { ...SOURCE, labels }).list.map(
      ({ colour, shape }) => `${colour.join()} ${shape}`,
    );
    expect(new Set(looks).size).toBe(64);
  });

  it('uses only shapes that the shader knows', () => {
    for (let index = 0; index < 200; index += 1) expect(SHAPES[shapeFor(index)]).toBeDefined();
    expect(SHAPES.length - 1).toBeLessThanOrEqual(SHAPE_MASK);
  });
});

/** Channels of random rows, with buckets by label and some rows unscored. */
const channels: fc.Arbitrary<Channels> = fc.integer({ min: 0, max: 60 }).chain((rows) => {
  const column = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(value, { minLength: rows, maxLength: rows });
  const value = fc.oneof(fc.float({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN), fc.constant(Infinity));
  return fc
    .record({
      x: column(value),
      y: column(value),
      bucket: column(fc.integer({ min: -1, max: 3 })),
      mask: column(fc.constantFrom(0, 1)),
      agreement: column(fc.constantFrom(AGREE, DISAGREE, UNKNOWN)),
      status: column(fc.integer({ min: 0, max: 4 })),
      predicted: column(fc.integer({ min: -1, max: 1 })),
      hidden: fc.uniqueArray(fc.constantFrom('k0', 'k1', 'k2')),
    })
    .map((made) => ({
      x: Float32Array.from(made.x),
      y: Float32Array.from(made.y),
      buckets: threeBuckets(Int16Array.from(made.bucket)),
      mask: Uint8Array.from(made.mask),
      picks: null,
      hidden: new Set(made.hidden),
      agreement: Uint8Array.from(made.agreement),
      status: Uint8Array.from(made.status),
      predicted: Int16Array.from(made.predicted),
    }));
});

function threeBuckets(ofRow: Int16Array): Buckets {
  const list = [0, 1, 2].map((k) => ({
    key: `k${k}`,
    isName: true,
    colour: [k, 10 + k, 20 + k] as const,
    shape: k + 3,
  }));
  return { list, ofRow };
}

/** A naive loop over the rows. */
function reference(given: Channels) {
  const tiers: number[][] = [[], [], []];
  const counts = [0, 0, 0];
  let withoutPlace = 0;
  for (let row = 0; row < given.x.length; row += 1) {
    if (given.mask[row] !== 1) continue;
    if (!Number.isFinite(given.x[row]) || !Number.isFinite(given.y[row])) {
      if ((given.predicted[row] ?? -1) >= 0) withoutPlace += 1;
      continue;
    }
    const bucket = given.buckets.ofRow[row] ?? -1;
    if (bucket < 0 || bucket > 2) continue;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    if (given.hidden.has(`k${bucket}`)) continue;
    tiers[given.status[row] === 2 ? 2 : given.agreement[row] === DISAGREE ? 1 : 0]?.push(row);
  }
  return { rows: tiers.flat(), counts, withoutPlace };
}

describe('gatherPoints', () => {
  it('draws the same points as a naive loop, in painting order, with the same counts', () => {
    fc.assert(
      fc.property(channels, (given) => {
        const points = gatherPoints(given);
        const expected = reference(given);
        expect([...points.rows]).toEqual(expected.rows);
        expect(points.count).toBe(expected.rows.length);
        expect([...points.bucketCounts]).toEqual(expected.counts);
        expect(points.withoutPlace).toBe(expected.withoutPlace);
        expected.rows.forEach((row, index) => {
          expect(points.x[index]).toBe(given.x[row]);
          expect(points.y[index]).toBe(given.y[row]);
        });
      }),
    );
  });

  it('marks points with their colour, shape and emphasis', () => {
    const ones = Float32Array.of(1, 1, 1);
    const points = gatherPoints({
      x: ones,
      y: ones,
      buckets: threeBuckets(Int16Array.of(0, 1, 2)),
      mask: Uint8Array.of(1, 1, 1),
      picks: null,
      hidden: new Set(),
      agreement: Uint8Array.of(DISAGREE, AGREE, DISAGREE),
      status: Uint8Array.of(0, 0, 2),
      predicted: Int16Array.of(0, 0, 0),
    });
    expect([...points.rows]).toEqual([1, 0, 2]);
    expect([...points.marks]).toEqual([1, 11, 21, 4, 0, 10, 20, 3 | LARGE, 2, 12, 22, 5 | LARGE | RINGED]);
  });

  it('draws confirmed rows with a dot, discarded rows hollow and unsure rows with both, in every colour', () => {
    const ones = Float32Array.of(1, 1, 1, 1, 1);
    const points = gatherPoints({
      x: ones,
      y: ones,
      buckets: threeBuckets(Int16Array.of(0, 0, 1, 1, 2)),
      mask: Uint8Array.of(1, 1, 1, 1, 1),
      picks: null,
      hidden: new Set(),
      agreement: Uint8Array.of(AGREE, AGREE, AGREE, DISAGREE, AGREE),
      status: Uint8Array.of(0, 1, 3, 3, 4),
      predicted: Int16Array.of(0, 0, 0, 0, 0),
    });
    const styles = [3, 7, 11, 15, 19].map((at) => points.marks[at]);
    expect(styles).toEqual([3, 3 | DOTTED, 4 | HOLLOW, 5 | HOLLOW | DOTTED, 4 | HOLLOW | LARGE]);
  });

  it('marks a corrected row as corrected under the training colours', () => {
    const training = {
      buckets: RATIO_BUCKETS,
      bucketOf: Uint8Array.of(0, 0),
      counts: Uint32Array.of(2, 0, 0, 0, 0, 0),
      total: 2,
    };
    const both = Float32Array.of(0, 0);
    for (const palette of ['safe', 'original'] as const) {
      const { marks, rows } = gatherPoints({
        x: both,
        y: both,
        buckets: bucketsOf('training', { ...SOURCE, training, palette }),
        mask: Uint8Array.of(1, 1),
        picks: null,
        hidden: new Set(),
        agreement: new Uint8Array(0),
        status: Uint8Array.of(2, 0),
        predicted: Int16Array.of(0, 0),
      });
      expect([...rows]).toEqual([1, 0]);
      expect((marks[3] ?? 0) & (LARGE | RINGED)).toBe(0);
      expect((marks[7] ?? 0) & (LARGE | RINGED)).toBe(LARGE | RINGED);
    }
  });
});

describe('colours of buckets', () => {
  const isGrey = ([red, green, blue]: readonly [number, number, number]): boolean =>
    Math.max(red, green, blue) - Math.min(red, green, blue) < 24;

  it('are grey for states and training groups, and hues for labels alone', () => {
    const training = { buckets: RATIO_BUCKETS, bucketOf: new Uint8Array(0), counts: new Uint32Array(6), total: 0 };
    for (const theme of ['light', 'dark'] as const) {
      const source = { ...SOURCE, training, palette: 'safe', theme } as const;
      for (const colour of ['agreement', 'status', 'training'] as const) {
        const { list } = bucketsOf(colour, source);
        expect(list.every((bucket) => isGrey(bucket.colour))).toBe(true);
        expect(new Set(list.map(({ shape }) => shape)).size).toBe(list.length);
        expect(new Set(list.map((bucket) => bucket.colour.join())).size).toBe(list.length);
      }
      expect(bucketsOf('label', source).list.some((bucket) => isGrey(bucket.colour))).toBe(false);
    }
  });
});
