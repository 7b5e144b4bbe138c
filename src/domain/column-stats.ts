/** What the cells of one column look like. */
export interface ColumnStats {
  /** Cells that are not empty. */
  readonly filled: number;
  readonly distinct: number;
  /** Mean length of the filled cells in UTF-16 units. */
  readonly meanLength: number;
  /** Share of the filled cells that are numbers. */
  readonly numeric: number;
  /** Share of the filled cells that are numbers with a fraction. */
  readonly fractional: number;
  /** Share of the filled cells that are dates or points in time. */
  readonly dated: number;
}

const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?$/;
/** A date in digits, perhaps with a time, and a day of the week or a month with a time of day. */
const DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[T ].{0,30})?$|^[a-z]{3,9}\.?,? .{0,24}\d{1,2}:\d{2}.{0,20}$/i;

function isDate(cell: string): boolean {
  const trimmed = cell.trim();
  return trimmed.length <= 45 && /\d{4}/.test(trimmed) && DATE.test(trimmed);
}

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
    return {
      filled,
      distinct: new Set(cells).size,
      meanLength: filled === 0 ? 0 : length / filled,
      numeric: filled === 0 ? 0 : cells.filter(isNumeric).length / filled,
      fractional: filled === 0 ? 0 : cells.filter(isFraction).length / filled,
      dated: filled === 0 ? 0 : cells.filter(isDate).length / filled,
    };
  });
}
