import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTranscoder, InvalidEncoding, Utf8Checker } from '../../../src/domain/encoding.js';
import { bytesOf, textOfBytes } from './record-helpers.js';

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function checked(bytes: Uint8Array, cut: number): boolean {
  const checker = new Utf8Checker();
  return checker.check(bytes.subarray(0, cut)) < 0 && checker.check(bytes.subarray(cut)) < 0 && checker.complete();
}

describe('Utf8Checker', () => {
  it('judges any bytes like a fatal TextDecoder, cut anywhere', () => {
    // Bytes at the borders of every rule: leads, continuations, overlong forms, surrogates, the last code point.
    const byte = fc.constantFrom(
      0x41,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xff,
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3 }), fc.array(byte, { maxLength: 6 }), fc.nat(9), (front, back, cut) => {
        const bytes = Uint8Array.from([...front, ...back]);
        expect(checked(bytes, Math.min(cut, bytes.length))).toBe(isUtf8(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  it('reports the position of the error', () => {
    expect(new Utf8Checker().check(new Uint8Array([0x61, 0xe4, 0xb8, 0xad, 0xff, 0x61]))).toBe(4);
  });
});

describe('createTranscoder', () => {
  const text = 'a中文😀\r\nb';

  it.each(['utf-16le', 'utf-16be'] as const)('%s cut at every byte', (encoding) => {
    const view = new DataView(new ArrayBuffer(text.length * 2));
    for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le');
    const bytes = new Uint8Array(view.buffer);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const transcoder = createTranscoder(encoding);
      const parts = [transcoder.push(bytes.subarray(0, cut)), transcoder.push(bytes.subarray(cut)), transcoder.end()];
      expect(parts.map(textOfBytes).join('')).toBe(text);
    }
  });

  it('passes UTF-8 on unchanged, with its mark', () => {
    const bytes = bytesOf(`\ufeff${text}`);
    expect(createTranscoder('utf-8').push(bytes)).toBe(bytes);
  });

  it('refuses half a surrogate pair in UTF-16, with the bytes before it', () => {
    const bytes = new Uint8Array([0x61, 0, 0x0a, 0, 0x00, 0xd8, 0x62, 0]);
    const transcoder = createTranscoder('utf-16le');
    let caught: unknown;
    try {
      transcoder.push(bytes);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(InvalidEncoding);
    expect(caught instanceof InvalidEncoding && textOfBytes(caught.valid)).toBe('a\n');
  });

  it.each(['utf-8', 'gb18030', 'utf-16le'] as const)('%s that ends inside a character is refused', (encoding) => {
    const transcoder = createTranscoder(encoding);
    transcoder.push(new Uint8Array([0xe4]));
    expect(() => transcoder.end()).toThrow(InvalidEncoding);
  });
});
