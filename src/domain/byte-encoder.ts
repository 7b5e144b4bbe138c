import { byteDecoder } from './byte-decoder.js';
import type { SourceEncoding } from './dataset.js';

/** A character that an encoding does not have. */
export class NotEncodable extends Error {
  readonly character: string;

  constructor(character: string) {
    super(`not in this encoding: ${character}`);
    this.character = character;
  }
}

/** Text as bytes. `shifted`: they end in the two-byte state of ISO-2022-JP, which `SHIFT_BACK` ends. */
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly shifted: boolean;
}

/** The sequence that ends the two-byte state of ISO-2022-JP. */
export const SHIFT_BACK = new Uint8Array([0x1b, 0x28, 0x42]);
const SHIFT_TO_DOUBLE = new Uint8Array([0x1b, 0x24, 0x42]);

/** Encodings with characters of two bytes (and more). */
const DOUBLE_BYTE: ReadonlySet<SourceEncoding> = new Set(['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr']);
/** Characters that GB18030 writes with four bytes, of the first plane. */
const FOUR_BYTE_POINTERS = 39_420;
/** The number of the first character of the other planes among those of four bytes. */
const OTHER_PLANES_POINTER = 189_000;

const utf8 = new TextEncoder();

/** The bytes of a text in an encoding, without a byte order mark. Throws `NotEncodable`. */
export function encodeText(text: string, encoding: SourceEncoding): Encoded {
  if (encoding === 'utf-8') return { bytes: utf8.encode(text), shifted: false };
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return { bytes: utf16Bytes(text, encoding), shifted: false };
  if (encoding === 'iso-2022-jp') return encodeShifted(text);
  const bytes: number[] = [];
  for (const character of text) bytes.push(...sequenceOf(character, encoding));
  return { bytes: Uint8Array.from(bytes), shifted: false };
}

function utf16Bytes(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le');
  return bytes;
}

/** Two-byte characters are those of EUC-JP without the high bits, between escape sequences. */
function encodeShifted(text: string): Encoded {
  const bytes: number[] = [];
  let shifted = false;
  for (const character of text) {
    const sequence = sequenceOf(character, 'euc-jp');
    const [first = 0, second = 0] = sequence;
    const double = sequence.length === 2 && first > 0xa0 && second > 0xa0;
    if (!double && first >= 0x80) throw new NotEncodable(character);
    if (double !== shifted) bytes.push(...(double ? SHIFT_TO_DOUBLE : SHIFT_BACK));
    shifted = double;
    bytes.push(...(double ? [first - 0x80, second - 0x80] : sequence));
  }
  return { bytes: Uint8Array.from(bytes), shifted };
}

function sequenceOf(character: string, encoding: SourceEncoding): readonly number[] {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return [code];
  const sequence = tableOf(encoding).get(code);
  if (sequence) return sequence;
  if (encoding === 'gb18030' && code >= 0x1_0000) return fourBytes(OTHER_PLANES_POINTER + code - 0x1_0000);
  throw new NotEncodable(character);
}

type Sequences = ReadonlyMap<number, readonly number[]>;

const tables = new Map<SourceEncoding, Sequences>();

/**
 * The bytes of each character that the decoder of an encoding gives. Of several byte sequences for one character the
 * first counts.
 */
function tableOf(encoding: SourceEncoding): Sequences {
  const known = tables.get(encoding);
  if (known) return known;
  const sequences = sequencesOf(encoding);
  // A line end behind an invalid sequence stays: decoders return ASCII bytes.
  const bytes = Uint8Array.from(sequences.flatMap((sequence) => [...sequence, 10]));
  const characters = byteDecoder(encoding, false).decode(bytes).split('\n');
  const table = new Map<number, readonly number[]>();
  sequences.forEach((sequence, i) => {
    const [character = '', ...more] = characters[i] ?? '';
    const code = character.codePointAt(0) ?? 0;
    if (more.length === 0 && code >= 0x80 && code !== 0xfffd && !table.has(code)) table.set(code, sequence);
  });
  tables.set(encoding, table);
  return table;
}

/** Every sequence that can be a character, those that writers prefer first. */
function sequencesOf(encoding: SourceEncoding): (readonly number[])[] {
  const sequences: (readonly number[])[] = [];
  // GB18030 reads 0x80 as a euro sign, but never writes it.
  if (encoding !== 'gb18030') for (let byte = 0x80; byte <= 0xff; byte++) sequences.push([byte]);
  if (!DOUBLE_BYTE.has(encoding)) return sequences;
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    // Of the characters that Shift_JIS has twice these are never written.
    if (encoding === 'shift_jis' && (lead === 0xed || lead === 0xee)) continue;
    for (let trail = 0x40; trail <= 0xfe; trail++) sequences.push([lead, trail]);
  }
  if (encoding === 'gb18030') for (let i = 0; i < FOUR_BYTE_POINTERS; i++) sequences.push(fourBytes(i));
  return sequences;
}

function fourBytes(pointer: number): readonly number[] {
  const parts: number[] = [];
  let rest = pointer;
  for (const base of [10, 126, 10]) {
    parts.unshift(rest % base);
    rest = Math.floor(rest / base);
  }
  const [second = 0, third = 0, fourth = 0] = parts;
  return [0x81 + rest, 0x30 + second, 0x81 + third, 0x30 + fourth];
}
