import { plainName } from '../reading/column-names.js';
import type { ColumnRoles } from '../reading/dataset.js';
import { LIST_COLUMN } from '../reading/list-records.js';
import { parseNumber, parseVector } from './vector.js';

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
