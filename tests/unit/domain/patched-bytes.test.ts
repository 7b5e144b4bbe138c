import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText, SHIFT_BACK } from '../../../src/domain/byte-encoder.js';
import { ByteWriter } from '../../../src/domain/bytes.js';
import type { SourceEncoding } from '../../../src/domain/dataset.js';
import { PatchedBytes } from '../../../src/domain/patched-bytes.js';

const WORDS: Readonly<Record<string, readonly string[]>> = {
  'utf-8': ['a', 'bc', '体育', 'ü', '😀'],
  'utf-16le': ['a', 'bc', '体育', '\u0a0a\u0a00', '😀', '\ufeff'],
  'utf-16be': ['a', 'bc', '体育', '\u0a0a\u000a', '😀', '\ufeff'],
  gb18030: ['a', 'bc', '体育', '😀', 'ü'],
  shift_jis: ['a', 'bc', '経済', 'ｶﾅ'],
  'iso-2022-jp': ['a', 'bc', '経済', 'スポーツ'],
  'windows-1252': ['a', 'bc', 'é', '€'],
};

function bytesOf(text: string, encoding: SourceEncoding): number[] {
  const { bytes, shifted } = encodeText(text, encoding);
  return [...bytes, ...(shifted ? SHIFT_BACK : [])];
}

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

describe('bytes with ranges replaced', () => {
  it.each(Object.keys(WORDS) as SourceEncoding[])('in %s differ there alone, however the source is cut', (encoding) => {
    const word = fc.constantFrom(...(WORDS[encoding] ?? []));
    const lines = fc.array(fc.tuple(word, word, fc.option(word), fc.integer({ min: 1, max: 300 })), { maxLength: 30 });
    const cuts = fc.array(fc.nat(4000), { maxLength: 6 });
    fc.assert(
      fc.property(lines, cuts, fc.boolean(), (rows, cutList, marked) => {
        const mark = marked && encoding.startsWith('utf-16') ? '\ufeff' : 'a\n';
        const source: number[] = bytesOf(mark, encoding);
        const expected: number[] = bytesOf(mark, encoding);
        const edits: [start: number, end: number, text: string][] = [];
        let at = mark === '\ufeff' ? 0 : 2;
        for (const [cell, text, change, times] of rows) {
          const rest = `,${text.repeat(times)}\n`;
          source.push(...bytesOf(cell, encoding), ...bytesOf(rest, encoding));
          expected.push(...bytesOf(change ?? cell, encoding), ...bytesOf(rest, encoding));
          if (change !== null) edits.push([at, at + utf8Length(cell), change]);
          at += utf8Length(cell + rest);
        }
        const out = new ByteWriter();
        const patched = new PatchedBytes(encoding, out);
        const bytes = Uint8Array.from(source);
        const places = cutList.filter((cut) => cut < bytes.length).sort((a, b) => a - b);
        let from = 0;
        for (const cut of [...places, bytes.length]) {
          patched.push(bytes.slice(from, cut));
          from = cut;
        }
        for (const [start, end, text] of edits) {
          patched.replace(start, end, text);
          patched.settle(end);
        }
        patched.end();
        expect(Array.from(out.take())).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('are written as soon as no range in front can change', () => {
    const out = new ByteWriter();
    const patched = new PatchedBytes('gb18030', out);
    const line = '体育,某些文字\n';
    const lines = Uint8Array.from(bytesOf(line.repeat(200), 'gb18030'));
    patched.push(lines);
    patched.settle(utf8Length(line.repeat(150)));
    expect(out.length).toBeGreaterThan(bytesOf(line.repeat(60), 'gb18030').length);
    patched.end();
    expect(out.take()).toEqual(lines);
  });

  it('that overlap are a bug', () => {
    const patched = new PatchedBytes('utf-8', new ByteWriter());
    patched.push(new Uint8Array(10));
    patched.replace(1, 5, 'a');
    patched.replace(4, 6, 'b');
    expect(() => patched.end()).toThrow('overlap');
  });
});
