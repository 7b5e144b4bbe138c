import { LABEL_NAMES, plainName, TEXT_NAMES } from './column-names.js';
import type { ReadSettings } from './dataset.js';
import { isSplitName } from './file-set.js';
import { isByLabel } from './json-by-label.js';
import { indexName } from './json-index.js';
import type { JsonNode } from './json-outline.js';
import { childrenOf, isArrayNode, isContainerNode, isObjectNode, isStringNode, nodeAt } from './json-outline.js';
import { pathName, segmentsOf } from './json-path.js';
import { skipSpace } from './json-scan.js';

/** The settings that say how a JSON source is laid out. */
export type JsonShape = Pick<ReadSettings, 'format' | 'records' | 'table' | 'splits' | 'index'> & {
  readonly header: boolean;
};

const COMMA = 44;
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

/** Members of one that belong to a turn of a conversation. */
const OF_A_TURN = new Set(['role', 'from', 'speaker']);

/** Whether a name is one that texts or labels go by. */
export function isCalled(name: string): boolean {
  return TEXTS.has(plainName(name)) || LABELS.has(plainName(name));
}

/** Whether an object has a text and a label by their names, or a text where it is no turn of a conversation. */
export function isRecordNode(bytes: Uint8Array, node: JsonNode): boolean {
  const keys = childrenOf(bytes, node, MAX_CHILDREN).map(({ key }) => plainName(key));
  if (!keys.some((key) => TEXTS.has(key))) return false;
  return keys.some((key) => LABELS.has(key)) || !keys.some((key) => OF_A_TURN.has(key));
}

/** Whether an array holds records, or arrays of records alone. The turns of a conversation are none. */
export function areRecords(bytes: Uint8Array, array: JsonNode): boolean {
  const cells = childrenOf(bytes, array, MAX_CHILDREN)
    .filter(({ whole }, i) => whole || i === 0)
    .filter((cell) => !isArrayNode(bytes, cell) || childrenOf(bytes, cell, 1).length > 0);
  return (
    cells.length > 0 &&
    cells.every((cell) => (isArrayNode(bytes, cell) ? areRecords(bytes, cell) : isRecord(bytes, cell)))
  );
}

function isRecord(bytes: Uint8Array, node: JsonNode): boolean {
  return isObjectNode(bytes, node) && isRecordNode(bytes, node);
}

/** How the records lie in the documents that an array holds; null = these are records themselves. */
export function documentsShape(bytes: Uint8Array, array: JsonNode, most: number): JsonShape | null {
  const documents = childrenOf(bytes, array, most).filter(({ whole }) => whole);
  const [shape = null, ...others] = documents.map((document) => seriesLayout(bytes, document));
  if (!shape?.records || shape.format !== 'json-array') return null;
  if (!others.every((other) => other?.records === shape.records) || !areSeries(bytes, documents, shape)) return null;
  return { format: 'json-table', table: 'lists', records: shape.records, header: false };
}

/** How the records lie in one document, and where they have names of their own; null = it is one record itself. */
export function documentShape(bytes: Uint8Array, root: JsonNode): JsonShape | null {
  const shape = layoutOf(bytes, root);
  if (shape === null) return null;
  const index = indexName(bytes, root, shape);
  return index === null ? shape : { ...shape, index };
}

/**
 * How the records lie in documents that follow one another, the first of which is `first`; null = each is a record itself,
 * or there is one. `most`: documents that are looked at.
 */
export function seriesShape(bytes: Uint8Array, first: JsonNode, most: number): JsonShape | null {
  const documents: JsonNode[] = [];
  let cut: JsonNode | null = null;
  for (let i = first.start; i < bytes.length && documents.length < most;) {
    const document = nodeAt(bytes, i);
    if (!isObjectNode(bytes, document)) return null;
    if (document.whole) documents.push(document);
    else cut = document;
    i = skipSpace(bytes, document.end, bytes.length);
    if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1, bytes.length);
  }
  const filled = documents.filter((document) => !isBlank(bytes, document));
  const [shape = null, ...others] = filled.map((document) => seriesLayout(bytes, document));
  if (shape === null || !others.every((other) => JSON.stringify(other) === JSON.stringify(shape))) return null;
  // Of one that is cut off, or holds nothing, the first key alone is sure.
  const keyOf = (document: JsonNode): string | undefined => childrenOf(bytes, document, 1)[0]?.key;
  const another = cut ?? documents.find((document) => !filled.includes(document));
  if (others.length === 0 && (another === undefined || keyOf(another) !== keyOf(filled[0] ?? first))) return null;
  return areSeries(bytes, filled, shape) ? shape : null;
}

/** Whether a document has lists or objects, and nothing is in any of them. */
function isBlank(bytes: Uint8Array, document: JsonNode): boolean {
  const containers = childrenOf(bytes, document, MAX_CHILDREN).filter((member) => isContainerNode(bytes, member));
  return containers.length > 0 && containers.every((container) => childrenOf(bytes, container, 1).length === 0);
}

/** Lists that are called like splits are read of one document alone. */
function seriesLayout(bytes: Uint8Array, document: JsonNode): JsonShape | null {
  const layout = layoutOf(bytes, document);
  if (layout === null) return null;
  const { splits, ...shape } = layout;
  return splits ? { ...shape } : layout;
}

/** Whether documents that are laid out alike hold records each, and are no records with lists in them. */
function areSeries(bytes: Uint8Array, documents: readonly JsonNode[], { table, records }: JsonShape): boolean {
  const membersOf = (document: JsonNode): JsonNode[] => childrenOf(bytes, document, MAX_CHILDREN);
  if (table === 'split' || table === 'lists') return true;
  if (OF_ONE_RECORD.has(plainName(segmentsOf(records ?? '').at(-1) ?? ''))) return false;
  if (table === 'labels' && records !== undefined) return false;
  if (table === 'labels') return documents.some((document) => membersOf(document).some((list) => hasMany(bytes, list)));
  if (table === 'columns') {
    return documents.every((document) => {
      const members = membersOf(document).filter((member) => isContainerNode(bytes, member));
      const named = members.some(({ key }) => TEXTS.has(plainName(key)));
      return named && members.some(({ key }) => LABELS.has(plainName(key))) && members.every(isOfRows(bytes));
    });
  }
  if (records === '') return areNames(documents.map((document) => membersOf(document).map(({ key }) => key)));
  return documents.every((document) => {
    const container = segmentsOf(records ?? '').reduce<JsonNode | undefined>(
      (node, key) => node && membersOf(node).find((member) => member.key === key),
      document,
    );
    const scalars = membersOf(document).filter((member) => !isContainerNode(bytes, member));
    const elements = container === undefined ? [] : childrenOf(bytes, container, 2);
    return !scalars.some(({ key }) => isCalled(key)) && elements.every((element) => isRecordNode(bytes, element));
  });
}

function hasMany(bytes: Uint8Array, list: JsonNode): boolean {
  return childrenOf(bytes, list, 3).length === 3;
}

/** Whether a column is an array of values, or holds them under the numbers of rows. */
function isOfRows(bytes: Uint8Array): (column: JsonNode) => boolean {
  return (column) =>
    isArrayNode(bytes, column)
      ? childrenOf(bytes, column, 2).length > 1
      : childrenOf(bytes, column, MAX_CHILDREN).every(({ key }) => /^\d+$/.test(key));
}

/** Whether keys are names of records: numbers, or no two alike in different documents. */
function areNames(keys: readonly (readonly string[])[]): boolean {
  const all = keys.flat();
  return all.every((key) => /^\d+$/.test(key)) || new Set(all).size === all.length;
}

function layoutOf(bytes: Uint8Array, root: JsonNode): JsonShape | null {
  const members = childrenOf(bytes, root, MAX_CHILDREN);
  if (isSplit(bytes, members, root)) return { format: 'json-table', table: 'split', header: false };
  if (isLists(bytes, members, true)) return { format: 'json-table', table: 'columns', header: false };
  const records = recordsIn(bytes, root);
  if (records !== null) return { format: 'json-array', records, ...splitsBeside(bytes, root, records), header: false };
  const lists = listsIn(bytes, members, []);
  if (lists !== null) return { format: 'json-table', table: 'lists', records: lists, header: false };
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

/** The way to an array of arrays of records; null = there is none. */
function listsIn(bytes: Uint8Array, members: readonly JsonNode[], way: readonly string[]): string | null {
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
  // Columns by their names have missing values where they are of different lengths.
  if (texts && flat.some(({ key }) => LABELS.has(plainName(key)))) return true;
  const sizes = new Set(lists.filter(({ whole }) => whole).map((list) => childrenOf(bytes, list).length));
  return sizes.size <= 1;
}

/** Whether a text and a label, by their names, are objects or arrays of values by the numbers of rows. */
function areColumns(bytes: Uint8Array, members: readonly JsonNode[]): boolean {
  const columns = members.filter((member) => isContainerNode(bytes, member));
  const isNumbered = (column: JsonNode): boolean =>
    childrenOf(bytes, column, MAX_CHILDREN).every(({ key }) => isArrayNode(bytes, column) || /^\d+$/.test(key));
  return (
    columns.some((column) => TEXTS.has(plainName(column.key)) && childrenOf(bytes, column, 2).length > 1) &&
    columns.some((column) => LABELS.has(plainName(column.key)) && isObjectNode(bytes, column)) &&
    columns.every(isNumbered)
  );
}

/** Records by name, or columns of values by row; a few other members may stand beside them. */
function objectsShape(bytes: Uint8Array, members: readonly JsonNode[]): JsonShape | null {
  const objects = members.filter((member) => isObjectNode(bytes, member));
  const beside = members.filter((member) => !isObjectNode(bytes, member));
  const columns: JsonShape = { format: 'json-table', table: 'columns', header: false };
  const records: JsonShape = { format: 'json-array', records: '', header: false };
  if (areColumns(bytes, members)) return columns;
  if (objects.length <= beside.length || beside.some(({ key }) => isCalled(key))) return null;
  const inner = objects
    .slice(0, 10)
    .map((member) => childrenOf(bytes, member, MAX_CHILDREN))
    .filter(({ length }) => length > 0);
  const [longest = []] = inner.toSorted((a, b) => b.length - a.length);
  const alike = inner.every((children) => children.some(({ key }) => longest.some((other) => other.key === key)));
  // Some other object may be among many records.
  const found = objects.slice(0, 10).filter((object) => isRecordNode(bytes, object)).length;
  if (!alike) return found > 2 && found > 0.6 * Math.min(10, objects.length) ? records : null;
  const byNumber = longest.every(({ key }) => /^\d+$/.test(key));
  if (beside.length > 0) {
    if (byNumber) return columns;
    return objects.slice(0, 10).every((object) => isRecordNode(bytes, object)) ? records : null;
  }
  if (longest.some(({ key }) => isCalled(key))) return records;
  if (byNumber || objects.some(({ key }) => isCalled(key))) return columns;
  const keyed = objects.every(({ key }) => /^\d+$/.test(key));
  return keyed || objects.length > 2 ? records : null;
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
