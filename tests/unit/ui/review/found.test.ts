import { describe, expect, it } from 'vitest';
import { decodeEntities } from '../../../../src/domain/review/entities.js';
import { foundExcerpt, foundPieces, foundSpans } from '../../../../src/ui/review/found.js';

/** A text as it is read, found pieces in brackets. */
function read(source: string, ...words: string[]): string {
  return foundPieces(decodeEntities(source), foundSpans(source, words))
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('');
}

describe('matches of the search', () => {
  it('are marked in the decoded text', () => {
    expect(read('Oil prices, oil stocks', 'oil')).toBe('[Oil] prices, [oil] stocks');
    expect(read('nothing here', 'oil')).toBe('nothing here');
    expect(read('AT&amp;T and IBM', 'ibm')).toBe('AT&T and [IBM]');
    expect(read('AT&amp;T and IBM', 'amp')).toBe('AT[&]T and IBM');
    expect(read('<b>oil</b>', 'b>oil')).toBe('<[b>oil]</b>');
  });

  it('are in the excerpt, which begins before a match far from the start', () => {
    const far = `${'🙂 word '.repeat(20)}oil at last`;
    const [dots, before, found, after] = foundExcerpt(far, foundSpans(far, ['oil']));
    expect(dots?.text).toBe('…');
    expect(before?.text).toMatch(/^[^\udc00-\udfff].*word $/u);
    expect([found, after?.text]).toEqual([{ text: 'oil', found: true }, ' at last']);
    expect(foundExcerpt('near oil', foundSpans('near oil', ['oil']))[0]).toEqual({ text: 'near ', found: false });
    expect(foundExcerpt('x'.repeat(2000), [])).toEqual([{ text: 'x'.repeat(900), found: false }]);
  });

  it('are cut to a piece of the text', () => {
    expect(foundPieces('abcdef', [{ start: 1, end: 5 }], 2, 4)).toEqual([{ text: 'cd', found: true }]);
    expect(foundPieces('abcdef', [{ start: 1, end: 2 }], 3)).toEqual([{ text: 'def', found: false }]);
    expect(foundPieces('', [])).toEqual([]);
  });
});
