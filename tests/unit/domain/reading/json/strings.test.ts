import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../../../src/domain/bytes/bytes.js';
import { appendJsonString, unescapeJson } from '../../../../../src/domain/reading/json/strings.js';
import { bytesOf, textOfBytes } from '../record-helpers.js';
import { anyText, escapeBeyondAscii } from './scan.test.js';

describe('unescapeJson and appendJsonString', () => {
  it('read and write strings like JSON.parse and JSON.stringify', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const out = new ByteWriter();
        const utf8 = bytesOf(text);
        appendJsonString(utf8, 0, utf8.length, out);
        expect(textOfBytes(out.bytes.subarray(0, out.length))).toBe(JSON.stringify(text));
        const escaped = bytesOf([...JSON.stringify(text)].map(escapeBeyondAscii).join(''));
        const back = new ByteWriter();
        expect(unescapeJson(escaped, 1, escaped.length - 1, back)).toBe(true);
        expect(textOfBytes(back.bytes.subarray(0, back.length))).toBe(text);
      }),
    );
  });

  it.each(['\\ud800', '\\udc00', '\\ud800\\ud800', '\\ud800x', '\\ud83d\\n', 'a\\udfff'])('refuses %s', (text) => {
    const bytes = bytesOf(text);
    expect(unescapeJson(bytes, 0, bytes.length, new ByteWriter())).toBe(false);
  });
});
