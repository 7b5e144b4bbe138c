import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLineEnds, LineWindow } from '../../../src/domain/lines.js';
import { bytesOf, textOfBytes } from './record-helpers.js';

/** All lines as `number:content`, pieces of a long one as `number>content`. */
function linesOf(text: string, pieces: number, maxLineBytes?: number): string[] {
  const window = new LineWindow(maxLineBytes);
  const bytes = bytesOf(text);
  const lines: string[] = [];
  const drain = (): void => {
    for (let found = window.find(); found !== 'none'; found = window.find()) {
      const content = textOfBytes(window.bytes.subarray(window.start, window.lineEnd));
      const last = found === 'rest' ? (lines.pop() ?? '') : `${window.line}${found === 'long' ? '>' : ':'}`;
      lines.push(last + content);
      window.advance(window.next, found !== 'line' && window.open ? 0 : 1);
    }
  };
  for (let at = 0; at < bytes.length; at += pieces) {
    window.push(bytes.subarray(at, at + pieces));
    drain();
  }
  window.final = true;
  drain();
  return lines;
}

describe('LineWindow', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['a line without an end', 'a', ['1:a']],
    ['all line ends', 'a\nb\r\nc\rd', ['1:a', '2:b', '3:c', '4:d']],
    ['blank lines', '\n\r\n\r\ra', ['1:', '2:', '3:', '4:', '5:a']],
    ['a last CR', 'a\r', ['1:a']],
    ['a byte order mark', '\ufeffa\n\ufeffb', ['1:a', '2:\ufeffb']],
    ['a character that begins like a mark', '\uff01a', ['1:\uff01a']],
    ['a mark that is cut short', '\uf8ff', ['1:\uf8ff']],
    ['long lines', 'a\n12345\n1234567\r\nb', ['1:a', '2:12345', '3>1234567', '4:b']],
    ['a long last line', '1234567', ['1>1234567']],
    ['a long last line with an end', '1234567\r\n', ['1>1234567']],
  ])('%s', (_, text, expected) => {
    for (let pieces = 1; pieces <= Math.max(1, text.length * 3); pieces++) {
      expect(linesOf(text, pieces, 5)).toEqual(expected);
    }
  });

  it('numbers lines like a split at every line end', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', 'é') });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (source, pieces) => {
        const expected = source.split(/\r\n|\r|\n/);
        if (expected.at(-1) === '') expected.pop();
        expect(linesOf(source, pieces)).toEqual(expected.map((line, i) => `${i + 1}:${line}`));
      }),
    );
  });

  it('knows the line of the next byte', () => {
    const window = new LineWindow();
    window.push(bytesOf('a\nb\r\nc'));
    expect(window.lineAtEnd()).toBe(3);
    window.find();
    window.advance(window.next, 1);
    expect(window.lineAtEnd()).toBe(3);
  });
});

describe('countLineEnds', () => {
  it.each([
    ['', 0],
    ['a', 0],
    ['\n', 1],
    ['\r\n', 1],
    ['\r', 1],
    ['\n\r', 2],
    ['a\r\n\r\nb\n', 3],
  ])('%j', (text, count) => {
    expect(countLineEnds(bytesOf(text), 0, text.length)).toBe(count);
  });
});
