import { describe, expect, test } from 'vitest';
import { Language } from '../../../src/i18n/language.svelte.js';
import { momentText, sizeText, timeLeftText } from '../../../src/ui/quantity.js';

describe('sizeText', () => {
  test.each([
    [0, '0 byte'],
    [812, '812 byte'],
    [1000, '1 kB'],
    [31_600_000, '31.6 MB'],
    [267_800_000, '268 MB'],
    [999_600, '1 MB'],
    [4_200_000_000, '4.2 GB'],
    [-5, '0 byte'],
  ])('%d is %s', (bytes, text) => {
    expect(sizeText(bytes, 'en')).toBe(text);
  });
});

describe('timeLeftText', () => {
  test.each([
    [0, '1 s left'],
    [43.2, '44 s left'],
    [119, '119 s left'],
    [120, '2 min left'],
    [3590, '60 min left'],
    [9000, '2 h 30 min left'],
  ])('%d s: %s', (seconds, text) => {
    expect(timeLeftText(seconds, new Language('en'))).toBe(text);
  });

  test('in Chinese', () => {
    expect(timeLeftText(44, new Language('zh-CN'))).toBe('还需 44 秒');
  });
});

test('momentText names day and time of day', () => {
  const at = new Date(2026, 2, 5, 14, 7).getTime();
  expect(momentText(at, 'en')).toMatch(/Mar 5, 2026.*2:07/);
  expect(momentText(at, 'zh-CN')).toMatch(/2026年3月5日.*14:07/);
});
