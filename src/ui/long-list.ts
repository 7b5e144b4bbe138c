import { rowWindow, type ListMetrics } from './review/virtual-scroll.js';

/** Lists up to this long are drawn whole. */
export const DRAWN_WHOLE = 100;
/** Rows drawn beyond the window on either side: the next one can take the focus. */
const SPARE = 6;

/**
 * Whether a focus that a row loses stays in its list. Then the neighbours of the row must go on being drawn: one of them is
 * about to take the focus.
 */
export function staysInList(event: FocusEvent, list: HTMLElement): boolean {
  return event.relatedTarget instanceof Node && list.contains(event.relatedTarget);
}

/** A row to draw, after a gap of so many rows that are not drawn. */
interface DrawnRow {
  readonly index: number;
  readonly gap: number;
}

/** The rows to draw of a list whose rows follow each other in the page's flow, and how many rows are left out after them. */
interface DrawnRows {
  readonly rows: readonly DrawnRow[];
  readonly rest: number;
}

/**
 * The rows in the window at `scrollTop`, some more on either side, and, wherever it is, the row `kept` that has the focus
 * (-1 = none) with its neighbours, which take the focus from it. The rows and the gaps together are the whole list.
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
