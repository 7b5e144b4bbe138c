import { describe, expect, it } from 'vitest';
import { quoteHint } from '../../../../src/domain/reading/quote-hint.js';
import { bytesOf } from './record-helpers.js';

function hintOf(text: string) {
  const bytes = bytesOf(text);
  return quoteHint(bytes, 0, bytes.length);
}

describe('quoteHint', () => {
  it.each([
    ['plain', 'none'],
    ['"all of it"', 'wrapped'],
    ['""', 'wrapped'],
    ['"say ""hi"" now"', 'doubled'],
    ['"say \\"hi\\" now"', 'escaped'],
    ['say \\"hi\\" now', 'escaped'],
    ['say "hi" now', 'bare'],
    ['"an" odd film', 'bare'],
    ['"one" and "two"', 'bare'],
    ['"', 'bare'],
    ['C:\\dir', 'none'],
  ])('%s: %s', (text, hint) => {
    expect(hintOf(text)).toBe(hint);
  });
});
