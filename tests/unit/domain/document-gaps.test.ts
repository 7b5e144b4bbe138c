import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../src/domain/bytes.js';
import { DocumentGaps } from '../../../src/domain/document-gaps.js';
import { bytesOf, textOfBytes } from './record-helpers.js';

/** Copies a document of which each letter is a record; capitals are left out. */
function copied(document: string): string {
  const out = new ByteWriter();
  const gaps = new DocumentGaps(out);
  for (const character of document) {
    const bytes = bytesOf(character);
    if (!/[a-z]/i.test(character)) gaps.add(bytes, 0, bytes.length);
    else if (/[A-Z]/.test(character)) gaps.leaveOut();
    else {
      gaps.write();
      out.append(bytes, 0, bytes.length);
    }
  }
  gaps.write();
  return textOfBytes(out.bytes.subarray(0, out.length));
}

describe('DocumentGaps', () => {
  it.each([
    ['[a, b, c]', '[a, b, c]'],
    ['[A, b, c]', '[b, c]'],
    ['[a, B, c]', '[a, c]'],
    ['[a, b, C]', '[a, b]'],
    ['[A, B, c]', '[c]'],
    ['[A, B, C]', '[]'],
    ['[\n  A,\n  b\n]', '[\n  b\n]'],
    ['{1: [A, B], 2: [C, d], 3: [e, F]}', '{1: [], 2: [d], 3: [e]}'],
    ['{1: [A], 2: [B], 3: [c]}', '{1: [], 2: [], 3: [c]}'],
  ])('copies %s as %s', (document, expected) => {
    expect(copied(document)).toBe(expected);
  });
});
