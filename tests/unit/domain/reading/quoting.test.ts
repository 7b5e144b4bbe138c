import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delimiter, Quote } from '../../../../src/domain/reading/dataset.js';
import { detectSettings } from '../../../../src/domain/reading/detect.js';
import { readHead } from '../../../../src/domain/reading/preview-reader.js';
import { quoteHint } from '../../../../src/domain/reading/quote-hint.js';
import { createReader } from '../../../../src/domain/reading/reader.js';
import { bytesOf, readCut } from './record-helpers.js';

type Row = [text: string, label: 'World' | 'Sports' | 'Sci/Tech'];

const settingsOf = (content: string) => detectSettings(bytesOf(content), true, 'utf-8', false);

/** Reads a file as detected. */
function readBack(content: string): { readonly quote: Quote; readonly rows: readonly (readonly string[])[] } {
  const settings = settingsOf(content);
  const { columns, records } = readHead(bytesOf(content), true, settings);
  expect(columns).toEqual(['text', 'label']);
  const { read } = readCut((sink) => createReader(settings, columns, sink), bytesOf(content));
  expect(read.filter(({ reason }) => reason !== undefined)).toEqual([]);
  expect(read).toHaveLength(records.length);
  return { quote: settings.quote, rows: read.map(({ fields }) => (fields ?? []).map((field) => field ?? '')) };
}

/** As Python's csv module writes with its usual settings. */
function rfc(delimiter: string, always = false) {
  return (value: string): string =>
    always || value.includes(delimiter) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** As Spark and pandas write with `\` as the escape character. */
function backslashed(value: string): string {
  return `"${value.replace(/["\\]/g, (character) => `\\${character}`)}"`;
}

/** As Python's csv module writes with an escape character, without doubling: quotes alone do not make it quote. */
function escapedOnly(delimiter: string) {
  return (value: string): string => {
    const escaped = value.replace(/["\\]/g, (character) => `\\${character}`);
    return value.includes(delimiter) || /[\r\n]/.test(value) ? `"${escaped}"` : escaped;
  };
}

function fileOf(rows: readonly Row[], delimiter: string, write: (value: string) => string, lineEnd = '\n'): string {
  const lines = [['text', 'label'], ...rows].map((row) => row.map(write).join(delimiter));
  return lines.join(lineEnd) + lineEnd;
}

const pieces = ['word', 'and', '"', '""', '\\', '\\"', '\t', ', ', '\n', '\r\n', 'ü', '文', ' ', '; ', "'"];
const label = fc.constantFrom<Row[1][]>('World', 'Sports', 'Sci/Tech');
/** Any text with something in it that is no white space. */
const anyText = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 })
  .map((parts) => `A${parts.join('')}`);
const tableOf = (text: fc.Arbitrary<string>) => fc.array(fc.tuple(text, label), { minLength: 3, maxLength: 20 });
/** A row that only this way of writing explains. */
const TELLING: Row = ['He said "never, not again" twice', 'World'];

describe('a table of any texts is read back exactly', () => {
  it.each<[string, string, (value: string) => string, Quote]>([
    ['CSV as RFC 4180 has it', ',', rfc(','), '"'],
    ['CSV with semicolons', ';', rfc(';'), '"'],
    ['CSV with every field in quotes', ',', rfc(',', true), '"'],
    ['TSV with quoting', '\t', rfc('\t'), '"'],
    ['TSV with every field in quotes', '\t', rfc('\t', true), '"'],
    ['CSV with backslashes', ',', backslashed, '\\'],
    ['TSV with backslashes', '\t', backslashed, '\\'],
    ['CSV with backslashes and few quotes', ',', escapedOnly(','), '\\'],
    ['TSV with backslashes and few quotes', '\t', escapedOnly('\t'), '\\'],
  ])('%s', (_, delimiter, write, quote) => {
    fc.assert(
      fc.property(tableOf(anyText), fc.nat(20), fc.constantFrom('\n', '\r\n'), (table, place, lineEnd) => {
        const rows = table.toSpliced(Math.min(place, table.length), 0, TELLING);
        const back = readBack(fileOf(rows, delimiter, write, lineEnd));
        expect(back).toEqual({ quote, rows });
      }),
      { numRuns: 300 },
    );
  });

  it('TSV without quoting, with stray quotes in the texts', () => {
    const stray = fc
      .array(fc.constantFrom('word', 'and', '"', '5"', '""', ', ', "'", '\\', ' ', '文'), {
        minLength: 1,
        maxLength: 8,
      })
      .map((parts) => parts.join(''))
      .filter(
        (text) =>
          text.trim() !== '' && !['doubled', 'escaped'].includes(quoteHint(bytesOf(text), 0, bytesOf(text).length)),
      );
    fc.assert(
      fc.property(tableOf(stray), (table) => {
        const rows: Row[] = [...table, ['a 5" disk', 'World']];
        const back = readBack(fileOf(rows, '\t', (value) => value));
        expect(back).toEqual({ quote: '', rows });
      }),
      { numRuns: 300 },
    );
  });
});

describe('spaces between delimiters and quotes', () => {
  function rowsOf(content: string): unknown {
    const settings = settingsOf(content);
    const { columns, records } = readHead(bytesOf(content), true, settings);
    return { padded: settings.padded, columns: settings.header ? columns : [], records };
  }

  it.each<[string, string, readonly string[], readonly (readonly string[])[]]>([
    [
      'behind a comma',
      'id, text, label\n1, "b, c", x\n2, "d, e, f", y\n3, "g", x\n',
      ['id', 'text', 'label'],
      [
        ['1', 'b, c', 'x'],
        ['2', 'd, e, f', 'y'],
        ['3', 'g', 'x'],
      ],
    ],
    [
      'where no text has a comma',
      'text, label\n"a b", "x"\n"c d", "y"\n',
      ['text', 'label'],
      [
        ['a b', 'x'],
        ['c d', 'y'],
      ],
    ],
    [
      'below a header without any',
      'text,label\n"a, b", "x"\n"c, d", "y"\n"e", "y"\n',
      ['text', 'label'],
      [
        ['a, b', 'x'],
        ['c, d', 'y'],
        ['e', 'y'],
      ],
    ],
    [
      'behind the closing quote',
      '"text" ,"label"\n"a, b" ,x\n"c" ,y\n"d ""e""" ,y\n',
      ['text', 'label'],
      [
        ['a, b', 'x'],
        ['c', 'y'],
        ['d "e"', 'y'],
      ],
    ],
    [
      'of several spaces and tabs',
      'text,  label\n"a, b",  "x"\n"c, d",\t"y"\n"e", \t "x, y"\n',
      ['text', 'label'],
      [
        ['a, b', 'x'],
        ['c, d', 'y'],
        ['e', 'x, y'],
      ],
    ],
    [
      'around few quoted cells',
      'label, text\nx, one\ny, "two, too"\ny, three\n',
      ['label', 'text'],
      [
        ['x', 'one'],
        ['y', 'two, too'],
        ['y', 'three'],
      ],
    ],
    [
      'with line ends in the texts',
      'text, label\n"a,\nb", "x"\n"c", "y"\n"d, e", "y"\n',
      ['text', 'label'],
      [
        ['a,\nb', 'x'],
        ['c', 'y'],
        ['d, e', 'y'],
      ],
    ],
    [
      'at tabs',
      'text\tlabel\n"a b"\t "x"\n"c"\t "y"\n"d"\t "y"\n',
      ['text', 'label'],
      [
        ['a b', 'x'],
        ['c', 'y'],
        ['d', 'y'],
      ],
    ],
    [
      'at semicolons',
      'text ; label\n"a; b" ; "x"\n"c" ; "y"\n',
      ['text', 'label'],
      [
        ['a; b', 'x'],
        ['c', 'y'],
      ],
    ],
    [
      'with backslashes',
      'text, label\n"a \\"b\\", c", "x"\n"d", "y"\n"e", "y"\n',
      ['text', 'label'],
      [
        ['a "b", c', 'x'],
        ['d', 'y'],
        ['e', 'y'],
      ],
    ],
  ])('are no part of cells: %s', (_, content, columns, records) => {
    expect(rowsOf(content)).toEqual({ padded: true, columns, records });
  });

  it.each<[string, string, Delimiter]>([
    ['in quoted texts', 'text,label\n"He said, ""no"", and left",x\n"She, ""yes""",y\n', ','],
    ['in few texts', 'label,text\nx, "Well" he said\ny,good\nx,bad\ny, "fine"\nx,worse\ny,ok\n', ','],
    ['in texts of a TSV', 'label\ttext\nx\tHe said, "no"\ny\t "yes" she said\nx\t"maybe", perhaps\n', '\t'],
    ['in texts between semicolons', 'text;label\nI said: "x", y;pos\nI said: "z", w;neg\nSo, "w";neg\n', ';'],
    ['in front of bare cells', 'text, label\nsome words, x\nmore words, y\n', ','],
  ])('are text %s', (_, content, delimiter) => {
    const settings = settingsOf(content);
    expect(settings.padded).toBeUndefined();
    expect(settings.delimiter).toBe(delimiter);
  });
});

describe('the share of quoted rows does not matter', () => {
  const plain = Array.from({ length: 20_000 }, (_, i): Row => [
    `some words, number ${i}`,
    i % 2 === 0 ? 'World' : 'Sports',
  ]);

  it.each<[string, Quote, string]>([
    ['doubled quotes', '"', '"He said ""no"" twice"\ta'],
    ['a line end in quotes', '"', '"one line\nand another"\ta'],
    ['backslashes', '\\', '"He said \\"no\\" twice"\ta'],
  ])('one of 20,000 with %s', (_, quote, line) => {
    const content = fileOf(plain, '\t', (value) => value);
    const at = content.indexOf('\n', content.length - 200) + 1;
    expect(settingsOf(`${content.slice(0, at)}${line}\n${content.slice(at)}`).quote).toBe(quote);
  });

  it('cells that are all in quotes are quoted, also below a header without quotes', () => {
    const rows = plain.slice(0, 12).map(([text, name]) => `"${text}"\t"${name}"\n`);
    const read = readBack(`text\tlabel\n${rows.join('')}`);
    expect(read.quote).toBe('"');
    expect(read.rows).toEqual(plain.slice(0, 12));
  });

  it('one cell in quotes less, further down, is no quoting', () => {
    const rows = plain.slice(0, 12).map(([text, name], i) => (i === 5 ? `${text}\t${name}\n` : `"${text}"\t${name}\n`));
    expect(settingsOf(`text\tlabel\n${rows.join('')}`).quote).toBe('');
  });

  it('stray quotes in many rows are no quoting, whatever one row holds', () => {
    const stray = plain.map(([text, name], i): Row => [i % 3 === 0 ? `"${text.slice(0, 4)}" ${text}` : text, name]);
    const content = fileOf(stray, '\t', (value) => value) + '"He said ""no"" twice"\ta\n';
    expect(settingsOf(content).quote).toBe('');
  });

  it('a stray quote that opens and one that closes much later swallow no rows', () => {
    const stray = plain
      .slice(0, 50)
      .map(([text, name], i): Row => [i === 5 ? `"${text}` : i === 40 ? `${text}"` : text, name]);
    const ragged = 'one cell alone\n';
    expect(settingsOf(fileOf(stray, '\t', (value) => value) + ragged).quote).toBe('');
  });
});
