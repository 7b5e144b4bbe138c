import { plainName } from '../column-names.js';
import { isSplitName } from '../../files/file-set.js';
import type { JsonNode } from './outline.js';
import { childrenOf, isArrayNode, isContainerNode, isObjectNode, isStringNode } from './outline.js';
import { pathName, segmentsOf } from './path.js';
import {
  areRecords,
  isCalled,
  isLabelName,
  isOfOneRecord,
  isTextName,
  MAX_CHILDREN,
  type JsonShape,
} from './records.js';
import { namesColumns, rowsIn } from './rows-shape.js';

/** How many objects deep the records may lie. */
const MAX_WAY = 3;

/** Keys that records lie under. */
const CONTAINERS = new Set(
  (
    'data dataset rows records examples items samples instances documents docs results entries list train training ' +
    'test validation valid dev eval hits sentences utterances tweets reviews comments posts articles 数据 样本 记录'
  ).split(' '),
);
/** A string under one of these is the text of one record. */
const OWN_TEXT = new Set(
  'text sentence content review comment tweet message utterance query question prompt 文本 内容 正文 句子 评论'.split(
    ' ',
  ),
);
/** The way to an array of arrays of records; null = there is none. */
export function listsIn(bytes: Uint8Array, members: readonly JsonNode[], way: readonly string[]): string | null {
  for (const member of members) {
    const further = [...way, member.key];
    if (isArrayNode(bytes, member)) {
      const [first] = childrenOf(bytes, member, 1);
      if (first && isArrayNode(bytes, first) && areRecords(bytes, member)) return pathName(further);
    } else if (isObjectNode(bytes, member) && further.length < MAX_WAY) {
      const found = listsIn(bytes, childrenOf(bytes, member, MAX_CHILDREN), further);
      if (found !== null) return found;
    }
  }
  return null;
}

/**
 * Where a document holds rows of values, and whether the first one names the columns; null = it holds none. `called`: only
 * keys count that records lie under.
 */
export function rowListsIn(bytes: Uint8Array, root: JsonNode, called: boolean): JsonShape | null {
  const members = childrenOf(bytes, root, MAX_CHILDREN);
  // The row of a text of its own is one record.
  if (members.some((member) => isCalled(member.key) && !isContainerNode(bytes, member))) return null;
  const found = rowsBelow(bytes, members, [], called);
  if (found === null) return null;
  const { records, rows } = found;
  const header = namesColumns(bytes, rows);
  return { format: 'json-table', table: 'row-lists', records, ...splitsBeside(bytes, root, records), header };
}

function rowsBelow(
  bytes: Uint8Array,
  members: readonly JsonNode[],
  way: readonly string[],
  called: boolean,
): { readonly records: string; readonly rows: readonly JsonNode[] } | null {
  for (const member of members) {
    const further = [...way, member.key];
    if (isArrayNode(bytes, member)) {
      const isMeant = called ? isContainerName(member.key) : !isOfOneRecord(member.key);
      const rows = isMeant ? rowsIn(bytes, member) : null;
      if (rows !== null && (called || rows.length > 1)) return { records: pathName(further), rows };
    } else if (isObjectNode(bytes, member) && further.length < MAX_WAY) {
      const found = rowsBelow(bytes, childrenOf(bytes, member, MAX_CHILDREN), further, called);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Whether a key is one that records lie under. */
export function isContainerName(key: string): boolean {
  return CONTAINERS.has(plainName(key)) || isSplitName(key);
}

/** Whether lists beside that of the records hold records too: they are called like splits, and their objects have the same keys. */
export function splitsBeside(bytes: Uint8Array, root: JsonNode, records: string): Pick<JsonShape, 'splits'> {
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
export function recordsIn(bytes: Uint8Array, root: JsonNode): string | null {
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
  const names = [...fields, ...fields.flatMap((field) => childrenOf(bytes, field, MAX_CHILDREN))].map(({ key }) => key);
  const hasText = names.some(isTextName);
  const hasLabel = names.some(isLabelName);
  const called = CONTAINERS.has(plainName(node.key));
  if (isObjectNode(bytes, node)) {
    const alike = second !== undefined && isObjectNode(bytes, second);
    return called && hasText && alike && !ownText ? 2 : 0;
  }
  if (called && (hasText || !ownText)) return hasText ? 4 : 3;
  if (ownText) return 0;
  if (isOfOneRecord(node.key)) return hasText && hasLabel ? 2 : 0;
  return hasText ? 2 : 1;
}
