import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OddLines } from '../../../src/domain/odd-lines.js';
import { bytesOf } from './record-helpers.js';

it('collects the same lines however the bytes are cut', () => {
  const byte = fc.constantFrom(0x61, 0x20, 0x0a, 0x0d, 0xe9, 0xc3, 0xa9);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4 }), fc.array(byte, { maxLength: 40 }), fc.nat(44), (front, back, cut) => {
      const bytes = Uint8Array.from([...front, ...back]);
      const whole = new OddLines();
      whole.push(bytes);
      const cutOnes = new OddLines();
      cutOnes.push(bytes.slice(0, cut));
      cutOnes.push(bytes.slice(cut));
      expect(cutOnes.end()).toEqual(whole.end());
    }),
  );
});

it('puts lines that are not UTF-8 first, after any number of lines that are', () => {
  const odd = new OddLines();
  for (let i = 0; i < 10_000; i++) odd.push(bytesOf('schön und gut, ein Satz mit Umlauten\n'));
  odd.push(Uint8Array.from([0x61, 0xe9, 0x62, 0x0a]));
  const { utf8, lines } = odd.end();
  expect(utf8).toBe(false);
  expect([...(lines[0] ?? [])]).toEqual([0x61, 0xe9, 0x62]);
  expect(lines.length).toBeLessThan(10_000);
});

it('leaves lines of ASCII out', () => {
  const odd = new OddLines();
  odd.push(bytesOf('plain\nwords\n'));
  expect(odd.end()).toEqual({ utf8: true, lines: [] });
});
