import { ByteWriter } from '../../bytes/bytes.js';
import { brokenAt, looseRange, scanAnyObject } from './loose.js';
import type { JsonPath } from './path.js';
import { parsePath, PathFinder } from './path.js';
import { hasEscape, Members } from './members.js';
import { skipSpace } from './scan.js';
import { unwrap } from './wrapped.js';
import { LineReader } from '../line-reader.js';
import type { RawRecord, RecordSink } from '../records.js';
import { JSON_ESCAPED, JSON_STRING, LINE, LOOSE_STRING, MISSING, PLAIN, RecordFields } from '../records.js';
import { ByteIndex } from '../../bytes/text-column.js';

/** A column that is a nested field, with the bytes of its first key. */
interface NestedColumn {
  readonly column: number;
  readonly head: Uint8Array;
  readonly path: JsonPath;
}

/**
 * Finds an object's members and puts those with a known key into their columns. A name with points is a key of the
 * object where there is one. Otherwise it is the way to a nested field (see `pathName`).
 */
export class ObjectFields {
  readonly record: RawRecord = {
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    line: 1,
    sourceRow: 0,
    json: true,
    loose: false,
    fields: new RecordFields(),
  };
  readonly #columns: number;
  readonly #index = new ByteIndex();
  readonly #nested: readonly NestedColumn[];
  readonly #finder = new PathFinder();
  readonly #members = new Members();
  readonly #scratch = new ByteWriter();

  constructor(names: readonly string[]) {
    this.#columns = names.length;
    const encoder = new TextEncoder();
    for (const name of names) {
      const key = encoder.encode(name);
      this.#index.add(key, 0, key.length);
    }
    this.#nested = names.flatMap((name, column) => {
      const path = parsePath(name);
      return path === null ? [] : [{ column, head: encoder.encode(path.head), path }];
    });
  }

  /** Reads `bytes[start .. end)` into `record`. Of equal keys the last counts, as with `JSON.parse`. */
  read(bytes: Uint8Array, start: number, end: number): 'ok' | 'broken-json' | 'not-an-object' {
    const { record } = this;
    const members = this.#members;
    const scanned = scanAnyObject(bytes, start, end, members);
    if (scanned === 'broken-json' || scanned === 'not-an-object') return scanned;
    record.bytes = bytes;
    record.start = start;
    record.end = end;
    record.loose = scanned === 'loose';
    record.fields.clear(this.#columns);
    for (let i = 0; i < members.count; i++) {
      const [keyBytes, keyStart, keyEnd] = members.key(bytes, i, this.#scratch);
      const column = this.#index.find(keyBytes, keyStart, keyEnd);
      if (column >= 0) {
        const valueStart = members.valueStart[i] ?? 0;
        setJsonField(record, column, valueStart, members.valueEnd[i] ?? 0, members.valueEscaped[i] === true);
      }
    }
    for (const nested of this.#nested) this.#readNested(nested);
    return 'ok';
  }

  #readNested({ column, head, path }: NestedColumn): void {
    const { record } = this;
    const members = this.#members;
    const finder = this.#finder;
    if (record.fields.kind[column] !== MISSING) return;
    const at = members.find(record.bytes, head, this.#scratch);
    if (at < 0) return;
    const { bytes } = record;
    if (!finder.find(bytes, members.valueStart[at] ?? 0, members.valueEnd[at] ?? 0, path.steps)) return;
    setJsonField(record, column, finder.start, finder.end, hasEscape(bytes, finder.start, finder.end));
  }
}

function setJsonField(record: RawRecord, column: number, start: number, end: number, escaped: boolean): void {
  const { bytes, fields } = record;
  const first = bytes[start];
  if (record.loose === true) {
    const range = looseRange(bytes, start, end);
    fields.set(column, range.start, range.end, LOOSE_KINDS[range.kind]);
  } else if (first === 34) fields.set(column, start + 1, end - 1, escaped ? JSON_ESCAPED : JSON_STRING);
  else fields.set(column, start, end, first === 110 ? MISSING : PLAIN);
}

const LOOSE_KINDS = { string: LOOSE_STRING, missing: MISSING, plain: PLAIN } as const;

/**
 * Reads one JSON object a line, or one Python dict. Lines of white space are no records. A line without an object is
 * set aside alone.
 */
export class JsonLinesReader extends LineReader {
  readonly #object: ObjectFields;
  readonly #wrapped: boolean;
  readonly #content = new ByteWriter();

  /** `names` are the keys to find: field i of a record is the value of `names[i]`. `wrapped`: see `ReadSettings`. */
  constructor(names: readonly string[], sink: RecordSink, maxLineBytes?: number, wrapped = false) {
    super(sink, maxLineBytes);
    this.#wrapped = wrapped;
    this.#object = new ObjectFields(names);
    const { window } = this;
    this.#object.record.place = {
      at: (position) => window.base + position,
      items: () => [{ list: LINE, start: window.consumed(), end: window.base + window.next, before: -1 }],
    };
  }

  protected override readLine(): void {
    const { window } = this;
    const object = this.#object;
    if (window.isBlank()) return;
    const read = this.#wrapped ? this.#readWrapped() : object.read(window.bytes, window.start, window.lineEnd);
    if (read !== 'ok') {
      this.setAside(read, read === 'broken-json' ? brokenAt(window.bytes, window.start, window.lineEnd) : undefined);
      return;
    }
    object.record.line = window.line;
    object.record.sourceRow = this.sourceRow++;
    this.sink.record(object.record);
  }

  /** Unwraps a line that is a string. Reads any other line as an object. */
  #readWrapped(): ReturnType<ObjectFields['read']> {
    const { window } = this;
    const object = this.#object;
    const content = this.#content;
    const { bytes, lineEnd: end } = window;
    const start = skipSpace(bytes, window.start, end);
    content.length = 0;
    const isString = unwrap(bytes, start, end, content);
    object.record.original = isString ? { bytes, start: window.start, end } : null;
    return isString ? object.read(content.bytes, 0, content.length) : object.read(bytes, window.start, end);
  }
}
