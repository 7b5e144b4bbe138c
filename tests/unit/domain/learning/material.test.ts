import { describe, expect, it } from 'vitest';
import { MaterialReader, type LearningMaterial } from '../../../../src/domain/learning/material.js';
import { columnOf, planOf, taught, type MadeUp } from './made-up.js';

function materialOf(made: MadeUp, textBytes?: number): LearningMaterial {
  const plan = planOf(made);
  const reader = new MaterialReader({ ...plan, textBytes: textBytes ?? plan.textBytes });
  reader.read(columnOf(made.texts), made.second ? columnOf(made.second) : null);
  return reader.finish(Int32Array.from(made.labels));
}

const english = (rows: number): MadeUp => ({
  texts: Array.from(
    { length: rows },
    (_, row) =>
      `the ${['red', 'green', 'blue'][row % 3]!} thing ${row % 7 === 0 ? 'here' : 'there'} we${'abcdefghij'.charAt(row % 10)}`,
  ),
  labels: Array.from({ length: rows }, (_, row) => row % 3),
  classes: 3,
});

describe('MaterialReader', () => {
  it('gives words and characters, as rows and by feature, and 10 folds to few rows', () => {
    const material = materialOf(english(60));
    expect(material).toMatchObject({ folds: 10, word: { rows: 60 }, character: { rows: 60 } });
    expect(material.wordColumns.offsets).toHaveLength(material.word.features + 1);
    expect(material.characterColumns!.row).toHaveLength(material.character!.index.length);
    expect(Math.max(...material.fold)).toBe(9);
  });
  it('does not depend on how the rows are cut into pieces', () => {
    const made = english(50);
    const reader = new MaterialReader(planOf(made));
    for (let row = 0; row < 50; row += 7) reader.read(columnOf(made.texts.slice(row, row + 7)), null);
    expect(reader.rows).toBe(50);
    expect(reader.finish(Int32Array.from(made.labels))).toEqual(materialOf(made));
  });
  it('has one space for texts in scripts without spaces, two where words are mixed in', () => {
    const texts = Array.from({ length: 20 }, (_, row) => `今天天气${row % 2 ? '很好' : '不好'}`);
    const labels = texts.map((_, row) => row % 2);
    expect(materialOf({ texts, labels, classes: 2 })).toMatchObject({ character: null, characterColumns: null });
    const mixed = texts.map((text) => `${text} with a few words`);
    expect(materialOf({ texts: mixed, labels, classes: 2 }).character).not.toBeNull();
  });
  it('keeps a share of the terms of long texts, fewer of characters than of words', () => {
    const made = english(60);
    const all = materialOf(made);
    const some = materialOf(made, 400_000_000);
    const ratio = (part: { features: number }, whole: { features: number }): number => part.features / whole.features;
    expect(ratio(some.character!, all.character!)).toBeLessThan(0.2);
    expect(ratio(some.word, all.word)).toBeGreaterThan(ratio(some.character!, all.character!));
    // Rows and folds are unchanged.
    expect(some.fold).toEqual(all.fold);
  });
  it('puts every array into shared memory where several workers will read it', () => {
    const made = english(30);
    const reader = new MaterialReader({ ...planOf(made), shared: true });
    reader.read(columnOf(made.texts), null);
    const { word, wordColumns, character, characterColumns, fold } = reader.finish(Int32Array.from(made.labels));
    const arrays = [word, wordColumns, character!, characterColumns!]
      .flatMap((part): unknown[] => Object.values(part))
      .filter((value) => ArrayBuffer.isView(value));
    expect(arrays).toHaveLength(2 * 5 + 2 * 3);
    for (const array of [...arrays, fold]) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    const plain = materialOf(made);
    expect(word.value).toEqual(plain.word.value);
  });
  it('keeps rows of nearly the same text in one fold', () => {
    const made = english(40);
    const long = 'a long sentence of very many words that somebody copied twice into one and the same file of rows';
    const texts = made.texts
      .with(3, long)
      .with(20, `${long.toUpperCase()}!`)
      .with(31, long.replace('somebody', 'someone'));
    const { fold } = materialOf({ ...made, texts });
    expect(fold[20]).toBe(fold[3]);
    expect(fold[31]).toBe(fold[3]);
  });
  it('reads pairs, with different terms for shared words and words of one side', () => {
    const second = ['x b', 'c d', 'x b', 'c d'];
    const made = { texts: ['x a', 'x a', 'x a', 'x a'], second, labels: [0, 1, 0, 1], classes: 2 };
    const { word, fold } = materialOf(made);
    const termsOf = (row: number): Set<number> =>
      new Set(word.index.subarray(word.offsets[row], word.offsets[row + 1]));
    expect(termsOf(0)).toEqual(termsOf(2));
    expect([...termsOf(0)].filter((term) => termsOf(1).has(term)).length).toBeLessThan(termsOf(0).size);
    // Rows of one first text and other second texts are no duplicates of each other.
    expect(fold[0]).toBe(fold[2]);
    expect(fold[1]).toBe(fold[3]);
    expect(fold[0]).not.toBe(fold[1]);
  });
  it('reads a row of a pair with the sides exchanged as another row', () => {
    const texts = ['a b c', 'd e f', 'a b c', 'd e f'];
    const second = ['d e f', 'a b c', 'd e f', 'a b c'];
    const { fold } = materialOf({ texts, second, labels: [0, 1, 0, 1], classes: 2 });
    expect(fold[0]).toBe(fold[2]);
    expect(fold[0]).not.toBe(fold[1]);
  });
  it('accepts rows without any term', () => {
    const { material } = taught({ texts: ['', '...', '!'], labels: [0, 1, 0], classes: 2 });
    expect(material.word).toMatchObject({ rows: 3, features: 0 });
  });
});
