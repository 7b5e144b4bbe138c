import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from '../../../src/domain/bytes.js';

const LARGEST = 0xffff_ffff;

test.each([0, 7, 9, 10, 99, 100, 12_345, 999_999_999, 1_000_000_000, LARGEST])(
  '%d is written in its digits',
  (value) => {
    const out = new ByteWriter(0);
    out.decimal(value);
    expect(new TextDecoder().decode(out.take())).toBe(String(value));
  },
);

test('writes numbers one after the other like their text', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: LARGEST })), (values) => {
      const digits = new ByteWriter(0);
      const text = new ByteWriter(0);
      for (const value of values) {
        digits.decimal(value);
        digits.push(0x20);
        text.text(`${value} `);
      }
      expect(digits.take()).toEqual(text.take());
    }),
  );
});
