import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DelimitedReader } from '../../../../src/domain/reading/delimited.js';
import type { DelimitedFormat, RecordReader, RecordSink } from '../../../../src/domain/reading/records.js';
import type { Read } from './record-helpers.js';
import { bytesOf, readCut, readEveryWay } from './record-helpers.js';

const CSV: DelimitedFormat = { delimiter: ',', quote: '"', header: false, expectedColumns: 2 };
const TSV: DelimitedFormat = { delimiter: '\t', quote: '', header: false, expectedColumns: 2 };

function reader(format: Partial<DelimitedFormat> = {}, maxLine?: number, maxQuoted?: number) {
  return (sink: RecordSink): RecordReader => new DelimitedReader({ ...CSV, ...format }, sink, maxLine, maxQuoted);
}

/** `line:row fields` or `line:row !reason`, one string a record. */
function brief(read: readonly Read[]): string[] {
  return read.map(({ line, row, fields, reason }) =>
    reason === undefined ? `${line}:${row} ${fields?.join('|') ?? ''}` : `${line}:${row} !${reason}`,
  );
}

describe('line ends and quoting', () => {
  it.each<[string, string, Partial<DelimitedFormat>, string[]]>([
    ['LF', 'a,b\nc,d\n', {}, ['1:0 a|b', '2:1 c|d']],
    ['CRLF', 'a,b\r\nc,d\r\n', {}, ['1:0 a|b', '2:1 c|d']],
    ['CR', 'a,b\rc,d\r', {}, ['1:0 a|b', '2:1 c|d']],
    ['mixed', 'a,b\rc,d\r\ne,f\ng,h', {}, ['1:0 a|b', '2:1 c|d', '3:2 e|f', '4:3 g|h']],
    ['no last newline', 'a,b', {}, ['1:0 a|b']],
    ['byte order mark', '\ufeffa,b\n', {}, ['1:0 a|b']],
    ['only a byte order mark', '\ufeff', {}, []],
    ['nothing', '', {}, []],
    ['blank lines are no records', '\n\na,b\r\n\r\nc,d\n\n', {}, ['3:0 a|b', '5:1 c|d']],
    ['quoted', '"a","b"\n', {}, ['1:0 a|b']],
    ['quoted delimiter', '"a,x",b', {}, ['1:0 a,x|b']],
    ['quoted line ends', '"a\nx\r\ny\rz",b\nc,d', {}, ['1:0 a\nx\r\ny\rz|b', '5:1 c|d']],
    ['doubled quotes', '"a ""x""",b\n"""",""\n', {}, ['1:0 a "x"|b', '2:1 "|']],
    ['a quote inside an unquoted field is literal', 'a "x",5" b\n', {}, ['1:0 a "x"|5" b']],
    ['empty fields', ',\n"",\n', {}, ['1:0 |', '2:1 |']],
    ['tabs in quotes', '"a\tx"\tb', { delimiter: '\t' }, ['1:0 a\tx|b']],
    ['without quoting quotes are text', '"a\tb"\n"\t"', { ...TSV }, ['1:0 "a|b"', '2:1 "|"']],
    ['NUL', 'a\0,b\n', {}, ['1:0 a\0|b']],
    ['other scripts', '文本，甲,标签\n😀,ü\n', {}, ['1:0 文本，甲|标签', '2:1 😀|ü']],
    ['semicolon', 'a;b\n', { delimiter: ';' }, ['1:0 a|b']],
    ['pipe', 'a|b\n', { delimiter: '|' }, ['1:0 a|b']],
  ])('%s', (_, text, format, expected) => {
    expect(brief(readEveryWay(reader(format), text).read)).toEqual(expected);
  });
});

describe('a bad line is set aside alone', () => {
  it.each<[string, string, string[]]>([
    ['too few', 'a,b\nc\nd,e\n', ['1:0 a|b', '2:1 !column-count', '3:2 d|e']],
    ['too many', 'a,b\nc,c,c\nd,e\n', ['1:0 a|b', '2:1 !column-count', '3:2 d|e']],
    ['stray quote', 'a,b\n"c"x,d\ne,f\n', ['1:0 a|b', '2:1 !stray-quote', '3:2 e|f']],
    ['stray quote after lines', '"a\nb"x,c\nd,e\n', ['1:0 !stray-quote', '2:1 b"x|c', '3:2 d|e']],
    ['never closed', 'a,b\nc,"d\ne,f\ng,h\n', ['1:0 a|b', '2:1 !unterminated-quote', '3:2 e|f', '4:3 g|h']],
    [
      'closed by the next line',
      'a,b\nc,"d\ne,"f\ng,h\n',
      ['1:0 a|b', '2:1 !stray-quote', '3:2 !unterminated-quote', '4:3 g|h'],
    ],
    ['many lines with the wrong count', '"a\nb",c,d\ne,f\n', ['1:0 !column-count', '2:1 !column-count', '3:2 e|f']],
    ['a swallowed row comes back', 'a,"b\nc,d\ne",f\ng,h\n', ['1:0 !column-count', '2:1 c|d', '3:2 e"|f', '4:3 g|h']],
  ])('%s', (_, text, expected) => {
    expect(brief(readEveryWay(reader(), text).read)).toEqual(expected);
  });

  it('says how many columns were found and expected, and keeps the line', () => {
    const { read } = readEveryWay(reader({ expectedColumns: 3 }), 'a,b\n');
    expect(read).toEqual([{ line: 1, row: 0, reason: 'column-count', content: 'a,b', counts: [2, 3] }]);
  });

  it('takes a record of any width where none is expected', () => {
    expect(brief(readEveryWay(reader({ expectedColumns: 0 }), 'a\nb,c\nd,e,f\n').read)).toEqual([
      '1:0 a',
      '2:1 b|c',
      '3:2 d|e|f',
    ]);
  });

  it('gives a quoted field so many bytes and no more', () => {
    const format = reader({}, undefined, 10);
    expect(brief(readEveryWay(format, '"123456789\n",b\n').read)).toEqual(['1:0 123456789\n|b']);
    expect(brief(readEveryWay(format, '"1234567890\n",b\nc,d\n').read)).toEqual([
      '1:0 !unterminated-quote',
      '2:1 !unterminated-quote',
      '3:2 c|d',
    ]);
  });

  it('sets a line that is too long aside, whole or in parts', () => {
    const { read } = readEveryWay(reader({}, 10), 'a,b\n12345678901,x\r\nc,d\n1234567890123');
    expect(brief(read)).toEqual(['1:0 a|b', '2:1 !line-too-long', '3:2 c|d', '4:3 !line-too-long']);
    expect(read.map(({ content }) => content)).toEqual(['a,b', '12345678901,x', 'c,d', '1234567890123']);
  });
});

describe('header', () => {
  it.each([
    ['plain', 'x,y\na,b\n', ['x', 'y']],
    ['quoted over two lines', '"x\n1",y\na,b\n', ['x\n1', 'y']],
    ['with a stray quote', '"x"1,y\na,b\n', ['"x"1', 'y']],
    ['never closed', '"x,y\na,b\n', ['"x', 'y']],
    ['of another width', 'x,y,z\na,b\n', ['x', 'y', 'z']],
  ])('%s', (_, text, header) => {
    const read = readEveryWay(reader({ header: true }), text);
    expect(read.header_).toEqual(header);
    expect(read.read.map(({ row, fields }) => [row, fields])).toEqual([[0, ['a', 'b']]]);
  });
});

/** The same rules, said slowly: one regular expression a field, one string slice a record. */
function reference(text: string, format: DelimitedFormat): string[] {
  const lines = [...text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)].filter((match) => match[0] !== '');
  const read: string[] = [];
  const { delimiter, expectedColumns: expected, quote } = format;
  const quoted = /"((?:[^"]|"")*)"(?!")/y;
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, 'y');
  let row = 0;
  for (let i = 0; i < lines.length;) {
    const match = lines[i];
    if (match === undefined) break;
    const [, line = ''] = match;
    if (line === '') {
      i++;
      continue;
    }
    const start = match.index;
    const fields: string[] = [];
    let failure = '';
    let at = start;
    for (;;) {
      if (quote !== '' && text[at] === '"') {
        quoted.lastIndex = at;
        const field = quoted.exec(text);
        if (field === null) failure = 'unterminated-quote';
        at += field?.[0].length ?? 0;
        if (failure === '' && at < text.length && !`${delimiter}\r\n`.includes(text[at] ?? '')) failure = 'stray-quote';
        fields.push((field?.[1] ?? '').replaceAll('""', '"'));
      } else {
        plain.lastIndex = at;
        const [field] = plain.exec(text) ?? [''];
        at += field.length;
        fields.push(field);
      }
      if (failure !== '' || text[at] !== delimiter) break;
      at++;
      if (fields.length >= expected && at > start + line.length) failure = 'column-count';
      if (failure !== '') break;
    }
    if (failure === '' && fields.length !== expected) failure = 'column-count';
    read.push(`${i + 1}:${row++} ${failure === '' ? fields.join('|') : `!${failure}`}`);
    i =
      failure === '' ? lines.findIndex((other, k) => k >= i && other.index + (other[1]?.length ?? 0) >= at) + 1 : i + 1;
  }
  return read;
}

describe('against a slow reader of the same rules', () => {
  const pieces = fc.constantFrom(
    '"',
    '""',
    ',',
    '\t',
    '\n',
    '\r\n',
    '\r',
    'a',
    'b c',
    '文',
    '😀',
    '"x"',
    ',"',
    '",',
    ' ',
  );
  const text = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));
  const format = fc.record({
    delimiter: fc.constantFrom<',' | '\t'>(',', '\t'),
    quote: fc.constantFrom<'"' | ''>('"', ''),
    header: fc.constant(false),
    expectedColumns: fc.integer({ min: 1, max: 3 }),
  });

  it('agrees on any text, cut anywhere', () => {
    fc.assert(
      fc.property(text, format, fc.array(fc.nat(80), { maxLength: 6 }), (source, chosen, cutList) => {
        const bytes = bytesOf(source);
        const cuts = cutList.filter((cut) => cut < bytes.length).sort((a, b) => a - b);
        const { read } = readCut(reader(chosen), bytes, cuts);
        expect(brief(read)).toEqual(reference(source, chosen));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads back any table that was written by RFC 4180', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '中') });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), (rows, lineEnd) => {
        const written = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join(lineEnd);
        const { read } = readCut(reader(), bytesOf(written));
        expect(read.map(({ fields }) => fields)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });
});

describe('no input is slow', () => {
  it.each<[string, string, number]>([
    ['lines that open a quote', 'a,"b\n'.repeat(100_000), 2],
    ['lines that close one quote and open the next', 'x","\n'.repeat(100_000), 3],
    ['a quote that never ends, before many lines', `"${'a,b\n'.repeat(500_000)}`, 2],
    ['empty lines', '\n'.repeat(10_000_000), 2],
    ['wrong counts', 'a\n'.repeat(500_000), 2],
  ])(
    '%s',
    (_, text, expectedColumns) => {
      const bytes = bytesOf(text);
      let records = 0;
      const sink: RecordSink = { record: () => records++, reject: () => records++ };
      const source = new DelimitedReader({ ...CSV, expectedColumns }, sink);
      for (let at = 0; at < bytes.length; at += 65_536) source.push(bytes.subarray(at, at + 65_536));
      source.end();
      // Quadratic work would outlast the test's patience.
      expect(records).toBe(text.split('\n').filter((line) => line !== '').length);
    },
    60_000,
  );
});
