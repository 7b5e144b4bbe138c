import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { byteDecoder } from '../../../src/domain/byte-decoder.js';
import type { SourceEncoding } from '../../../src/domain/dataset.js';
import { rankEncodings, type EncodingChoice } from '../../../src/domain/encoding-choice.js';
import { OddLines } from '../../../src/domain/odd-lines.js';
import { PLAUSIBLE, plausibility } from '../../../src/domain/plausibility.js';

interface Encoded {
  readonly language: string;
  readonly encoding: SourceEncoding;
  readonly text: string;
  readonly base64: string;
}

const fixture = new URL('../../fixtures/encodings.json', import.meta.url);
const TEXTS = JSON.parse(readFileSync(fixture, 'utf8')) as Encoded[];
const bytesIn = ({ base64 }: Encoded): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

function ranked(bytes: Uint8Array): EncodingChoice {
  const odd = new OddLines();
  odd.push(bytes);
  return rankEncodings(bytes, odd.end().lines);
}

/** The lines of a file one by one, each as a file of its own with the header. */
function linesIn(encoded: Encoded): Uint8Array[] {
  const { length } = encoded.text.split('\n');
  const bytes = Buffer.from(bytesIn(encoded));
  const lines: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    lines.push(bytes.subarray(at, end + 1));
    at = end + 1;
  }
  expect(lines).toHaveLength(length - 1);
  return lines.slice(1);
}

describe('five lines of a language', () => {
  it.each(TEXTS.map((encoded) => [encoded.language, encoded.encoding, encoded] as const))(
    'reads %s in %s',
    (_, encoding, encoded) => {
      const { readings, sure } = ranked(bytesIn(encoded));
      expect([sure, readings[0]?.encoding]).toEqual([true, encoding]);
      const sample = readings[0]?.sample.split('\n')[0] ?? '';
      expect(encoded.text).toContain(sample.replace(/ (good|bad)$/, ''));
    },
  );

  it.each(TEXTS.map((encoded) => [encoded.language, encoded.encoding, encoded] as const))(
    'reads a single line of %s in %s, or preselects no encoding',
    (_, encoding, encoded) => {
      for (const line of linesIn(encoded)) {
        if (!line.some((byte) => byte > 127 || byte === 27)) continue;
        const { readings, sure } = ranked(line);
        if (!sure) continue;
        const shown = byteDecoder(readings[0]?.encoding ?? 'utf-8', false).decode(line);
        expect(shown).toBe(byteDecoder(encoding, false).decode(line));
      }
    },
  );
});

describe('a few odd bytes in English', () => {
  it.each<[string, number[], string]>([
    ['an apostrophe', [0x64, 0x6f, 0x6e, 0x92, 0x74, 0x20, 0x67, 0x6f], 'don’t go'],
    ['pounds', [0x61, 0x20, 0xa3, 0x35, 0x20, 0x6e, 0x6f, 0x74, 0x65], 'a £5 note'],
    ['an accent at the end', [0x61, 0x20, 0x63, 0x61, 0x66, 0xe9], 'a café'],
    ['an accent inside', [0x66, 0x69, 0x61, 0x6e, 0x63, 0xe9, 0x65, 0x73], 'fiancées'],
    ['a dash', [0x6e, 0x6f, 0x20, 0x96, 0x20, 0x79, 0x65, 0x73], 'no – yes'],
  ])('%s: Windows-1252', (_, bytes, text) => {
    const { readings, sure } = ranked(Uint8Array.from([...bytes, 0x0a]));
    expect([sure, readings[0]?.encoding, readings[0]?.sample]).toEqual([true, 'windows-1252', text]);
  });
});

describe('text without a plausible reading', () => {
  it.each<[string, number[]]>([
    ['bytes of no text', [0x61, 0x81, 0x20, 0xff, 0xff, 0x8d, 0x0a]],
    ['accents inside each other', [...Buffer.from('a'), 0xd0, 0xf1, 0xd7, 0xf3, 0xde, 0x62, 0x0a]],
    ['CP850', [...Buffer.from('caf'), 0x82, 0x20, ...Buffer.from('cr'), 0x8a, 0x6d, 0x65, 0x0a]],
  ])('%s: preselects no encoding, and offers a choice', (_, bytes) => {
    const { readings, sure } = ranked(Uint8Array.from(bytes));
    expect(sure).toBe(false);
    expect(readings.length).toBeGreaterThan(1);
  });
});

describe('samples', () => {
  it('show lines that the readings read differently, wherever they are', () => {
    const ascii = new TextEncoder().encode('only plain words here\tgood\n'.repeat(2000));
    const line = Uint8Array.from([...Buffer.from('the last caf'), 0xe9, 0x20, 0x6e, 0x6f, 0x77, 0x0a]);
    const { readings } = ranked(Uint8Array.from([...ascii, ...line]));
    expect(readings[0]).toEqual({ encoding: 'windows-1252', sample: 'the last café now' });
  });

  it('of one broken byte in much UTF-8 show UTF-8 first', () => {
    const good = Buffer.from('今天天气很好\n'.repeat(50));
    const { readings, sure } = ranked(Uint8Array.from([...good, 0xff, 0x0a]));
    expect([sure, readings[0]?.encoding]).toEqual([true, 'utf-8']);
  });

  it('of UTF-8 mixed with another encoding leave the choice open', () => {
    const mixed = [...Buffer.from('don’t go\nit’s “fine”\nna\u00efve\n'), 0x63, 0x61, 0x66, 0xe9, 0x0a];
    const { readings, sure } = ranked(Uint8Array.from(mixed));
    expect([sure, readings[0]?.encoding]).toEqual([false, 'utf-8']);
  });

  it('of a long line show the part with the odd byte', () => {
    const long = Buffer.from('word '.repeat(5000));
    const { readings } = ranked(Uint8Array.from([...long, ...Buffer.from('caf'), 0xe9, 0x20, ...long, 0x0a]));
    expect(readings[0]?.sample).toContain('café');
    expect(readings[0]?.sample.length).toBeLessThan(130);
  });
});

describe('one repeated word', () => {
  const bytesOf = (lines: readonly (readonly (string | readonly number[])[])[]): Uint8Array =>
    new Uint8Array(
      lines.flatMap((line) => [
        ...line.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'ascii')] : part)),
        10,
      ]),
    );
  const TOKYO = [0x93, 0x8c, 0x8b, 0x9e, 0x94, 0x5c, 0x95, 0x5c];

  it.each<[string, readonly number[]]>([
    ['in Shift_JIS with backslashes as second bytes', TOKYO],
    ['in Shift_JIS', [0x94, 0x60, 0x8d, 0x96]],
    ['in EUC-JP', [0xb7, 0xd8, 0xb9, 0xf6]],
    ['in GB18030', [0xcc, 0xe5, 0xd3, 0xfd]],
  ])('%s has no preselected encoding', (_, word) => {
    const { readings, sure } = ranked(
      bytesOf([
        ['the match in ', word, ' was seen'],
        ['all of ', word],
        ['new product from ', word, ', today'],
      ]),
    );
    expect(sure).toBe(false);
    expect(readings.length).toBeGreaterThan(1);
  });

  it('reads accents and quotes of Windows-1252', () => {
    for (const word of [
      ['caf', [0xe9]],
      [[0x93], 'so', [0x94]],
      [[0x80], '20'],
    ] as const) {
      const { readings, sure } = ranked(
        bytesOf([
          ['the ', ...word, ' here'],
          ['a ', ...word, ' there'],
        ]),
      );
      expect([sure, readings[0]?.encoding]).toEqual([true, 'windows-1252']);
    }
  });

  it('several words are evidence', () => {
    const words = [
      [0xcc, 0xe5, 0xd3, 0xfd],
      [0xb2, 0xc6, 0xbe, 0xad],
      [0xbf, 0xc6, 0xbc, 0xbc],
      [0xb9, 0xfa, 0xbc, 0xca],
    ];
    const { readings, sure } = ranked(bytesOf(words.map((word) => ['some words,', word])));
    expect([sure, readings[0]?.encoding]).toEqual([true, 'gb18030']);
  });
});

describe('an encoding for another script', () => {
  it('is not plausible for lines without a letter of it', () => {
    const lines = ['at “Œ‹‍”\\•\\ all', 'some “Œ‹‍”\\•\\ more', 'a • and “this”'];
    for (const encoding of ['windows-1256', 'windows-1251', 'windows-1253', 'windows-874'] as const) {
      expect(plausibility(lines, encoding)).toBeLessThan(PLAUSIBLE);
    }
    expect(plausibility(['“مرحبا بكم في المدينة” he said', '“Œuvre”'], 'windows-1256')).toBeGreaterThan(PLAUSIBLE);
  });
});
