import { isList, isOpaque, isProse, isStructured } from './cell-look.js';

/** The look of the cells of one column. */
export interface ColumnStats {
  /** Cells that are not empty. */
  readonly filled: number;
  readonly distinct: number;
  /** Mean length of the filled cells in UTF-16 units. */
  readonly meanLength: number;
  /** Share of the filled cells that are numbers. */
  readonly numeric: number;
  /** Share of the filled cells that are numbers with a fraction. */
  readonly decimal: number;
  /** Share that are dates, addresses, hashes or paths. */
  readonly opaque: number;
  /** Share that are objects, or lists of objects. */
  readonly structured: number;
  /** Share that are lists. */
  readonly listed: number;
  /** Share that have more than one word. */
  readonly prose: number;
}

const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?$/;

/** Whether a cell is a plain decimal number, with a point or a comma. */
export function isNumeric(cell: string): boolean {
  return NUMBER.test(cell.trim());
}

function isFraction(cell: string): boolean {
  return isNumeric(cell) && !Number.isInteger(Number(cell.trim().replace(',', '.')));
}

/** Statistics of each of `columns` columns over `records`. */
export function columnStats(columns: number, records: readonly (readonly string[])[]): ColumnStats[] {
  return Array.from({ length: columns }, (_, column) => {
    const cells = records.map((record) => record[column] ?? '').filter((cell) => cell !== '');
    const length = cells.reduce((sum, cell) => sum + cell.length, 0);
    const filled = cells.length;
    const share = (fits: (cell: string) => boolean): number => (filled === 0 ? 0 : cells.filter(fits).length / filled);
    return {
      filled,
      distinct: new Set(cells).size,
      meanLength: filled === 0 ? 0 : length / filled,
      numeric: share(isNumeric),
      decimal: share(isFraction),
      opaque: share(isOpaque),
      structured: share(isStructured),
      listed: share(isList),
      prose: share(isProse),
    };
  });
}
