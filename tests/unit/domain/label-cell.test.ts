import { describe, expect, it } from 'vitest';
import { createReader } from '../../../src/domain/reader.js';
import { labelEdits, UnwritableCell, type LabelChanges } from '../../../src/domain/label-cell.js';
import type { ReadSettings } from '../../../src/domain/dataset.js';
import { jsonRange } from '../../../src/domain/records.js';
import { bytesOf, textOfBytes } from './record-helpers.js';

const CSV: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: false,
};

/** One record with another label in it. `token`: JSON text of the label. */
function changed(
  line: string,
  token: string,
  settings: Partial<ReadSettings> = {},
  columns = ['text', 'label'],
): string {
  const all = { ...CSV, ...settings };
  const column = columns.indexOf('label');
  const cells = new Map([['label', token]]);
  const labels: LabelChanges = {
    cellsOf: () => cells,
    patchesOf: (record) => {
      const [start, end] = jsonRange(record.fields, column);
      return [{ start, end, text: token }];
    },
  };
  let out = '';
  const reader = createReader(all, columns, {
    record: (record) => {
      let at = record.start;
      for (const { start, end, text } of labelEdits(record, 0, labels, columns, all)) {
        out += textOfBytes(record.bytes.subarray(at, start)) + text;
        at = end;
      }
      out += textOfBytes(record.bytes.subarray(at, record.end));
    },
    reject: ({ reason }) => {
      throw new Error(reason);
    },
  });
  reader.push(bytesOf(line));
  reader.end();
  return out;
}

describe('a label cell', () => {
  it.each<[string, string, Partial<ReadSettings>, string, string]>([
    ['bare', 'a,x', {}, 'y', 'a,y'],
    ['quoted stays quoted', 'a,"x"', {}, 'y', 'a,"y"'],
    ['bare gets quotes around a delimiter', 'a,x', {}, 'y,z', 'a,"y,z"'],
    ['bare gets quotes around a quote', 'a,x', {}, 'y "z"', 'a,"y ""z"""'],
    ['bare gets quotes around a line end', 'a,x', {}, 'y\nz', 'a,"y\nz"'],
    ['another delimiter is text', 'a;x', { delimiter: ';' }, 'y,z', 'a;y,z'],
    ['behind a quoted text', '"a, b",x', {}, 'y', '"a, b",y'],
    ['behind a text of quotes', '"""",x', {}, '"', '"""",""""'],
    ['doubled quotes', 'a,"x ""1"""', {}, 'y "2"', 'a,"y ""2"""'],
    ['backslashes', String.raw`a,"x \"1\""`, { quote: '\\' }, String.raw`y "2" \ 3`, String.raw`a,"y \"2\" \\ 3"`],
    ['bare with backslashes', String.raw`a,x\,1`, { quote: '\\' }, String.raw`y\z`, String.raw`a,y\\z`],
    ['without quoting quotes are text', 'a\tx', { delimiter: '\t', quote: '' }, '"y" z', 'a\t"y" z'],
  ])('%s', (_, line, settings, label, expected) => {
    expect(changed(line, JSON.stringify(label), settings)).toBe(expected);
  });

  it('of fastText is the first label, and the other labels are deleted', () => {
    const settings = { format: 'fasttext' } as const;
    const columns = ['label', 'text'];
    const change = (line: string, label: string): string => changed(line, JSON.stringify(label), settings, columns);
    expect(change('__label__a  some words ', 'b')).toBe('__label__b  some words ');
    expect(change('some __label__a words', 'b')).toBe('some __label__b words');
    expect(change('__label__a __label__c some __label__d', '["b"]')).toBe('__label__b some');
    expect(change('__label__a words', '["b","c"]')).toBe('__label__b __label__c words');
    expect(change('__label__a words', '[b')).toBe('__label__[b words');
    expect(() => change('__label__a words', 'b c')).toThrow(UnwritableCell);
  });

  it('without quotes around it cannot hold a separator', () => {
    const tsv = { delimiter: '\t', quote: '' } as const;
    expect(() => changed('a\tx', '"y\\tz"', tsv)).toThrow(UnwritableCell);
    expect(() => changed('a\tx', '"y\\nz"', tsv)).toThrow(UnwritableCell);
  });

  it("of a Python dict is written in Python's form at the old place", () => {
    const settings = { format: 'jsonl' } as const;
    expect(changed(`{'text': 'a', 'label': 'x'}`, `"it's"`, settings)).toBe(`{'text': 'a', 'label': "it's"}`);
    expect(changed(`{'text': 'a', 'label': 'x'}`, `"y"`, settings)).toBe(`{'text': 'a', 'label': 'y'}`);
    expect(changed(`{'text': 'a', 'label': True}`, 'false', settings)).toBe(`{'text': 'a', 'label': False}`);
    expect(changed(`{'text': 'a', 'label': ['x']}`, '["y"]', settings)).toBe(`{'text': 'a', 'label': ['y']}`);
    expect(changed(`{"text": "a", "n": NaN, "label": "x"}`, '"y"', settings)).toBe(
      `{"text": "a", "n": NaN, "label": "y"}`,
    );
  });
});
