import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORRECTED, DISCARDED, UNSURE, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import { carriedOver, matchRows, type KnownRow } from '../../../../src/domain/review/row-match.js';
import { columnOf, datasetOf } from '../../../fakes/dataset.js';

function dataset(
  texts: readonly string[],
  ids: readonly string[] | null = null,
  textsB: readonly string[] | null = null,
) {
  const all = datasetOf(
    texts,
    texts.map(() => 'World'),
  );
  return { ...all, id: ids && columnOf(ids), textB: textsB && columnOf(textsB) };
}

function known(texts: readonly string[], ids: readonly string[] | null = null): KnownRow[] {
  return texts.map((text, position) => ({ position, id: ids?.[position] ?? null, text, textB: null }));
}

describe('rows of another version of a dataset', () => {
  test('are found at their place, or elsewhere by a text that one row alone has', () => {
    const { positions, report } = matchRows(
      dataset(['new', 'a', 'b', 'same', 'same']),
      known(['a', 'gone', 'b', 'same']),
    );
    expect([...positions]).toEqual([
      [2, 2],
      [3, 3],
      [0, 1],
    ]);
    expect(report).toEqual({ byId: 0, byPlace: 2, byText: 1, unmatched: [1] });
    expect(matchRows(dataset(['x', 'same', 'same']), known(['same'])).report.unmatched).toEqual([0]);
  });

  test('are found by id where both have ids, even if the text changed', () => {
    const now = dataset(['edited', 'b', 'c'], ['1', '2', '9']);
    const { positions, report } = matchRows(now, known(['a', 'b', 'c'], ['2', '1', '3']));
    expect([...positions]).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(report).toMatchObject({ byId: 2, byPlace: 0, byText: 0, unmatched: [2] });
  });

  test('without ids of their own are found by text in a dataset with ids', () => {
    expect(matchRows(dataset(['b', 'a'], ['1', '2']), known(['a'])).report).toMatchObject({ byText: 1 });
  });

  test('of pairs are found by both texts', () => {
    const now = dataset(['a', 'a'], null, ['x', 'y']);
    const pair = { position: 5, id: null, text: 'a', textB: 'y' };
    expect([...matchRows(now, [pair, { ...pair, position: 6, textB: null }]).positions]).toEqual([[5, 1]]);
  });

  test('never share a row, and every row of the same dataset is found in place', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 });
    fc.assert(
      fc.property(texts, texts, (then, now) => {
        const { positions, report } = matchRows(dataset(now), known(then));
        expect(new Set(positions.values()).size).toBe(positions.size);
        expect(positions.size + report.unmatched.length).toBe(then.length);
        for (const [from, to] of positions) expect(now[to]).toBe(then[from]);
        expect(matchRows(dataset(now), known(now)).report).toMatchObject({ byPlace: now.length, unmatched: [] });
      }),
    );
  });

  test('keep their decisions, and a label that is the source’s own now counts as kept', () => {
    const decided = new Map([
      [0, { status: CORRECTED, label: 'Sports' }],
      [1, { status: VALIDATED, label: 'World' }],
      [2, { status: DISCARDED, label: 'World' }],
      [3, { status: CORRECTED, label: 'Sports' }],
      [4, { status: UNSURE, label: 'World' }],
    ]);
    const positions = new Map([
      [0, 10],
      [1, 11],
      [2, 12],
      [4, 13],
    ]);
    const originals = new Map([
      [10, 'Sports'],
      [11, 'Business'],
      [12, 'Sports'],
      [13, 'Business'],
    ]);
    const carried = carriedOver(
      { decided, notes: new Map([[1, 'ask']]) },
      { positions },
      (at) => originals.get(at) ?? '',
    );
    expect([...carried.decided]).toEqual([
      [10, { status: VALIDATED, label: 'Sports' }],
      [11, { status: CORRECTED, label: 'World' }],
      [12, { status: DISCARDED, label: 'Sports' }],
      [13, { status: UNSURE, label: 'Business' }],
    ]);
    expect([...carried.notes]).toEqual([[11, 'ask']]);
  });
});
