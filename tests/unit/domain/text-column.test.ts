import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteIndex, TextColumnBuilder, textOf } from '../../../src/domain/text-column.js';
import { bytesOf } from './record-helpers.js';

describe('TextColumnBuilder', () => {
  it('keeps any texts, whatever its first size', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme-ascii' })), fc.nat(4000), (texts, hint) => {
        const builder = new TextColumnBuilder(hint);
        for (const text of texts) {
          builder.arena.text(text);
          builder.endRow();
        }
        const column = builder.finish();
        expect(column.offsets).toHaveLength(texts.length + 1);
        expect(texts.map((_, row) => textOf(column, row))).toEqual(texts);
        expect(column.bytes.buffer.byteLength).toBeLessThanOrEqual(Math.max(256, column.bytes.length * 2));
      }),
    );
  });

  it('a row outside the column is empty', () => {
    expect(textOf(new TextColumnBuilder().finish(), 3)).toBe('');
  });
});

describe('ByteIndex', () => {
  it('numbers distinct strings in order of adding, like a Map', () => {
    const text = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('__proto__', 'constructor', ''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 300 }), (texts) => {
        const index = new ByteIndex();
        const known = new Map<string, number>();
        for (const entry of texts) {
          const bytes = bytesOf(`<${entry}>`);
          const found = index.find(bytes, 1, bytes.length - 1);
          expect(found).toBe(known.get(entry) ?? -1);
          if (found < 0) known.set(entry, index.add(bytes, 1, bytes.length - 1));
        }
        expect([...known.values()]).toEqual([...known.keys()].map((_, i) => i));
        expect([...known.keys()].map((_, i) => index.text(i))).toEqual([...known.keys()]);
      }),
    );
  });
});
