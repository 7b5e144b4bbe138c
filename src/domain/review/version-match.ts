import { ByteIndex } from '../bytes/text-column.js';
import type { TextColumn } from '../reading/dataset.js';
import { rowOfSource } from './edits.js';
import { Steps } from './steps.js';
import { isEdit, TextKeys, textsOf, Twins, type VersionRows } from './version-texts.js';

/** Rows of an earlier version of a dataset, found in this version. */
export interface VersionMatch {
  /** Position of each found row in the earlier version -> its position here. No two rows have the same position here. */
  readonly positions: ReadonlyMap<number, number>;
  /** Rows with the same id and the same text. */
  readonly byId: number;
  /** Rows with the same text, if both versions have the same number of rows with it. */
  readonly byText: number;
  /** Positions here of rows with the same id, whose text was edited. */
  readonly edited: readonly number[];
  /** Positions in the earlier version of rows whose text several rows have, and it is not clear which. Not in `positions`. */
  readonly ambiguous: readonly number[];
  /** Positions in the earlier version of rows that are not here. */
  readonly gone: readonly number[];
}

/** One row of the earlier version that is looked for. */
interface Sought {
  readonly position: number;
  readonly row: number;
  /** Number of its text among the sought ones. */
  readonly text: number;
  /** Rows before it in the earlier version that have the same text and label. */
  place: number;
}

/**
 * Finds rows of an earlier version of a dataset in this one. `wanted`: their positions there. Positions without a row are
 * left out. Yields after every 1,024 rows, so that the caller can divide the work.
 *
 * A row with the same id and the same text is found. Otherwise the text decides, if both versions have the same number of
 * rows with it. Several such rows are found in the order of those with the same label, if their numbers are the same too.
 * A row whose text is not here is found by its id, if the text there is an edit of its own and no row of the earlier
 * version has it. So ids that were numbered anew lead to no wrong row.
 */
export function* matchVersions(
  now: VersionRows,
  earlier: VersionRows,
  wanted: Iterable<number>,
): Generator<undefined, VersionMatch> {
  const steps = new Steps();
  const thereKeys = new TextKeys(earlier);
  const hereKeys = new TextKeys(now);
  const texts = new ByteIndex();
  const sought: Sought[] = [];
  for (const position of new Set(wanted)) {
    if (steps.due) yield;
    const row = rowOfSource(earlier.sourceRow, position);
    if (row >= 0) sought.push({ position, row, text: thereKeys.addTo(texts, row), place: 0 });
  }
  sought.sort((one, other) => one.row - other.row);
  const labels = new Map<string, number>();
  const [here, there] = [new Twins(now, texts.count, labels), new Twins(earlier, texts.count, labels)];
  for (let row = 0; row < now.rows; row++) {
    if (steps.due) yield;
    here.add(hereKeys.numberIn(texts, row), row);
  }
  const rowOfId = yield* rowsById(now.id, earlier.id, sought);
  const edits = new ByteIndex();
  for (const one of sought) {
    if (steps.due) yield;
    const row = rowOfId(one);
    if (row >= 0 && here.countOf(one.text) === 0) hereKeys.addTo(edits, row);
  }
  const isThere = new Uint8Array(edits.count);
  let next = 0;
  for (let row = 0; row < earlier.rows; row++) {
    if (steps.due) yield;
    const place = there.add(thereKeys.numberIn(texts, row), row);
    const own = sought[next];
    if (own?.row === row) {
      own.place = place;
      next += 1;
    }
    const edit = edits.count === 0 ? -1 : thereKeys.numberIn(edits, row);
    if (edit >= 0) isThere[edit] = 1;
  }
  const found = new Found(now);
  const others: Sought[] = [];
  for (const one of sought) {
    if (steps.due) yield;
    const row = rowOfId(one);
    if (row < 0 || hereKeys.numberIn(texts, row) !== one.text) others.push(one);
    else found.add(one, row, 'id');
  }
  for (const one of others) {
    if (steps.due) yield;
    const row = rowOfId(one);
    if (here.countOf(one.text) > 0) found.add(one, rowByText(one, here, there), 'text');
    else if (row < 0 || isThere[hereKeys.numberIn(edits, row)] === 1) found.add(one, -1, 'edit');
    else found.add(one, isEdit(textsOf(earlier, one.row), textsOf(now, row)) ? row : -1, 'edit');
  }
  return found.match;
}

/** The row here with the text of a sought row. -1 = it is not clear which. */
function rowByText({ row, text, place }: Sought, here: Twins, there: Twins): number {
  if (here.countOf(text) !== there.countOf(text)) return -1;
  const label = there.labelOf(row);
  if (here.countOf(text) === 1) return here.first(text);
  const twins = here.rowsWith(text, label);
  return twins.length === there.rowsWith(text, label).length ? (twins[place] ?? -1) : -1;
}

/** Collects the found rows. No row here is found twice. */
class Found {
  readonly #now: VersionRows;
  readonly #positions = new Map<number, number>();
  readonly #used = new Set<number>();
  readonly #edited: number[] = [];
  readonly #ambiguous: number[] = [];
  readonly #gone: number[] = [];
  #byId = 0;

  constructor(now: VersionRows) {
    this.#now = now;
  }

  /** `row`: the row here, -1 = none. */
  add({ position }: Sought, row: number, by: 'id' | 'text' | 'edit'): void {
    if (row < 0 || this.#used.has(row)) {
      (by === 'text' ? this.#ambiguous : this.#gone).push(position);
      return;
    }
    const here = this.#now.sourceRow[row] ?? 0;
    this.#used.add(row);
    this.#positions.set(position, here);
    if (by === 'id') this.#byId += 1;
    if (by === 'edit') this.#edited.push(here);
  }

  get match(): VersionMatch {
    const positions = this.#positions;
    const [byId, edited] = [this.#byId, this.#edited];
    const byText = positions.size - byId - edited.length;
    return { positions, byId, byText, edited, ambiguous: this.#ambiguous, gone: this.#gone };
  }
}

/** Finds the rows here with the ids of the sought rows. */
function* rowsById(
  here: TextColumn | null,
  there: TextColumn | null,
  sought: readonly Sought[],
): Generator<undefined, (one: Sought) => number> {
  if (!here || !there) return () => -1;
  const steps = new Steps();
  const ids = new ByteIndex();
  const range = (column: TextColumn, row: number) => [column.offsets[row] ?? 0, column.offsets[row + 1] ?? 0] as const;
  for (const { row } of sought) {
    if (steps.due) yield;
    const [start, end] = range(there, row);
    if (ids.find(there.bytes, start, end) < 0) ids.add(there.bytes, start, end);
  }
  const rows = new Int32Array(ids.count).fill(-1);
  for (let row = 0; row + 1 < here.offsets.length; row++) {
    if (steps.due) yield;
    const number = ids.find(here.bytes, ...range(here, row));
    if (number >= 0) rows[number] = row;
  }
  return ({ row }) => rows[ids.find(there.bytes, ...range(there, row))] ?? -1;
}
