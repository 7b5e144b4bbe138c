import type { SourceEncoding } from '../src/domain/dataset.js';
import type { Transcoder } from '../src/domain/encoding.js';
import { createTranscoder, InvalidEncoding } from '../src/domain/encoding.js';
import { certainEncoding } from '../src/domain/encoding-choice.js';
import type { KeepRuns } from '../src/domain/signals-builder.js';
import { SignalsBuilder } from '../src/domain/signals-builder.js';
import { CoordinateLines, DynamicsLines } from '../src/domain/signals-cartography.js';
import type { LineSink } from '../src/domain/signals-lines.js';
import { SignalLines } from '../src/domain/signals-lines.js';
import { recogniseSignals } from '../src/domain/signals-recognise.js';
import type { SignalsKind } from '../src/domain/signals-report.js';
import { SummaryBuilder } from '../src/domain/signals-summary.js';
import { SummaryLines } from '../src/domain/signals-summary-tsv.js';
import { TrustaiLines } from '../src/domain/signals-trustai.js';
import type { SignalsProgress, SignalsResult } from '../src/protocol/signals-wire.js';
import type { ByteSource } from './source-bytes.js';
import { isGzipFile, openBytes, readStart } from './source-bytes.js';
import { SourceFault, withRowsRead } from './source-fault.js';

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

/** Looks at the beginning of a file. Throws `SourceFault`. */
export async function signalsHead(file: Blob): Promise<SignalsHead> {
  const gzip = await isGzipFile(file);
  const { bytes, complete } = await readStart(file, gzip, HEAD_BYTES);
  const encoding = certainEncoding(bytes) ?? 'utf-8';
  return { kind: recogniseSignals(headAsUtf8(bytes, encoding), complete), gzip, encoding };
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

  /** Opens files. Throws `SourceFault` unless all are training signals of one kind. */
  static async open(files: readonly Blob[]): Promise<SignalsRead> {
    const found = await Promise.all(files.map(async (file) => ({ file, head: await signalsHead(file) })));
    const kind = found[0]?.head.kind ?? null;
    if (kind === null || found.some(({ head }) => head.kind !== kind)) {
      throw new SourceFault({ code: 'file-kind-unknown' });
    }
    return new SignalsRead(kind, found);
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

  /** Reads about `STEP_BYTES` more (inflated). Throws `SourceFault`. */
  async advance(): Promise<Omit<SignalsProgress, 'job'>> {
    for (let read = 0; read < STEP_BYTES;) {
      const current = this.#files[this.#position];
      if (current === undefined) break;
      this.#source ??= this.#openNext(current);
      const piece = await this.#nextPiece(this.#source, STEP_BYTES - read);
      this.#feed(piece);
      if (piece === null) this.#closeFile(current);
      else read += piece.length;
    }
    return this.progress();
  }

  /** The finished reading. It can be requested again. Throws `SourceFault` where there was not a single line. */
  take(keep: KeepRuns): SignalsResult {
    const builder = this.#builder;
    const kind = this.#kind;
    const files = this.#files;
    if (this.#position < files.length) throw new Error('the files are not read to their end');
    if (builder.lines === 0) throw new SourceFault({ code: 'file-no-rows' });
    if (builder instanceof SummaryBuilder) return { form: 'summary', ...builder.finish(kind, files.length) };
    return { form: 'course', ...builder.finish(kind, files.length, keep) };
  }

  cancel(): void {
    this.#source?.cancel();
  }

  #openNext({ file, head }: SignalsFile): ByteSource {
    this.#transcoder = createTranscoder(head.encoding);
    return openBytes(file, head.gzip);
  }

  async #nextPiece(source: ByteSource, wantedBytes: number): Promise<Uint8Array | null> {
    try {
      return await source.next(wantedBytes);
    } catch (error) {
      throw withRowsRead(error, this.#builder.lines);
    }
  }

  #feed(piece: Uint8Array | null): void {
    try {
      this.#lines.push(piece === null ? this.#transcoder.end() : this.#transcoder.push(piece));
    } catch (error) {
      this.cancel();
      if (!(error instanceof InvalidEncoding)) throw error;
      const encoding = this.#files[this.#position]?.head.encoding ?? 'utf-8';
      throw new SourceFault({ code: 'file-encoding', params: { line: this.#lines.lineAfter(error.valid), encoding } });
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
