import { scanAnyObject, skipAnyValue } from './loose.js';
import { documentShape } from './document.js';
import { areRecords, type JsonShape } from './records.js';
import { namesColumns, rowsIn } from './rows-shape.js';
import { documentsShape, seriesShape } from './series.js';
import { behindComma } from './items.js';
import { childrenOf, nodeAt, type JsonNode } from './outline.js';
import { Members } from './members.js';
import { skipSpace, skipValue } from './scan.js';
import { parseVector } from '../../predictions/vector.js';

const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const LINES: JsonShape = { format: 'jsonl', header: false };
const OBJECTS: JsonShape = { format: 'json-array', header: false };

/** A row's numbers for the classes are no longer than this. */
const LIST_BYTES = 64 * 1024;
/** Lines that are looked at. */
const MAX_LINES = 20;
/**
 * How a source (UTF-8, inflated) is laid out that begins like JSON or like a Python dict; null = it does not. `complete`:
 * the bytes are the whole source.
 */
export function detectJson(bytes: Uint8Array, complete: boolean): JsonShape | null {
  const start = skipSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0, bytes.length);
  if (bytes[start] === OPEN_BRACKET && start < bytes.length) return arrayShape(bytes, start);
  if (bytes[start] === OPEN_BRACE && start < bytes.length) return objectShape(bytes, start, complete);
  return null;
}

function arrayShape(bytes: Uint8Array, start: number): JsonShape | null {
  const { length } = bytes;
  const first = skipSpace(bytes, start + 1, length);
  // A list of scores on each line, or one list of all.
  if (isListOfScores(bytes, start) && bytes[skipSpace(bytes, skipValue(bytes, start, length), length)] === OPEN_BRACKET)
    return LINES;
  if (bytes[first] === OPEN_BRACKET && isListOfScores(bytes, first)) return OBJECTS;
  if (bytes[first] === OPEN_BRACE) return documentsShape(bytes, nodeAt(bytes, start), MAX_LINES) ?? OBJECTS;
  if (first === length || bytes[first] === CLOSE_BRACKET) return OBJECTS;
  if (bytes[first] === OPEN_BRACKET && areRecords(bytes, nodeAt(bytes, start)))
    return { format: 'json-table', table: 'lists', header: false };
  const rowLists = bytes[first] === OPEN_BRACKET ? rowListsShape(bytes, nodeAt(bytes, start)) : null;
  if (rowLists !== null) return rowLists;
  const after = skipAnyValue(bytes, first, length);
  const inner = bytes[first] === OPEN_BRACKET;
  if (after < 0) return ~after < length ? null : inner ? rowsShape(bytes, first) : OBJECTS;
  const next = skipSpace(bytes, after, length);
  if (next < length && bytes[next] !== COMMA && bytes[next] !== CLOSE_BRACKET) return null;
  if (inner) return rowsShape(bytes, first);
  const whole = skipAnyValue(bytes, start, length);
  if (whole < 0) return ~whole < length ? null : OBJECTS;
  const behind = skipSpace(bytes, whole, length);
  if (behind === length || bytes[behind] === COMMA) return OBJECTS;
  // Arrays that follow one another are rows.
  return bytes[behind] === OPEN_BRACKET ? rowsShape(bytes, start) : null;
}

/** Whether a whole list begins at `start` that holds the numbers of the classes of one row. */
function isListOfScores(bytes: Uint8Array, start: number): boolean {
  const end = skipValue(bytes, start, bytes.length);
  if (end < 0 || end - start > LIST_BYTES) return false;
  return parseVector(new TextDecoder().decode(bytes.subarray(start, end))) !== null;
}

/** Rows of values. */
function rowsShape(bytes: Uint8Array, first: number): JsonShape {
  const row = nodeAt(bytes, first);
  const second = behindComma(bytes, row.end, bytes.length);
  const rows = second < bytes.length ? [row, nodeAt(bytes, second)] : [row];
  return { format: 'json-table', table: 'rows', header: namesColumns(bytes, rows) };
}

/** Rows of values in arrays of arrays, or in several arrays; null where there are none, or one array of rows. */
function rowListsShape(bytes: Uint8Array, array: JsonNode): JsonShape | null {
  const rows = rowsIn(bytes, array);
  if (rows === null) return null;
  const [outer] = childrenOf(bytes, array, 1);
  const another = behindComma(bytes, array.end, bytes.length);
  const isNested =
    rows[0]?.start !== outer?.start || bytes[skipSpace(bytes, array.start + 1, array.end)] !== OPEN_BRACKET;
  if (!isNested && !(array.whole && another < bytes.length && bytes[another] === OPEN_BRACKET)) return null;
  return { format: 'json-table', table: 'row-lists', header: namesColumns(bytes, rows) };
}

function objectShape(bytes: Uint8Array, start: number, complete: boolean): JsonShape | null {
  if (!looksLikeKey(bytes, start)) return null;
  const lines = readLines(bytes, start, complete);
  const root = nodeAt(bytes, start);
  const series = root.whole ? seriesShape(bytes, root, MAX_LINES) : null;
  if (series !== null) return series;
  const mostWhole = lines.count > 1 && lines.whole * 2 >= lines.count;
  const fallback = lines.objects * 2 >= lines.count ? LINES : OBJECTS;
  if (!root.whole) {
    const cut = ~skipAnyValue(bytes, start, bytes.length) === bytes.length;
    if (mostWhole && !cut) return LINES;
    return documentShape(bytes, root) ?? (cut && lines.count > 1 ? OBJECTS : fallback);
  }
  const alone = skipSpace(bytes, root.end, bytes.length) === bytes.length;
  if (alone && (complete || lines.count > 1)) return documentShape(bytes, root) ?? (lines.count > 1 ? OBJECTS : LINES);
  // An object that ends on a further line is not the only one that does.
  if (lineEnd(bytes, start) < root.end) return OBJECTS;
  if (lines.joined > 0 && lines.joined * 2 >= lines.objects) return OBJECTS;
  return mostWhole ? LINES : fallback;
}

function lineEnd(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
  return end;
}

/** A brace with a key behind it, or nothing; prose in braces is no JSON. */
function looksLikeKey(bytes: Uint8Array, start: number): boolean {
  const inside = skipSpace(bytes, start + 1, bytes.length);
  const byte = bytes[inside];
  if (inside === bytes.length || byte === 34 || byte === 39 || byte === CLOSE_BRACE) return true;
  return /^\w+\s*:/.test(new TextDecoder().decode(bytes.subarray(inside, inside + 100)));
}

/**
 * Among the first lines that are not blank: how many are objects, how many begin like one, and how many hold one with more
 * behind it.
 */
function readLines(
  bytes: Uint8Array,
  start: number,
  complete: boolean,
): { readonly count: number; readonly whole: number; readonly objects: number; readonly joined: number } {
  const members = new Members();
  let count = 0;
  let whole = 0;
  let objects = 0;
  let joined = 0;
  for (let i = start; count < MAX_LINES;) {
    i = skipSpace(bytes, i, bytes.length);
    if (i >= bytes.length) break;
    const end = lineEnd(bytes, i);
    // A line that is cut off says nothing, unless it is alone.
    if (end === bytes.length && !complete && count > 0) break;
    count++;
    if (bytes[i] === OPEN_BRACE && end > i + 1) {
      objects++;
      const scanned = scanAnyObject(bytes, i, end, members);
      if (scanned === 'ok' || scanned === 'loose') whole++;
      else if (isJoined(bytes, i, end)) joined++;
    }
    i = end;
  }
  return { count, whole, objects, joined };
}

/** Whether an object on a line is followed by a comma or by another one. */
function isJoined(bytes: Uint8Array, start: number, end: number): boolean {
  const after = skipAnyValue(bytes, start, end);
  if (after < 0) return false;
  const next = bytes[skipSpace(bytes, after, end)];
  return after < end && (next === COMMA || next === OPEN_BRACE);
}
