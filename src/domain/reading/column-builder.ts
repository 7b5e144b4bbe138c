import { TextColumnBuilder } from '../bytes/text-column.js';
import type { TextColumn } from './dataset.js';
import { appendField, type RawRecord, type RecordSink } from './records.js';

/** Collects the cells of one column for the rows of a dataset that was read before. */
export class ColumnBuilder implements RecordSink {
  readonly #column: number;
  readonly #sourceRow: Uint32Array;
  readonly #cells = new TextColumnBuilder();

  /** `column`: its place among the columns of the records. `sourceRow`: see `Dataset`. */
  constructor(column: number, sourceRow: Uint32Array) {
    this.#column = column;
    this.#sourceRow = sourceRow;
  }

  /** Rows that were found again. */
  get rows(): number {
    return this.#cells.rows;
  }

  record(record: RawRecord): void {
    if (record.sourceRow !== this.#sourceRow[this.#cells.rows]) return;
    const { arena } = this.#cells;
    // Half of a character has no text. The cell is empty then.
    if (!appendField(record, this.#column, arena)) arena.length = this.#cells.rowStart();
    this.#cells.endRow();
  }

  reject(): void {
    // Records that cannot be read are no rows.
  }

  /** A cell for each row. Null if the source has other records than before. */
  finish(): TextColumn | null {
    return this.rows === this.#sourceRow.length ? this.#cells.finish() : null;
  }
}
