import { describe, expect, it } from 'vitest';
import { betterMap } from '../../../src/domain/label-remap.js';

/** Numbers from 0 to below 1, the same ones in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Scene {
  readonly rows: number;
  readonly classes: number;
  /** Class of a label under the map. */
  readonly map: (label: number) => number;
  /** Share of rows with the right prediction for their texts. The predictions of other rows are any class. */
  readonly right: number;
  /** Share of labels that are wrong: any other class. */
  readonly wrong?: number;
  /** Class of a row's text by a number from 0 to below 1. */
  readonly topic?: (share: number) => number;
  readonly seed?: number;
}

function look({ rows, classes, map, right, wrong = 0, topic, seed = 1 }: Scene): ReturnType<typeof betterMap> {
  const next = numbers(seed);
  const any = (): number => Math.floor(next() * classes);
  const given: number[] = [];
  const predicted: number[] = [];
  for (let row = 0; row < rows; row++) {
    const truth = topic?.(next()) ?? any();
    const label = next() < wrong ? (truth + 1 + Math.floor(next() * (classes - 1))) % classes : truth;
    given.push(map(label));
    predicted.push(next() < right ? truth : any());
  }
  return betterMap(given, predicted, classes);
}

const same = (label: number): number => label;
const seeds = Array.from({ length: 60 }, (_, i) => i + 1);

describe('a map that is wrong', () => {
  it.each([
    ['24 rows of 4 classes', 24, 4, (label: number) => (label + 1) % 4],
    ['48 rows of 4 classes, alphabetical', 48, 4, (label: number) => [3, 2, 0, 1][label] ?? 0],
    ['two classes the other way round', 40, 2, (label: number) => 1 - label],
    ['150 classes', 3000, 150, (label: number) => (label + 7) % 150],
    ['600 classes', 12_000, 600, (label: number) => (label * 7) % 600],
    ['2,000 classes', 20_000, 2000, (label: number) => 1999 - label],
  ])('is found with the right one: %s', (_, rows, classes, map) => {
    const found = look({ rows, classes, map, right: 0.95 });
    expect(found?.rows).toBe(rows);
    expect(found?.now).toBeLessThan(0.2);
    expect(found?.then).toBeGreaterThan(0.9);
    for (let label = 0; label < Math.min(classes, 150); label++) expect(found?.to[map(label)]).toBe(label);
  });

  it('is found although 40 % of the labels are wrong', () => {
    const found = look({ rows: 400, classes: 4, map: (label) => (label + 1) % 4, right: 0.9, wrong: 0.4 });
    expect(found && [...found.to]).toEqual([3, 0, 1, 2]);
  });

  it('is found where two of four classes have changed places, and keeps the other two', () => {
    const found = look({ rows: 200, classes: 4, map: (label) => [1, 0, 2, 3][label] ?? 0, right: 0.9 });
    expect(found && [...found.to]).toEqual([1, 0, 2, 3]);
  });

  it('moves classes whose labels have no rows out of the way', () => {
    const given = Array.from({ length: 60 }, (_, row) => [0, 1][row % 2] ?? 0);
    const predicted = given.map((label) => [1, 2][label] ?? 0);
    expect(betterMap(given, predicted, 4)?.to).toEqual(Int32Array.of(1, 2, 0, 3));
  });
});

describe('no other map is proposed', () => {
  it.each([
    ['of a good map', { rows: 300, classes: 4, map: same, right: 0.95 }],
    ['of a good map with 40 % wrong labels', { rows: 300, classes: 4, map: same, right: 0.9, wrong: 0.4 }],
    ['of few rows with 40 % wrong labels', { rows: 24, classes: 4, map: same, right: 0.9, wrong: 0.4 }],
    ['of two classes with 40 % wrong labels', { rows: 60, classes: 2, map: same, right: 0.9, wrong: 0.4 }],
    ['of a useless model', { rows: 300, classes: 4, map: same, right: 0 }],
    ['of a useless model and few rows', { rows: 24, classes: 4, map: same, right: 0 }],
    ['of a useless model with two classes', { rows: 24, classes: 2, map: same, right: 0 }],
    ['of a useless model with many classes', { rows: 300, classes: 100, map: same, right: 0 }],
    ['of a useless model with more classes than that', { rows: 2000, classes: 1200, map: same, right: 0 }],
    ['of too few rows', { rows: 10, classes: 2, map: (label: number) => 1 - label, right: 1 }],
  ] satisfies readonly (readonly [string, Scene])[])('%s', (_, scene) => {
    expect(seeds.filter((seed) => look({ ...scene, seed }) !== null)).toEqual([]);
  });

  it('for a model with one prediction for every row, however many rows have another label', () => {
    const given = Array.from({ length: 300 }, (_, row) => (row % 10 < 8 ? 0 : 1 + (row % 3)));
    expect(
      betterMap(
        given,
        given.map(() => 2),
        4,
      ),
    ).toBeNull();
  });

  it('for rows that all have one label so far', () => {
    const given = new Array<number>(256).fill(0);
    expect(
      betterMap(
        given,
        given.map(() => 2),
        4,
      ),
    ).toBeNull();
  });

  it('for rows without a class or a prediction', () => {
    expect(betterMap(new Array<number>(100).fill(-1), new Array<number>(100).fill(0), 2)).toBeNull();
    expect(betterMap(new Array<number>(100).fill(0), new Array<number>(100).fill(-1), 2)).toBeNull();
    expect(betterMap([], [], 0)).toBeNull();
  });
});
