import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, formatNumber, isolated } from '../../../src/i18n/message.js';

describe('fill', () => {
  it('puts values in, as often as they are named', () => {
    expect(fill('{a} and {b} and {a}', { a: 'x', b: 'y' }, 'en')).toBe('x and y and x');
  });

  it('leaves a placeholder without a value, so that it is seen', () => {
    expect(fill('{name} is {what}', { name: 'x' }, 'en')).toBe('x is {what}');
    expect(fill('{constructor} {__proto__} {toString}', {}, 'en')).toBe('{constructor} {__proto__} {toString}');
  });

  it('takes values as they are: no placeholder or pattern in them is filled', () => {
    const nasty = fc.oneof(fc.constantFrom('$&', '$1', '{a}', '{b}', '$$', '<b>'), fc.string());
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        expect(fill('[{a}|{b}]', { a, b }, 'en')).toBe(`[${a}|${b}]`);
      }),
    );
  });

  it.each([
    [1, 'en', 'one 1'],
    [0, 'en', 'other 0'],
    [2, 'en', 'other 2'],
    [1.5, 'en', 'other 1.5'],
    [21, 'en', 'other 21'],
    [-1, 'en', 'one -1'],
    [1, 'zh-CN', 'other 1'],
    [1200, 'zh-CN', 'other 1,200'],
  ])('%d in %s is "%s"', (count, locale, text) => {
    expect(fill({ one: 'one {count}', other: 'other {count}' }, { count }, locale)).toBe(text);
  });

  it('takes the common form where the count is no number', () => {
    expect(fill({ one: 'one', other: 'other {count}' }, { count: '1' }, 'en')).toBe('other 1');
    expect(fill({ one: 'one', other: 'other' }, {}, 'en')).toBe('other');
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [1234567, '1,234,567'],
    [0.12345, '0.123'],
    [2.0004, '2'],
    [-1234.5, '-1,234.5'],
  ])('%d is written %s in both languages', (value, text) => {
    expect(formatNumber(value, 'en')).toBe(text);
    expect(formatNumber(value, 'zh-CN')).toBe(text);
  });

  it('are filled in as the locale writes them', () => {
    expect(fill('{rows} rows', { rows: 120000 }, 'en')).toBe('120,000 rows');
    expect(fill('{rows}', { rows: 1234.5 }, 'de')).toBe('1.234,5');
  });
});

describe('isolated', () => {
  it.each(['report.tsv', 'отчёт.csv', '新闻.tsv', 'a-b_c (1).jsonl', ''])('leaves %j as it is', (text) => {
    expect(isolated(text)).toBe(text);
  });

  it.each(['\u202Egnp.exe', 'ملف.tsv', 'קובץ.csv', 'a\u2066b', 'x\u200Fy'])('closes %j in itself', (text) => {
    expect(isolated(text)).toBe(`\u2068${text}\u2069`);
    expect(fill('{name} is empty.', { name: text }, 'en')).toBe(`\u2068${text}\u2069 is empty.`);
  });
});
