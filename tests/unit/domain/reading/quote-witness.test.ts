import { describe, expect, it } from 'vitest';
import type { Quote } from '../../../../src/domain/reading/dataset.js';
import { detectSettings } from '../../../../src/domain/reading/detect.js';
import { QuoteWitness } from '../../../../src/domain/reading/quote-witness.js';
import { createReader } from '../../../../src/domain/reading/reader.js';
import { bytesOf, readCut } from './record-helpers.js';

describe('QuoteWitness', () => {
  function doubtOf(content: string, quote: Quote) {
    const settings = { ...detectSettings(bytesOf('text\tlabel\na b c\tx\n'), true, 'utf-8', false), quote };
    let witness: QuoteWitness | null = null;
    readCut((sink) => {
      witness = new QuoteWitness([quote], sink);
      return createReader(settings, ['text', 'label'], witness);
    }, bytesOf(content));
    return (witness as QuoteWitness | null)?.doubt();
  }

  it.each<[string, Quote, string, unknown]>([
    ['doubled quotes read without quoting', '', 'a\tx\n"b ""c"" d"\ty\n', { quote: '"', count: 1, line: 3 }],
    ['backslashes read without quoting', '', 'a\tx\n"b \\"c\\" d"\ty\n', { quote: '\\', count: 1, line: 3 }],
    ['backslashes read as RFC 4180', '"', 'b \\"c\\" d\ty\n', { quote: '\\', count: 1, line: 2 }],
    ['stray quotes', '', 'a 5" disk\tx\n"b" c\ty\n', null],
    ['no quotes', '', 'a\tx\n', null],
    ['what the way of quoting explains', '"', '"b ""c"" d"\ty\n', null],
    ['backslashes read as such', '\\', '"b \\"c\\" d"\ty\n', null],
  ])('%s', (_, quote, body, doubt) => {
    expect(doubtOf(`text\tlabel\n${body}`, quote)).toEqual(doubt);
  });
});
