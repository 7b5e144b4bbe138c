import { describe, expect, it } from 'vitest';
import type { ReadSettings } from '../../../src/domain/dataset.js';
import { columnNames } from '../../../src/domain/column-names.js';
import { mostCommon, readHead } from '../../../src/domain/head.js';
import { bytesOf } from './record-helpers.js';

const CSV: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: true,
};

describe('columnNames', () => {
  it.each([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [
      ['a', 'a', 'a'],
      ['a', 'a (2)', 'a (3)'],
    ],
    [
      ['', 'x', ''],
      ['0', 'x', '2'],
    ],
    [
      ['1', '', ''],
      ['1', '1 (2)', '2'],
    ],
    [
      ['a', 'a (2)', 'a'],
      ['a', 'a (2)', 'a (3)'],
    ],
    [
      ['__proto__', '__proto__', 'constructor'],
      ['__proto__', '__proto__ (2)', 'constructor'],
    ],
  ])('%j', (cells, names) => {
    expect(columnNames(cells)).toEqual(names);
  });
});

describe('mostCommon', () => {
  it.each([
    [[], 0],
    [[2], 2],
    [[1, 3, 3, 2], 3],
    [[1, 1, 2, 2], 2],
  ])('%j', (counts, expected) => {
    expect(mostCommon(counts)).toBe(expected);
  });
});

describe('readHead', () => {
  it('leaves a cut last record out', () => {
    const bytes = bytesOf('text,label\na,1\nb');
    expect(readHead(bytes, false, CSV).records).toEqual([['a', '1']]);
    expect(readHead(bytes, true, CSV)).toMatchObject({ columns: ['text', 'label'], records: [['a', '1']], found: 2 });
  });

  it('without a header takes the width of most records', () => {
    const head = readHead(bytesOf('a\nb,1\nc,2\nd,3,x\n'), true, { ...CSV, header: false });
    expect(head).toMatchObject({
      columns: ['0', '1'],
      records: [
        ['b', '1'],
        ['c', '2'],
      ],
      found: 4,
    });
  });

  it('collects the keys of JSON records in order of appearance', () => {
    const text = '{"b":1,"a":"x"}\nbroken\n{"a":null,"c":[1, 2],"__proto__":true}\n';
    expect(readHead(bytesOf(text), true, { ...CSV, format: 'jsonl' })).toMatchObject({
      columns: ['b', 'a', 'c', '__proto__'],
      records: [
        ['1', 'x', '', ''],
        ['', '', '[1, 2]', 'true'],
      ],
      found: 3,
    });
  });

  it('cuts long cells between characters', () => {
    const { records } = readHead(bytesOf(`text\n${'😀'.repeat(900)}\n`), true, CSV);
    expect(records).toEqual([['😀'.repeat(500)]]);
  });
});
