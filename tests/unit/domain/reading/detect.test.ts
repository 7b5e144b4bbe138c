import { describe, expect, it } from 'vitest';
import { detectSettings } from '../../../../src/domain/reading/detect.js';
import type { ReadSettings } from '../../../../src/domain/reading/dataset.js';
import { bytesOf } from './record-helpers.js';

describe('detectSettings of JSON', () => {
  it.each([
    ['{"a":1}\n{"a":2}', 'jsonl'],
    ['\ufeff \n{"a":1}', 'jsonl'],
    ['garbage\n{"a":1}\n{ "a":2}', 'jsonl'],
    ['{}', 'jsonl'],
    ['[{"a":1}]', 'json-array'],
    ['\ufeff[\n  {', 'json-array'],
    ['[ ]', 'json-array'],
    ['[deleted]\t1\n', 'delimited'],
    ['{curly} text,1\n', 'delimited'],
    ['a,b\n', 'delimited'],
  ])('%j is %s', (text, format) => {
    expect(detectSettings(bytesOf(text), true, 'utf-8', false).format).toBe(format);
  });
});

describe('detectSettings', () => {
  it.each<[string, string, Partial<ReadSettings>]>([
    ['tabs, commas in the text', 'text\tlabel\na, b, c\t1\nd, e\t0\n', { delimiter: '\t', quote: '', header: true }],
    ['tabs, quotes in the text', 'text\tlabel\n"a\t1\nb"\t0\n"c"\t1\n', { delimiter: '\t', quote: '' }],
    ['tabs, with quoted line ends', 'text\tlabel\n"a\nb"\t1\n"c\nd"\t0\n"e\nf"\t0\n', { delimiter: '\t', quote: '"' }],
    ['commas', 'text,label\n"a, b",1\nc,0\n', { delimiter: ',', quote: '"', header: true }],
    [
      'commas, a stray quote and one that never closes',
      'text,label\na film,1\n"an" odd film,0\nfine,1\n"no end,0\ngood,1\nbad,0\nlong,0\n',
      { delimiter: ',', quote: '"', header: true },
    ],
    [
      'commas, quotes as text',
      'text,label\n"a" film,1\n"b" film,0\nfine,1\n"c" film,0\n"d" film,1\n',
      { delimiter: ',', quote: '' },
    ],
    ['semicolons', 'text;label\n"a; b, c";1\nc;0\n', { delimiter: ';', quote: '"', header: true }],
    ['pipes', 'text|label\na, b|1\nc|0\n', { delimiter: '|', header: true }],
    ['one column', 'text\nhello there\n', { delimiter: ',', header: true }],
    ['no header: a label that comes again', 'a good film\tpos\na bad film\tneg\nan odd film\tpos\n', { header: false }],
    [
      'no header: a label called like a column',
      'news,a piece about stocks\nsport,a piece about games\nnews,more on stocks\n',
      { header: false },
    ],
    ['no header: numbers', '3,"Stocks fall","Prices fell on Monday."\n1,"Talks","They met."\n', { header: false }],
    ['unknown names over numbers', 'utterance_x,klass\nsome words here,1\nmore words here,0\n', { header: true }],
    [
      'unknown names over long texts',
      'foo\tbar\n' + 'a rather long text that goes on for a while\tred\n'.repeat(3),
      { header: true },
    ],
    ['Chinese names', '标题,标签\n今天天气很好,生活\n', { header: true }],
    ['a header alone', 'text,label', { header: true }],
    ['one row', 'some words,1', { header: false }],
  ])('%s', (_, text, expected) => {
    expect(detectSettings(bytesOf(text), true, 'utf-8', false)).toMatchObject(expected);
  });
});
