import { ByteWriter } from './bytes.js';
import type { RejectReason } from './dataset.js';
import { Members, scanObject } from './json-scan.js';
import { LineWindow } from './lines.js';
import type { RawRecord, RecordReader, RecordSink } from './records.js';
import { JSON_ESCAPED, JSON_STRING, MISSING, PLAIN, RecordFields } from './records.js';
import { ByteIndex } from './text-column.js';

const BYTE_ORDER_MARK = new Uint8Array([0xef, 0xbb, 0xbf]);

/** Finds an object's members and files those with a known key under their columns. */
export class ObjectFields {
  readonly record: RawRecord = {
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    line: 1,
    sourceRow: 0,
    json: true,
    fields: new RecordFields(),
  };
  private readonly columns: number;
  private readonly index = new ByteIndex();
  private readonly members = new Members();
  private readonly scratch = new ByteWriter();

  constructor(names: readonly string[]) {
    this.columns = names.length;
    const encoder = new TextEncoder();
    for (const name of names) {
      const key = encoder.encode(name);
      this.index.add(key, 0, key.length);
    }
  }

  /** Reads `bytes[start .. end)` into `record`. Where a key comes twice the last counts, as with `JSON.parse`. */
  read(bytes: Uint8Array, start: number, end: number): 'ok' | 'broken-json' | 'not-an-object' {
    const { record, members } = this;
    const scanned = scanObject(bytes, start, end, members);
    if (scanned !== 'ok') return scanned;
    record.bytes = bytes;
    record.start = start;
    record.end = end;
    record.fields.clear(this.columns);
    for (let i = 0; i < members.count; i++) {
      const [keyBytes, keyStart, keyEnd] = members.key(bytes, i, this.scratch);
      const column = this.index.find(keyBytes, keyStart, keyEnd);
      if (column >= 0) setJsonField(record, column, members, i);
    }
    return 'ok';
  }
}

function setJsonField(record: RawRecord, column: number, members: Members, i: number): void {
  const { bytes, fields } = record;
  const start = members.valueStart[i] ?? 0;
  const end = members.valueEnd[i] ?? 0;
  const first = bytes[start];
  if (first === 34)
    fields.set(column, start + 1, end - 1, members.valueEscaped[i] === true ? JSON_ESCAPED : JSON_STRING);
  else fields.set(column, start, end, first === 110 ? MISSING : PLAIN);
}

/** Reads one JSON object a line. Lines of white space are no records; a line that is no object is set aside alone. */
export class JsonLinesReader implements RecordReader {
  private readonly window: LineWindow;
  private readonly sink: RecordSink;
  private readonly object: ObjectFields;
  private sourceRow = 0;
  private markPending = true;

  /** `names` are the keys to look up: field i of a record is the value of `names[i]`. */
  constructor(names: readonly string[], sink: RecordSink, maxLineBytes?: number) {
    this.window = new LineWindow(maxLineBytes);
    this.sink = sink;
    this.object = new ObjectFields(names);
  }

  push(chunk: Uint8Array): void {
    this.window.push(chunk);
    this.drain();
  }

  end(): void {
    this.window.final = true;
    this.drain();
  }

  lineAtEnd(): number {
    return this.window.lineAtEnd();
  }

  private drain(): void {
    const { window, sink } = this;
    for (;;) {
      const found = window.find();
      if (this.markPending && window.bom) sink.gap?.(BYTE_ORDER_MARK, 0, 3);
      if (window.bom || found !== 'none') this.markPending = false;
      if (found === 'none') return;
      const { bytes, start, lineEnd, next } = window;
      if (found === 'long') this.setAside('line-too-long');
      else if (found === 'rest') sink.more?.(bytes, start, lineEnd);
      else if (isBlank(bytes, start, lineEnd)) sink.gap?.(bytes, start, lineEnd);
      else this.readLine();
      if (next > lineEnd) sink.gap?.(bytes, lineEnd, next);
      window.advance(next, found !== 'line' && window.open ? 0 : 1);
    }
  }

  private readLine(): void {
    const { window, object } = this;
    const read = object.read(window.bytes, window.start, window.lineEnd);
    if (read !== 'ok') {
      this.setAside(read);
      return;
    }
    object.record.line = window.line;
    object.record.sourceRow = this.sourceRow++;
    this.sink.record(object.record);
  }

  private setAside(reason: RejectReason): void {
    const { bytes, start, lineEnd, line } = this.window;
    this.sink.reject({ bytes, start, end: lineEnd, line, sourceRow: this.sourceRow++, reason });
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 32 && bytes[i] !== 9) return false;
  return true;
}
