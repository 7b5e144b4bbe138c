import { LABEL_NAMES, plainName, TEXT_NAMES } from './column-names.js';
import type { ReadSettings } from './dataset.js';
import { scanAnyObject, skipAnyValue } from './json-loose.js';
import { isSplitName } from './file-set.js';
import { isByLabel } from './json-by-label.js';
import type { JsonNode } from './json-outline.js';
import {
  childrenOf,
  isArrayNode,
  isContainerNode,
  isObjectNode,
  isStringNode,
  nodeAt,
  startOfString,
} from './json-outline.js';
import { pathName, segmentsOf } from './json-path.js';
import { Members, skipSpace, skipValue } from './json-scan.js';
import { parseVector } from './results-columns.js';

const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** The settings that say how a JSON source is laid out. */
export type JsonShape = Pick<ReadSettings, 'format' | 'records' | 'table' | 'splits'> & { readonly header: boolean };

const LINES: JsonShape = { format: 'jsonl', header: false };
const OBJECTS: JsonShape = { format: 'json-array', header: false };

/** A row's numbers for the classes are no longer than this. */
const LIST_BYTES = 64 * 1024;
/** Lines that are looked at. */
const MAX_LINES = 20;
/** Values of a container that are looked at. */
const MAX_CHILDREN = 200;
/** How many objects deep the records may lie. */
const MAX_WAY = 3;

/** Keys that records lie under. */
const CONTAINERS = new Set(
  (
    'data dataset rows records examples items samples instances documents docs results entries list train training ' +
    'test validation valid dev eval hits sentences utterances tweets reviews comments posts articles 数据 样本 记录'
  ).split(' '),
);
/** Keys of objects that belong to one record. */
const OF_ONE_RECORD = new Set(
  (
    'annotations annotation result completions predictions drafts messages conversations conversation dialog dialogue ' +
    'turns spans tokens entities relations options suggestions responses choices meta metadata tags labels'
  ).split(' '),
);
/** A string under one of these is the text of one record. */
const OWN_TEXT = new Set(
  'text sentence content review comment tweet message utterance query question prompt 文本 内容 正文 句子 评论'.split(
    ' ',
  ),
);
const TEXTS = new Set(TEXT_NAMES);
const LABELS = new Set(LABEL_NAMES);

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
  if (first === length || bytes[first] === OPEN_BRACE || bytes[first] === CLOSE_BRACKET) return OBJECTS;
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

/** Rows of values; the first one names the columns where its cells are known names, or strings above something else. */
function rowsShape(bytes: Uint8Array, first: number): JsonShape {
  const row = nodeAt(bytes, first);
  const cells = childrenOf(bytes, row, MAX_CHILDREN);
  const next = skipSpace(bytes, Math.min(bytes.length, row.end), bytes.length);
  const second = bytes[next] === COMMA ? skipSpace(bytes, next + 1, bytes.length) : next;
  const below = second < bytes.length ? childrenOf(bytes, nodeAt(bytes, second), MAX_CHILDREN) : [];
  const strings = cells.length > 0 && cells.every((cell) => isStringNode(bytes, cell));
  const known = cells.some((cell) => isKnown(startOfString(bytes, cell)));
  const typed = below.some((cell) => !isStringNode(bytes, cell));
  return { format: 'json-table', table: 'rows', header: strings && (known || typed) };
}

function isKnown(name: string): boolean {
  return TEXTS.has(plainName(name)) || LABELS.has(plainName(name));
}

function objectShape(bytes: Uint8Array, start: number, complete: boolean): JsonShape | null {
  if (!looksLikeKey(bytes, start)) return null;
  const lines = readLines(bytes, start, complete);
  const root = nodeAt(bytes, start);
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

/** How the records lie in one document; null = it is one record itself. */
function documentShape(bytes: Uint8Array, root: JsonNode): JsonShape | null {
  const members = childrenOf(bytes, root, MAX_CHILDREN);
  if (isSplit(bytes, members, root)) return { format: 'json-table', table: 'split', header: false };
  if (isLists(bytes, members, true)) return { format: 'json-table', table: 'columns', header: false };
  const records = recordsIn(bytes, root);
  if (records !== null) return { format: 'json-array', records, ...splitsBeside(bytes, root, records), header: false };
  if (isByLabel(bytes, members, root.whole)) return { format: 'json-table', table: 'labels', header: false };
  if (isLists(bytes, members, false)) return { format: 'json-table', table: 'columns', header: false };
  const [inside, ...others] = members.filter((member) => isContainerNode(bytes, member));
  if (inside && others.length === 0 && isObjectNode(bytes, inside)) {
    const lists = childrenOf(bytes, inside, MAX_CHILDREN);
    const labels: JsonShape = { format: 'json-table', table: 'labels', records: pathName([inside.key]), header: false };
    if (isByLabel(bytes, lists, inside.whole)) return labels;
  }
  return objectsShape(bytes, members);
}

function isSplit(bytes: Uint8Array, members: readonly JsonNode[], root: JsonNode): boolean {
  const columns = members.find(({ key }) => key === 'columns');
  if (columns === undefined || !isArrayNode(bytes, columns)) return false;
  if (childrenOf(bytes, columns, MAX_CHILDREN).some((cell) => isContainerNode(bytes, cell))) return false;
  const data = members.find(({ key }) => key === 'data');
  if (data === undefined) return !root.whole && members.every(({ key }) => key === 'columns' || key === 'index');
  return isArrayNode(bytes, data) && childrenOf(bytes, data, 1).every((row) => isArrayNode(bytes, row));
}

/** Whether values are listed by column. `texts`: one column must be called a text and hold strings. */
function isLists(bytes: Uint8Array, members: readonly JsonNode[], texts: boolean): boolean {
  const lists = members.filter((member) => isArrayNode(bytes, member));
  const first = (member: JsonNode): JsonNode | undefined => childrenOf(bytes, member, 1)[0];
  const flat = lists.filter((member) => {
    const cell = first(member);
    return cell !== undefined && !isContainerNode(bytes, cell);
  });
  const called = flat.some(({ key, start }) => {
    const cell = first(nodeAt(bytes, start));
    return TEXTS.has(plainName(key)) && cell !== undefined && isStringNode(bytes, cell);
  });
  if (texts ? !called : lists.length < members.length) return false;
  if (flat.length === 0 || (lists.length < 2 && members.length > 1)) return false;
  const sizes = new Set(lists.filter(({ whole }) => whole).map((list) => childrenOf(bytes, list).length));
  return sizes.size <= 1;
}

/** Records by name, or columns of values by row. */
function objectsShape(bytes: Uint8Array, members: readonly JsonNode[]): JsonShape | null {
  if (members.length === 0 || !members.every((member) => isObjectNode(bytes, member))) return null;
  const inner = members.slice(0, 10).map((member) => childrenOf(bytes, member, MAX_CHILDREN));
  const [first = []] = inner;
  const alike = inner.every((children) => children.some(({ key }) => first.some((other) => other.key === key)));
  if (!alike) return null;
  const columns: JsonShape = { format: 'json-table', table: 'columns', header: false };
  const records: JsonShape = { format: 'json-array', records: '', header: false };
  if (first.some(({ key }) => isKnown(key))) return records;
  if (members.some(({ key }) => isKnown(key))) return columns;
  if (first.every(({ key }) => /^\d+$/.test(key))) return columns;
  const keyed = members.every(({ key }) => /^\d+$/.test(key));
  return keyed || members.length > 2 ? records : null;
}

/** Whether lists beside that of the records hold records too: they are called like splits, and their objects have the same keys. */
function splitsBeside(bytes: Uint8Array, root: JsonNode, records: string): Pick<JsonShape, 'splits'> {
  const way = segmentsOf(records);
  let around = root;
  for (const key of way.slice(0, -1)) {
    around = childrenOf(bytes, around, MAX_CHILDREN).find((member) => member.key === key) ?? around;
  }
  const lists = childrenOf(bytes, around, MAX_CHILDREN).filter(
    (member) => isSplitName(member.key) && isArrayNode(bytes, member),
  );
  if (!lists.some(({ key }) => key === way.at(-1))) return {};
  const keysOf = (list: JsonNode): string => {
    const [first] = childrenOf(bytes, list, 1);
    const keys =
      first && isObjectNode(bytes, first) ? childrenOf(bytes, first, MAX_CHILDREN).map(({ key }) => key) : [];
    return JSON.stringify(keys.toSorted());
  };
  // An empty list has no keys to compare.
  const filled = lists.filter((list) => childrenOf(bytes, list, 1).length > 0);
  const alike = new Set(filled.map(keysOf)).size === 1;
  return alike && (filled.length > 1 || !root.whole) ? { splits: true } : {};
}

interface Candidate {
  readonly way: readonly string[];
  readonly rank: number;
  readonly size: number;
}

/** The way to the container that most likely holds the records; null = none. */
function recordsIn(bytes: Uint8Array, root: JsonNode): string | null {
  const members = childrenOf(bytes, root, MAX_CHILDREN);
  const inside = members.flatMap((member) =>
    isObjectNode(bytes, member) ? childrenOf(bytes, member, MAX_CHILDREN) : [],
  );
  const ownText = [...members, ...inside].some(
    (member) => isStringNode(bytes, member) && OWN_TEXT.has(plainName(member.key)),
  );
  const found: Candidate[] = [];
  const visit = (node: JsonNode, way: readonly string[]): void => {
    for (const member of childrenOf(bytes, node, MAX_CHILDREN)) {
      const further = [...way, member.key];
      const rank = rankOf(bytes, member, ownText);
      if (rank > 0) found.push({ way: further, rank, size: member.end - member.start });
      else if (isObjectNode(bytes, member) && further.length < MAX_WAY) visit(member, further);
    }
  };
  visit(root, []);
  found.sort((a, b) => b.rank - a.rank || a.way.length - b.way.length || b.size - a.size);
  const [best] = found;
  return best === undefined ? null : pathName(best.way);
}

/** How much a value looks like the container of the records, 0 = not at all. */
function rankOf(bytes: Uint8Array, node: JsonNode, ownText: boolean): number {
  const [first, second] = childrenOf(bytes, node, 2);
  if (first === undefined || !isObjectNode(bytes, first)) return 0;
  const fields = childrenOf(bytes, first, MAX_CHILDREN);
  const names = [...fields, ...fields.flatMap((field) => childrenOf(bytes, field, MAX_CHILDREN))].map(({ key }) =>
    plainName(key),
  );
  const hasText = names.some((name) => TEXTS.has(name));
  const hasLabel = names.some((name) => LABELS.has(name));
  const called = CONTAINERS.has(plainName(node.key));
  if (isObjectNode(bytes, node)) {
    const alike = second !== undefined && isObjectNode(bytes, second);
    return called && hasText && alike && !ownText ? 2 : 0;
  }
  if (called && (hasText || !ownText)) return hasText ? 4 : 3;
  if (ownText) return 0;
  if (OF_ONE_RECORD.has(plainName(node.key))) return hasText && hasLabel ? 2 : 0;
  return hasText ? 2 : 1;
}
