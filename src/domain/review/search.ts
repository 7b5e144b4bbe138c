import type { SourceFiles, TextColumn } from '../reading/dataset.js';
import { rowOfSource } from './edits.js';
import { fileIndexAt } from '../files/source-parts.js';
import type { Query } from './query.js';
import { matcherOf } from './word-matcher.js';
import { foldCase, foldName } from './fold.js';

/** The columns in which words, ids, positions and files are sought (see `Dataset`). */
export interface SearchColumns {
  readonly text: TextColumn;
  readonly textB: TextColumn | null;
  readonly id: TextColumn | null;
  readonly sourceRow: Uint32Array;
  readonly files?: SourceFiles;
  /** The note of each row that has one. */
  readonly notes?: ReadonlyMap<number, string>;
}

/**
 * Searches rows `[from, to)` for the words, ids, positions and files of a query and sets `mask[row]` to 1 or 0 for
 * each. Call it slice by slice to keep the page responsive. A word must be in one of the two texts. Words may be in
 * different ones.
 */
export function searchRows(query: Query, columns: SearchColumns, from: number, to: number, mask: Uint8Array): void {
  mask.fill(1, from, to);
  if (query.rows.length > 0) keepPositions(query.rows, columns.sourceRow, from, to, mask);
  if (query.ids.length > 0) keepIds(query.ids, columns.id, from, to, mask);
  if (query.files.length > 0) keepFiles(query.files, columns, from, to, mask);
  if (query.notes.length > 0) keepNotes(query.notes, columns.notes, from, to, mask);
  const found = new Uint8Array(to - from);
  for (const word of query.words) {
    const matcher = matcherOf(word);
    found.fill(0);
    matcher(columns.text, from, to, found);
    if (columns.textB !== null) matcher(columns.textB, from, to, found);
    for (let row = from; row < to; row += 1) if (found[row - from] === 0) mask[row] = 0;
  }
}

function keepPositions(
  positions: readonly number[],
  sourceRow: Uint32Array,
  from: number,
  to: number,
  mask: Uint8Array,
): void {
  mask.fill(0, from, to);
  for (const position of positions) {
    const row = rowOfSource(sourceRow, position);
    if (row >= from && row < to) mask[row] = 1;
  }
}

/** Ids are compared whole and with case. */
function keepIds(ids: readonly string[], column: TextColumn | null, from: number, to: number, mask: Uint8Array): void {
  const wanted = column === null ? [] : ids.map((id) => new TextEncoder().encode(id));
  for (let row = from; row < to; row += 1) {
    if (!wanted.some((id) => equalsRow(column as TextColumn, row, id))) mask[row] = 0;
  }
}

/** Of several words for notes, one must be in the row's note. */
function keepNotes(
  wanted: readonly string[],
  notes: ReadonlyMap<number, string> | undefined,
  from: number,
  to: number,
  mask: Uint8Array,
): void {
  for (let row = from; row < to; row += 1) {
    const note = notes?.get(row);
    const folded = note === undefined ? '' : foldCase(note.normalize('NFC'));
    if (note === undefined || !wanted.some((word) => folded.includes(word))) mask[row] = 0;
  }
}

/** A row of a source that is one file is in none of several. */
function keepFiles(
  wanted: readonly string[],
  { files, sourceRow }: SearchColumns,
  from: number,
  to: number,
  mask: Uint8Array,
): void {
  const chosen = files?.names.map((name) => wanted.some((part) => foldName(name).includes(part)));
  for (let row = from; row < to; row += 1) {
    if (!files || !chosen?.[fileIndexAt(files, sourceRow[row] ?? 0)]) mask[row] = 0;
  }
}

function equalsRow(column: TextColumn, row: number, bytes: Uint8Array): boolean {
  const start = column.offsets[row] as number;
  if ((column.offsets[row + 1] as number) - start !== bytes.length) return false;
  for (let index = 0; index < bytes.length; index += 1) if (column.bytes[start + index] !== bytes[index]) return false;
  return true;
}
