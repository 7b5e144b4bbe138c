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
      [0, 1],
    ]);
    expect(report).toEqual({ byId: 0, edited: 0, byPlace: 1, byText: 1, unmatched: [1, 3] });
    expect(matchRows(dataset(['x', 'same', 'same']), known(['same'])).report.unmatched).toEqual([0]);
  });

  test('with a text that several rows have are found at their place only if no row moved', () => {
    expect(matchRows(dataset(['same', 'same', 'a']), known(['same', 'same', 'a'])).report.byPlace).toBe(3);
    const one = { position: 1, id: null, text: 'same', textB: null };
    const moved = { position: 2, id: null, text: 'a', textB: null };
    expect(matchRows(dataset(['new', 'same', 'same', 'a']), [one, moved]).report).toMatchObject({
      byText: 1,
      unmatched: [1],
    });
  });

  test('are found by id and text, and by id alone if the text was edited', () => {
    const now = dataset(['b', 'They won the match.', 'A recipe for bread'], ['1', '2', '9']);
    const { positions, report } = matchRows(
      now,
      known(['They won the mach', 'b', 'Shares fell', 'A recipe for bread'], ['2', '1', '9', '3']),
    );
    expect(report).toEqual({ byId: 1, edited: 1, byPlace: 0, byText: 1, unmatched: [2] });
    expect([...positions]).toEqual([
      [1, 0],
      [3, 2],
      [0, 1],
    ]);
  });

  test('are not found by ids that were numbered anew', () => {
    const texts = ['order 1 is late', 'order 2 is late', 'order 3 is late'];
    const { positions, report } = matchRows(dataset(texts.slice(1), ['0', '1']), known(texts, ['0', '1', '2']));
    expect([...positions]).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(report).toMatchObject({ byId: 0, edited: 0, byText: 2, unmatched: [0] });
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
