import { describe, expect, it } from 'vitest';
import { detectSettings } from '../../../../src/domain/reading/detect.js';
import { FastTextReader } from '../../../../src/domain/reading/fasttext.js';
import { bytesOf, readEveryWay } from './record-helpers.js';

describe('detectSettings of fastText lines', () => {
  it.each([
    ['__label__a some words, and more\n__label__b other words\n', 'fasttext'],
    ['some words, and more __label__a\nother words __label__b', 'fasttext'],
    ['__label__a __label__b some words\n', 'fasttext'],
    ['\ufeff__label__a\tsome words\r\n', 'fasttext'],
    ['text,label\nsome words,__label__a\nother words,__label__b\n', 'delimited'],
    ['__label__a,some words\n__label__b,other words\n', 'delimited'],
    ['[deleted] words __label__a\n{more} words __label__b\n', 'fasttext'],
    ['{"text":"some words __label__a"}\n{"text":"other words __label__b"}\n', 'jsonl'],
    ['some words\nother words\nand __label__a last\n', 'delimited'],
  ])('%j is %s', (text, format) => {
    expect(detectSettings(bytesOf(text), true, 'utf-8', false).format).toBe(format);
  });
});

describe('FastTextReader', () => {
  it.each<[string, string, (string | null)[]]>([
    ['a label first', '__label__Sci-Tech a chip, said engineers', ['Sci-Tech', 'a chip, said engineers']],
    ['a label last', 'a chip, said engineers __label__World', ['World', 'a chip, said engineers']],
    ['several labels', '__label__a __label__b two  of them', ['["a","b"]', 'two  of them']],
    ['several labels with quotes', '__label__"a __label__b\\ two', ['["\\"a","b\\\\"]', 'two']],
    ['labels at both ends', '__label__a in between __label__b', ['["a","b"]', 'in between']],
    ['a label inside', 'before __label__a behind', ['a', 'before behind']],
    ['no label', 'only words', [null, 'only words']],
    ['no text', '__label__a', ['a', null]],
    ['the prefix alone', '__label__ is a prefix __label__a', ['a', '__label__ is a prefix']],
    ['quotes and commas', '__label__a "x", "y"', ['a', '"x", "y"']],
    ['white space around', '  __label__a \t words here \r', ['a', 'words here']],
  ])('%s', (_, line, fields) => {
    const { read } = readEveryWay((sink) => new FastTextReader(sink), `${line}\n\n__label__z last\n`);
    expect(read.map((record) => record.fields)).toEqual([fields, ['z', 'last']]);
    expect(read.map(({ row }) => row)).toEqual([0, 1]);
    expect(read[1]?.line).toBe(3);
  });

  it('a line over the limit is set aside', () => {
    const { read } = readEveryWay(
      (sink) => new FastTextReader(sink, 20),
      `__label__a ${'x'.repeat(30)}\n__label__b y\n`,
    );
    expect(read.map(({ reason, fields }) => reason ?? fields)).toEqual(['line-too-long', ['b', 'y']]);
  });
});
