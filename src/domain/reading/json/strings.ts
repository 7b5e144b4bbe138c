import type { ByteWriter } from '../../bytes/bytes.js';

const QUOTE = 34;
const BACKSLASH = 92;

/** The value of a hexadecimal digit. -1 = no such digit. */
export function hexValue(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** The byte of a one-letter escape. -1 = no such escape. */
export function escapedByte(letter: number): number {
  switch (letter) {
    case 34:
    case 92:
    case 47:
      return letter;
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    default:
      return -1;
  }
}

/**
 * Appends the content of a JSON string (`bytes[start .. end)`, between its quotes, known to be well formed) as UTF-8.
 * False when it holds half of a surrogate pair.
 */
export function unescapeJson(bytes: Uint8Array, start: number, end: number, out: ByteWriter): boolean {
  let from = start;
  for (let i = start; i < end;) {
    if (bytes[i] !== BACKSLASH) {
      i++;
      continue;
    }
    out.append(bytes, from, i);
    if (bytes[i + 1] !== 117) {
      out.push(escapedByte(bytes[i + 1] ?? 0));
      i += 2;
    } else {
      let code = hexUnit(bytes, i + 2);
      i += 6;
      if (code >= 0xdc00 && code <= 0xdfff) return false;
      if (code >= 0xd800 && code <= 0xdbff) {
        const low = bytes[i] === BACKSLASH && bytes[i + 1] === 117 && i < end ? hexUnit(bytes, i + 2) : 0;
        if (low < 0xdc00 || low > 0xdfff) return false;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i += 6;
      }
      pushCodePoint(code, out);
    }
    from = i;
  }
  out.append(bytes, from, end);
  return true;
}

function hexUnit(bytes: Uint8Array, i: number): number {
  let unit = 0;
  for (let k = 0; k < 4; k++) unit = unit * 16 + hexValue(bytes[i + k] ?? 0);
  return unit;
}

function pushCodePoint(code: number, out: ByteWriter): void {
  if (code < 0x80) {
    out.push(code);
    return;
  }
  if (code < 0x800) {
    out.push(0xc0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      out.push(0xe0 | (code >> 12));
    } else {
      out.push(0xf0 | (code >> 18));
      out.push(0x80 | ((code >> 12) & 63));
    }
    out.push(0x80 | ((code >> 6) & 63));
  }
  out.push(0x80 | (code & 63));
}

/** Appends UTF-8 text as a JSON string, quotes included, escaped as `JSON.stringify` does it. */
export function appendJsonString(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  out.push(QUOTE);
  appendJsonContent(bytes, start, end, out);
  out.push(QUOTE);
}

/** The same without the quotes. */
export function appendJsonContent(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  let from = start;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 32 && byte !== QUOTE && byte !== BACKSLASH) continue;
    out.append(bytes, from, i);
    out.text(JSON.stringify(String.fromCharCode(byte)).slice(1, -1));
    from = i + 1;
  }
  out.append(bytes, from, end);
}
