import { ByteWriter } from '../../bytes/bytes.js';
import { scanAnyObject } from './loose.js';
import { appendJsonString, unescapeJson } from './strings.js';
import { Members } from './members.js';
import { skipSpace, skipValue } from './scan.js';
import type { ByteSpan } from '../records.js';

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
/** Lines that are examined. */
const MAX_LINES = 20;
/** The beginning of a list or an object inside a string, or inside several: its bracket, then a quote with backslashes, a bracket or its end. */
const BEGINS =
  /^\s*"(?:\\[nrt]|[ \t]|\\+")*(?:\{(?:\\+[nrt]|[ \t])*(?:\\+"|\})|\[(?:\\+[nrt]|[ \t])*(?:\\+"|\{|\[|\]))/;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whether most lines of a head are JSON strings that hold an object each: JSON that was encoded twice. */
export function areWrappedLines(bytes: Uint8Array, complete: boolean): boolean {
  const content = new ByteWriter();
  const members = new Members();
  let lines = 0;
  let wrapped = 0;
  for (let i = markEnd(bytes); lines < MAX_LINES;) {
    i = skipSpace(bytes, i, bytes.length);
    let end = i;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    if (i >= bytes.length || (end === bytes.length && !complete && lines > 0)) break;
    lines++;
    content.length = 0;
    if (unwrap(bytes, i, end, content) && scanAnyObject(content.bytes, 0, content.length, members) === 'ok') wrapped++;
    i = end;
  }
  return wrapped > 0 && wrapped * 2 >= lines;
}

/**
 * Whether a head is JSON inside a JSON string in another form than an object on each line: one document in one string,
 * or a list of such strings.
 */
export function isJsonInString(bytes: Uint8Array, complete: boolean): boolean {
  const start = skipSpace(bytes, markEnd(bytes), bytes.length);
  const list = bytes[start] === OPEN_BRACKET;
  const from = list ? skipSpace(bytes, start + 1, bytes.length) : start;
  if (!BEGINS.test(decoder.decode(bytes.subarray(from, from + 200))) || areWrappedLines(bytes, complete)) return false;
  const after = skipValue(bytes, from, bytes.length);
  if (after < 0) return ~after === bytes.length && !complete;
  let next = after;
  // Commas between the lines are no delimiters.
  while (bytes[next] === 32 || bytes[next] === 9 || bytes[next] === COMMA) next++;
  return list || next >= bytes.length || bytes[next] === 10 || bytes[next] === 13;
}

/** Appends the content of the JSON string `bytes[start .. end)`. False where it is no string. */
export function unwrap(bytes: Uint8Array, start: number, end: number, out: ByteWriter): boolean {
  if (bytes[start] !== QUOTE) return false;
  const after = skipValue(bytes, start, end);
  return after > 0 && skipSpace(bytes, after, end) === end && unescapeJson(bytes, start + 1, after - 1, out);
}

/** Appends a text as a JSON string again, in ASCII alone where the replaced string is. */
export function appendWrapped(text: Uint8Array, original: ByteSpan, out: ByteWriter): void {
  const isAscii = original.bytes.subarray(original.start, original.end).every((byte) => byte < 128);
  if (!isAscii) appendJsonString(text, 0, text.length, out);
  else out.text(JSON.stringify(decoder.decode(text)).replace(/[^\x00-\x7f]/g, escaped));
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function markEnd(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
}
