import type { SourceEncoding } from '../../src/domain/reading/dataset.js';
import type { Transcoder } from '../../src/domain/bytes/encoding.js';
import { createTranscoder, InvalidEncoding } from '../../src/domain/bytes/encoding.js';
import { certainEncoding } from '../../src/domain/bytes/encoding-choice.js';
import type { KeepRuns } from '../../src/domain/training/builder.js';
import { SignalsBuilder } from '../../src/domain/training/builder.js';
import { CoordinateLines, DynamicsLines } from '../../src/domain/training/cartography.js';
import type { LineSink } from '../../src/domain/training/lines.js';
import { SignalLines } from '../../src/domain/training/lines.js';
import { recogniseSignals } from '../../src/domain/training/recognise.js';
import type { SignalsKind } from '../../src/domain/training/report.js';
import { SummaryBuilder } from '../../src/domain/training/summary.js';
import { SummaryLines } from '../../src/domain/training/summary-tsv.js';
import { TrustaiLines } from '../../src/domain/training/trustai.js';
import type { Fault } from '../../src/protocol/fault.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type { SignalsProgress, SignalsResult } from '../../src/protocol/signals-wire.js';
import type { ByteSource } from '../source/bytes.js';
import { isGzipFile, openBytes, readStart } from '../source/bytes.js';
import { withRowsRead } from '../source/fault.js';

/** Bytes that one `advance` reads. */
export const STEP_BYTES = 4 * 1024 * 1024;
/** Bytes (inflated) that show the kind of a file. */
const HEAD_BYTES = 1024 * 1024;

/** What the first bytes of a file show. */
interface SignalsHead {
  readonly kind: SignalsKind | null;
  readonly gzip: boolean;
  readonly encoding: SourceEncoding;
}

/** Looks at the beginning of a file. */
export async function signalsHead(file: Blob): Promise<Outcome<SignalsHead>> {
  const gzip = await isGzipFile(file);
  if (!gzip.ok) return gzip;
  const start = await readStart(file, gzip.value, HEAD_BYTES);
  if (!start.ok) return start;
  const { bytes, complete } = start.value;
  const encoding = certainEncoding(bytes) ?? 'utf-8';
  return ok({ kind: recogniseSignals(headAsUtf8(bytes, encoding), complete), gzip: gzip.value, encoding });
}

function headAsUtf8(bytes: Uint8Array, encoding: SourceEncoding): Uint8Array {
  try {
    return createTranscoder(encoding).push(bytes);
  } catch (error) {
    if (error instanceof InvalidEncoding) return error.valid;
    throw error;
  }
}

interface SignalsFile {
  readonly file: Blob;
  readonly head: SignalsHead;
}

/** One reading of files of one kind, step by step. */
export class SignalsRead {
  readonly #kind: SignalsKind;
  readonly #files: readonly SignalsFile[];
  readonly #builder: SignalsBuilder | SummaryBuilder;
  readonly #lines: SignalLines;
  readonly #bytesTotal: number;
  #bytesOfClosed = 0;
  #position = 0;
  #source: ByteSource | null = null;
  #transcoder: Transcoder = createTranscoder('utf-8');

  private constructor(kind: SignalsKind, files: readonly SignalsFile[]) {
    this.#kind = kind;
    this.#files = files;
    this.#bytesTotal = files.reduce((sum, { file }) => sum + file.size, 0);
    const { builder, sink } = readerOf(kind);
    this.#builder = builder;
    this.#lines = new SignalLines(sink);
  }

  /** Opens files. `file-kind-unknown` unless all are training signals of one kind. */
  static async open(files: readonly Blob[]): Promise<Outcome<SignalsRead>> {
    const found: SignalsFile[] = [];
    for (const file of files) {
      const head = await signalsHead(file);
      if (!head.ok) return head;
      found.push({ file, head: head.value });
    }
    const kind = found[0]?.head.kind ?? null;
    if (kind === null || found.some(({ head }) => head.kind !== kind)) return failed({ code: 'file-kind-unknown' });
    return ok(new SignalsRead(kind, found));
  }

  progress(): Omit<SignalsProgress, 'job'> {
    return {
      bytesRead: this.#bytesOfClosed + (this.#source?.bytesRead ?? 0),
      bytesTotal: this.#bytesTotal,
      lines: this.#builder.lines,
      rows: this.#builder.rows,
      done: this.#position === this.#files.length,
    };
  }

  /** Reads about `STEP_BYTES` more (inflated). */
  async advance(): Promise<Outcome<Omit<SignalsProgress, 'job'>>> {
    for (let read = 0; read < STEP_BYTES;) {
      const current = this.#files[this.#position];
      if (current === undefined) break;
      this.#source ??= this.#openNext(current);
      const piece = await this.#source.next(STEP_BYTES - read);
      if (!piece.ok) return failed(withRowsRead(piece.fault, this.#builder.lines));
      const fault = this.#feed(piece.value);
      if (fault !== null) return failed(fault);
      if (piece.value === null) this.#closeFile(current);
      else read += piece.value.length;
    }
    return ok(this.progress());
  }

  /** The finished reading. It can be requested again. `file-no-rows` where there was not a single line. */
  take(keep: KeepRuns): Outcome<SignalsResult> {
    const builder = this.#builder;
    const kind = this.#kind;
    const files = this.#files;
    if (this.#position < files.length) throw new Error('the files are not read to their end');
    if (builder.lines === 0) return failed({ code: 'file-no-rows' });
    if (builder instanceof SummaryBuilder) return ok({ form: 'summary', ...builder.finish(kind, files.length) });
    return ok({ form: 'course', ...builder.finish(kind, files.length, keep) });
  }

  cancel(): void {
    this.#source?.cancel();
  }

  #openNext({ file, head }: SignalsFile): ByteSource {
    this.#transcoder = createTranscoder(head.encoding);
    return openBytes(file, head.gzip);
  }

  /** Reads the lines of a piece, null = the end. Returns the fault of bytes that are not in the file's encoding. */
  #feed(piece: Uint8Array | null): Fault | null {
    try {
      this.#lines.push(piece === null ? this.#transcoder.end() : this.#transcoder.push(piece));
      return null;
    } catch (error) {
      this.cancel();
      if (!(error instanceof InvalidEncoding)) throw error;
      const encoding = this.#files[this.#position]?.head.encoding ?? 'utf-8';
      return { code: 'file-encoding', params: { line: this.#lines.lineAfter(error.valid), encoding } };
    }
  }

  #closeFile({ file }: SignalsFile): void {
    this.#lines.endFile();
    this.#bytesOfClosed += file.size;
    this.#source = null;
    this.#position++;
  }
}

function readerOf(kind: SignalsKind): { builder: SignalsBuilder | SummaryBuilder; sink: LineSink } {
  switch (kind) {
    case 'trustai-signals': {
      const builder = new SignalsBuilder();
      return { builder, sink: new TrustaiLines(builder) };
    }
    case 'cartography-dynamics': {
      const builder = new SignalsBuilder();
      return { builder, sink: new DynamicsLines(builder) };
    }
    case 'trustai-summary': {
      const builder = new SummaryBuilder();
      return { builder, sink: new SummaryLines(builder) };
    }
    case 'cartography-coordinates': {
      const builder = new SummaryBuilder();
      return { builder, sink: new CoordinateLines(builder) };
    }
  }
}
