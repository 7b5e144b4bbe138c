import { describe, expect, it } from 'vitest';
import { readDetected } from './helpers.js';

const NAMES = ['World', 'Sports', 'Business', 'Tech'] as const;
const nameOf = (i: number): string => NAMES[i % 4] ?? '';

function linesOf(key: string, valueOf: (i: number) => unknown): Blob {
  const lines = Array.from({ length: 24 }, (_, i) =>
    JSON.stringify({ text: `Some words of the report with number ${i}`, [key]: valueOf(i) }),
  );
  return new Blob([lines.join('\n')]);
}

/** A list with a second label in every fifth row. */
const sometimesTwo = (entry: (name: string, score: number) => object) => (i: number) =>
  i % 5 === 0 ? [entry(nameOf(i), 0.9), entry(nameOf(i + 1), 0.4)] : [entry(nameOf(i), 0.9)];

describe('lists of labels with scores', () => {
  it.each<[string, string, (i: number) => unknown]>([
    ['names', 'label', sometimesTwo((name, score) => ({ name, score }))],
    ['labels', 'label', sometimesTwo((label, score) => ({ label, score }))],
    ['values with a confidence', 'labels', sometimesTwo((value, confidence) => ({ value, confidence }))],
    ['names below a key', 'label', (i) => ({ items: sometimesTwo((name, score) => ({ name, score }))(i) })],
  ])('%s are the label as a whole', async (_, key, valueOf) => {
    const { roles, dataset, results } = await readDetected(linesOf(key, valueOf));
    expect(roles).toMatchObject({ text: 'text', label: key });
    expect(
      dataset.labels
        .filter(({ several }) => !several)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...NAMES].sort());
    const several = dataset.labels.filter((label) => label.several);
    expect(several.every((label) => label.several?.length === 2)).toBe(true);
    expect(several.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect(results).toBeNull();
  });

  it('a score for every class in every row are probabilities', async () => {
    const scores = (i: number): unknown => NAMES.map((label, k) => ({ label, score: k === i % 4 ? 0.7 : 0.1 }));
    const { results } = await readDetected(linesOf('predictions', scores));
    expect(results?.classes).toEqual([...NAMES]);
    expect(results?.report).toMatchObject({ usable: 24, vectors: 'probs' });
  });
});
