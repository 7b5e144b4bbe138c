import { plainName } from './column-names.js';
import type { ColumnRoles } from './dataset.js';
import { LIST_COLUMN } from './list-records.js';

/** Usual names of columns of results computed elsewhere, best first, in the form of `plainName`. */
const LOSS_NAMES = ['loss', 'label_loss', 'ce_loss', 'cross_entropy', 'cross_entropy_loss', 'ce', 'nll', 'losses'];
const PROBS_NAMES = [
  'predicted_probas',
  'predicted_probs',
  'predicted_probabilities',
  'pred_probs',
  'pred_probas',
  'probs',
  'probas',
  'probabilities',
  'class_probabilities',
  'softmax',
];
/** These too, where each class is named beside its number. */
const SCORED_NAMES = [
  LIST_COLUMN,
  'prediction_scores',
  'class_scores',
  'label_scores',
  'all_scores',
  'predictions',
  'prediction',
  'pred',
  'preds',
  'outputs',
  'output',
  'results',
  'result',
];
const LOGITS_NAMES = ['logits', 'predicted_logits', 'pred_logits', 'raw_logits'];
const PREDICTED_NAMES = [
  'predicted_label',
  'predicted_class',
  'pred_label',
  'predicted',
  'prediction',
  'pred',
  'y_pred',
];
/** The score of one class, in a file without numbers for the others. */
const ONE_SCORE_NAMES = [
  'score',
  'scores',
  'confidence',
  'prob',
  'probability',
  'pred_score',
  'predicted_score',
  'predicted_prob',
];
/** One column for each class: the text before the class's name. */
const PROBS_PREFIXES = ['prob_', 'probs_', 'proba_', 'probability_', 'p_'];
const LOGITS_PREFIXES = ['logit_', 'logits_'];

/** Share of the examined cells that must fit the name. */
const ENOUGH = 0.9;
const CELLS_LOOKED_AT = 100;

type ResultRoles = Pick<ColumnRoles, 'resultLoss' | 'resultProbs' | 'resultLogits' | 'resultPredicted'>;

/** Numbers for the classes of a row. `names` of the classes where they were written with them. */
export interface ClassVector {
  readonly values: Float64Array;
  readonly names: readonly string[] | null;
}

/**
 * Columns of results, by name and by the look of their cells. A prediction alone is no result. `taken`: columns of
 * other roles. A group of columns, one for each class, is named by its start and `*` (`prob_*`).
 */
export function guessResultRoles(
  columns: readonly string[],
  records: readonly (readonly string[])[],
  taken: readonly string[],
): ResultRoles {
  const cells = (column: string): string[] => {
    const at = columns.indexOf(column);
    return records.slice(0, CELLS_LOOKED_AT).flatMap((record) => (record[at] ? [record[at]] : []));
  };
  const find = (names: readonly string[], fits: (cell: string) => boolean): string => {
    const named = names.flatMap((name) => columns.filter((column) => plainName(column) === name));
    return named.find((column) => !taken.includes(column) && mostly(cells(column), fits)) ?? '';
  };
  const group = (prefixes: readonly string[]): string =>
    prefixes.map((prefix) => groupOf(prefix, columns, cells)).find((name) => name !== '') ?? '';
  const loss = find(LOSS_NAMES, (cell) => !Number.isNaN(parseNumber(cell)));
  const probs =
    find(PROBS_NAMES, looksLikeVector) ||
    find(SCORED_NAMES, columns.length === 1 ? looksLikeVector : namesClasses) ||
    group(PROBS_PREFIXES);
  const logits = find(LOGITS_NAMES, looksLikeVector) || group(LOGITS_PREFIXES);
  if (loss === '' && probs === '' && logits === '') return {};
  const predicted = find(PREDICTED_NAMES, (cell) => cell.trim() !== '' && !looksLikeVector(cell));
  return {
    ...(loss && { resultLoss: loss }),
    ...(probs && { resultProbs: probs }),
    ...(logits && { resultLogits: logits }),
    ...(predicted && { resultPredicted: predicted }),
  };
}

/**
 * The column with the score of one class for each row (0 to 1), `''` = none: a file that kept the best class only. It
 * is too little for results, and is sought in files without texts only.
 */
export function oneScoreColumn(columns: readonly string[], records: readonly (readonly string[])[]): string {
  const isScore = (cell: string): boolean => {
    const score = parseNumber(cell);
    return score >= 0 && score <= 1;
  };
  const found = columns.findIndex(
    (column, at) =>
      ONE_SCORE_NAMES.includes(plainName(column)) &&
      mostly(
        records.slice(0, CELLS_LOOKED_AT).flatMap((record) => (record[at] ? [record[at]] : [])),
        isScore,
      ),
  );
  return columns[found] ?? '';
}

/** Whether a column has a name of a prediction. */
export function isPredictionName(column: string): boolean {
  return PREDICTED_NAMES.includes(plainName(column)) || ['predictions', 'preds'].includes(plainName(column));
}

function mostly(cells: readonly string[], fits: (cell: string) => boolean): boolean {
  return cells.length > 0 && cells.filter(fits).length >= cells.length * ENOUGH;
}

function groupOf(prefix: string, columns: readonly string[], cells: (column: string) => readonly string[]): string {
  const first = columns.find((column) => plainName(column).startsWith(prefix));
  if (first === undefined) return '';
  const name = `${first.slice(0, prefix.length)}*`;
  const members = columnsOfRole(name, columns);
  const numeric = members.every((column) => mostly(cells(column), (cell) => !Number.isNaN(parseNumber(cell))));
  return members.length > 1 && numeric ? name : '';
}

/**
 * The columns of a role's name: that column, for `start*` all that begin so, for `2..5` those at these positions (from
 * 0, the last one included). None for `''`.
 */
export function columnsOfRole(name: string, columns: readonly string[]): readonly string[] {
  if (name === '') return [];
  if (columns.includes(name)) return columns.filter((column) => column === name);
  const range = columnRange(name);
  if (range !== null) return columns.slice(range.first, range.last + 1);
  if (!name.endsWith('*')) return [];
  const start = name.slice(0, -1);
  return columns.filter((column) => column.startsWith(start) && column.length > start.length);
}

/** The positions of a role's name such as `2..5`, or null. */
export function columnRange(name: string): { readonly first: number; readonly last: number } | null {
  const found = /^(\d{1,5})\.\.(\d{1,5})$/.exec(name);
  return found === null ? null : { first: Number(found[1]), last: Number(found[2]) };
}

/** Whether a (possibly cut) cell begins like an array or an object of numbers. One class with its name counts too. */
function looksLikeVector(cell: string): boolean {
  const vector = parseVector(cell);
  if (vector) return vector.values.length > 1 || vector.names !== null;
  return isCut(cell) && /^\s*[[{(]\s*(?:[[{]\s*){0,2}["'\d-]/.test(cell);
}

/** The same for numbers with the names of their classes. */
function namesClasses(cell: string): boolean {
  return (parseVector(cell)?.names ?? null) !== null || (isCut(cell) && /^\s*(?:\[\s*)*\{\s*["']/.test(cell));
}

/** Cells of a head are cut at 1,000 characters. */
function isCut(cell: string): boolean {
  return cell.length >= 1000;
}

const NUMBER = /^[-+]?(?:(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d+)?|inf(?:inity)?)$/i;

/**
 * A number in the form of JSON, Python and spreadsheets, with a point or a decimal comma. NaN for other texts and for
 * an empty one.
 */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return NaN;
  if (/inf/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return Number(trimmed.replace(',', '.'));
}

/**
 * Reads the numbers of a row: a JSON array, the `repr` of a Python list, tuple, numpy array or tensor (`[0.1 0.2]`), an
 * object or dict from class to number, or a list of `{label, score}`. Each may be alone in a list. `nan` and `null` are
 * NaN. Null for other texts, such as an array that numpy has shortened with `...`.
 */
export function parseVector(text: string): ClassVector | null {
  const bare = unwrap(text);
  if (bare.startsWith('{') && bare.endsWith('}')) {
    return parseScored(bare) ?? parseMembers(bare.slice(1, -1), MEMBER, MEMBER_SEPARATOR);
  }
  const open = bare[0];
  const close = bare.at(-1);
  if (!((open === '[' && close === ']') || (open === '(' && close === ')'))) return null;
  const inner = bare.slice(1, -1).trim();
  if (inner.startsWith('{')) return parseScored(inner);
  // A batch of one row.
  if (inner.startsWith('[') && inner.endsWith(']')) return parseVector(inner);
  return parseItems(inner);
}

/** The numbers of a row, see `parseVector`. A number alone is that of one class. */
export function numbersIn(text: string): ClassVector | null {
  const number = parseNumber(text);
  return Number.isNaN(number) ? parseVector(text) : { values: Float64Array.of(number), names: null };
}

/** `{label, score}`, one or several. */
function parseScored(inner: string): ClassVector | null {
  return parseMembers(inner, SCORED_LABEL, MEMBER_SEPARATOR) ?? parseMembers(inner, LABELLED_SCORE, MEMBER_SEPARATOR);
}

/** Removes the names of the constructors in whose brackets Python shows numbers. */
function unwrap(text: string): string {
  const scalars = text.trim().replace(/\b(?:np|numpy)\.float\d+\(([^()]*)\)/g, '$1');
  const call =
    /^(?:np\.|numpy\.|torch\.)?(?:array|tensor)\(([\s\S]*?)(?:,\s*(?:dtype|device|requires_grad|grad_fn)=[\s\S]*)?\)$/.exec(
      scalars,
    );
  return (call?.[1] ?? scalars).trim();
}

function parseItems(inner: string): ClassVector | null {
  const trimmed = inner.trim().replace(/,$/, '');
  if (trimmed === '') return null;
  const items = trimmed.includes(',') ? trimmed.split(',') : trimmed.split(/\s+/);
  const values = new Float64Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const value = itemValue(items[i] ?? '');
    if (value === null) return null;
    values[i] = value;
  }
  return { values, names: null };
}

/** NaN for a text that means "no number". Null for other texts. */
function itemValue(item: string): number | null {
  const value = parseNumber(item);
  if (!Number.isNaN(value)) return value;
  return /^\s*(?:nan|null|none)\s*$/i.test(item) ? NaN : null;
}

const KEY = String.raw`(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<integer>-?\d+))`;
const VALUE = String.raw`(?<value>[^\s,{}[\]:]+)`;
const LABEL_KEY = String.raw`["'](?:label|class)["']\s*:\s*${KEY}`;
const SCORE_KEY = String.raw`["'](?:score|prob|probability)["']\s*:\s*${VALUE}`;
const MEMBER = new RegExp(String.raw`\s*${KEY}\s*:\s*${VALUE}\s*`, 'y');
const SCORED_LABEL = new RegExp(String.raw`\s*\{\s*${LABEL_KEY}\s*,\s*${SCORE_KEY}\s*\}\s*`, 'y');
const LABELLED_SCORE = new RegExp(String.raw`\s*\{\s*${SCORE_KEY}\s*,\s*${LABEL_KEY}\s*\}\s*`, 'y');
const MEMBER_SEPARATOR = ',';

function parseMembers(inner: string, member: RegExp, separator: string): ClassVector | null {
  const names: string[] = [];
  const values: number[] = [];
  for (let at = 0; ; at++) {
    member.lastIndex = at;
    const found = member.exec(inner);
    if (found === null) return null;
    const value = itemValue(found.groups?.['value'] ?? '');
    if (value === null) return null;
    names.push(keyText(found.groups ?? {}));
    values.push(value);
    at = member.lastIndex;
    if (at === inner.length) break;
    if (inner[at] !== separator) return null;
  }
  return new Set(names).size === names.length ? { values: Float64Array.from(values), names } : null;
}

function keyText({ double, single, integer }: Record<string, string | undefined>): string {
  if (integer !== undefined) return integer;
  const json = double ?? (single ?? '').replaceAll(String.raw`\'`, "'").replaceAll('"', String.raw`\"`);
  try {
    return JSON.parse(`"${json}"`) as string;
  } catch {
    return json;
  }
}

/** How far the sum of a row's probabilities may be from 1, because each may be rounded to two decimals. */
function sumTolerance(classes: number): number {
  return Math.min(0.005 * classes, 0.02) + 1e-9;
}

/**
 * Whether numbers are probabilities over the classes: none is negative, and together they are 1, except for rounding.
 */
export function areProbabilities(values: ArrayLike<number>): boolean {
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k] ?? NaN;
    if (!(value >= 0)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) <= sumTolerance(values.length);
}
