import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnMask, columnValues, isOpen } from '../../../../src/domain/review/column-values.js';
import { columnOf } from '../../../fakes/dataset.js';

const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date);

describe('the values of a column', () => {
  test.each<[string, string[], string, (number | null)[] | null]>([
    ['whole numbers', ['1', '-2', '', '+3'], 'number', [1, -2, null, 3]],
    ['decimals', ['0.5', '.5', '1e-3', '−1.'], 'number', [0.5, 0.5, 0.001, -1]],
    ['grouped numbers', ['1,234', '12,345.5', '7'], 'number', [1234, 12_345.5, 7]],
    ['numbers and empty cells', ['1', 'null', 'None', 'NaN', 'N/A', '-'], 'number', [1, null, null, null, null, null]],
    ['numbers and a word', ['1', 'two'], 'words', null],
    ['no values', ['', 'null', ' '], 'words', null],
    ['no rows', [], 'words', null],
    ['booleans', ['true', 'false'], 'words', null],
    ['ISO days', ['2024-01-31', '2024-02-29'], 'date', [day(2024, 1, 31), day(2024, 2, 29)]],
    [
      'ISO times',
      ['2024-01-31T01:30:00+02:00', '2024-01-31 23:00:10.25Z'],
      'date',
      [day(2024, 1, 30) + 84_600_000, day(2024, 1, 31) + 82_810_000],
    ],
    ['days with the year first', ['2024/1/5', '2024.12.1'], 'date', [day(2024, 1, 5), day(2024, 12, 1)]],
    ['Chinese days', ['2024年1月31日', '2023年12月1日'], 'date', [day(2024, 1, 31), day(2023, 12, 1)]],
    ['days with points', ['31.01.2024', '1.2.2024'], 'date', [day(2024, 1, 31), day(2024, 2, 1)]],
    ['days with the month first', ['01/31/2024', '2/1/2024'], 'date', [day(2024, 1, 31), day(2024, 2, 1)]],
    ['days with the month second', ['1/2/2024', '31/01/2024'], 'date', [day(2024, 2, 1), day(2024, 1, 31)]],
    ['days that are ambiguous', ['1/2/2024'], 'date', [day(2024, 1, 2)]],
    ['times of tweets', ['Mon Apr 06 22:19:45 PDT 2009'], 'date', [day(2009, 4, 6) + 80_385_000]],
    [
      'times of mail',
      ['Mon, 6 Apr 2009 22:19:45 +0000', '6 April 2009'],
      'date',
      [day(2009, 4, 6) + 80_385_000, day(2009, 4, 6)],
    ],
    ['days with an English month', ['April 6, 2009', 'Dec 1, 2010'], 'date', [day(2009, 4, 6), day(2010, 12, 1)]],
    ['days and an empty cell', ['2024-01-31', ''], 'date', [day(2024, 1, 31), null]],
    ['days that do not exist', ['2024-02-30'], 'words', null],
    ['days of two forms', ['2024-01-31', '31.01.2024'], 'words', null],
    ['object keys', ['__proto__', 'constructor'], 'words', null],
  ])('%s', (_, cells, kind, values) => {
    const read = columnValues(columnOf(cells));
    expect(read.kind).toBe(kind);
    expect(read.values && Array.from(read.values, (value) => (Number.isNaN(value) ? null : value))).toEqual(values);
  });

  test('digits alone are a number, also where they could name a day', () => {
    expect(columnValues(columnOf(['20240131'])).kind).toBe('number');
  });

  test('any day is read from the form in which a date field writes it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const text = date.toISOString().slice(0, 10);
          expect(columnValues(columnOf([text])).values?.[0]).toBe(Date.parse(`${text}T00:00:00Z`));
        },
      ),
    );
  });
});

describe('a filter by a column', () => {
  const condition = { place: 0, words: '', range: null };
  test.each<[string, number[]]>([
    ['red', [0, 2]],
    ['RED', [0, 2]],
    ['red mail', [2]],
    ['油', [1]],
    ['ÄPFEL', [3]],
    ['  ', [0, 1, 2, 3]],
    ['none', []],
  ])('of words: %j', (words, expected) => {
    const values = columnValues(columnOf(['Reddit', '石油', 'mail, red', 'Äpfel']));
    const mask = columnMask(values, { ...condition, words });
    expect([...mask].flatMap((stays, row) => (stays === 1 ? [row] : []))).toEqual(expected);
  });

  test('of numbers: both ends belong to the range, and a cell without a value is in none', () => {
    const values = columnValues(columnOf(['1', '2', '', '3']));
    expect([...columnMask(values, { ...condition, range: { min: 2, max: 3 } })]).toEqual([0, 1, 0, 1]);
    expect([...columnMask(values, { ...condition, range: { min: -Infinity, max: 1 } })]).toEqual([1, 0, 0, 0]);
    expect([...columnMask(values, condition)]).toEqual([1, 1, 1, 1]);
  });

  test('is open without words and without a range', () => {
    expect([condition, { ...condition, words: ' ' }].map(isOpen)).toEqual([true, true]);
    expect(
      [
        { ...condition, words: 'a' },
        { ...condition, range: { min: 0, max: 1 } },
      ].map(isOpen),
    ).toEqual([false, false]);
  });
});
