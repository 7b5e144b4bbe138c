import { plainName } from './column-names.js';
import type { ReadSettings } from './dataset.js';
import type { JsonNode } from './json-outline.js';
import { childrenOf, isArrayNode, isContainerNode, isObjectNode, startOfString } from './json-outline.js';
import { segmentsOf } from './json-path.js';
import { rowKeys } from './json-rows.js';

/** Name of the column of the rows' names: the first of these that is no field of the records. */
const NAMES = ['index', 'key', 'row_name', 'record_name'];
/** Rows, and fields, that are examined. */
const MAX_CHILDREN = 200;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Names of rows, and the other fields of the records. */
interface Named {
  readonly names: readonly string[];
  readonly fields: readonly string[];
}

/**
 * The name for the column of the names that a JSON document gives its rows: keys of records, or pandas' index. Null
 * where it gives none, numbers them from 0, or gives one name twice. `root`: the document.
 */
export function indexName(
  bytes: Uint8Array,
  root: JsonNode,
  shape: Pick<ReadSettings, 'records' | 'table'>,
): string | null {
  const found = namesIn(bytes, root, shape);
  if (found === null || new Set(found.names).size < found.names.length) return null;
  if (found.names.every((name, i) => name === String(i))) return null;
  const taken = new Set(found.fields.map(plainName));
  return NAMES.find((name) => !taken.has(name)) ?? null;
}

function namesIn(
  bytes: Uint8Array,
  root: JsonNode,
  { records, table }: Pick<ReadSettings, 'records' | 'table'>,
): Named | null {
  const membersOf = (node: JsonNode): JsonNode[] => childrenOf(bytes, node, MAX_CHILDREN);
  if (table === 'split') {
    const index = membersOf(root).find(({ key }) => key === 'index');
    const columns = membersOf(root).find(({ key }) => key === 'columns');
    if (!index?.whole || !columns) return null;
    const names = childrenOf(bytes, index).map(({ start, end }) => decoder.decode(bytes.subarray(start, end)));
    return { names, fields: membersOf(columns).map((cell) => startOfString(bytes, cell)) };
  }
  if (table === 'columns') {
    const columns = membersOf(root).filter((member) => isContainerNode(bytes, member));
    const { keys } = rowKeys(
      columns.map((column) =>
        isArrayNode(bytes, column) ? 0 : new Map(membersOf(column).map(({ key }) => [key, null])),
      ),
    );
    return keys && { names: keys, fields: columns.map(({ key }) => key) };
  }
  if (table !== undefined || records === undefined) return null;
  let container: JsonNode | undefined = root;
  for (const key of records === '' ? [] : segmentsOf(records)) {
    container = container && membersOf(container).find((member) => member.key === key);
  }
  if (!container || !isObjectNode(bytes, container)) return null;
  const elements = membersOf(container).filter((element) => isObjectNode(bytes, element));
  return {
    names: elements.map(({ key }) => key),
    fields: elements.slice(0, 20).flatMap((element) => membersOf(element).map(({ key }) => key)),
  };
}
