import { Members } from './members.js';
import { hexValue, escapedByte } from './strings.js';

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
