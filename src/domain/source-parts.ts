import type { ReadSettings, SourceFiles } from './dataset.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';
import { MISSING, RecordFields } from './records.js';

/** Where the bytes of one file lie in a source, and how that file is read by itself. */
export interface PartRange {
  /** Name of the file, '' where the source is one file. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly settings: ReadSettings;
}

/** The files of a source of `sizeBytes`, in order: one, unless its settings name several. */
export function partRanges(settings: ReadSettings, sizeBytes: number): readonly PartRange[] {
  const { parts, ...usual } = settings;
  if (parts === undefined) return [{ name: '', start: 0, end: sizeBytes, settings }];
  let start = 0;
  return parts.map(({ name, sizeBytes: size, gzip, encoding = usual.encoding, layout }) => {
    const range = { name, start, end: start + size, settings: { ...(layout ?? usual), gzip, encoding } };
    start = range.end;
    return range;
  });
}

/** The settings that say how records are read, without the files that they are read from. */
export function withoutParts(settings: ReadSettings): ReadSettings {
  const { parts: _parts, ...own } = settings;
  return own;
}

/** Index of the file that holds the record at a position in the source. */
export function fileIndexAt({ starts }: SourceFiles, position: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The file of a record, and the record's position in that file, from 0. */
export function placeInFile(files: SourceFiles, position: number): { readonly name: string; readonly row: number } {
  const index = fileIndexAt(files, position);
  return { name: files.names[index] ?? '', row: position - (files.starts[index] ?? 0) };
}

/** Names of the files that gave no record at all, neither a row nor one set aside. */
export function filesWithoutRecords(files: SourceFiles | undefined): readonly string[] {
  return files?.names.filter((_, place) => files.starts[place] === files.starts[place + 1]) ?? [];
}

/** Notes where the files of a source begin. */
export class FileStarts {
  readonly #names: string[] = [];
  readonly #starts: number[] = [];

  /** `position`: of the file's first record in the source. Returns the file's place among the files. */
  begin(name: string, position: number): number {
    this.#starts.push(position);
    return this.#names.push(name) - 1;
  }

  /** The files, given the number of all records; nothing where the source is one file. `classNames`: see `SourceFiles`. */
  finish(records: number, classNames: SourceFiles['classNames'] | null = null): { readonly files?: SourceFiles } {
    if (this.#names.length === 0) return {};
    const starts = Uint32Array.from([...this.#starts, records]);
    return { files: { names: [...this.#names], starts, ...(classNames && { classNames }) } };
  }
}

/**
 * Passes the records of several files on as those of one source: numbered through, and with the fields of each file
 * under the columns of the first.
 */
export class PartRecords implements RecordSink {
  readonly #sink: RecordSink;
  readonly #columns: readonly string[];
  readonly #moved = new RecordFields();
  #name = '';
  /** Position of the file's first record, and one more than that of the record seen last. */
  #base = 0;
  #next = 0;
  /** Place of each of `columns` among the file's own, -1 = it has none; null = they are the same. */
  #places: readonly number[] | null = null;

  constructor(columns: readonly string[], sink: RecordSink) {
    this.#columns = columns;
    this.#sink = sink;
  }

  /** The next file begins; `columns`: those of its records. */
  begin(name: string, columns: readonly string[]): void {
    this.#name = name;
    this.#base = this.#next;
    const same = columns.length === this.#columns.length && columns.every((column, i) => column === this.#columns[i]);
    this.#places = same ? null : this.#columns.map((column) => columns.indexOf(column));
    this.#sink.file?.(name);
  }

  record(record: RawRecord): void {
    const file = this.#name;
    const places = this.#places;
    const fields = places ? this.#move(record.fields, places) : record.fields;
    this.#sink.record({ ...record, file, sourceRow: this.#placed(record.sourceRow), fields });
  }

  reject(reject: RawReject): void {
    this.#sink.reject({ ...reject, file: this.#name, sourceRow: this.#placed(reject.sourceRow) });
  }

  beside(keys: readonly string[]): void {
    this.#sink.beside?.(keys);
  }

  #placed(row: number): number {
    const position = this.#base + row;
    this.#next = position + 1;
    return position;
  }

  #move(fields: RecordFields, places: readonly number[]): RecordFields {
    const moved = this.#moved;
    moved.clear(places.length);
    places.forEach((place, column) => {
      const kind = place < 0 ? MISSING : (fields.kind[place] ?? MISSING);
      moved.set(column, fields.start[place] ?? 0, fields.end[place] ?? 0, kind);
    });
    return moved;
  }
}
