import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TokenChunk } from '../../../src/domain/batch.js';
import { MASK_PERCENT, maskTokens, type Masking } from '../../../src/domain/mask.js';

const [CLS, SEP, MASK] = [101, 102, 103];
const MASKING: Masking = {
  rate: MASK_PERCENT.largest / 100,
  seed: 7,
  pass: 0,
  maskId: MASK,
  specialIds: [0, CLS, SEP],
};

function chunkOf(rows: readonly (readonly number[])[]): TokenChunk {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (offsets[i + 1] = (offsets[i] ?? 0) + row.length));
  return {
    ids: Int32Array.from(rows.flat()),
    offsets,
    segmentB: new Uint16Array(rows.length),
    truncated: new Uint8Array(rows.length),
  };
}

const rowOf = (chunk: TokenChunk, row: number): number[] => [
  ...chunk.ids.subarray(chunk.offsets[row], chunk.offsets[row + 1]),
];
const all = (chunk: TokenChunk): number[] => [...chunk.segmentB.keys()];

const tokens = fc
  .array(fc.oneof(fc.integer({ min: 200, max: 300 }), fc.constantFrom(0, CLS, SEP, MASK)), { maxLength: 60 })
  .map((inner) => [CLS, ...inner, SEP]);
const rows = fc.array(tokens, { minLength: 1, maxLength: 12 });
const masking = fc.record({
  rate: fc.double({ min: 0.1, max: 0.15, noNaN: true }),
  seed: fc.nat(2 ** 32 - 1),
  pass: fc.nat(50),
});

describe('masking', () => {
  test('hides the promised number of tokens, never a special one, and nothing else changes', () => {
    fc.assert(
      fc.property(rows, masking, (texts, choice) => {
        const chunk = chunkOf(texts);
        const before = chunk.ids.slice();
        const masked = maskTokens(chunk, all(chunk), all(chunk), { ...MASKING, ...choice });
        expect(chunk.ids).toEqual(before);
        expect(masked.offsets).toBe(chunk.offsets);
        texts.forEach((text, row) => {
          const maskable = text.filter((id) => id >= 200).length;
          const after = rowOf(masked, row);
          const changed = text.filter((id, i) => id !== after[i]);
          expect(changed.every((id) => id >= 200)).toBe(true);
          expect(text.every((id, i) => id === after[i] || after[i] === MASK)).toBe(true);
          expect(changed.length).toBe(maskable === 0 ? 0 : Math.max(1, Math.round(choice.rate * maskable)));
        });
      }),
    );
  });

  test('the hidden tokens of a row do not depend on the rows around it', () => {
    fc.assert(
      fc.property(rows, masking, fc.array(fc.nat(1e9), { minLength: 12, maxLength: 12 }), (texts, choice, names) => {
        const settings = { ...MASKING, ...choice };
        const together = chunkOf(texts);
        const masked = maskTokens(together, all(together), names, settings);
        texts.forEach((text, row) => {
          const alone = maskTokens(chunkOf([text]), [0], [names[row] ?? 0], settings);
          expect(rowOf(masked, row)).toEqual([...alone.ids]);
          const only = maskTokens(together, [row], names, settings);
          expect(rowOf(only, row)).toEqual([...alone.ids]);
        });
      }),
    );
  });

  test('rows that are not named stay unchanged', () => {
    const chunk = chunkOf([
      [CLS, 200, 201, SEP],
      [CLS, 202, 203, SEP],
    ]);
    const masked = maskTokens(chunk, [1], [0, 1], MASKING);
    expect(rowOf(masked, 0)).toEqual([CLS, 200, 201, SEP]);
    expect(rowOf(masked, 1)).toContain(MASK);
  });

  test.each([
    ['pass', { pass: 1 }, 0],
    ['seed', { seed: 8 }, 0],
    ['row', {}, 1],
  ])('another %s hides other tokens', (_, change, name) => {
    const chunk = chunkOf([Array.from({ length: 400 }, (__, i) => 200 + i)]);
    const one = maskTokens(chunk, [0], [0], MASKING);
    const other = maskTokens(chunk, [0], [name], { ...MASKING, ...change });
    const both = one.ids.filter((id, i) => id === MASK && other.ids[i] === MASK).length;
    // 60 of 400 each time: 9 in common on average, standard deviation 2.4.
    expect(both).toBeLessThan(20);
  });

  test('every place is hidden about equally often', () => {
    const chunk = chunkOf([Array.from({ length: 20 }, (_, i) => 200 + i)]);
    const hidden = new Array<number>(20).fill(0);
    for (let pass = 0; pass < 2000; pass++) {
      const { ids } = maskTokens(chunk, [0], [3], { ...MASKING, pass });
      ids.forEach((id, at) => (hidden[at] = (hidden[at] ?? 0) + (id === MASK ? 1 : 0)));
    }
    // 3 of 20 in 2000 passes: 300 each, standard deviation 16.
    for (const times of hidden) expect(Math.abs(times - 300)).toBeLessThan(80);
  });

  test('a fixed case, so that stored passes keep their meaning', () => {
    const chunk = chunkOf([[CLS, ...Array.from({ length: 12 }, (_, i) => 200 + i), SEP]]);
    const { ids } = maskTokens(chunk, [0], [41], { ...MASKING, seed: 1, pass: 2 });
    expect([...ids.keys()].filter((at) => ids[at] === MASK)).toMatchInlineSnapshot(`
      [
        10,
        11,
      ]
    `);
  });

  test.each([0, 1, -0.1, Number.NaN])('a rate of %s is refused', (rate) => {
    expect(() => maskTokens(chunkOf([[200]]), [0], [0], { ...MASKING, rate })).toThrow(RangeError);
  });
});
