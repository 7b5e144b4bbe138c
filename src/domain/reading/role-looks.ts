import { isNumeric, type ColumnStats } from './column-stats.js';

/** A column whose cells are on average at least this long can be a text. */
const MIN_TEXT_LENGTH = 8;
/** Share of cells from which a column is what they look like. */
export const MOSTLY = 0.8;
/** From so many rows on a column is no label in which each row has another value. */
const FEW_ROWS = 5;
/** From so many records on it is none either where more follow. */
const MANY_ROWS = 200;

/** Whether cells look like labels: few, short, none of them made by a machine, and not all different. */
export function canBeLabel(stats: ColumnStats): boolean {
  if (stats.filled === 0) return false;
  if (stats.filled >= FEW_ROWS && stats.distinct === stats.filled) return false;
  if (stats.structured > 0.5 || stats.listed > 0.5 || stats.opaque > 0.5 || stats.decimal > 0.5) return false;
  return stats.filled <= 20 || stats.distinct <= stats.filled * 0.5;
}

export function isConstant(stats: ColumnStats): boolean {
  return stats.filled > 1 && stats.distinct === 1;
}

/** Not numbers, dates, addresses, hashes or paths, and no objects. */
export function canBeText(stats: ColumnStats): boolean {
  return stats.filled === 0 || (stats.structured < 0.5 && stats.opaque < MOSTLY && stats.numeric < 0.95);
}

/** Prose: long, of several words, mostly different from row to row. */
export function isTextual(stats: ColumnStats): boolean {
  const varied = stats.filled <= 5 || stats.distinct > stats.filled * 0.5;
  return stats.meanLength >= MIN_TEXT_LENGTH && stats.numeric < 0.5 && varied && canBeText(stats) && stats.prose > 0.3;
}

/** Whether cells are the numbers of their rows, from 0 or from 1. */
export function areRowNumbers(cells: readonly string[]): boolean {
  if (cells.length < 2 * FEW_ROWS || !isNumeric(cells[0] ?? '')) return false;
  const first = Number(cells[0]);
  return (first === 0 || first === 1) && cells.every((cell, i) => cell === String(first + i));
}

/** Whether each of many rows has a value of its own. `complete`: the cells are all there are. */
export function areAllDifferent({ filled, distinct }: ColumnStats, complete: boolean): boolean {
  return distinct === filled && filled > (complete ? 4 * FEW_ROWS : MANY_ROWS);
}
