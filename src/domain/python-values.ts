import type { ByteWriter } from './bytes.js';

/** Whether a byte is a decimal digit. */
export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** Hexadecimal digits that follow an escape's letter. -1 = no such escape. */
export function hexDigits(letter: number): number {
  if (letter === 120) return 2;
  if (letter === 117) return 4;
  if (letter === 85) return 8;
  return ESCAPES.has(letter) ? 0 : -1;
}

const ESCAPES: ReadonlyMap<number, number> = new Map(
  [
    ['\\', '\\'],
    ["'", "'"],
    ['"', '"'],
    ['/', '/'],
    ['a', '\x07'],
    ['b', '\b'],
    ['f', '\f'],
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
    ['v', '\v'],
  ].map(([letter = '', value = '']) => [letter.charCodeAt(0), value.charCodeAt(0)]),
);

/** Value of a hexadecimal digit. -1 = another byte. */
export function hexValue(byte: number): number {
  if (isDigit(byte)) return byte - 48;
  const lower = byte | 32;
  return byte >= 0 && lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/**
 * Appends the content of a scanned string as UTF-8, with escapes resolved. False for half of a surrogate pair or a code
 * point beyond Unicode, which no UTF-8 can hold. The appended bytes then have no meaning.
 */
export function appendLiteralText(bytes: Uint8Array, start: number, end: number, out: ByteWriter): boolean {
  let text = '';
  let from = start;
  for (let i = start; i < end;) {
    if (bytes[i] !== 92) {
      i++;
      continue;
    }
    if (i > from) {
      if (!flush(text, out)) return false;
      text = '';
      out.append(bytes, from, i);
    }
    const letter = bytes[i + 1] ?? 0;
    const digits = hexDigits(letter);
    let code = ESCAPES.get(letter) ?? 0;
    for (let k = 0; k < digits; k++) code = code * 16 + hexValue(bytes[i + 2 + k] ?? 0);
    if (code > 0x10ffff) return false;
    text += String.fromCodePoint(code);
    i += 2 + digits;
    from = i;
  }
  if (!flush(text, out)) return false;
  out.append(bytes, from, end);
  return true;
}

/** Appends the text of a row of escapes. Two of them may be one character. */
function flush(text: string, out: ByteWriter): boolean {
  if (/\p{Surrogate}/u.test(text)) return false;
  if (text !== '') out.text(text);
  return true;
}

/** End of a whole number without its fraction of zeros: `1.0` ends behind the 1. Other numbers end at their end. */
export function wholeEnd(bytes: Uint8Array, start: number, end: number): number {
  let point = end - 1;
  while (point > start && bytes[point] === 48) point--;
  if (bytes[point] !== 46) return end;
  const first = bytes[start] === 45 || bytes[start] === 43 ? start + 1 : start;
  if (first === point) return end;
  for (let i = first; i < point; i++) if (!isDigit(bytes[i] ?? 0)) return end;
  return point;
}

const decoder = new TextDecoder();

/**
 * The value of a scanned number, correctly rounded. It reads `nan`, `inf` and their JSON spellings too, and a decimal
 * comma.
 */
export function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const negative = bytes[i] === 45;
  if (negative || bytes[i] === 43) i++;
  let mantissa = 0;
  let digits = 0;
  let point = -1;
  for (; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 46 && point < 0) point = digits;
    else if (isDigit(byte) && digits < 16) {
      mantissa = mantissa * 10 + byte - 48;
      digits++;
    } else return slowNumber(bytes, start, end);
  }
  const decimals = point < 0 ? 0 : digits - point;
  // Both are exact up to here, so that one division rounds once.
  if (digits === 0 || mantissa > Number.MAX_SAFE_INTEGER) return slowNumber(bytes, start, end);
  const value = decimals === 0 ? mantissa : mantissa / 10 ** decimals;
  return negative ? -value : value;
}

function slowNumber(bytes: Uint8Array, start: number, end: number): number {
  const text = decoder.decode(bytes.subarray(start, end));
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(text)) return Number(text.replace(',', '.'));
  return text.trim() === '' ? NaN : Number(text);
}
