import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TermWeight } from '../../../../src/protocol/learning-wire.js';
import { decodeEntities } from '../../../../src/domain/review/entities.js';
import { segmentsOf, shownTerms, spansOf } from '../../../../src/ui/learning/reasons.js';

/** A term with a place for each time that it is in the text. */
function termIn(text: string, term: string, weight: number, side: 0 | 1 = 0): TermWeight {
  const places = [...text.matchAll(new RegExp(term, 'gu'))].map(({ index }) => ({
    side,
    start: index,
    end: index + term.length,
  }));
  return { term, weight, places };
}

const named = (terms: readonly TermWeight[]): string[] => terms.map(({ term }) => term);

describe('shownTerms', () => {
  it('returns at most five terms for the label and five against it, largest first', () => {
    const terms = Array.from({ length: 20 }, (_, k) => ({
      term: `t${k}`,
      weight: (k % 2 === 0 ? 1 : -1) * (k + 1),
      places: [{ side: 0 as const, start: 3 * k, end: 3 * k + 2 }],
    }));
    expect(named(shownTerms(terms))).toEqual(['t19', 't18', 't17', 't16', 't15', 't14', 't13', 't12', 't11', 't10']);
    expect(named(shownTerms(terms.slice(0, 3)))).toEqual(['t2', 't1', 't0']);
  });

  it('leaves out a part of a stronger term with the same sign, wherever it is', () => {
    const text = '股市大涨，股市';
    const all = [termIn(text, '股市', 2), termIn(text, '股', 1), termIn(text, '大涨', 1), termIn(text, '市', -1)];
    expect(named(shownTerms(all))).toEqual(['股市', '大涨', '市']);
  });

  it('prefers the longer of two terms with the same weight', () => {
    const text = '股市大涨';
    expect(named(shownTerms([termIn(text, '股', 1), termIn(text, '市', 1), termIn(text, '股市', 1)]))).toEqual([
      '股市',
    ]);
  });

  it('keeps a part that also occurs alone, and a weak whole beside its strong part', () => {
    const text = '股市与股东';
    expect(named(shownTerms([termIn(text, '股市', 2), termIn(text, '股', 1)]))).toEqual(['股市', '股']);
    expect(named(shownTerms([termIn(text, '股市', 1), termIn(text, '股', 2)]))).toEqual(['股', '股市']);
  });

  it('distinguishes the two texts of a pair, and leaves out terms without weight', () => {
    const whole = termIn('股市', '股市', 2, 0);
    expect(named(shownTerms([whole, termIn('股市', '股', 1, 1)]))).toEqual(['股市', '股']);
    expect(
      shownTerms([
        { term: 'x', weight: 0, places: [] },
        { term: 'y', weight: Number.NaN, places: [] },
      ]),
    ).toEqual([]);
  });
});

describe('segmentsOf', () => {
  const signs = (text: string, terms: readonly TermWeight[]): string =>
    segmentsOf(decodeEntities(text), spansOf(terms, text, 0))
      .map((segment) => ({ '1': '+', '0': '', '-1': '-' })[segment.sign] + segment.text)
      .join('|');

  it('cuts the text where terms begin and end', () => {
    const text = 'the coach said the season';
    expect(signs(text, [termIn(text, 'coach', -1), termIn(text, 'said', 2)])).toBe('the |-coach| |+said| the season');
    expect(signs(text, [termIn(text, 'the', 1)])).toBe('+the| coach said |+the| season');
    expect(signs(text, [])).toBe(text);
    expect(segmentsOf('', [])).toEqual([]);
  });

  it('joins adjacent terms with one sign, and uses the largest weight where terms overlap', () => {
    const text = '今日股市大涨';
    expect(signs(text, [termIn(text, '股市', 2), termIn(text, '市大', 1), termIn(text, '大涨', 1)])).toBe(
      '今日|+股市大涨',
    );
    expect(signs(text, [termIn(text, '股市', 2), termIn(text, '市大涨', -3)])).toBe('今日|+股|-市大涨');
    expect(signs(text, [termIn(text, '股市', 2), termIn(text, '市大涨', -1)])).toBe('今日|+股市|-大涨');
  });

  it('marks words at their place after character references are decoded', () => {
    const text = 'AT&amp;T &quot;shares&quot; rose';
    expect(signs(text, [termIn(text, 'shares', 2), termIn(text, 'rose', -1)])).toBe('AT&T "|+shares|" |-rose');
  });

  it('marks only the text that holds the term', () => {
    const terms = [termIn('oil', 'oil', 1, 1)];
    expect(spansOf(terms, 'oil', 0)).toEqual([]);
    expect(spansOf(terms, 'oil', 1)).toEqual([{ start: 0, end: 3, weight: 1 }]);
  });

  it('loses no part of the text for any spans', () => {
    const span = fc.record({ start: fc.nat(40), end: fc.nat(40), weight: fc.double({ min: -3, max: 3 }) });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(span), (text, spans) => {
        const segments = segmentsOf(text, spans);
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
        expect(segments.every(({ text: piece }) => piece !== '')).toBe(true);
        for (let k = 1; k < segments.length; k++) expect(segments[k]?.sign).not.toBe(segments[k - 1]?.sign);
      }),
    );
  });
});
