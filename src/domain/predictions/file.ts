import { ByteWriter } from '../bytes/bytes.js';
import type { ColumnRoles, RejectReason, SourceFiles, TextColumn } from '../reading/dataset.js';
import { orderedLabels } from '../labels/order.js';
import type { RawRecord, RawReject, RecordSink } from '../reading/records.js';
import { appendField, isEmptyField } from '../reading/records.js';
import { RejectList } from '../reading/reject-list.js';
import type { GivenResults } from './builder.js';
import { ResultsBuilder } from './builder.js';
import type { ResultColumns } from './chosen-columns.js';
import type { JoinedSignals } from '../training/join.js';
import { FileStarts } from '../files/source-parts.js';
import { ByteIndex, TextColumnBuilder } from '../bytes/text-column.js';
import { withRoom } from '../bytes/typed-array.js';

/** Results from a file of their own, a row each, before they are joined to a dataset. */
export interface ResultsFile extends JoinedSignals {
  /** Values of the id column, or without one the position of each record in the file, from 0. No id occurs twice. */
  readonly ids: TextColumn;
  readonly hasIds: boolean;
  /** Position of each row's record in the file. */
  readonly sourceRow: Uint32Array<ArrayBuffer>;
  /** Names of the labels that the file gives, ascending. */
  readonly classes: readonly string[];
  /** Label of each row: index into `classes`, -1 = none. */
  readonly label: Int32Array<ArrayBuffer>;
  readonly hasLabels: boolean;
  /** By row of this file. Without numbers for the classes these are the predictions alone. */
  readonly results: GivenResults;
  /** Records of the file, those set aside included. */
  readonly records: number;
  /** The files, where there are several. */
  readonly files?: SourceFiles;
}

/** Position of a column by its name, -1 = none. */
function positionOf(name: string, columns: readonly string[]): number {
  return name === '' ? -1 : columns.indexOf(name);
}

/** Why a well-formed record cannot be a row of results, whatever the other records hold. Null = it can. */
export function resultsRejectReasonOf(record: RawRecord, idColumn: number, scratch: ByteWriter): RejectReason | null {
  if (idColumn < 0) return null;
  scratch.length = 0;
  if (!appendField(record, idColumn, scratch)) return 'lone-surrogate';
  return scratch.length === 0 ? 'missing-id' : null;
}

/**
 * Collects a file of results. Where there is a column of ids, a record without an id is set aside, and so is one with a
 * repeated id: the first counts.
 */
export class ResultsFileBuilder implements RecordSink {
  readonly setAside = new RejectList();
  readonly #idColumn: number;
  readonly #labelColumn: number;
  readonly #results: ResultsBuilder;
  readonly #ids = new TextColumnBuilder();
  readonly #idIndex = new ByteIndex();
  readonly #labels = new ByteIndex();
  readonly #files = new FileStarts();
  #label = new Uint32Array(1024);
  #sourceRow = new Uint32Array(1024);
  readonly #scratch = new ByteWriter();

  constructor(roles: ColumnRoles, columns: readonly string[], results: ResultColumns) {
    this.#idColumn = positionOf(roles.id, columns);
    this.#labelColumn = positionOf(roles.label, columns);
    this.#results = new ResultsBuilder(results);
  }

  get rows(): number {
    return this.#ids.rows;
  }

  record(record: RawRecord): void {
    const idColumn = this.#idColumn;
    const ids = this.#ids;
    const idIndex = this.#idIndex;
    const scratch = this.#scratch;
    const reason = resultsRejectReasonOf(record, idColumn, scratch) ?? this.#repeatedId();
    if (reason !== null) {
      this.setAside.add({ ...record, reason });
      return;
    }
    if (idColumn < 0) ids.arena.decimal(record.sourceRow);
    else idIndex.appendTo(ids.arena, idIndex.add(scratch.bytes, 0, scratch.length));
    this.#label = withRoom(this.#label, this.rows + 1);
    this.#sourceRow = withRoom(this.#sourceRow, this.rows + 1);
    this.#sourceRow[this.rows] = record.sourceRow;
    // 0 = no label.
    this.#label[this.rows] = this.#labelOf(record) + 1;
    ids.endRow();
    this.#results.record(record);
  }

  reject(reject: RawReject): void {
    this.setAside.add(reject);
  }

  file(name: string): void {
    this.#files.begin(name, this.rows + this.setAside.count);
  }

  /** The results. The builder must not be used afterwards. */
  finish(): ResultsFile {
    const { rows } = this;
    const labels = this.#labels;
    const names = Array.from({ length: labels.count }, (_, number) => labels.text(number));
    const { names: classes, place } = orderedLabels(names);
    return {
      rows,
      records: rows + this.setAside.count,
      sourceRow: this.#sourceRow.slice(0, rows),
      ids: this.#ids.finish(),
      hasIds: this.#idColumn >= 0,
      classes,
      label: Int32Array.from(this.#label.subarray(0, rows), (number) => place[number - 1] ?? -1),
      hasLabels: this.#labelColumn >= 0,
      results: this.#results.finish([]),
      ...this.#files.finish(rows + this.setAside.count),
    };
  }

  /** Whether the id in `scratch` is a repeated one. */
  #repeatedId(): RejectReason | null {
    if (this.#idColumn < 0) return null;
    return this.#idIndex.find(this.#scratch.bytes, 0, this.#scratch.length) < 0 ? null : 'duplicate-id';
  }

  #labelOf(record: RawRecord): number {
    const labelColumn = this.#labelColumn;
    const labels = this.#labels;
    const scratch = this.#scratch;
    scratch.length = 0;
    if (labelColumn < 0 || isEmptyField(record, labelColumn) || !appendField(record, labelColumn, scratch)) return -1;
    const known = labels.find(scratch.bytes, 0, scratch.length);
    return known >= 0 ? known : labels.add(scratch.bytes, 0, scratch.length);
  }
}
