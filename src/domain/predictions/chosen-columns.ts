import type { ColumnRoles } from '../reading/dataset.js';
import { columnRange, columnsOfRole } from './columns.js';

/** Positions of the columns of results; `-1` and empty = none. */
export interface ResultColumns {
  readonly loss: number;
  readonly predicted: number;
  readonly vectors: readonly number[];
  readonly kind: 'logits' | 'probs';
  /** Names of the classes where each has a column of its own. */
  readonly names: readonly string[] | null;
}

/** Finds the columns of results. Null where there are none. Logits are preferred to probabilities. */
export function resultColumns(roles: ColumnRoles, columns: readonly string[]): ResultColumns | null {
  const role = roles.resultLogits ? roles.resultLogits : (roles.resultProbs ?? '');
  const named = columnsOfRole(role, columns);
  const apart = named.length > 1 || (named.length === 1 && named[0] !== role);
  const found: ResultColumns = {
    loss: roles.resultLoss ? columns.indexOf(roles.resultLoss) : -1,
    predicted: roles.resultPredicted ? columns.indexOf(roles.resultPredicted) : -1,
    vectors: named.map((column) => columns.indexOf(column)),
    kind: roles.resultLogits ? 'logits' : 'probs',
    names: apart ? classNamesOf(role, named, columns) : null,
  };
  return found.loss < 0 && found.vectors.length === 0 ? null : found;
}

/** The names behind their common start. For a range the names, or numbers where columns have only places. */
function classNamesOf(role: string, named: readonly string[], columns: readonly string[]): readonly string[] {
  if (columnRange(role) === null) return named.map((column) => column.slice(role.length - 1));
  const unnamed = named.every((column) => columns[Number(column)] === column);
  return unnamed ? named.map((_, i) => String(i)) : named;
}
