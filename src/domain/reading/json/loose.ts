import type { Members } from './members.js';
import { scanObject, skipSpace, skipValue } from './scan.js';
import { hexDigits, hexValue, isDigit } from '../python/values.js';

const QUOTE = 34;
const APOSTROPHE = 39;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
/** Deeper nesting is refused as broken. */
const MAX_DEPTH = 100_000;

/** Words of JSON writers and of Python's `repr`, and their JSON. */
export const LOOSE_WORDS: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['True', 'true'],
  ['false', 'false'],
  ['False', 'false'],
  ['null', 'null'],
  ['None', 'null'],
  ['undefined', 'null'],
  ['NaN', 'null'],
  ['nan', 'null'],
  ['NaT', 'null'],
  ['Infinity', 'null'],
  ['inf', 'null'],
]);
/** Words with a sign, none of which JSON has. */
export const SIGNED_WORD = /^[+-](?:NaN|nan|Infinity|inf)$/;
const MISSING_VALUE = /^(?:null|None|undefined|[+-]?(?:NaN|nan|NaT))$/;
const NUMPY_SCALAR = /^(?:np|numpy)\.\w+\(/;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Open containers during the skip of a value. The list is reused, so not for two scans at once. */
const closers: number[] = [];

/**
 * `scanObject` for the JSON of real programs, and for Python's `repr` of a dict: besides JSON, strings in single
 * quotes, `NaN`, `Infinity`, `None`, `True`, tuples, a comma before a closing bracket, and calls (`np.float64(0.5)`,
 * `array([1, 2])`), which are never evaluated. Members are listed in their source form.
 */
function scanLooseObject(bytes: Uint8Array, start: number, end: number, members: Members): 'ok' | 'broken-json' {
  members.count = 0;
  let i = skipSpace(bytes, start, end);
  if (bytes[i] !== OPEN_BRACE || i >= end) return 'broken-json';
  i = skipSpace(bytes, i + 1, end);
  for (;;) {
    if (i >= end) return 'broken-json';
    if (bytes[i] === CLOSE_BRACE) return skipSpace(bytes, i + 1, end) === end ? 'ok' : 'broken-json';
    const keyEnd = skipLooseScalar(bytes, i, end);
    if (keyEnd < 0) return 'broken-json';
    const n = members.count;
    const inside = stringStart(bytes, i);
    members.keyStart[n] = inside < 0 ? i : inside;
    members.keyEnd[n] = inside < 0 ? keyEnd : keyEnd - 1;
    i = skipSpace(bytes, keyEnd, end);
    if (bytes[i] !== COLON || i >= end) return 'broken-json';
    const valueStart = skipSpace(bytes, i + 1, end);
    const valueEnd = skipLoose(bytes, valueStart, end);
    if (valueEnd < 0) return 'broken-json';
    members.valueStart[n] = valueStart;
    members.valueEnd[n] = valueEnd;
    members.valueEscaped[n] = true;
    members.count = n + 1;
    i = skipSpace(bytes, valueEnd, end);
    if (bytes[i] === COMMA && i < end) i = skipSpace(bytes, i + 1, end);
    else if (bytes[i] !== CLOSE_BRACE || i >= end) return 'broken-json';
  }
}

/** `scanObject`, and `scanLooseObject` where the bytes are no strict JSON. Then the result is `loose`. */
export function scanAnyObject(
  bytes: Uint8Array,
  start: number,
  end: number,
  members: Members,
): 'ok' | 'loose' | 'broken-json' | 'not-an-object' {
  const strict = scanObject(bytes, start, end, members);
  if (strict !== 'broken-json') return strict;
  if (scanLooseObject(bytes, start, end, members) === 'ok') return 'loose';
  const first = skipSpace(bytes, start, end);
  const after = bytes[first] === OPEN_BRACE ? -1 : skipLoose(bytes, first, end);
  return after >= 0 && skipSpace(bytes, after, end) === end ? 'not-an-object' : 'broken-json';
}

/** `skipValue`, and `skipLoose` where the bytes are no strict JSON. */
export function skipAnyValue(bytes: Uint8Array, i: number, end: number): number {
  const after = skipValue(bytes, i, end);
  return after >= 0 || ~after === end ? after : skipLoose(bytes, i, end);
}

/** `skipValue` for the syntax of `scanLooseObject`. */
export function skipLoose(bytes: Uint8Array, i: number, end: number): number {
  let depth = 0;
  i = skipSpace(bytes, i, end);
  for (;;) {
    if (i >= end) return ~end;
    const closer = closerOf(bytes[i] ?? 0);
    if (closer > 0) {
      if (depth === MAX_DEPTH) return ~i;
      closers[depth++] = closer;
      i = skipSpace(bytes, i + 1, end);
    } else {
      i = skipLooseScalar(bytes, i, end);
      if (i < 0 || depth === 0) return i;
      i = skipSeparator(bytes, i, end, closers[depth - 1] ?? 0);
      if (i < 0) return i;
    }
    while (i < end && bytes[i] === closers[depth - 1]) {
      i++;
      if (--depth === 0) return i;
      i = skipSeparator(bytes, i, end, closers[depth - 1] ?? 0);
      if (i < 0) return i;
    }
    if (i >= end) return ~end;
    if (closers[depth - 1] === CLOSE_BRACE) {
      i = skipLooseKey(bytes, i, end);
      if (i < 0) return i;
    }
  }
}

/** A key, its colon and the white space behind it. */
export function skipLooseKey(bytes: Uint8Array, i: number, end: number): number {
  i = skipLooseScalar(bytes, i, end);
  if (i < 0) return i;
  i = skipSpace(bytes, i, end);
  if (i >= end) return ~end;
  return bytes[i] === COLON ? skipSpace(bytes, i + 1, end) : ~i;
}

/** Past the comma behind a value, or to the bracket that closes its container. */
function skipSeparator(bytes: Uint8Array, i: number, end: number, closer: number): number {
  i = skipSpace(bytes, i, end);
  if (i >= end) return ~end;
  if (bytes[i] === COMMA) return skipSpace(bytes, i + 1, end);
  return bytes[i] === closer ? i : ~i;
}

function closerOf(byte: number): number {
  if (byte === OPEN_BRACE) return CLOSE_BRACE;
  if (byte === OPEN_BRACKET) return CLOSE_BRACKET;
  return byte === OPEN_PAREN ? CLOSE_PAREN : 0;
}

/** A string, number, word or call. Returns as `skipValue` does. */
export function skipLooseScalar(bytes: Uint8Array, i: number, end: number): number {
  if (i >= end) return ~end;
  const byte = bytes[i] ?? 0;
  const inside = stringStart(bytes, i);
  if (inside >= 0) return inside > end ? ~end : skipQuoted(bytes, inside, end);
  if (isNameByte(byte) && !isDigit(byte)) return skipWord(bytes, i, end);
  return byte === 43 || byte === 45 || byte === 46 || isDigit(byte) ? skipNumber(bytes, i, end) : ~i;
}

/** Position behind the opening quote of a string, which a prefix (`u'...'`) may precede. -1 = no string. */
function stringStart(bytes: Uint8Array, i: number): number {
  if (isQuote(bytes[i])) return i + 1;
  const prefix = (bytes[i] ?? 0) | 32;
  return (prefix === 117 || prefix === 98) && isQuote(bytes[i + 1]) ? i + 2 : -1;
}

function isQuote(byte: number | undefined): boolean {
  return byte === QUOTE || byte === APOSTROPHE;
}

/** The rest of a string from behind its opening quote. */
function skipQuoted(bytes: Uint8Array, from: number, end: number): number {
  const quote = bytes[from - 1];
  for (let i = from; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === quote) return i + 1;
    if (byte === 10 || byte === 13) return ~i;
    if (byte !== BACKSLASH) continue;
    i++;
    if (i >= end) return ~end;
    const digits = hexDigits(bytes[i] ?? 0);
    if (digits < 0) return ~i;
    for (let k = 1; k <= digits; k++) {
      if (i + k >= end) return ~end;
      if (hexValue(bytes[i + k] ?? 0) < 0) return ~(i + k);
    }
    i += digits;
  }
  return ~end;
}

/** A known word, or any call. */
function skipWord(bytes: Uint8Array, i: number, end: number): number {
  const after = nameEnd(bytes, i, end);
  if (bytes[after] === OPEN_PAREN && after < end) return skipCall(bytes, after, end);
  const name = decoder.decode(bytes.subarray(i, Math.min(after, i + 40)));
  if (LOOSE_WORDS.has(name)) return after;
  return after >= end ? ~end : ~i;
}

function nameEnd(bytes: Uint8Array, i: number, end: number): number {
  while (i < end && (isNameByte(bytes[i] ?? 0) || bytes[i] === 46)) i++;
  return i;
}

function isNameByte(byte: number): boolean {
  const lower = byte | 32;
  return isDigit(byte) || (lower >= 97 && lower <= 122) || byte === 95;
}

/** A call's brackets with their content. */
function skipCall(bytes: Uint8Array, i: number, end: number): number {
  let depth = 0;
  while (i < end) {
    const byte = bytes[i] ?? 0;
    if (isQuote(byte)) {
      i = skipQuoted(bytes, i + 1, end);
      if (i < 0) return i;
      continue;
    }
    i++;
    if (closerOf(byte) > 0) depth++;
    else if ((byte === CLOSE_PAREN || byte === CLOSE_BRACKET || byte === CLOSE_BRACE) && --depth === 0) return i;
  }
  return ~end;
}

function skipNumber(bytes: Uint8Array, i: number, end: number): number {
  const start = i;
  if (bytes[i] === 43 || bytes[i] === 45) i++;
  if (i >= end) return ~end;
  if (isNameByte(bytes[i] ?? 0) && !isDigit(bytes[i] ?? 0)) {
    const after = nameEnd(bytes, i, end);
    if (SIGNED_WORD.test(decoder.decode(bytes.subarray(start, Math.min(after, i + 40))))) return after;
    return after >= end ? ~end : ~start;
  }
  const whole = skipDigits(bytes, i, end);
  const point = bytes[whole] === 46 && whole < end;
  const fraction = point ? skipDigits(bytes, whole + 1, end) : whole;
  if (fraction === i || (point && fraction === i + 1)) return fraction >= end ? ~end : ~fraction;
  if (fraction >= end || ((bytes[fraction] ?? 0) | 32) !== 101) return fraction;
  const sign = bytes[fraction + 1];
  const exponent = fraction + (sign === 43 || sign === 45 ? 2 : 1);
  if (exponent >= end) return ~end;
  const after = skipDigits(bytes, exponent, end);
  return after > exponent ? after : ~exponent;
}

function skipDigits(bytes: Uint8Array, i: number, end: number): number {
  while (i < end && isDigit(bytes[i] ?? 0)) i++;
  return i;
}

/** The range of a loose object's value for a reader: inside its quotes, or inside a numpy scalar's brackets. */
interface LooseRange {
  readonly start: number;
  readonly end: number;
  readonly kind: 'string' | 'missing' | 'plain';
}

/** Describes a scanned value. Not-a-number is missing, as for the programs that write it. */
export function looseRange(bytes: Uint8Array, start: number, end: number): LooseRange {
  const inside = stringStart(bytes, start);
  if (inside >= 0) return { start: inside, end: end - 1, kind: 'string' };
  if (closerOf(bytes[start] ?? 0) > 0) return { start, end, kind: 'plain' };
  const head = decoder.decode(bytes.subarray(start, Math.min(end, start + 40)));
  const call = NUMPY_SCALAR.exec(head);
  if (call !== null) {
    const from = start + call[0].length;
    if (skipLooseScalar(bytes, from, end) === end - 1) return looseRange(bytes, from, end - 1);
  }
  return { start, end, kind: MISSING_VALUE.test(head) ? 'missing' : 'plain' };
}

/** The position from which the bytes are no object of any reader: the error, or `end` where they end too early. */
export function brokenAt(bytes: Uint8Array, start: number, end: number): number {
  const after = skipLoose(bytes, start, end);
  return after < 0 ? ~after : skipSpace(bytes, after, end);
}
