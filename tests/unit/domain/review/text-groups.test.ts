import { describe, expect, it } from 'vitest';
import { comparable, TextGroupsReader, type TextGroups } from '../../../../src/domain/review/text-groups.js';
import { columnOf } from '../../../fakes/dataset.js';

function groupsOf(texts: readonly string[], second: readonly string[] | null = null): TextGroups {
  const reader = new TextGroupsReader({ rows: texts.length, textBytes: 0, nearest: false });
  const half = Math.ceil(texts.length / 2);
  for (const [from, to] of [
    [0, half],
    [half, texts.length],
  ] as const) {
    reader.read(columnOf(texts.slice(from, to)), second && columnOf(second.slice(from, to)));
  }
  return reader.finish();
}

const LONG =
  'Shares of the largest bank fell by a tenth in early trading after it reported a loss for the third quarter';
const CHINESE = '今天上午股市大幅下跌，各大银行的股价都创下了一年以来的新低，投资者纷纷抛售';

describe('the same text', () => {
  it.each([
    ['Tea  time', 'tea time'],
    [' Tea time\n', 'TEA\ttime'],
    ['Tom &amp; Ann', 'tom & ann'],
    ['It&#39;s on', 'it #39;s ON'],
    ['Ｔｅａ　time', 'tea time'],
    ['tea\u00a0time', 'tea time'],
    ['te\u00ada time\u200b', 'tea time'],
    ['café', 'cafe\u0301'],
    ['…', '...'],
    ['???', ' ???'],
  ])('%o and %o', (a, b) => {
    expect(comparable(a)).toBe(comparable(b));
    expect([...groupsOf([a, 'another text', b]).same]).toEqual([0, 1, 0]);
  });

  it.each([
    ['Tea time', 'Tea times'],
    ['5 cups', '6 cups'],
    ['Tea time', 'Tea time?'],
    ['', '.'],
  ])('is not %o and %o', (a, b) => {
    expect([...groupsOf([a, b]).same]).toEqual([0, 1]);
  });

  it('of a pair has both texts the same', () => {
    expect([...groupsOf(['a b', 'a b', 'a b', 'a'], ['c', 'C', 'd', 'b c']).same]).toEqual([0, 0, 2, 3]);
  });
});

describe('near-duplicates', () => {
  it.each([
    ['English', LONG, LONG.replace('tenth', 'fifth')],
    ['Chinese', CHINESE, CHINESE.replace('新低', '最低')],
    ['other punctuation', 'Well, that is good news!', 'Well that is good news.'],
    ['other numbers', 'The match ended 3 to 1 on Sunday', 'The match ended 2 to 0 on Sunday'],
  ])('are found: %s', (_, a, b) => {
    const groups = groupsOf([a, 'something else altogether, with words of its own', b]);
    expect([...(groups.near ?? [])]).toEqual([0, 1, 0]);
    expect([...groups.same]).toEqual([0, 1, 2]);
  });

  it('are not two texts of one topic', () => {
    const near = groupsOf([LONG, 'Shares of the largest airline rose after it reported record profits']).near;
    expect([...(near ?? [])]).toEqual([0, 1]);
  });

  it('have the rows of the same text beside them, also a text of punctuation alone', () => {
    const groups = groupsOf(['?!', LONG, LONG.toUpperCase(), '?!', LONG.replace('tenth', 'fifth')]);
    expect([...(groups.near ?? [])]).toEqual([0, 1, 1, 0, 1]);
  });

  it('of pairs are compared with both texts', () => {
    const second = [CHINESE, CHINESE, 'nothing like it in any of its words or terms'];
    expect([...(groupsOf([LONG, LONG.replace('tenth', 'fifth'), LONG], second).near ?? [])]).toEqual([0, 0, 2]);
  });

  it('are not looked for among too many rows', () => {
    const reader = new TextGroupsReader({ rows: 10_000_000, textBytes: 0, nearest: false });
    reader.read(columnOf(['one text', 'one text']), null);
    expect(reader.finish()).toEqual({ same: Uint32Array.of(0, 0), near: null, bare: Uint8Array.of(0, 0) });
  });
});

it('finds the nearest rows of the same texts, also of pairs', () => {
  const texts = ['Red apples', 'green &amp; ripe pears', 'GREEN & ripe  pears fall'];
  const plan = { rows: texts.length, textBytes: 100, nearest: true };
  const single = new TextGroupsReader(plan);
  single.read(columnOf(texts), null);
  single.finish();
  expect([...single.nearest(1, 2).row.subarray(0, 2)]).toEqual([2, -1]);
  const pairs = new TextGroupsReader(plan);
  pairs.read(columnOf(['a b', 'a b', 'c d']), columnOf(['x y', 'a b', 'x y']));
  pairs.finish();
  // The words of the first row are in its first text alone and in its second text alone, as those of the last row.
  expect([...pairs.nearest(0, 1).row.subarray(0, 2)]).toEqual([2, -1]);
});

describe('hardly any text', () => {
  it.each([
    '',
    ' \n',
    '...',
    'Word',
    '“word”!',
    "don't",
    'well-made',
    '42',
    '👍',
    '好',
    '不错。',
    'https://example.com/a?b=c',
    'www.example.com',
    'example.com/path',
    '<http://example.com>',
    'mailto:a.b@example.com',
    'me@example.com, https://example.com',
    '&lt;https://example.com/&gt;',
  ])('is in %o', (text) => {
    expect([...groupsOf([text]).bare]).toEqual([1]);
  });

  it.each(['two words', '很好看', 'see example.com', '1 2', 'https://example.com is down', '服务态度'])(
    'is not in %o',
    (text) => {
      expect([...groupsOf([text]).bare]).toEqual([0]);
    },
  );

  it('is in a pair only where both texts have hardly any', () => {
    expect([...groupsOf(['Word', 'Word'], ['', 'a whole sentence']).bare]).toEqual([1, 0]);
  });
});
