import type { ByteWriter } from './bytes.js';
import { appendLiteralText } from './python-values.js';

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COMMA = 44;
const COLON = 58;
/** Deeper nesting is refused as broken. */
const MAX_DEPTH = 100_000;

/** Byte ranges of an object's top-level members, in order. Keys lie inside their quotes, values include theirs. */
export class Members {
  readonly keyStart: number[] = [];
  readonly keyEnd: number[] = [];
  readonly valueStart: number[] = [];
  readonly valueEnd: number[] = [];
  /** Whether a value holds a string escape. */
  readonly valueEscaped: boolean[] = [];
  count = 0;

  /** Position of the last member with this key, which is the one that counts. -1 = none. */
  find(bytes: Uint8Array, key: Uint8Array, scratch: ByteWriter): number {
    for (let i = this.count - 1; i >= 0; i--) if (this.keyIs(bytes, i, key, scratch)) return i;
    return -1;
  }

  /** Whether member `i` has this key, escapes resolved. */
  keyIs(bytes: Uint8Array, i: number, key: Uint8Array, scratch: ByteWriter): boolean {
    const [source, start, end] = this.key(bytes, i, scratch);
    if (end - start !== key.length) return false;
    for (let k = 0; k < key.length; k++) if (source[start + k] !== key[k]) return false;
    return true;
  }

  /** Bytes of member `i`'s key with escapes resolved: in place where it has none, else in `scratch`. */
  key(bytes: Uint8Array, i: number, scratch: ByteWriter): [bytes: Uint8Array, start: number, end: number] {
    const start = this.keyStart[i] ?? 0;
    const end = this.keyEnd[i] ?? 0;
    if (!hasEscape(bytes, start, end)) return [bytes, start, end];
    scratch.length = 0;
    appendLiteralText(bytes, start, end, scratch);
    return [scratch.bytes, 0, scratch.length];
  }
}

/** Whether `bytes[start .. end)` holds a backslash. */
export function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === BACKSLASH) return true;
  return false;
}

/**
 * Reads `bytes[start .. end)` as one JSON object, strictly (RFC 8259: it refuses what `JSON.parse` refuses), and lists
 * its members. Bytes must be valid UTF-8.
 */
export function scanObject(
  bytes: Uint8Array,
  start: number,
  end: number,
  members: Members,
): 'ok' | 'broken-json' | 'not-an-object' {
  members.count = 0;
  let i = skipSpace(bytes, start, end);
  if (i < end && bytes[i] !== OPEN_BRACE) {
    const after = skipValue(bytes, i, end);
    return after >= 0 && skipSpace(bytes, after, end) === end ? 'not-an-object' : 'broken-json';
  }
  i = skipSpace(bytes, i + 1, end);
  if (bytes[i] === CLOSE_BRACE && i < end) return skipSpace(bytes, i + 1, end) === end ? 'ok' : 'broken-json';
  for (;;) {
    const valueSpace = skipKey(bytes, i, end);
    if (valueSpace < 0) return 'broken-json';
    const n = members.count;
    members.keyStart[n] = i + 1;
    members.keyEnd[n] = keyEndBefore(bytes, valueSpace - 1);
    const valueStart = skipSpace(bytes, valueSpace, end);
    const escapesBefore = escapesPassed;
    const valueEnd = skipValue(bytes, valueStart, end);
    if (valueEnd < 0) return 'broken-json';
    members.valueEscaped[n] = escapesPassed !== escapesBefore;
    members.valueStart[n] = valueStart;
    members.valueEnd[n] = valueEnd;
    members.count = n + 1;
    i = skipSpace(bytes, valueEnd, end);
    if (i >= end) return 'broken-json';
    if (bytes[i] === CLOSE_BRACE) return skipSpace(bytes, i + 1, end) === end ? 'ok' : 'broken-json';
    if (bytes[i] !== COMMA) return 'broken-json';
    i = skipSpace(bytes, i + 1, end);
  }
}

/** End of the key's content, found from its colon backwards over white space to the closing quote. */
function keyEndBefore(bytes: Uint8Array, colon: number): number {
  let i = colon - 1;
  while (bytes[i] !== QUOTE) i--;
  return i;
}

/** The first position from `i` that is not JSON white space, at most `end`. */
export function skipSpace(bytes: Uint8Array, i: number, end: number): number {
  while (i < end) {
    const byte = bytes[i];
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
    i++;
  }
  return i;
}

/** Escapes of all scans so far. Only differences have a meaning. */
let escapesPassed = 0;
/** Open containers during the skip of a value. The list is reused, so not for two scans at once. */
const closers: number[] = [];

/**
 * Skips one JSON value (white space allowed in front of it). Returns the position behind it, or, where the bytes are no
 * JSON, `~position` of the error (negative). `~end` = the bytes ended before the value was complete.
 */
export function skipValue(bytes: Uint8Array, i: number, end: number): number {
  let depth = 0;
  for (;;) {
    i = skipSpace(bytes, i, end);
    const byte = i < end ? (bytes[i] ?? 0) : -1;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      const closer = byte + 2;
      const inside = skipSpace(bytes, i + 1, end);
      if (inside < end && bytes[inside] === closer) {
        i = inside + 1;
      } else {
        if (depth === MAX_DEPTH) return ~i;
        closers[depth++] = closer;
        i = byte === OPEN_BRACE ? skipKey(bytes, inside, end) : inside;
        if (i < 0) return i;
        continue;
      }
    } else {
      i = skipScalar(bytes, i, end, byte);
      if (i < 0) return i;
    }
    for (;;) {
      if (depth === 0) return i;
      i = skipSpace(bytes, i, end);
      if (i >= end) return ~end;
      if (bytes[i] === COMMA) break;
      if (bytes[i] !== closers[depth - 1]) return ~i;
      depth--;
      i++;
    }
    i = skipSpace(bytes, i + 1, end);
    if (closers[depth - 1] === CLOSE_BRACE) {
      i = skipKey(bytes, i, end);
      if (i < 0) return i;
    } else if (i < end && bytes[i] === CLOSE_BRACKET) {
      return ~i;
    }
  }
}

function skipScalar(bytes: Uint8Array, i: number, end: number, byte: number): number {
  if (byte === QUOTE) return skipString(bytes, i, end);
  if (byte === 45 || (byte >= 48 && byte <= 57)) return skipNumber(bytes, i, end);
  if (byte === 116) return skipWord(bytes, i, end, 'true');
  if (byte === 102) return skipWord(bytes, i, end, 'false');
  if (byte === 110) return skipWord(bytes, i, end, 'null');
  return ~i;
}

function skipWord(bytes: Uint8Array, i: number, end: number, word: string): number {
  for (let k = 0; k < word.length; k++) {
    if (i + k >= end) return ~end;
    if (bytes[i + k] !== word.charCodeAt(k)) return ~(i + k);
  }
  return i + word.length;
}

/** A key, its colon and the white space between them. */
function skipKey(bytes: Uint8Array, i: number, end: number): number {
  if (i >= end) return ~end;
  if (bytes[i] !== QUOTE) return ~i;
  i = skipString(bytes, i, end);
  if (i < 0) return i;
  i = skipSpace(bytes, i, end);
  if (i >= end) return ~end;
  return bytes[i] === COLON ? i + 1 : ~i;
}

function skipString(bytes: Uint8Array, i: number, end: number): number {
  for (i++; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) return i + 1;
    if (byte < 32) return ~i;
    if (byte === BACKSLASH) {
      escapesPassed++;
      i++;
      if (i >= end) return ~end;
      if (bytes[i] === 117) {
        for (let k = 1; k <= 4; k++) {
          if (i + k >= end) return ~end;
          if (hexValue(bytes[i + k] ?? 0) < 0) return ~(i + k);
        }
        i += 4;
      } else if (escapedByte(bytes[i] ?? 0) < 0) {
        return ~i;
      }
    }
  }
  return ~end;
}

function skipNumber(bytes: Uint8Array, i: number, end: number): number {
  if (bytes[i] === 45) i++;
  if (i < end && bytes[i] === 48) i++;
  else {
    i = skipDigits(bytes, i, end);
    if (i < 0) return i;
  }
  if (i < end && bytes[i] === 46) {
    i = skipDigits(bytes, i + 1, end);
    if (i < 0) return i;
  }
  if (i < end && (bytes[i] === 101 || bytes[i] === 69)) {
    i++;
    if (i < end && (bytes[i] === 43 || bytes[i] === 45)) i++;
    i = skipDigits(bytes, i, end);
  }
  return i;
}

/** At least one digit. */
function skipDigits(bytes: Uint8Array, i: number, end: number): number {
  const from = i;
  while (i < end && (bytes[i] ?? 0) >= 48 && (bytes[i] ?? 0) <= 57) i++;
  return i > from ? i : ~i;
}

function hexValue(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** The byte of a one-letter escape. -1 = no such escape. */
function escapedByte(letter: number): number {
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
