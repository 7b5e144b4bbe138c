import type { ConfusionCell } from '../../domain/review/confusion.js';

/** Side of a cell in px, by the number of labels: numbers fit the largest, names stand beside the middle ones. */
export function cellPx(labels: number): number {
  if (labels <= 8) return 44;
  if (labels <= 24) return 28;
  if (labels <= 60) return 14;
  return 6;
}

/** Cells at least this wide hold their number. */
export const NUMBER_PX = 28;
/** Cells at least this wide have the name of their label beside them. */
export const NAME_PX = 14;

/** A cell at its place in the matrix. */
export interface PlacedCell extends ConfusionCell {
  /** Place of the given label, from 0. */
  readonly row: number;
  /** Place of the predicted label, from 0. */
  readonly column: number;
  /** 0..1: the count against the largest one that is off the diagonal, or on it. A square root, so that few rows show. */
  readonly weight: number;
}

/** The cells at their places, row by row. */
export function placedCells(order: readonly number[], cells: readonly ConfusionCell[]): readonly PlacedCell[] {
  const place = new Map(order.map((label, index) => [label, index]));
  let right = 1;
  let wrong = 1;
  for (const { given, predicted, count } of cells) {
    if (given === predicted) right = Math.max(right, count);
    else wrong = Math.max(wrong, count);
  }
  return cells
    .map((cell) => ({
      ...cell,
      row: place.get(cell.given) ?? 0,
      column: place.get(cell.predicted) ?? 0,
      weight: Math.sqrt(cell.count / (cell.given === cell.predicted ? right : wrong)),
    }))
    .sort((a, b) => a.row - b.row || a.column - b.column);
}

/** From this weight on, the number of a cell is black in both themes: its red is too light in the dark one. */
export const MIDDLE_WEIGHT = 0.58;
/** From this weight on, the number of a cell is white in the light theme. */
export const STRONG_WEIGHT = 0.75;

/** Part of the red in the colour of a cell, in percent: 12 for a weight of 0, 100 for 1. */
export function redPercent(weight: number): number {
  return Math.round(12 + 88 * weight);
}

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The index of the cell that an arrow key leads to from one: the nearest in that direction. -1 = none, or another key. */
export function cellTowards(cells: readonly PlacedCell[], from: number, key: string): number {
  const step = STEPS[key];
  const start = cells[from];
  if (!step || !start) return -1;
  const [down, right] = step;
  let best = -1;
  let least = Infinity;
  for (const [index, { row, column }] of cells.entries()) {
    const along = (row - start.row) * down + (column - start.column) * right;
    if (along <= 0) continue;
    const aside = Math.abs((row - start.row) * right) + Math.abs((column - start.column) * down);
    const far = along + 4 * aside;
    if (far < least) [best, least] = [index, far];
  }
  return best;
}
