import type { ByteWriter } from './bytes.js';
import { hotColumns } from './computed-columns.js';
import { DISCARDED, type ReadSettings, type SourceFormat } from './dataset.js';
import type { RoleColumns } from './dataset-builder.js';
import { DocumentGaps } from './document-gaps.js';
import type { ExportRows } from './export-json.js';
import { appendWithoutLineEnds, ObjectWriter, RowCursor } from './export-json.js';
import { CorrectedLabels, type Patch } from './export-labels.js';
import { appendLooseAsJson } from './json-loose-write.js';
import { appendWrapped } from './json-wrapped.js';
import type { ByteSpan, RawRecord, RawReject, RecordSink } from './records.js';

/** `document`: a JSON document is copied as it is. */
type Written = 'delimited' | 'jsonl' | 'json-array' | 'document';

/** fastText lines have columns, a Parquet file's rows are read as JSONL, and a JSON table's as the elements of an array. */
const WRITTEN_AS: Readonly<Record<SourceFormat, Written>> = {
  delimited: 'delimited',
  fasttext: 'delimited',
  jsonl: 'jsonl',
  parquet: 'jsonl',
  'json-array': 'json-array',
  'json-table': 'json-array',
};

/**
 * The corrected dataset as JSONL, with or without the rows that were discarded: every well-formed record of the source, in order, those that could not be rows too.
 * A JSONL source comes back byte for byte (marks, line ends, blank and broken lines) but for the label values of rows
 * whose label was changed. Elements of a JSON array come one a line, as they stand but for line ends between tokens,
 * and as JSON where they are Python dicts. A record of a delimited source or of fastText lines becomes an object with
 * all columns in order; every value is a string. So does a row of a
 * Parquet file, with values of their own types. A document whose splits are read together comes back as a document.
 */
export class DatasetExport implements RecordSink {
  readonly cursor: RowCursor;
  private readonly format: Written;
  private readonly names: readonly string[];
  private readonly corrected: CorrectedLabels;
  private readonly out: ByteWriter;
  private readonly object: ObjectWriter;
  private readonly rows: ExportRows;
  private readonly gaps: DocumentGaps;
  /** The record before was left out: its line end goes with it. */
  private leavesOut = false;

  constructor(
    { format, splits }: Pick<ReadSettings, 'format' | 'splits'>,
    names: readonly string[],
    roles: RoleColumns,
    rows: ExportRows,
    out: ByteWriter,
  ) {
    this.cursor = new RowCursor(rows.sourceRow);
    this.format = splits ? 'document' : WRITTEN_AS[format];
    this.gaps = new DocumentGaps(out);
    this.rows = rows;
    this.names = names;
    this.corrected = new CorrectedLabels(rows, names, roles.label);
    this.out = out;
    this.object = new ObjectWriter(out);
  }

  record(record: RawRecord): void {
    const row = this.cursor.rowAt(record.sourceRow);
    this.leavesOut = row >= 0 && this.rows.withoutDiscarded === true && this.rows.status[row] === DISCARDED;
    if (this.leavesOut) {
      this.gaps.leaveOut();
      return;
    }
    this.gaps.write();
    if (this.format === 'delimited') {
      this.writeObject(record, this.corrected.cellsOf(record, row));
      return;
    }
    const patches = this.corrected.patchesOf(record, row) ?? [];
    const { original } = record;
    if (original) this.writeWrapped(record, original, patches);
    else this.writeJson(record, patches);
    if (this.format === 'json-array') this.out.push(10);
  }

  /** Ends the export. */
  close(): void {
    this.gaps.write();
  }

  /** A record in a JSON string, written as one. */
  private writeWrapped(record: RawRecord, original: ByteSpan, patches: readonly Patch[]): void {
    if (patches.length === 0) {
      this.out.append(original.bytes, original.start, original.end);
      return;
    }
    const from = this.out.length;
    this.writeJson(record, patches);
    const text = this.out.bytes.slice(from, this.out.length);
    this.out.length = from;
    appendWrapped(text, original, this.out);
  }

  private writeJson(record: RawRecord, patches: readonly Patch[]): void {
    const { bytes, start, end } = record;
    const loose = record.loose === true;
    let from = start;
    for (const patch of patches) {
      this.copy(bytes, from, patch.start, loose);
      if (this.format === 'json-array') this.out.text(patch.text.replace(/[\r\n]/g, ''));
      else this.out.text(loose ? spelledLike(record, patch.start, patch.text) : patch.text);
      from = patch.end;
    }
    this.copy(bytes, from, end, loose);
  }

  reject(reject: RawReject): void {
    this.leavesOut = false;
    const element = this.format === 'json-array' && reject.reason === 'not-an-object';
    if (this.format !== 'jsonl' && this.format !== 'document' && !element) return;
    this.gaps.write();
    this.copy(reject.bytes, reject.start, reject.end);
    if (element) this.out.push(10);
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    if (this.format === 'jsonl' || this.format === 'document') this.out.append(bytes, start, end);
  }

  gap(bytes: Uint8Array, start: number, end: number): void {
    if (this.format === 'document') {
      this.gaps.add(bytes, start, end);
      return;
    }
    const from = this.leavesOut ? afterLineEnd(bytes, start, end) : start;
    this.leavesOut = false;
    this.out.append(bytes, from, end);
  }

  private copy(bytes: Uint8Array, start: number, end: number, loose = false): void {
    if (this.format === 'json-array' && loose) appendLooseAsJson(bytes, start, end, this.out);
    else if (this.format === 'json-array') appendWithoutLineEnds(bytes, start, end, this.out);
    else this.out.append(bytes, start, end);
  }

  private writeObject(record: RawRecord, changes: ReadonlyMap<string, string> | null): void {
    const { object, names } = this;
    object.open();
    names.forEach((name, column) => {
      const change = changes?.get(name);
      if (change !== undefined) object.json(name, change);
      else if (hotColumns(name) === null) object.field(name, record, column);
    });
    for (const [name, text] of changes ?? []) if (!names.includes(name)) object.json(name, text);
    object.close();
  }
}

/** Where the bytes go on behind a line end at their start, if they begin with one. */
function afterLineEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return start;
  const pair = bytes[start] === 13 && bytes[start + 1] === 10 && start + 1 < end;
  return bytes[start] === 13 || bytes[start] === 10 ? start + (pair ? 2 : 1) : start;
}

/** A truth value as the record spells its own: Python's has a capital. */
function spelledLike(record: RawRecord, labelStart: number, token: string): string {
  const first = record.bytes[labelStart];
  if ((first !== 84 && first !== 70) || !/^(?:true|false)$/.test(token)) return token;
  return token === 'true' ? 'True' : 'False';
}
