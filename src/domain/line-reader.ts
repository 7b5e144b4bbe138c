import type { RejectReason } from './dataset.js';
import { LineWindow, type ByteWindow } from './lines.js';
import type { RecordReader, RecordSink } from './records.js';

/** A reader that keeps its unread bytes in a window. */
export abstract class WindowReader<Window extends ByteWindow> implements RecordReader {
  protected readonly window: Window;

  constructor(window: Window) {
    this.window = window;
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

  consumed(): number {
    return this.window.consumed();
  }

  /** Reads the records that the window holds whole, and at the stream's end all of it. */
  protected abstract drain(): void;
}

/** A reader of formats with one record a line. A line over the limit is set aside. */
export abstract class LineReader extends WindowReader<LineWindow> {
  protected readonly sink: RecordSink;
  /** Position of the next record among all records, those set aside included. */
  protected sourceRow = 0;

  /** `maxLineBytes`: see `LineWindow`. */
  constructor(sink: RecordSink, maxLineBytes?: number) {
    super(new LineWindow(maxLineBytes));
    this.sink = sink;
  }

  /** Reads the line that the window has found. It may be blank. */
  protected abstract readLine(): void;

  /** Sets the found line aside. `brokenAt`: see `RawReject`. */
  protected setAside(reason: RejectReason, brokenAt?: number): void {
    const { bytes, start, lineEnd: end, line } = this.window;
    const broken = brokenAt === undefined ? {} : { brokenAt };
    this.sink.reject({ bytes, start, end, line, sourceRow: this.sourceRow++, reason, ...broken });
  }

  protected override drain(): void {
    const { window, sink } = this;
    for (let found = window.find(); found !== 'none'; found = window.find()) {
      if (found === 'long') this.setAside('line-too-long');
      else if (found === 'rest') sink.more?.(window.bytes, window.start, window.lineEnd);
      else this.readLine();
      window.pass();
    }
  }
}
