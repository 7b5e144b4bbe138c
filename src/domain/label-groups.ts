import { ASIDE_NAMES, ID_NAMES, plainName } from './column-names.js';
import { elementsOf, hotName } from './computed-columns.js';
import { pathName, segmentsOf } from './json-path.js';
import { skipSpace } from './json-scan.js';
import { isHotValue, readHot } from './label-hot.js';

/** Share of the records that must have one class alone, where there are two columns. */
const ONE_CLASS = 0.95;
/** With at least this number of columns, each record may have any number of classes. */
const MANY_COLUMNS = 3;
/** Share of the filled cells of a column that must fit its interpretation. */
const MOSTLY = 0.95;

const OFF = new Set(['0', '0.0', 'false', 'False', 'FALSE', '']);
const encoder = new TextEncoder();
const ASIDE = new Set([...ASIDE_NAMES, ...ID_NAMES]);

/**
 * The label that is spread over several fields, one for each class: a column of objects that tell for each class
 * whether it holds (`cats` of spaCy), or columns of 0 and 1 (see `hotName`). `''` where there is none. Columns in
 * `taken` have another role.
 */
export function spreadLabel(
  columns: readonly string[],
  records: readonly (readonly string[])[],
  taken: ReadonlySet<string>,
): string {
  const object = columns.find((column, i) => !taken.has(column) && isHotObject(records.map((cells) => cells[i] ?? '')));
  return object ?? spreadColumns(columns, records, taken);
}

/**
 * The columns of 0 and 1 that make up the label together, as the name of the computed column. `''` = there are none.
 */
export function spreadColumns(
  columns: readonly string[],
  records: readonly (readonly string[])[],
  taken: ReadonlySet<string>,
): string {
  const group = columns.filter((column, i) => {
    const aside = ASIDE.has(plainName(column)) || /^(?:is|has)_|_(?:at|id|by)$/.test(plainName(column));
    return !aside && !taken.has(column) && segmentsOf(column).length === 1 && isHotColumn(records, i);
  });
  if (group.length < 2 || records.length < 2) return '';
  const places = group.map((column) => columns.indexOf(column));
  const counts = records.map((cells) => places.filter((place) => !OFF.has(cells[place] ?? '')).length);
  const ones = counts.filter((count) => count === 1).length;
  const used = places.filter((place) => records.some((cells) => !OFF.has(cells[place] ?? ''))).length;
  const together = places.every((place, i) => i === 0 || place === (places[i - 1] ?? 0) + 1);
  const exclusive = ones >= records.length * ONE_CLASS;
  return used > 1 && (exclusive || (together && group.length >= MANY_COLUMNS)) ? hotName(group) : '';
}

/**
 * The same field of all people's labels (`annotations.*.label`) in place of the first one's (`annotations.0.label`),
 * where some record has labels of several people: a correction must be in all of them. The same column where there is
 * none.
 */
export function labelOfAll(columns: readonly string[], records: readonly (readonly string[])[], label: string): string {
  const segments = segmentsOf(label);
  for (const [i, segment] of segments.entries()) {
    if (segment !== '0' || i === 0) continue;
    const all = pathName(segments.with(i, '*'));
    const [at, allAt] = [columns.indexOf(label), columns.indexOf(all)];
    if (allAt < 0) continue;
    const list = columns.indexOf(pathName(segments.slice(0, i)));
    if (!records.some((cells) => cells[at] !== cells[allAt] || hasSeveral(cells[list] ?? ''))) return label;
    const whole = all.replace(/\.0$/, '');
    return columns.includes(whole) ? whole : all;
  }
  // A column of lists, with one answer for each person.
  const at = columns.indexOf(label);
  const all = `${pathName([label])}.*`;
  return columns.includes(all) && records.some((cells) => /^\s*\[[^,]+,/.test(cells[at] ?? '')) ? all : label;
}

/** Whether a cell is a list of several values. False where it is none, and where that is unknown. */
function hasSeveral(cell: string): boolean {
  if (!/^\s*\[/.test(cell)) return false;
  const bytes = encoder.encode(cell);
  return elementsOf(bytes, { start: skipSpace(bytes, 0, bytes.length), end: bytes.length }).length > 1;
}

function isHotObject(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0 || !filled.every((cell) => /^\s*\{/.test(cell))) return false;
  const names = new Set<string>();
  let hot = 0;
  for (const cell of filled) {
    const read = readHot(cell);
    if (read === null) continue;
    hot++;
    read.names?.forEach((name) => names.add(name));
  }
  return hot >= filled.length * MOSTLY && names.size > 1;
}

function isHotColumn(records: readonly (readonly string[])[], column: number): boolean {
  const cells = records.map((record) => record[column] ?? '').filter((cell) => cell !== '');
  return cells.length > 0 && cells.every((cell) => isHotValue(cell) || isHotValue(JSON.stringify(cell)));
}
