import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchVersions, type VersionMatch } from '../../../../src/domain/review/version-match.js';
import { isEdit } from '../../../../src/domain/review/version-texts.js';
import type { Dataset } from '../../../../src/domain/reading/dataset.js';
import { columnOf, datasetOf } from '../../../fakes/dataset.js';

/** A row: its text, label and id. */
type Row = readonly [text: string, label?: string, id?: string];

function version(rows: readonly Row[]): Dataset {
  const ids = rows.map(([, , id]) => id ?? '');
  const dataset = datasetOf(
    rows.map(([text]) => text),
    rows.map(([, label]) => label ?? 'World'),
  );
  return { ...dataset, id: ids.some((id) => id !== '') ? columnOf(ids) : null };
}

function match(now: Dataset, earlier: Dataset, wanted: Iterable<number> = earlier.sourceRow): VersionMatch {
  const steps = matchVersions(now, earlier, wanted);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function matched(now: readonly Row[], earlier: readonly Row[]): VersionMatch {
  return match(version(now), version(earlier));
}

/** Pairs of positions in the order of the earlier version. */
function pairs({ positions }: VersionMatch): (readonly [number, number])[] {
  return [...positions].sort(([a], [b]) => a - b);
}

describe('rows of an earlier version', () => {
  test('are found by text after rows were added, removed and moved', () => {
    const found = matched([['new'], ['c'], ['a']], [['a'], ['b'], ['c']]);
    expect(pairs(found)).toEqual([
      [0, 2],
      [2, 1],
    ]);
    expect(found).toMatchObject({ byId: 0, byText: 2, edited: [], ambiguous: [], gone: [1] });
  });

  test('with one text are found in order if their number is the same, and otherwise not', () => {
    expect(pairs(matched([['x'], ['a'], ['a']], [['a'], ['a']]))).toEqual([
      [0, 1],
      [1, 2],
    ]);
    const fewer = matched([['a'], ['x']], [['a'], ['a']]);
    expect([fewer.positions.size, fewer.ambiguous]).toEqual([0, [0, 1]]);
    const more = matched([['a'], ['a'], ['a']], [['a'], ['a']]);
    expect([more.positions.size, more.ambiguous]).toEqual([0, [0, 1]]);
  });

  test('with one text and several labels are found by their label', () => {
    const earlier: Row[] = [
      ['a', 'World'],
      ['a', 'Sports'],
    ];
    expect(pairs(matched(earlier.toReversed(), earlier))).toEqual([
      [0, 1],
      [1, 0],
    ]);
    const relabelled: Row[] = [
      ['a', 'Sports'],
      ['a', 'Sports'],
    ];
    expect(matched(relabelled, earlier)).toMatchObject({ byText: 0, ambiguous: [0, 1] });
  });

  test('with a text of their own are found although their label changed', () => {
    expect(pairs(matched([['a', 'Sports']], [['a', 'World']]))).toEqual([[0, 0]]);
  });

  test('are found by id, also among rows with the same text', () => {
    const earlier: Row[] = [
      ['a', 'World', '1'],
      ['a', 'World', '2'],
      ['b', 'World', '3'],
    ];
    const found = matched(
      [
        ['b', 'World', '3'],
        ['a', 'World', '2'],
        ['new', 'World', '4'],
      ],
      earlier,
    );
    expect(pairs(found)).toEqual([
      [1, 1],
      [2, 0],
    ]);
    expect(found).toMatchObject({ byId: 2, byText: 0, ambiguous: [0] });
  });

  test('are found by text where their ids were numbered anew', () => {
    const earlier: Row[] = ['order 1 is late', 'order 2 is late', 'order 3 is late'].map((text, at) => [
      text,
      'World',
      String(at),
    ]);
    const found = matched(
      earlier.slice(1).map(([text], at) => [text, 'World', String(at)]),
      earlier,
    );
    expect(pairs(found)).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(found).toMatchObject({ byId: 0, byText: 2, edited: [], gone: [0] });
  });

  test('with an edited text are found by id, and with another text not', () => {
    const earlier: Row[] = [
      ['The minster meets the president', 'World', '7'],
      ['A recipe for bread', 'World', '8'],
    ];
    const found = matched(
      [
        ['The minister meets the president.', 'World', '7'],
        ['Shares of the oil company fall', 'World', '8'],
      ],
      earlier,
    );
    expect(pairs(found)).toEqual([[0, 0]]);
    expect(found).toMatchObject({ byId: 0, byText: 0, edited: [0], gone: [1] });
  });

  test('of pairs are found by both texts', () => {
    const pair = (texts: readonly string[], second: readonly string[]): Dataset => ({
      ...version(texts.map((text) => [text])),
      textB: columnOf(second),
    });
    expect(pairs(match(pair(['a', 'a'], ['x', 'y']), pair(['a', 'ax'], ['y', ''])))).toEqual([[0, 1]]);
  });

  test('are reported by their positions in the source', () => {
    const now = { ...version([['a']]), sourceRow: Uint32Array.of(9) };
    const earlier = { ...version([['b'], ['a']]), sourceRow: Uint32Array.of(3, 5) };
    expect(match(now, earlier, [3, 4, 5])).toMatchObject({ positions: new Map([[5, 9]]), gone: [3] });
  });

  const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('World', 'Sports')), {
    maxLength: 10,
  });

  test('are all found in the same version and in any order of its rows, with their text and label', () => {
    const permuted = rows.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(permuted, ([earlier, now]) => {
        const found = matched(now, earlier);
        expect(found.positions.size).toBe(earlier.length);
        expect(new Set(found.positions.values()).size).toBe(earlier.length);
        for (const [from, to] of found.positions) expect(now[to]).toEqual(earlier[from]);
      }),
    );
  });

  test('with texts of their own are all found but the removed ones', () => {
    const kept = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(kept, (isKept) => {
        const earlier: Row[] = isKept.map((_, at) => [`text ${at}`]);
        const found = matched(
          earlier.filter((_, at) => isKept[at]),
          earlier,
        );
        expect(found.gone).toEqual([...isKept.keys()].filter((at) => !isKept[at]));
        for (const [from, to] of found.positions) expect(to).toBe(isKept.slice(0, from).filter(Boolean).length);
      }),
    );
  });

  test('never share a row, and each has one result', () => {
    fc.assert(
      fc.property(rows, rows, (now, earlier) => {
        const { positions, byText, ambiguous, gone } = matched(now, earlier);
        expect(new Set(positions.values()).size).toBe(positions.size);
        expect(byText + ambiguous.length + gone.length).toBe(earlier.length);
        for (const [from, to] of positions) expect(now[to]?.[0]).toBe(earlier[from]?.[0]);
      }),
    );
  });

  test('are looked for in steps', () => {
    const many = version(Array.from({ length: 5000 }, (_, at): Row => [`text ${at}`]));
    let steps = 0;
    for (const search = matchVersions(many, many, [0]); search.next().done !== true;) steps += 1;
    expect(steps).toBeGreaterThanOrEqual(9);
  });
});

describe('an edit of a text', () => {
  test('has most of its neighbouring characters, in any case', () => {
    expect(isEdit('The team won the match', 'THE TEAM WON THE MATCH!')).toBe(true);
    expect(isEdit('体育比赛今晚开始', '体育比赛今晚开始。')).toBe(true);
    expect(isEdit('The team won the match', 'A recipe for bread')).toBe(false);
    expect(isEdit('', 'A recipe')).toBe(false);
  });
});
