import { rowWindow, type ListMetrics } from '../review/virtual-scroll.js';

/** A list of up to this many rows is drawn whole. */
export const DRAWN_WHOLE = 100;
/** Rows drawn beyond the window on either side, so that the next row can take the focus. */
const SPARE = 6;

/**
 * Whether the focus moves from a row to another row of the same list. The list must then keep drawing the neighbours of
 * the row, because one of them takes the focus.
 */
export function staysInList(event: FocusEvent, list: HTMLElement): boolean {
  return event.relatedTarget instanceof Node && list.contains(event.relatedTarget);
}

/** A row to draw, and the number of rows in the gap before it. */
interface DrawnRow {
  readonly index: number;
  readonly gap: number;
}

/** The rows to draw of a list in the page's flow, and the number of rows in the gap after them. */
interface DrawnRows {
  readonly rows: readonly DrawnRow[];
  readonly rest: number;
}

/**
 * The rows in the window at `scrollTop`, and some more on either side. The row `kept` has the focus (-1 = none): it and its
 * neighbours, which can take the focus, are always among the rows. The rows and the gaps together are the whole list.
 */
export function drawnRows(list: ListMetrics, scrollTop: number, kept: number): DrawnRows {
  const { first, end } = list.rows <= DRAWN_WHOLE ? { first: 0, end: list.rows } : rowWindow(scrollTop, list, SPARE);
  const around = [kept - 1, kept, kept + 1].filter((index) => kept >= 0 && index >= 0 && index < list.rows);
  const indexes = [
    ...around.filter((index) => index < first),
    ...Array.from({ length: end - first }, (_, i) => first + i),
    ...around.filter((index) => index >= end),
  ];
  const rows = indexes.map((index, i) => ({ index, gap: index - (indexes[i - 1] ?? -1) - 1 }));
  return { rows, rest: list.rows - 1 - (indexes.at(-1) ?? -1) };
}
