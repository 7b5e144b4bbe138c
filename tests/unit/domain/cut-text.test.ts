import { describe, expect, test } from 'vitest';
import { characterStart, clip, cutText, utf8CharacterStart } from '../../../src/domain/cut-text.js';

describe('characterStart', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [3, 3],
    [4, 4],
    [9, 4],
  ])('position %d of a😀b is moved to %d', (at, start) => {
    expect(characterStart('a😀b', at)).toBe(start);
  });

  test('does not move a position between halves that belong to no pair', () => {
    expect(characterStart('\udc00\udc00', 1)).toBe(1);
  });
});

describe('cutText', () => {
  test.each([
    ['short', 10, 'short'],
    ['abcdef', 3, 'abc'],
    ['ab😀c', 3, 'ab'],
    ['ab😀c', 4, 'ab😀'],
  ])('cuts %j to at most %d units', (text, limit, expected) => {
    expect(cutText(text, limit)).toBe(expected);
  });
});

describe('clip', () => {
  test.each([
    ['short', 5, 'short'],
    ['longer', 5, 'longe…'],
    ['ab😀', 3, 'ab…'],
    ['ab😀c', 4, 'ab😀…'],
    ['two words', 4, 'two…'],
    ['', 0, ''],
  ])('clips %j to at most %d units', (text, limit, expected) => {
    expect(clip(text, limit)).toBe(expected);
  });
});

test('utf8CharacterStart moves a position out of a character of several bytes', () => {
  const bytes = new TextEncoder().encode('aé😀b');
  expect(Array.from(bytes, (_, at) => utf8CharacterStart(bytes, 0, at))).toEqual([0, 1, 1, 3, 3, 3, 3, 7]);
  expect(utf8CharacterStart(bytes, 4, 6)).toBe(4);
});
