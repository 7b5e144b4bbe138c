import { isSplitName } from '../../files/file-set.js';
import { isContainerName } from './containers.js';
import { layoutOf } from './document.js';
import type { JsonNode } from './outline.js';
import { childrenOf, isArrayNode, isContainerNode, isObjectNode, nodeAt } from './outline.js';
import { segmentsOf } from './path.js';
import {
  isCalled,
  isLabelName,
  isOfOneRecord,
  isRecordNode,
  isTextName,
  MAX_CHILDREN,
  type JsonShape,
} from './records.js';
import { skipSpace } from './scan.js';

const COMMA = 44;

/** How the records lie in the documents that an array holds; null = these are records themselves. */
export function documentsShape(bytes: Uint8Array, array: JsonNode, most: number): JsonShape | null {
  const documents = childrenOf(bytes, array, most).filter(({ whole }) => whole);
  const layouts = documents.map((document) => seriesLayout(bytes, document));
  const [shape = null, ...others] = layouts;
  const table = shape?.table ?? 'lists';
  if (!shape?.records || (table !== 'lists' && table !== 'row-lists')) return null;
  const list: JsonShape = { ...shape, format: 'json-table', table };
  if (areSplits(bytes, documents, layouts)) return { ...list, splits: true };
  if (!others.every((other) => other?.records === shape.records) || !areSeries(bytes, documents, shape)) return null;
  return list;
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
  const layouts = filled.map((document) => seriesLayout(bytes, document));
  const [shape = null, ...others] = layouts;
  // Of one that is cut off, or holds nothing, the first key alone is sure.
  const keyOf = (document: JsonNode): string | undefined => childrenOf(bytes, document, 1)[0]?.key;
  const another = cut ?? documents.find((document) => !filled.includes(document));
  if (shape !== null && areSplits(bytes, filled, layouts, another && keyOf(another))) return { ...shape, splits: true };
  if (shape === null || !others.every((other) => JSON.stringify(other) === JSON.stringify(shape))) return null;
  if (others.length === 0 && (another === undefined || keyOf(another) !== keyOf(filled[0] ?? first))) return null;
  return areSeries(bytes, filled, shape) ? shape : null;
}

/** Whether documents hold a split each, and not all the same one. `more`: the key of another document. */
function areSplits(
  bytes: Uint8Array,
  documents: readonly JsonNode[],
  layouts: readonly (JsonShape | null)[],
  more?: string,
): boolean {
  const ways = layouts.map((layout) => segmentsOf(layout?.records ?? ''));
  const names = [...ways.map((way) => way.at(-1) ?? ''), ...(more === undefined ? [] : [more])];
  if (!names.every(isSplitName) || new Set(names).size < 2) return false;
  const kindOf = (layout: JsonShape | null, way: readonly string[]): string =>
    JSON.stringify([layout?.format, layout?.table, layout?.header, way.slice(0, -1)]);
  if (new Set(layouts.map((layout, i) => kindOf(layout, ways[i] ?? []))).size > 1) return false;
  return documents.every((document, i) => {
    const layout = layouts[i];
    return layout ? areSeries(bytes, [document], layout) : false;
  });
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
  const key = segmentsOf(records ?? '').at(-1) ?? '';
  if (isOfOneRecord(key)) return false;
  if (table === 'row-lists') return isContainerName(key);
  if (table === 'labels' && records !== undefined) return false;
  if (table === 'labels') return documents.some((document) => membersOf(document).some((list) => hasMany(bytes, list)));
  if (table === 'columns' && records !== undefined) return false;
  if (table === 'columns') {
    return documents.every((document) => {
      const members = membersOf(document).filter((member) => isContainerNode(bytes, member));
      const named = members.some(({ key }) => isTextName(key));
      return named && members.some(({ key }) => isLabelName(key)) && members.every(isOfRows(bytes));
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
