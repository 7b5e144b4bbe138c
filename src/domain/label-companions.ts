import { segmentsOf } from './json-path.js';
import { readLabelToken } from './label-token.js';
import { isPredictionName } from './results-columns.js';

/** A field that makes a list one of results: a number for each class. */
const SCORE = /(?:^|\/)(?:score|prob|probability|confidence|logit)s?$/i;

/**
 * Columns that repeat the label in other words, record by record: `label_text` beside `label`, `label.id` beside
 * `label.name`. A corrected label leaves them unchanged. `records`: a cell for each column. `others`: columns of other
 * roles. None where each record has a label of its own.
 */
export function labelCompanions(
  columns: readonly string[],
  records: readonly (readonly string[])[],
  label: string,
  others: readonly string[],
): readonly string[] {
  const at = columns.indexOf(label);
  if (at < 0) return [];
  return columns.filter(
    (column, i) =>
      !isWithin(column, label) && !isWithin(label, column) && !others.includes(column) && pairs(records, at, i),
  );
}

/**
 * The column around a nested label that should be the label as a whole: an object whose members all belong to the class
 * (`label` for `label.id` where values are `{"name": "World", "id": 0}`), or a list that has several labels in some
 * row. The same column where there is none.
 */
export function wholeLabel(columns: readonly string[], records: readonly (readonly string[])[], label: string): string {
  const around = columns.filter((column) => column !== label && isWithin(label, column));
  return (
    around.find((column) =>
      isClassColumn(
        column,
        records.map((record) => record[columns.indexOf(column)] ?? ''),
      ),
    ) ?? label
  );
}

/** Whether a nested field is in another column, or is that column. */
function isWithin(field: string, column: string): boolean {
  const outer = segmentsOf(column);
  const inner = segmentsOf(field);
  return outer.every((segment, i) => segment === inner[i] || segment === '*' || inner[i] === '*');
}

/** Whether each value of one column belongs to one value of the other, both ways. Empty cells do not count. */
function pairs(records: readonly (readonly string[])[], a: number, b: number): boolean {
  const there = new Map<string, string>();
  const back = new Map<string, string>();
  let count = 0;
  for (const record of records) {
    const from = record[a] ?? '';
    const to = record[b] ?? '';
    if (from === '' || to === '') continue;
    if ((there.get(from) ?? to) !== to || (back.get(to) ?? from) !== from) return false;
    there.set(from, to);
    back.set(to, from);
    count++;
  }
  return there.size > 1 && count > there.size;
}

/** Results have a number for each class in every row, or the name of results. Scores of a row's labels are none. */
function isClassColumn(column: string, cells: readonly string[]): boolean {
  const fieldsOf = new Map<string, string>();
  let several = false;
  for (const cell of cells) {
    if (cell === '') continue;
    if (!/^\s*[[{]/.test(cell)) return false;
    const { names, fields } = readLabelToken(cell);
    if (names === null) return false;
    if (names.length > 1 && isPredictionName(column) && fields.some(({ path }) => SCORE.test(path))) return false;
    several ||= names.length > 1;
    const [name] = names;
    if (name === undefined || names.length > 1) continue;
    const text = JSON.stringify(fields);
    if ((fieldsOf.get(name) ?? text) === text) fieldsOf.set(name, text);
    else fieldsOf.set(name, '');
  }
  const values = new Set(fieldsOf.values());
  return (
    (several && fieldsOf.size > 0) ||
    (values.size > 1 && values.size === fieldsOf.size && !values.has('') && !values.has('[]'))
  );
}
