import { ByteWriter } from './bytes.js';
import { namedLabels } from './class-names.js';
import { labelsOfFiles, type ClassNaming } from './class-naming.js';
import type { ColumnRoles, Dataset, DatasetLabel, RejectReason } from './dataset.js';
import { LabelTally, MAX_LABELS } from './label-tally.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';
import { appendField, isEmptyField, mayBeHalfCharacter, MISSING } from './records.js';
import { RejectList } from './reject-list.js';
import { FileStarts } from './source-parts.js';
import { ByteIndex, TextColumnBuilder } from './text-column.js';
import { withRoom } from './typed-array.js';

/** Positions of the roles among the columns. -1 = none. */
export interface RoleColumns {
  readonly text: number;
  readonly textJoin: number;
  readonly textB: number;
  readonly label: number;
  readonly id: number;
  readonly sLabel: number;
  readonly answer: number;
}

/** Finds the roles among the columns. A missing name counts as none. */
export function roleColumns(roles: ColumnRoles, columns: readonly string[]): RoleColumns {
  const at = (name: string): number => (name === '' ? -1 : columns.indexOf(name));
  return {
    text: at(roles.text),
    textJoin: at(roles.textJoin),
    textB: at(roles.textB),
    label: at(roles.label),
    id: at(roles.id),
    sLabel: at(roles.sLabel),
    answer: at(roles.answer ?? ''),
  };
}

/**
 * Why a well-formed record cannot be a row, whatever the other records hold. Null = it can. A half surrogate pair
 * matters in used columns only.
 */
export function rejectReasonOf(record: RawRecord, roles: RoleColumns, scratch: ByteWriter): RejectReason | null {
  if (roles.answer >= 0 && !isAccepted(record, roles.answer)) return 'not-accepted';
  if (roles.text < 0 || isEmptyField(record, roles.text)) return 'missing-text';
  if (roles.label < 0 || isEmptyField(record, roles.label)) return 'missing-label';
  for (const column of [roles.text, roles.textJoin, roles.textB, roles.label, roles.id]) {
    if (column < 0 || !mayBeHalfCharacter(record.fields, column)) continue;
    scratch.length = 0;
    if (!appendField(record, column, scratch)) return 'lone-surrogate';
  }
  return null;
}

/** Collects a source's records into a dataset and sets aside those that cannot be rows. */
export class DatasetBuilder implements RecordSink {
  rows = 0;
  /** Rows with several people's labels that are not the same. */
  disagreeing = 0;
  readonly setAside = new RejectList();
  readonly #roles: RoleColumns;
  readonly #naming: ClassNaming | null;
  readonly #text: TextColumnBuilder;
  readonly #textB: TextColumnBuilder | null;
  readonly #id: TextColumnBuilder | null;
  #ids = new ByteIndex();
  readonly #files = new FileStarts();
  readonly #labels = new LabelTally();
  #sourceRow = new Uint32Array(1024);
  #label = new Uint32Array(1024);
  #sLabel: Uint8Array<ArrayBuffer> | null;
  readonly #scratch = new ByteWriter();

  /**
   * `textSizeHint`: an upper bound of the text's bytes where one is known, else 0. `naming`: names of class
   * numbers.
   */
  constructor(roles: RoleColumns, textSizeHint = 0, naming: ClassNaming | null = null) {
    this.#roles = roles;
    this.#naming = naming;
    this.#text = new TextColumnBuilder(textSizeHint);
    this.#textB = roles.textB < 0 ? null : new TextColumnBuilder(textSizeHint);
    this.#id = roles.id < 0 ? null : new TextColumnBuilder();
    this.#sLabel = roles.sLabel < 0 ? null : new Uint8Array(1024);
  }

  record(record: RawRecord): void {
    const roles = this.#roles;
    const text = this.#text;
    const textB = this.#textB;
    const id = this.#id;
    const scratch = this.#scratch;
    const reason = rejectReasonOf(record, roles, scratch) ?? (this.#isRepeatedId(record) ? 'duplicate-id' : null);
    if (reason !== null) {
      this.reject({ ...record, reason });
      return;
    }
    const label = this.#labels.add(record, roles.label);
    if (record.disagrees === true) this.disagreeing++;
    appendField(record, roles.text, text.arena);
    if (roles.textJoin >= 0 && !isEmptyField(record, roles.textJoin)) {
      text.arena.push(32);
      appendField(record, roles.textJoin, text.arena);
    }
    text.endRow();
    if (textB !== null) {
      appendField(record, roles.textB, textB.arena);
      textB.endRow();
    }
    if (id !== null) this.#addId(record, id);
    this.#addNumbers(record, label);
  }

  reject(reject: RawReject): void {
    this.setAside.add(reject);
  }

  /** Ids name a row within its file, because files of a split dataset often count from 0 each. */
  file(name: string): void {
    const place = this.#files.begin(name, this.rows + this.setAside.count);
    if (this.#naming?.each) this.#labels.nameNumbers(this.#naming.each[place] ?? null);
    this.#ids = new ByteIndex();
  }

  /** The dataset. The builder is empty afterwards. */
  finish(): Dataset {
    const { rows } = this;
    const { labels, place } = this.#labels.finish();
    const label = new Uint16Array(rows);
    for (let row = 0; row < rows; row++) label[row] = place[this.#label[row] ?? 0] ?? 0;
    return {
      rows,
      sourceRow: this.#sourceRow.slice(0, rows),
      text: this.#text.finish(),
      textB: this.#textB?.finish() ?? null,
      labels: this.#named(labels),
      label,
      id: this.#id?.finish() ?? null,
      sLabel: this.#sLabel?.slice(0, rows) ?? null,
      ...this.#files.finish(rows + this.setAside.count, this.#naming?.each ?? null),
    };
  }

  #named(labels: readonly DatasetLabel[]): readonly DatasetLabel[] {
    const { common = null, each = null } = this.#naming ?? {};
    if (common !== null) return namedLabels(labels, common, MAX_LABELS);
    return each === null ? labels : labelsOfFiles(labels, each, MAX_LABELS);
  }

  #isRepeatedId(record: RawRecord): boolean {
    if (this.#roles.id < 0 || isEmptyField(record, this.#roles.id)) return false;
    const scratch = this.#scratch;
    scratch.length = 0;
    appendField(record, this.#roles.id, scratch);
    return this.#ids.find(scratch.bytes, 0, scratch.length) >= 0;
  }

  /** Rows without an id have an empty one, which repeats nothing. */
  #addId(record: RawRecord, id: TextColumnBuilder): void {
    const start = id.rowStart();
    appendField(record, this.#roles.id, id.arena);
    if (id.arena.length > start) this.#ids.add(id.arena.bytes, start, id.arena.length);
    id.endRow();
  }

  #addNumbers(record: RawRecord, label: number): void {
    const row = this.rows++;
    this.#sourceRow = withRoom(this.#sourceRow, this.rows);
    this.#label = withRoom(this.#label, this.rows);
    this.#sourceRow[row] = record.sourceRow;
    this.#label[row] = label;
    if (this.#sLabel === null) return;
    this.#sLabel = withRoom(this.#sLabel, this.rows);
    this.#sLabel[row] = knownQuality(record, this.#roles.sLabel);
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whether an answer confirms the label. No answer confirms it too. */
function isAccepted(record: RawRecord, column: number): boolean {
  const { bytes, fields } = record;
  if (isEmptyField(record, column)) return true;
  return decoder.decode(bytes.subarray(fields.start[column], fields.end[column])) === 'accept';
}

/** 1 or 2 where the field is exactly this, else 0. */
function knownQuality(record: RawRecord, column: number): number {
  const { bytes, fields } = record;
  const start = fields.start[column] ?? 0;
  if (fields.kind[column] === MISSING || (fields.end[column] ?? 0) - start !== 1) return 0;
  return bytes[start] === 49 ? 1 : bytes[start] === 50 ? 2 : 0;
}
