import { ByteWriter } from '../../bytes/bytes.js';
import { LOOSE_WORDS, looseRange, SIGNED_WORD, skipLooseScalar } from './loose.js';
import { appendJsonContent, appendJsonString } from './strings.js';
import { skipSpace } from './scan.js';
import { appendLiteralText } from '../python/values.js';

const QUOTE = 34;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Appends a scanned value as JSON on one line. A value without a JSON form becomes null, a tuple an array, and a call
 * other than a numpy scalar the string of its source text.
 */
export function appendLooseAsJson(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  const scratch = new ByteWriter();
  for (let i = start; i < end;) {
    const byte = bytes[i] ?? 0;
    if (byte === OPEN_PAREN || byte === CLOSE_PAREN) {
      out.push(byte === OPEN_PAREN ? OPEN_BRACKET : CLOSE_BRACKET);
      i++;
    } else if (byte === COMMA) {
      i = skipSpace(bytes, i + 1, end);
      const next = bytes[i];
      if (i < end && next !== CLOSE_BRACE && next !== CLOSE_BRACKET && next !== CLOSE_PAREN) out.text(', ');
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      out.push(byte);
      i++;
    } else if (byte === COLON || byte === 32) {
      out.push(byte);
      i++;
    } else if (byte === 9 || byte === 10 || byte === 13) {
      i++;
    } else {
      const after = skipLooseScalar(bytes, i, end);
      if (after < 0) return;
      const next = skipSpace(bytes, after, end);
      appendScalar(bytes, i, after, bytes[next] === COLON && next < end, scratch, out);
      i = after;
    }
  }
}

function appendScalar(
  bytes: Uint8Array,
  start: number,
  end: number,
  isKey: boolean,
  scratch: ByteWriter,
  out: ByteWriter,
): void {
  const range = looseRange(bytes, start, end);
  if (range.kind === 'string') {
    scratch.length = 0;
    if (appendLiteralText(bytes, range.start, range.end, scratch))
      appendJsonString(scratch.bytes, 0, scratch.length, out);
    else appendSource(bytes, range.start, range.end, out);
    return;
  }
  const text = decoder.decode(bytes.subarray(range.start, range.end));
  const json = jsonOfScalar(text);
  out.text(isKey && !json.startsWith('"') ? JSON.stringify(text) : json);
}

/** A string that no UTF-8 can hold, unchanged where it is JSON. */
function appendSource(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  out.push(QUOTE);
  if (bytes[start - 1] === QUOTE) out.append(bytes, start, end);
  else appendJsonContent(bytes, start, end, out);
  out.push(QUOTE);
}

function jsonOfScalar(text: string): string {
  const word = LOOSE_WORDS.get(text);
  if (word !== undefined) return word;
  if (JSON_NUMBER.test(text)) return text;
  if (SIGNED_WORD.test(text)) return 'null';
  const value = Number(text);
  return Number.isFinite(value) ? String(value) : JSON.stringify(text);
}

/** A scanned value as JSON text. See `appendLooseAsJson`. */
export function looseAsJson(bytes: Uint8Array, start: number, end: number): string {
  const out = new ByteWriter();
  appendLooseAsJson(bytes, start, end, out);
  return decoder.decode(out.bytes.subarray(0, out.length));
}
