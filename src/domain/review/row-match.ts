import { textOf } from '../bytes/text-column.js';
import { DISCARDED, UNSURE, type Dataset, type TextColumn } from '../reading/dataset.js';
import type { Decision, Decisions } from './decisions.js';
import { rowOfSource, statusOfChoice } from './edits.js';
import { isEdit } from './version-texts.js';

/** A row of the dataset that decisions were made on. */
export interface KnownRow {
  /** Its position in that dataset. */
  readonly position: number;
  /** Null = it has none. */
  readonly id: string | null;
  readonly text: string;
  /** Second text of a pair. */
  readonly textB: string | null;
}

/** How rows were found in a dataset. */
export interface MatchReport {
  /** Rows with the same id and the same text. */
  readonly byId: number;
  /** Rows with the same id, whose text was edited. */
  readonly edited: number;
  /** Rows with the same text at the same position. */
  readonly byPlace: number;
  /** Rows elsewhere that alone have the same text. */
  readonly byText: number;
  /** Positions of the rows that were not found, in their own dataset. */
  readonly unmatched: readonly number[];
}

/** Rows found in a dataset, by their positions there and here. */
export interface RowMatch {
  readonly positions: ReadonlyMap<number, number>;
  readonly report: MatchReport;
}

type MatchedDataset = Pick<Dataset, 'rows' | 'sourceRow' | 'text' | 'textB' | 'id'>;

/**
 * Finds rows of another version of a dataset. A row with the same id and the same text is found, else one at the same
 * position with the same text, else one that alone has the text. Where several rows have the text, the position counts
 * only if all rows are at their positions. A row whose text is not here is found by its id if the text there is an edit of
 * its own, unless other rows show that the ids were numbered anew. No row is found twice.
 */
export function matchRows(dataset: MatchedDataset, rows: readonly KnownRow[]): RowMatch {
  const positions = new Map<number, number>();
  const used = new Set<number>();
  const counts = { byId: 0, edited: 0, byPlace: 0, byText: 0 };
  const found = ({ position }: KnownRow, row: number, by: keyof typeof counts): boolean => {
    if (row < 0 || used.has(row)) return false;
    used.add(row);
    positions.set(position, dataset.sourceRow[row] ?? 0);
    counts[by] += 1;
    return true;
  };
  const ids = rowsByText(
    dataset.id ? [dataset.id] : [],
    rows.flatMap(({ id }) => id ?? []),
  );
  const columns = dataset.textB ? [dataset.text, dataset.textB] : [dataset.text];
  const texts = rowsByText(columns, rows.map(keyOf));
  const rowOfId = ({ id }: KnownRow): number => (id === null ? -1 : (ids.get(id) ?? -1));
  const hasText = (row: number, one: KnownRow): boolean => row >= 0 && keyAt(columns, row) === keyOf(one);
  const others = rows.filter((one) => !(hasText(rowOfId(one), one) && found(one, rowOfId(one), 'byId')));
  const isUnmoved = rows.every((one) => rowInPlace(dataset, one) >= 0);
  const moved = others.filter((one) => {
    const row = rowInPlace(dataset, one);
    const isClear = isUnmoved || texts.get(keyOf(one)) === row;
    return !(isClear && found(one, row, 'byPlace'));
  });
  const lost = moved.filter((one) => !found(one, texts.get(keyOf(one)) ?? -1, 'byText'));
  const isNumberedAnew = others.some((one) => positions.has(one.position) && rowOfId(one) >= 0);
  for (const one of isNumberedAnew ? [] : lost) {
    const row = texts.has(keyOf(one)) ? -1 : rowOfId(one);
    if (row >= 0 && isEdit(keyOf(one), keyAt(columns, row))) found(one, row, 'edited');
  }
  const unmatched = rows.filter(({ position }) => !positions.has(position)).map(({ position }) => position);
  return { positions, report: { ...counts, unmatched } };
}

/**
 * Decisions and notes on the rows of a match, by their positions in this dataset. A label that is the source's own here
 * counts as kept. `originalOf`: the source's label at a position, by name.
 */
export function carriedOver(
  { decided, notes }: Decisions,
  { positions }: Pick<RowMatch, 'positions'>,
  originalOf: (position: number) => string,
): Decisions {
  const carried = new Map<number, Decision>();
  for (const [from, { status, label }] of decided) {
    const to = positions.get(from);
    if (to === undefined) continue;
    const original = originalOf(to);
    const keepsLabel = status === DISCARDED || status === UNSURE;
    const carriedStatus = keepsLabel ? status : statusOfChoice(original, label);
    carried.set(to, { status: carriedStatus, label: keepsLabel ? original : label });
  }
  const noted = [...notes].flatMap(([from, text]) => {
    const to = positions.get(from);
    return to === undefined ? [] : [[to, text] as const];
  });
  return { decided: carried, notes: new Map(noted) };
}

function rowInPlace(dataset: MatchedDataset, known: KnownRow): number {
  const row = rowOfSource(dataset.sourceRow, known.position);
  if (row < 0 || textOf(dataset.text, row) !== known.text) return -1;
  const textB = dataset.textB ? textOf(dataset.textB, row) : null;
  return textB === known.textB ? row : -1;
}

function keyOf({ text, textB }: KnownRow): string {
  return textB === null ? text : pairKey([text, textB]);
}

function keyAt(columns: readonly TextColumn[], row: number): string {
  return pairKey(columns.map((column) => textOf(column, row)));
}

function pairKey(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] ?? '') : JSON.stringify(texts);
}

/** The row with each of the wanted texts. -1 where several rows have it. Of pairs a key is the JSON of both texts. */
function rowsByText(columns: readonly TextColumn[], wanted: readonly string[]): ReadonlyMap<string, number> {
  const sought = new Set(wanted);
  const rows = new Map<string, number>();
  const count = (columns[0]?.offsets.length ?? 1) - 1;
  if (sought.size === 0) return rows;
  for (let row = 0; row < count; row++) {
    const key = keyAt(columns, row);
    if (sought.has(key)) rows.set(key, rows.has(key) ? -1 : row);
  }
  return rows;
}
