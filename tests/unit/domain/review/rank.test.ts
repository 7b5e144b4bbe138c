import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ORDERS, rankOfRow, rankRows } from '../../../../src/domain/review/rank.js';
import type { Order, RankColumns, RowBound, RowFilter } from '../../../../src/domain/review/rank.js';

const NONE = Number.NaN;

function columns(change: Partial<RankColumns> = {}): RankColumns {
  return {
    rows: 6,
    label: Uint16Array.of(0, 1, 2, 0, 1, 2),
    status: Uint8Array.of(0, 1, 2, 3, 0, 0),
    updatedAt: Float64Array.of(0, 1_700_000_000_000, 1_700_000_000_001, 5, 0, 0),
    loss: Float32Array.of(0.5, NONE, 3, 0.5, 0, 2.5),
    predicted: Int16Array.of(0, -1, 0, 1, 1, 2),
    classOfLabel: Int16Array.of(0, 1, -1),
    selfConfidence: Float32Array.of(0.6, NONE, 0.05, 0.6, 1, 0.1),
    normalizedMargin: Float32Array.of(0.5, NONE, -0.2, 0, -0, 0.1),
    entropy: Float32Array.of(0.1, NONE, 0.9, 0.2, 0, 0.3),
    tokens: Uint16Array.of(10, 0, 256, 10, 3, 40),
    avgProbs: Float32Array.of(0.9, NONE, 0.1, 0.5, 0.5, 0.2),
    labelVar: Float32Array.of(0.01, NONE, 0.2, 0, 0.05, 0.2),
    forgettingTimes: Float32Array.of(0, NONE, 3, 0, 1, 1),
    ...change,
  };
}

function ranked(filter: RowFilter, order: Order = 'source', change: Partial<RankColumns> = {}): number[] {
  return [...rankRows(columns(change), [filter], order)];
}

describe('orders', () => {
  test.each<[Order, number[]]>([
    ['loss-desc', [2, 5, 0, 3, 4, 1]],
    ['loss-asc', [4, 0, 3, 5, 2, 1]],
    ['self_confidence', [2, 5, 0, 3, 4, 1]],
    ['normalized_margin', [2, 3, 4, 5, 0, 1]],
    ['entropy', [2, 5, 3, 0, 4, 1]],
    ['tokens', [2, 5, 0, 3, 4, 1]],
    ['avg_probs', [2, 5, 3, 4, 0, 1]],
    ['label_var', [2, 5, 4, 0, 3, 1]],
    ['forgetting_times', [2, 4, 5, 0, 3, 1]],
    ['source', [0, 1, 2, 3, 4, 5]],
    ['label', [0, 3, 1, 4, 2, 5]],
    ['updated', [2, 1, 3, 0, 4, 5]],
  ])('%s', (order, expected) => {
    expect(ranked({}, order)).toEqual(expected);
  });

  test('without results every order of results is the source order', () => {
    const unscored = { loss: null, selfConfidence: null, normalizedMargin: null, entropy: null, tokens: null };
    for (const order of ['loss-desc', 'self_confidence', 'normalized_margin', 'entropy', 'tokens'] as const) {
      expect(ranked({}, order, unscored)).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  test('infinite values precede rows without a value', () => {
    const loss = Float32Array.of(NONE, -Infinity, Infinity, 1, NONE, -1);
    expect(ranked({}, 'loss-desc', { loss })).toEqual([2, 3, 5, 1, 0, 4]);
    expect(ranked({}, 'loss-asc', { loss })).toEqual([1, 5, 3, 2, 0, 4]);
  });
});

/** A bound of the losses of `columns`. */
function lossIs(operator: RowBound['operator'], limit: number): RowBound {
  return { values: columns().loss, operator, limit };
}

describe('filters', () => {
  test.each<[string, RowFilter, number[]]>([
    ['none', {}, [0, 1, 2, 3, 4, 5]],
    ['mask', { mask: Uint8Array.of(1, 0, 1, 0, 0, 1) }, [0, 2, 5]],
    ['a mask that ends early', { mask: Uint8Array.of(1, 1) }, [0, 1]],
    ['labels', { labels: Uint8Array.of(0, 1, 1) }, [1, 2, 4, 5]],
    ['labels beyond the end', { labels: Uint8Array.of(1) }, [0, 3]],
    ['predicted', { predicted: Uint8Array.of(1, 0, 0) }, [0, 2]],
    ['statuses', { statuses: Uint8Array.of(0, 1, 0, 1) }, [1, 3]],
    ['agree', { agreement: 'agree' }, [0, 4]],
    ['disagree', { agreement: 'disagree' }, [3]],
    ['at least', { bounds: [lossIs('>=', 0.5)] }, [0, 2, 3, 5]],
    ['above', { bounds: [lossIs('>', 0.5)] }, [2, 5]],
    ['at most', { bounds: [lossIs('<=', 0.5)] }, [0, 3, 4]],
    ['below', { bounds: [lossIs('<', 0.5)] }, [4]],
    ['a band of losses', { bounds: [lossIs('>=', 0.1), lossIs('<=', 2.5)] }, [0, 3, 5]],
  ])('%s', (_, filter, expected) => {
    expect(ranked(filter)).toEqual(expected);
  });

  test('columns that are not there', () => {
    expect(ranked({ bounds: [{ values: null, operator: '>=', limit: 0 }] })).toEqual([]);
    expect(ranked({ agreement: 'agree' }, 'source', { predicted: null })).toEqual([]);
    expect(ranked({ predicted: Uint8Array.of(1) }, 'source', { predicted: null })).toEqual([]);
  });

  test('a limit is rounded as the values are', () => {
    const values = Float32Array.of(0.3, 0.1, 0.7, 0, 0, 0);
    const kept = (operator: RowBound['operator'], limit: number): number[] =>
      ranked({ bounds: [{ values, operator, limit }], mask: Uint8Array.of(1, 1, 1) });
    expect(kept('<=', 0.3)).toEqual([0, 1]);
    expect(kept('>=', 0.7)).toEqual([2]);
    expect(kept('>', 0.3)).toEqual([2]);
    expect(kept('<', 0.7)).toEqual([0, 1]);
  });

  test('several filters must all hold', () => {
    const filters = [
      { bounds: [lossIs('>=', 0.5)] },
      { bounds: [lossIs('<=', 2.5)] },
      { predicted: Uint8Array.of(0, 0, 1) },
    ];
    expect([...rankRows(columns(), filters, 'source')]).toEqual([5]);
  });
});

describe('rankOfRow', () => {
  test('is the inverse, -1 for missing rows', () => {
    expect([...rankOfRow(Uint32Array.of(4, 0, 2), 6)]).toEqual([1, -1, 2, -1, 0, -1]);
  });
});

/** The ordering value of a row, lower first. Null = last. */
function naiveKey(c: RankColumns, order: Order, row: number): number | null {
  const number = (value: number | undefined, sign: number): number | null =>
    value === undefined || Number.isNaN(value) ? null : sign * value;
  switch (order) {
    case 'loss-desc':
      return number(c.loss?.[row], -1);
    case 'loss-asc':
      return number(c.loss?.[row], 1);
    case 'self_confidence':
      return number(c.selfConfidence?.[row], 1);
    case 'normalized_margin':
      return number(c.normalizedMargin?.[row], 1);
    case 'entropy':
      return number(c.entropy?.[row], -1);
    case 'tokens':
      return number(c.tokens?.[row], -1);
    case 'avg_probs':
      return number(c.avgProbs?.[row], 1);
    case 'label_var':
      return number(c.labelVar?.[row], -1);
    case 'forgetting_times':
      return number(c.forgettingTimes?.[row], -1);
    case 'label':
      return number(c.label[row], 1);
    case 'updated':
      return number(c.updatedAt[row], -1);
    case 'source':
      return row;
  }
}

function naiveKeeps(c: RankColumns, f: RowFilter, row: number): boolean {
  const given = c.classOfLabel[c.label[row] as number] as number;
  const said = c.predicted?.[row] ?? -1;
  return [
    f.mask === undefined || f.mask[row] === 1,
    f.labels === undefined || f.labels[c.label[row] as number] === 1,
    f.predicted === undefined || f.predicted[said] === 1,
    f.statuses === undefined || f.statuses[c.status[row] as number] === 1,
    f.agreement === undefined || (said >= 0 && given >= 0 && (said === given ? 'agree' : 'disagree') === f.agreement),
    (f.bounds ?? []).every(({ values, operator, limit }) => {
      const value = values?.[row] ?? Number.NaN;
      return { '>': value > limit, '>=': value >= limit, '<': value < limit, '<=': value <= limit }[operator];
    }),
  ].every(Boolean);
}

function naiveRank(c: RankColumns, filters: readonly RowFilter[], order: Order): number[] {
  const kept = Array.from({ length: c.rows }, (_, row) => row).filter((row) =>
    filters.every((f) => naiveKeeps(c, f, row)),
  );
  return kept.sort((a, b) => {
    const [x, y] = [naiveKey(c, order, a), naiveKey(c, order, b)];
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
    return x - y === 0 || x === y ? a - b : x - y;
  });
}

const anyColumns = fc.integer({ min: 0, max: 60 }).chain((rows) => {
  const list = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(arbitrary, { minLength: rows, maxLength: rows });
  // Few distinct values, so that ties are common, and now and then any float.
  const value = fc.oneof(fc.constantFrom(0, -0, 0.5, 1, 2.5, Number.NaN), fc.float());
  const floats = fc.option(list(value).map((values) => Float32Array.from(values)));
  const time = fc.oneof(fc.constantFrom(0, 1, 2 ** 32, 2 ** 32 + 1), fc.nat(8e12));
  const bytes = (max: number) => list(fc.nat(max)).map((values) => Uint8Array.from(values));
  return fc.record<RankColumns>({
    rows: fc.constant(rows),
    label: list(fc.nat(3)).map((values) => Uint16Array.from(values)),
    status: bytes(3),
    updatedAt: list(time).map((values) => Float64Array.from(values)),
    loss: floats,
    predicted: fc.option(list(fc.integer({ min: -1, max: 2 })).map((values) => Int16Array.from(values))),
    classOfLabel: fc.constant(Int16Array.of(2, 1, 0, -1)),
    selfConfidence: floats,
    normalizedMargin: floats,
    entropy: floats,
    tokens: fc.option(list(fc.nat(65_535)).map((values) => Uint16Array.from(values))),
    avgProbs: floats,
    labelVar: floats,
    forgettingTimes: floats,
  });
});

const chosen = (max: number) => fc.uint8Array({ minLength: 0, maxLength: max, max: 1 });
const anyBound = fc.record<RowBound>({
  values: fc.option(
    fc
      .array(fc.constantFrom(0, 0.5, 1, Number.NaN), { minLength: 60, maxLength: 60 })
      .map((values) => Float32Array.from(values)),
  ),
  operator: fc.constantFrom('>', '>=', '<', '<='),
  limit: fc.constantFrom(-1, 0, 0.5, 1, 2),
});
const anyFilter = fc.record<RowFilter>(
  {
    mask: chosen(60),
    labels: chosen(4),
    predicted: chosen(3),
    statuses: chosen(4),
    agreement: fc.constantFrom('agree', 'disagree'),
    bounds: fc.array(anyBound, { maxLength: 2 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RowFilter>;

describe('properties', () => {
  test('equals the naive ranking, for every order', () => {
    const filters = fc.array(anyFilter, { maxLength: 2 });
    fc.assert(
      fc.property(anyColumns, filters, fc.constantFrom(...ORDERS), (c, list, order) => {
        expect([...rankRows(c, list, order)]).toEqual(naiveRank(c, list, order));
      }),
      { numRuns: 500 },
    );
  }, 30_000);

  test('without a filter the order is a permutation, and rankOfRow inverts it', () => {
    fc.assert(
      fc.property(anyColumns, fc.constantFrom(...ORDERS), (c, order) => {
        const ids = rankRows(c, [], order);
        expect(ids).toHaveLength(c.rows);
        const places = rankOfRow(ids, c.rows);
        expect([...places].map((place) => ids[place])).toEqual(Array.from({ length: c.rows }, (_, row) => row));
      }),
    );
  });
});
