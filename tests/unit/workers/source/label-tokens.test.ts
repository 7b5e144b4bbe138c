import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDetected, rowsOf } from './helpers.js';
import { exported, labelLines, relabelled } from './relabelled.js';

const NAMES = ['World', 'Sports', 'Sci/Tech', 'he said "hi"', '体育', ' x', '7', 'a:b'];
const SHAPES: readonly ((name: number) => string)[] = [
  (i) => JSON.stringify(NAMES[i]),
  (i) => String(i),
  (i) => `${i}.0`,
  (i) => (i % 2 === 0 ? 'true' : 'false'),
  (i) => JSON.stringify([NAMES[i]]),
  (i) => `[ ${i} ]`,
  (i) => JSON.stringify({ name: NAMES[i], id: i }),
  (i) => `[{"id" : ${i}, "label":${JSON.stringify(NAMES[i])}}]`,
  (i) => JSON.stringify(JSON.stringify([NAMES[i]])),
  (i) => JSON.stringify(`${i}`),
];

describe('a correction to the class of another row', () => {
  const rows = fc.record({
    shape: fc.constantFrom(...SHAPES),
    classes: fc.array(fc.nat({ max: NAMES.length - 1 }), { minLength: 2, maxLength: 12 }),
    others: fc.array(fc.constantFrom('', ' ', 'broken', '{"label":"x"}'), { maxLength: 4 }),
    from: fc.nat(),
    to: fc.nat(),
  });

  it('writes a token of the source, and keeps every other byte', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ shape, classes, others, from, to }) => {
        const tokens = classes.map(shape);
        const source = labelLines(tokens) + others.map((line) => `${line}\n`).join('');
        const file = new Blob([source]);
        const change = { settings: { format: 'jsonl' as const }, roles: { text: 'text', label: 'label' } };
        const read = await readDetected(file, change);
        const [row, like] = [from % classes.length, to % classes.length];
        const name = rowsOf(read)[like]?.label ?? '';
        const text = await exported(file, read, 'dataset', relabelled(read, { [row]: name }));
        expect(text).toBe(labelLines(tokens.with(row, tokens[like] ?? '')) + source.slice(labelLines(tokens).length));
        const again = await readDetected(new Blob([text]), change);
        expect(rowsOf(again)).toEqual(rowsOf(read).with(row, { ...(rowsOf(read)[row] ?? { text: '' }), label: name }));
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  it('reads back as the label that was chosen, whatever the shapes in the file', async () => {
    const mixed = fc.record({
      labels: fc.array(fc.tuple(fc.constantFrom(...SHAPES), fc.nat({ max: NAMES.length - 1 })), {
        minLength: 2,
        maxLength: 10,
      }),
      from: fc.nat(),
      to: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(mixed, async ({ labels, from, to }) => {
        const file = new Blob([labelLines(labels.map(([shape, i]) => shape(i)))]);
        const change = { settings: { format: 'jsonl' as const }, roles: { text: 'text', label: 'label' } };
        const read = await readDetected(file, change);
        const row = from % labels.length;
        const name = rowsOf(read)[to % labels.length]?.label ?? '';
        const again = await readDetected(
          new Blob([await exported(file, read, 'dataset', relabelled(read, { [row]: name }))]),
          change,
        );
        expect(rowsOf(again)[row]?.label).toBe(name);
      }),
      { numRuns: 120 },
    );
  }, 60_000);
});
