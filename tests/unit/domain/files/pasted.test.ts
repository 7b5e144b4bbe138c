import { describe, expect, test } from 'vitest';
import { pastedFileName } from '../../../../src/domain/files/pasted.js';

describe('pastedFileName', () => {
  test.each([
    ['', null],
    ['  \n\t', null],
    ['{"text":"a","label":1}', 'pasted.jsonl'],
    ['[{"text":"a, b"}]', 'pasted.json'],
    ['[ ]', 'pasted.json'],
    ['[sic] a sentence\tlabel', 'pasted.tsv'],
    ['text,label\na,b', 'pasted.csv'],
    ['text\tlabel, again\n', 'pasted.tsv'],
    ['one sentence', 'pasted.tsv'],
  ])('%j is %s', (text, name) => {
    expect(pastedFileName(text)).toBe(name);
  });
});
