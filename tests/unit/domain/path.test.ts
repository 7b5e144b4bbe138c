import { expect, test } from 'vitest';
import { baseName, commonFolder, folderOf, uppermost } from '../../../src/domain/path.js';

test.each([
  ['a/b/c.txt', 'a/b/', 'c.txt'],
  ['c.txt', '', 'c.txt'],
  ['a/', 'a/', ''],
])('%s is in the folder "%s" and is called "%s"', (path, folder, name) => {
  expect(folderOf(path)).toBe(folder);
  expect(baseName(path)).toBe(name);
});

test('the uppermost path is the first of those with the fewest folders', () => {
  expect(uppermost(['a/b/c', 'd/e', 'f/g'])).toBe('d/e');
  expect(uppermost([])).toBeUndefined();
});

test.each([
  [['a/b/c', 'a/b/d'], 'a/b/'],
  [['a/b/c', 'a/d'], 'a/'],
  [['ab/c', 'a/c'], ''],
  [['a'], ''],
  [[], ''],
])('the folder around %j is "%s"', (paths, folder) => {
  expect(commonFolder(paths)).toBe(folder);
});
