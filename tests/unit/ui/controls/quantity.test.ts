import { describe, expect, test } from 'vitest';
import {
  fixed,
  lossText,
  probabilityText,
  shareText,
  signalText,
  sizeText,
  timeLeftText,
} from '../../../../src/ui/controls/quantity.js';
import { languageOf } from '../../../fakes/language.js';

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
    expect(timeLeftText(seconds, languageOf('en'))).toBe(text);
  });

  test('in Chinese', () => {
    expect(timeLeftText(44, languageOf('zh-CN'))).toBe('还需 44 秒');
  });
});

describe('probabilityText', () => {
  test.each([
    [0.98312, '0.983'],
    [0.004, '0.004'],
    [0.00021, '0.0002'],
    [0.000049, '<0.0001'],
    [0, '<0.0001'],
    [1, '1.000'],
  ])('%d is %s', (probability, text) => {
    expect(probabilityText(probability, 'en')).toBe(text);
  });
});

describe('shareText', () => {
  test.each([
    [0.98312, '98%'],
    [0.5, '50%'],
    [0.0123, '1%'],
    [0.0041, '0.4%'],
    [0.0002, '0.02%'],
    [0.00001, '<0.01%'],
    [0, '0%'],
    [0.9961, '99.6%'],
    [0.99999, '99.9%'],
    [1, '100%'],
  ])('%d is %s', (share, text) => {
    expect(shareText(share, 'en')).toBe(text);
  });
});

describe('lossText', () => {
  test.each([
    [12.3456, '12.35'],
    [0.1, '0.10'],
    [0.0995, '0.10'],
    [0.0994, '0.099'],
    [0.0123, '0.012'],
    [0, '0.000'],
    [1234.5, '1,234.50'],
  ])('%d is %s', (loss, text) => {
    expect(lossText(loss, 'en')).toBe(text);
  });
});

describe('signalText', () => {
  test.each([
    ['loss', 3.14159, '3.14'],
    ['tokens', 1234, '1,234'],
    ['forgetting_times', 3, '3'],
    ['avg_probs', 0.25, '0.250'],
    ['label_var', 0.01234, '0.0123'],
    ['self_confidence', 0.8342, '0.834'],
  ] as const)('%s %d is %s', (signal, value, text) => {
    expect(signalText(signal, value, 'en')).toBe(text);
  });
});

test('fixed writes the given number of decimals in the form of the locale', () => {
  expect(fixed(8.5, 2, 'en')).toBe('8.50');
  expect(fixed(1234.5, 3, 'zh-CN')).toBe('1,234.500');
});
