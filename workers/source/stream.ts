import { hotColumns } from '../../src/domain/reading/computed-columns.js';
import type { ReadSettings } from '../../src/domain/reading/dataset.js';
import { createTranscoder, InvalidEncoding, type Transcoder } from '../../src/domain/bytes/encoding.js';
import { MAX_LABELS, TooManyLabels } from '../../src/domain/labels/tally.js';
import { countLineEnds } from '../../src/domain/bytes/lines.js';
import { createReader } from '../../src/domain/reading/reader.js';
import type { RecordReader, RecordSink } from '../../src/domain/reading/records.js';
import { PartRecords, partRanges, type PartRange } from '../../src/domain/files/source-parts.js';
import type { Fault } from '../../src/protocol/fault.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import { openRecords, type ByteSource } from './bytes.js';
import { headOf } from './head.js';

/** The records of a source on their way to a sink. */
export interface SourceStream {
  readonly done: boolean;
  readonly bytesRead: number;
  /** Reads on by about `stepBytes` (inflated). Returns `done`. An error of the sink is thrown. */
  advance(stepBytes: number): Promise<Outcome<boolean>>;
  cancel(): void;
}

/** Takes a source's bytes (inflated), as they are and as UTF-8, before their records come. */
export type ByteTap = (raw: Uint8Array, utf8: Uint8Array) => void;

const NOTHING = new Uint8Array(0);

/** A file's records on their way to a sink: bytes are inflated, turned into UTF-8 and cut into records. */
export class RecordStream implements SourceStream {
  done = false;
  readonly #source: ByteSource;
  readonly #transcoder: Transcoder;
  readonly #reader: RecordReader;
  readonly #settings: ReadSettings;
  readonly #tap: ByteTap | undefined;

  constructor(file: Blob, settings: ReadSettings, columns: readonly string[], sink: RecordSink, tap?: ByteTap) {
    this.#settings = settings;
    this.#tap = tap;
    this.#source = openRecords(file, settings);
    this.#transcoder = createTranscoder(settings.encoding);
    this.#reader = createReader(settings, columns, sink);
  }

  get bytesRead(): number {
    return this.#source.bytesRead;
  }

  async advance(stepBytes: number): Promise<Outcome<boolean>> {
    for (let read = 0; read < stepBytes && !this.done;) {
      const next = await this.#source.next(stepBytes - read);
      if (!next.ok) return next;
      const piece = next.value;
      try {
        if (piece === null) this.#finish();
        else this.#read(piece, this.#transcoder.push(piece));
      } catch (error) {
        this.#source.cancel();
        const fault = this.#faultOf(error);
        if (fault === null) throw error;
        return failed(fault);
      }
      read += piece?.length ?? 0;
    }
    return ok(this.done);
  }

  cancel(): void {
    this.#source.cancel();
  }

  /** See `RecordReader`. */
  consumed(): number {
    return this.#reader.consumed();
  }

  #read(raw: Uint8Array, utf8: Uint8Array): void {
    this.#tap?.(raw, utf8);
    this.#reader.push(utf8);
  }

  #finish(): void {
    this.#read(NOTHING, this.#transcoder.end());
    this.#reader.end();
    this.done = true;
  }

  /** The fault of a source that a transcoder, a reader or a sink has given up. Null = the error is none of these. */
  #faultOf(error: unknown): Fault | null {
    if (error instanceof InvalidEncoding) {
      const line = this.#reader.lineAtEnd() + countLineEnds(error.valid, 0, error.valid.length);
      return { code: 'file-encoding', params: { line, encoding: this.#settings.encoding } };
    }
    if (error instanceof TooManyLabels) return { code: 'file-too-many-labels', params: { limit: MAX_LABELS } };
    if (error instanceof RangeError) return { code: 'file-too-large', detail: error.message };
    return null;
  }
}

/** The records of several files, one file after the other, as those of one source. A fault names the file that has it. */
export class PartsStream implements SourceStream {
  done = false;
  readonly #file: Blob;
  readonly #columns: readonly string[];
  readonly #ranges: readonly PartRange[];
  readonly #records: PartRecords;
  /** The file that is being read, and its place. */
  #stream: RecordStream | null = null;
  #at = 0;

  /** `columns`: of the first file, as `readerColumns` gives them. `settings` name the files. */
  constructor(file: Blob, settings: ReadSettings, columns: readonly string[], sink: RecordSink) {
    this.#file = file;
    this.#columns = columns;
    this.#ranges = partRanges(settings, file.size);
    this.#records = new PartRecords(columns, sink);
  }

  get bytesRead(): number {
    return (this.#ranges[this.#at]?.start ?? this.#file.size) + (this.#stream?.bytesRead ?? 0);
  }

  /** Ends with a file at the latest: the next step begins the next one. */
  async advance(stepBytes: number): Promise<Outcome<boolean>> {
    const range = this.#ranges[this.#at];
    if (range !== undefined) {
      const ended = await this.#advanceIn(range, stepBytes);
      if (!ended.ok) {
        const { fault } = ended;
        return failed({ ...fault, params: { ...fault.params, name: range.name } });
      }
      if (ended.value) {
        this.#stream = null;
        this.#at++;
      }
    }
    return ok((this.done = this.#at >= this.#ranges.length));
  }

  async #advanceIn(range: PartRange, stepBytes: number): Promise<Outcome<boolean>> {
    if (this.#stream === null) {
      const begun = await this.#begin(range);
      if (!begun.ok) return begun;
      this.#stream = begun.value;
    }
    return this.#stream.advance(stepBytes);
  }

  cancel(): void {
    this.#stream?.cancel();
  }

  async #begin({ name, start, end, settings }: PartRange): Promise<Outcome<RecordStream>> {
    const part = this.#file.slice(start, end);
    // Of a JSON source the columns are the keys to look for, the same in every file.
    const made = this.#columns.filter((column) => hotColumns(column) !== null);
    let columns = this.#columns;
    if (settings.format === 'delimited') {
      const head = await headOf(part, settings);
      if (!head.ok) return head;
      columns = [...head.value.columns, ...made];
    }
    this.#records.begin(name, columns);
    return ok(new RecordStream(part, settings, columns, this.#records));
  }
}
