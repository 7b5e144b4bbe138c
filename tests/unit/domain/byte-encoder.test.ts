import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteDecoder } from '../../../src/domain/byte-decoder.js';
import { encodeText, NotEncodable, SHIFT_BACK } from '../../../src/domain/byte-encoder.js';
import { SOURCE_ENCODINGS, type SourceEncoding } from '../../../src/domain/dataset.js';

/** Texts that an encoding has. */
const TEXTS: Readonly<Partial<Record<SourceEncoding, string>>> = {
  'windows-1252': 'café £3 – “Señor” can’t €',
  gb18030: '体育 财经 世界 € 😀 ḿ 𠀀',
  big5: '體育 財經 世界',
  shift_jis: 'スポーツ 経済 ｶﾀｶﾅ 髙',
  'euc-jp': 'スポーツ 経済',
  'iso-2022-jp': 'スポーツ and 経済 1',
  'euc-kr': '스포츠 경제',
  'windows-1251': 'спорт «мир»',
  'koi8-r': 'спорт',
  'koi8-u': 'спорт її',
  ibm866: 'спорт',
  'windows-1250': 'žluťoučký kůň',
  'iso-8859-2': 'žluťoučký kůň',
  'windows-1253': 'αθλητικά',
  'windows-1254': 'ışık ğ',
  'windows-1255': 'ספורט',
  'windows-1256': 'رياضة',
  macintosh: 'café £3 “Señor”',
  'x-mac-cyrillic': 'спорт',
  'iso-8859-5': 'спорт',
  'iso-8859-6': 'رياضة',
  'windows-1257': 'žalgiris ąčęė',
  'windows-874': 'กีฬา',
  'utf-8': 'Ünï 体育 😀',
  'utf-16le': 'Ünï 体育 😀',
  'utf-16be': 'Ünï 体育 😀',
};

function decoded(text: string, encoding: SourceEncoding): string {
  const { bytes, shifted } = encodeText(text, encoding);
  return byteDecoder(encoding, true).decode(Uint8Array.from([...bytes, ...(shifted ? SHIFT_BACK : [])]));
}

describe('the bytes of a text', () => {
  it.each(SOURCE_ENCODINGS)('in %s read back as the text', (encoding) => {
    const text = TEXTS[encoding] ?? '';
    expect(text).not.toBe('');
    expect(decoded(text, encoding)).toBe(text);
  });

  it('equal those of other writers', () => {
    const hex = (text: string, encoding: SourceEncoding): string =>
      Array.from(encodeText(text, encoding).bytes, (byte) => byte.toString(16)).join(' ');
    expect(hex('体€', 'gb18030')).toBe('cc e5 a2 e3');
    expect(hex('経ｶ髙', 'shift_jis')).toBe('8c 6f b6 fb fc');
    expect(hex('體', 'big5')).toBe('c5 e9');
    expect(hex('경', 'euc-kr')).toBe('b0 e6');
    expect(hex('経', 'euc-jp')).toBe('b7 d0');
    expect(hex('a経', 'iso-2022-jp')).toBe('61 1b 24 42 37 50');
    expect(hex('€’', 'windows-1252')).toBe('80 92');
    expect(hex('a体', 'utf-16be')).toBe('0 61 4f 53');
  });

  it('of any text are right, or the text is refused', () => {
    const encodings = fc.constantFrom(...SOURCE_ENCODINGS);
    fc.assert(
      fc.property(encodings, fc.string({ unit: 'grapheme', maxLength: 6 }), (encoding, text) => {
        try {
          // A byte order mark at the start is no text.
          expect(decoded(`a${text}`, encoding)).toBe(`a${text}`);
        } catch (error) {
          if (!(error instanceof NotEncodable)) throw error;
          expect(text).toContain(error.character);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused with the character that the encoding does not have', () => {
    expect(() => encodeText('a体b', 'windows-1252')).toThrow(expect.objectContaining({ character: '体' }) as Error);
    expect(() => encodeText('ｶ', 'iso-2022-jp')).toThrow(NotEncodable);
  });
});
