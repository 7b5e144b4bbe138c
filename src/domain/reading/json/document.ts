import { isProse } from '../cell-look.js';
import { isSplitName } from '../../files/file-set.js';
import { isByLabel } from './by-label.js';
import { indexName } from './record-index.js';
import type { JsonNode } from './outline.js';
import {
  childrenOf,
  isArrayNode,
  isContainerNode,
  isObjectNode,
  isStringNode,
  nodeAt,
  startOfString,
} from './outline.js';
import { listsIn, recordsIn, rowListsIn, splitsBeside } from './containers.js';
import { pathName } from './path.js';
import { isCalled, isLabelName, isRecordNode, isTextName, MAX_CHILDREN, type JsonShape } from './records.js';

/** Texts by name that are cut off are columns from so many on. */
const MANY = 3;
/** Names of rows that are compared. */
const MAX_NAMES = 5000;

/** How the records lie in one document, and where they have names of their own; null = it is one record itself. */
export function documentShape(bytes: Uint8Array, root: JsonNode): JsonShape | null {
  const shape = layoutOf(bytes, root);
  if (shape === null) return null;
  const inside = shape.table === 'columns' && shape.records !== undefined;
  const index = inside ? null : indexName(bytes, root, shape);
  return index === null ? shape : { ...shape, index };
}

/** The same without the names. */
export function layoutOf(bytes: Uint8Array, root: JsonNode): JsonShape | null {
  const members = childrenOf(bytes, root, MAX_CHILDREN);
  if (isSplit(bytes, members, root)) return { format: 'json-table', table: 'split', header: false };
  if (isLists(bytes, members, true)) return { format: 'json-table', table: 'columns', header: false };
  const below = columnsBelow(bytes, members);
  if (below !== null) return below;
  const rows = rowListsIn(bytes, root, true);
  if (rows !== null) return rows;
  const lists = listsIn(bytes, members, []);
  if (lists !== null) return { format: 'json-table', table: 'lists', records: lists, header: false };
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
  return objectsShape(bytes, members) ?? rowListsIn(bytes, root, false);
}

function isSplit(bytes: Uint8Array, members: readonly JsonNode[], root: JsonNode): boolean {
  const columns = members.find(({ key }) => key === 'columns');
  if (columns === undefined || !isArrayNode(bytes, columns)) return false;
  if (childrenOf(bytes, columns, MAX_CHILDREN).some((cell) => isContainerNode(bytes, cell))) return false;
  const data = members.find(({ key }) => key === 'data');
  if (data === undefined) return !root.whole && members.every(({ key }) => key === 'columns' || key === 'index');
  return isArrayNode(bytes, data) && childrenOf(bytes, data, 1).every((row) => isArrayNode(bytes, row));
}

/** Columns with a text and a label by their names in an object under a key, or in one for each split; null = there are none. */
function columnsBelow(bytes: Uint8Array, members: readonly JsonNode[]): JsonShape | null {
  const found = members.filter((member) => {
    if (!isObjectNode(bytes, member)) return false;
    const columns = childrenOf(bytes, member, MAX_CHILDREN);
    const labels = columns.some((column) => isLabelName(column.key) && isContainerNode(bytes, column));
    return (labels && isLists(bytes, columns, true)) || areColumns(bytes, columns);
  });
  const [first] = found;
  if (first === undefined || members.some((member) => isCalled(member.key) && !found.includes(member))) return null;
  const shape: JsonShape = { format: 'json-table', table: 'columns', records: pathName([first.key]), header: false };
  const splits = found.every(({ key }) => isSplitName(key));
  if (splits && (found.length > 1 || !first.whole)) return { ...shape, splits: true };
  return found.length === 1 ? shape : null;
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
    return isTextName(key) && cell !== undefined && isStringNode(bytes, cell);
  });
  if (texts ? !called : lists.length < members.length) return false;
  if (flat.length === 0 || (lists.length < 2 && members.length > 1)) return false;
  // Columns by their names have missing values where they are of different lengths.
  if (texts && flat.some(({ key }) => isLabelName(key))) return true;
  const sizes = new Set(lists.filter(({ whole }) => whole).map((list) => childrenOf(bytes, list).length));
  return sizes.size <= 1;
}

/**
 * Whether a text and a label, by their names, are objects or arrays of values by the numbers of rows, or objects of values
 * by the same names.
 */
function areColumns(bytes: Uint8Array, members: readonly JsonNode[]): boolean {
  const columns = members.filter((member) => isContainerNode(bytes, member));
  const isNumbered = (column: JsonNode): boolean =>
    childrenOf(bytes, column, MAX_CHILDREN).every(({ key }) => isArrayNode(bytes, column) || /^\d+$/.test(key));
  const texts = columns.find((column) => isTextName(column.key) && childrenOf(bytes, column, 2).length > 1);
  const labels = columns.find((column) => isLabelName(column.key) && isObjectNode(bytes, column));
  if (texts === undefined) return false;
  if (labels !== undefined && columns.every(isNumbered)) return true;
  if (!isObjectNode(bytes, texts) || !childrenOf(bytes, texts, MAX_CHILDREN).every((text) => isStringNode(bytes, text)))
    return false;
  // Where the texts are cut off, the labels come behind them.
  if (labels === undefined) return !texts.whole && childrenOf(bytes, texts, MANY).length === MANY;
  const names = new Set(childrenOf(bytes, texts, MAX_NAMES).map(({ key }) => key));
  const named = childrenOf(bytes, labels, MAX_NAMES).filter((label) => !isObjectNode(bytes, label));
  return named.filter(({ key }) => names.has(key)).length > 1;
}

/** Whether some object holds values by row, one of them prose, and for more rows than there are objects. */
function areWide(bytes: Uint8Array, objects: readonly JsonNode[]): boolean {
  const columns = objects.map((object) => childrenOf(bytes, object, MAX_CHILDREN));
  if (columns.flat().some((value) => isContainerNode(bytes, value) || isCalled(value.key))) return false;
  return columns.some((values) => {
    const prose = values.filter((value) => isStringNode(bytes, value) && isProse(startOfString(bytes, value)));
    return values.length > 2 * objects.length && prose.length > values.length / 2;
  });
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
    if (byNumber || areWide(bytes, objects)) return columns;
    return objects.slice(0, 10).every((object) => isRecordNode(bytes, object)) ? records : null;
  }
  if (longest.some(({ key }) => isCalled(key))) return records;
  if (byNumber || objects.some(({ key }) => isCalled(key))) return columns;
  const keyed = objects.every(({ key }) => /^\d+$/.test(key));
  if (keyed || objects.length > 2) return records;
  return areWide(bytes, objects) ? columns : null;
}
