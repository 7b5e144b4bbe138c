import type { JsonNode } from './outline.js';
import { childrenOf, isArrayNode, isStringNode, startOfString } from './outline.js';
import { isCalled, MAX_CHILDREN } from './records.js';

/** Rows of more values are no texts with labels. */
const MAX_CELLS = 50;
/** Rows whose cells are looked at. */
const MAX_ROWS = 20;
/** Share of the elements that must be rows, and of the rows that must have as many cells as the first. */
const MOST = 0.8;

/**
 * The first rows of values in an array of rows, or in arrays of such arrays; null where it holds something else. Rows have
 * two values or more, the first of them no array, and texts in some column.
 */
export function rowsIn(bytes: Uint8Array, array: JsonNode): readonly JsonNode[] | null {
  const elements = childrenOf(bytes, array, MAX_CHILDREN)
    .filter(({ whole }, i) => whole || i === 0)
    .filter((element) => !isArrayNode(bytes, element) || childrenOf(bytes, element, 1).length > 0);
  const arrays = elements.filter((element) => isArrayNode(bytes, element));
  if (arrays.length === 0 || arrays.length < elements.length * MOST) return null;
  if (areRows(bytes, arrays)) return arrays;
  const inner = arrays.map((element) => rowsIn(bytes, element));
  const rows = inner.flatMap((found) => found ?? []);
  return inner.includes(null) || !areRows(bytes, rows) ? null : rows;
}

function areRows(bytes: Uint8Array, rows: readonly JsonNode[]): boolean {
  const [first, ...others] = rows.slice(0, MAX_ROWS).map((row) => childrenOf(bytes, row, MAX_CELLS));
  if (first === undefined || first.length < 2 || first.length >= MAX_CELLS) return false;
  const alike = others.filter(({ length }) => length === first.length);
  if (alike.length < others.length * MOST) return false;
  const all = [first, ...others];
  if (all.some(([cell]) => cell !== undefined && isArrayNode(bytes, cell))) return false;
  return first.some((_, column) => [first, ...alike].every((row) => isString(bytes, row[column])));
}

function isString(bytes: Uint8Array, cell: JsonNode | undefined): boolean {
  return cell !== undefined && isStringNode(bytes, cell);
}

/** Whether the first of some rows names the columns: its cells are known names, or strings above something else. */
export function namesColumns(bytes: Uint8Array, [first, second]: readonly JsonNode[]): boolean {
  if (first === undefined) return false;
  const cells = childrenOf(bytes, first, MAX_CHILDREN);
  const below = second === undefined ? [] : childrenOf(bytes, second, MAX_CHILDREN);
  const known = cells.some((cell) => isCalled(startOfString(bytes, cell)));
  const typed = below.some((cell) => !isStringNode(bytes, cell));
  return cells.length > 0 && cells.every((cell) => isStringNode(bytes, cell)) && (known || typed);
}
