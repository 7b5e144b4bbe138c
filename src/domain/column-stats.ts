/** What the cells of one column look like. */
export interface ColumnStats {
  /** Cells that are not empty. */
  readonly filled: number;
  readonly distinct: number;
  /** Mean length of the filled cells in UTF-16 units. */
  readonly meanLength: number;
  /** Share of the filled cells that are numbers. */
  readonly numeric: number;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Whether a cell is a plain decimal number. */
export function isNumeric(cell: string): boolean {
  return NUMBER.test(cell.trim());
}

/** Statistics of each of `columns` columns over `records`. */
export function columnStats(columns: number, records: readonly (readonly string[])[]): ColumnStats[] {
  return Array.from({ length: columns }, (_, column) => {
    const cells = records.map((record) => record[column] ?? '').filter((cell) => cell !== '');
    const length = cells.reduce((sum, cell) => sum + cell.length, 0);
    const filled = cells.length;
    return {
      filled,
      distinct: new Set(cells).size,
      meanLength: filled === 0 ? 0 : length / filled,
      numeric: filled === 0 ? 0 : cells.filter(isNumeric).length / filled,
    };
  });
}
