import { describe, expect, it } from 'vitest';
import { decodeEntities } from '../../../../src/ui/review/entities.js';
import { foundPieces, foundSpans } from '../../../../src/ui/review/found.js';

/** A text as it is read, found pieces in brackets. */
function read(source: string, ...words: string[]): string {
  return foundPieces(decodeEntities(source), foundSpans(source, words))
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('');
}

describe('what the search has found', () => {
  it('is marked in the text as it is read', () => {
    expect(read('Oil prices, oil stocks', 'oil')).toBe('[Oil] prices, [oil] stocks');
    expect(read('nothing here', 'oil')).toBe('nothing here');
    expect(read('AT&amp;T and IBM', 'ibm')).toBe('AT&T and [IBM]');
    expect(read('AT&amp;T and IBM', 'amp')).toBe('AT[&]T and IBM');
    expect(read('<b>oil</b>', 'b>oil')).toBe('<[b>oil]</b>');
  });

  it('is cut to a piece of the text', () => {
    expect(foundPieces('abcdef', [{ start: 1, end: 5 }], 2, 4)).toEqual([{ text: 'cd', found: true }]);
    expect(foundPieces('abcdef', [{ start: 1, end: 2 }], 3)).toEqual([{ text: 'def', found: false }]);
    expect(foundPieces('', [])).toEqual([]);
  });
});
