import { ByteWriter } from '../bytes/bytes.js';
import { hotColumns } from '../reading/computed-columns.js';
import { CORRECTED, PENDING, STATUSES } from '../reading/dataset.js';
import type { RoleColumns } from '../reading/dataset-builder.js';
import { CHANGE_NAMES, fieldName } from './field-name.js';
import type { ExportRows } from './json.js';
import { ObjectWriter, RowCursor } from './json.js';
import { CorrectedLabels, isRelabelled } from './labels.js';
import { scanAnyObject } from '../reading/json/loose.js';
import { appendLooseAsJson } from '../reading/json/loose-write.js';
import { Members } from '../reading/json/members.js';
import type { RawRecord, RecordSink } from '../reading/records.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const AUDIT_NAMES = new Set([
  'row',
  'original_label',
  'corrected_label',
  'predicted_label',
  'predicted_probs',
  'loss',
  'status',
]);

/**
 * The product's own names in an export. The file's name is one of them where the source consists of several, and `note`
 * where a row has a note.
 */
function ownNames(names: ReadonlySet<string>, { file, notes }: ExportRows): ReadonlySet<string> {
  return new Set([...names, ...(file === undefined ? [] : ['file']), ...(notes ? ['note'] : [])]);
}

/** Whether a row has a line in a file of changes: a person corrected it, or its label was renamed or merged. */
export function isChange(rows: ExportRows, row: number): boolean {
  return rows.status[row] === CORRECTED || isRelabelled(rows, row);
}

/**
 * A line for each row that `isChange` names: `file` where it is one of several, `row` (position in the file, from 0), `id` where
 * there is one, the text fields under their own names, `original_label`, `corrected_label`, `loss` (null = none),
 * `updated_at` (ISO 8601, null = unknown), `note` where the row has one.
 */
export class ChangesExport implements RecordSink {
  readonly cursor: RowCursor;
  readonly #roles: RoleColumns;
  readonly #rows: ExportRows;
  readonly #corrected: CorrectedLabels;
  readonly #object: ObjectWriter;
  /** Text columns and their names in the export. */
  readonly #texts: readonly (readonly [name: string, column: number])[];

  constructor(names: readonly string[], roles: RoleColumns, rows: ExportRows, out: ByteWriter) {
    this.cursor = new RowCursor(rows.sourceRow);
    this.#roles = roles;
    this.#rows = rows;
    this.#corrected = new CorrectedLabels(rows, names, roles.label);
    this.#object = new ObjectWriter(out);
    const columns = [...new Set([roles.text, roles.textJoin, roles.textB])].filter((column) => column >= 0);
    const used = columns.map((column) => names[column] ?? '');
    const ours = ownNames(CHANGE_NAMES, rows);
    this.#texts = columns.map((column, i) => [fieldName(used[i] ?? '', ours, (name) => used.includes(name)), column]);
  }

  record(record: RawRecord): void {
    const rows = this.#rows;
    const object = this.#object;
    const roles = this.#roles;
    const row = this.cursor.rowAt(record.sourceRow);
    if (row < 0 || !isChange(rows, row)) return;
    object.open();
    if (rows.file !== undefined) object.string('file', rows.file || (record.file ?? ''));
    object.number('row', record.sourceRow);
    if (roles.id >= 0) object.field('id', record, roles.id);
    for (const [name, column] of this.#texts) object.field(name, record, column);
    const called = this.#corrected.namesOf(row);
    const token = called ? called.corrected : this.#corrected.tokenOf(record, row);
    if (called) object.json('original_label', called.original);
    else object.field('original_label', record, roles.label);
    if (token !== null) object.sourceJson('corrected_label', token);
    else if (called) object.json('corrected_label', called.original);
    else object.field('corrected_label', record, roles.label);
    object.number('loss', rows.loss?.[row] ?? NaN);
    object.json('updated_at', timeJson(rows.updatedAt[row] ?? 0));
    writeNote(object, rows.notes?.get(row));
    object.close();
  }

  reject(): void {
    // Records that cannot be read have no row to report.
  }
}

/**
 * A line for each row: `file` where it is one of several, `row`, all fields of the source under their own names (JSON
 * values unchanged, delimited ones as strings), `original_label`, `corrected_label` (null = unchanged),
 * `predicted_label`, `predicted_probs`, `loss` (null = none), `status`, `note` where the row has one. A source field with one of these names gets
 * `source_` in front.
 */
export class AuditExport implements RecordSink {
  readonly cursor: RowCursor;
  readonly #names: readonly string[];
  readonly #labelColumn: number;
  readonly #ours: ReadonlySet<string>;
  readonly #rows: ExportRows;
  readonly #corrected: CorrectedLabels;
  readonly #out: ByteWriter;
  readonly #object: ObjectWriter;
  readonly #members = new Members();
  readonly #scratch = new ByteWriter();

  constructor(names: readonly string[], roles: RoleColumns, rows: ExportRows, out: ByteWriter) {
    this.cursor = new RowCursor(rows.sourceRow);
    const ours = ownNames(AUDIT_NAMES, rows);
    this.#ours = ours;
    this.#labelColumn = roles.label;
    this.#corrected = new CorrectedLabels(rows, names, roles.label);
    this.#names = names.map((name) => fieldName(name, ours, (other) => names.includes(other)));
    this.#rows = rows;
    this.#out = out;
    this.#object = new ObjectWriter(out);
  }

  record(record: RawRecord): void {
    const rows = this.#rows;
    const object = this.#object;
    const row = this.cursor.rowAt(record.sourceRow);
    if (row < 0) return;
    object.open();
    if (rows.file !== undefined) object.string('file', rows.file || (record.file ?? ''));
    object.number('row', record.sourceRow);
    if (record.json) this.#writeMembers(record);
    else this.#names.forEach((name, column) => hotColumns(name) === null && object.field(name, record, column));
    const called = this.#corrected.namesOf(row);
    if (called) object.json('original_label', called.original);
    else object.field('original_label', record, this.#labelColumn);
    object.sourceJson('corrected_label', (called ? called.corrected : this.#corrected.tokenOf(record, row)) ?? 'null');
    this.#writePrediction(row);
    object.number('loss', rows.loss?.[row] ?? NaN);
    object.string('status', STATUSES[rows.status[row] ?? PENDING] ?? 'pending');
    writeNote(object, rows.notes?.get(row));
    object.close();
  }

  reject(): void {
    // Records that cannot be read have no row to report.
  }

  #writeMembers(record: RawRecord): void {
    const members = this.#members;
    const object = this.#object;
    const out = this.#out;
    const scratch = this.#scratch;
    const { bytes } = record;
    scanAnyObject(bytes, record.start, record.end, members);
    const keys: string[] = [];
    for (let i = 0; i < members.count; i++) {
      const [source, start, end] = members.key(bytes, i, scratch);
      keys.push(decoder.decode(source.subarray(start, end)));
    }
    keys.forEach((key, i) => {
      object.key(fieldName(key, this.#ours, (name) => keys.includes(name)));
      const start = members.valueStart[i] ?? 0;
      const end = members.valueEnd[i] ?? 0;
      if (record.loose === true) appendLooseAsJson(bytes, start, end, out);
      else out.text(decoder.decode(bytes.subarray(start, end)).replace(/[\r\n]/g, ''));
    });
  }

  #writePrediction(row: number): void {
    const rows = this.#rows;
    const object = this.#object;
    const count = rows.classes.length;
    const predicted = rows.classes[rows.predicted?.[row] ?? -1];
    if (predicted === undefined) object.json('predicted_label', 'null');
    else object.string('predicted_label', predicted);
    const probs = rows.probs?.subarray(row * count, (row + 1) * count);
    if (probs === undefined || probs.length === 0 || probs.some(Number.isNaN)) {
      object.json('predicted_probs', 'null');
      return;
    }
    const members = rows.classes.map((name, k) => `${JSON.stringify(name)}:${JSON.stringify(probs[k])}`);
    object.json('predicted_probs', `{${members.join(',')}}`);
  }
}

function timeJson(ms: number): string {
  return ms > 0 ? JSON.stringify(new Date(ms).toISOString()) : 'null';
}

function writeNote(object: ObjectWriter, note: string | undefined): void {
  if (note !== undefined) object.string('note', note);
}
