import type { ReadSettings, RejectReason } from './dataset.js';
import { brokenAt, skipAnyValue, skipLooseKey } from './json-loose.js';
import { segmentsOf } from './json-path.js';
import { skipSpace } from './json-scan.js';
import { ContainerSeeker } from './json-seek.js';
import { NamedRecord } from './json-named.js';
import { ObjectFields } from './jsonl.js';
import { ByteWindow, countLineEnds, MAX_LINE_BYTES } from './lines.js';
import type { RecordReader, RecordSink } from './records.js';

const BYTE_ORDER_MARK = new Uint8Array([0xef, 0xbb, 0xbf]);
const LF = 10;
const CR = 13;
const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * Looking for the container of the records; before a record; inside a broken (or too long) one, looking for its end; the
 * same with its start let go.
 */
type Mode = 'seek' | 'element' | 'broken' | 'skip';

/**
 * Reads JSON objects however they are laid out over lines: the elements of an array or of several, objects that follow
 * one another with commas between them or without, or the values in the container that `records` leads to. The commas
 * between elements are not judged; the elements are. After a broken element reading resumes where its brackets close, or at
 * the next line that begins with `{` under the same indentation, whichever comes first: one broken element never takes the
 * next along.
 */
export class JsonArrayReader implements RecordReader {
  private readonly window = new ByteWindow();
  private readonly sink: RecordSink;
  private readonly object: ObjectFields;
  private readonly maxElementBytes: number;
  private readonly seeker: ContainerSeeker | null;
  private readonly splits: boolean;
  private markPending = true;
  private sourceRow = 0;
  private opened = false;
  /** The records are the values of an object, each behind its key. */
  private keyed = false;
  private mode: Mode;
  private reason: RejectReason = 'broken-json';
  /** White space between the last line start and the element; -1 when something else stands there. */
  private indent = 0;
  /** Adds the key of each record to it; null where keys are not read. */
  private readonly named: NamedRecord | null;
  private readonly brackets = new BracketScan();
  /** Bytes of the broken element that `brackets` has seen. */
  private scanned = 0;

  /**
   * `names` are the keys to look up: field i of a record is the value of `names[i]`. `records`: the way to the container of
   * the records, `''` = the outermost object, undefined = there is none. `index`: the column that gets the records' keys,
   * undefined = none does. `splits`: see `ReadSettings`; then each list is a file of its own, and what is between the
   * records is handed over too.
   */
  constructor(
    names: readonly string[],
    sink: RecordSink,
    maxElementBytes = MAX_LINE_BYTES,
    { records, splits, index }: Pick<ReadSettings, 'records' | 'splits' | 'index'> = {},
  ) {
    this.sink = sink;
    this.named = index === undefined ? null : new NamedRecord(index);
    this.object = new ObjectFields(names);
    this.maxElementBytes = maxElementBytes;
    this.seeker = records === undefined ? null : new ContainerSeeker(records === '' ? [] : segmentsOf(records), splits);
    this.splits = splits === true;
    this.mode = this.seeker === null ? 'element' : 'seek';
  }

  push(chunk: Uint8Array): void {
    this.window.push(chunk);
    this.drain();
  }

  end(): void {
    this.window.final = true;
    this.drain();
    const { beside } = this.seeker ?? {};
    if (beside?.size) this.sink.beside?.([...beside]);
  }

  lineAtEnd(): number {
    return this.window.lineAtEnd();
  }

  private drain(): void {
    if (!this.window.ready()) return;
    if (this.splits && this.markPending && this.window.bom) this.sink.gap?.(BYTE_ORDER_MARK, 0, 3);
    this.markPending = false;
    while (this.step());
  }

  /** False when more bytes are needed, or none are left. */
  private step(): boolean {
    if (this.mode === 'seek') return this.seek();
    if (this.mode === 'broken') return this.passBroken();
    if (this.mode === 'skip') return this.skipOn();
    return this.toElement() && (this.isSeeking() || this.readElement());
  }

  /** Whether the container has ended, and the next one is looked for. */
  private isSeeking(): boolean {
    return this.mode === 'seek';
  }

  /** Moves into the container of the records. */
  private seek(): boolean {
    const { window, seeker } = this;
    const { bytes, start } = window;
    const limit = this.wholeLineEnds();
    if (start >= limit) return false;
    const found = seeker?.scan(bytes, start, limit) ?? -1;
    this.between(start, found < 0 ? limit : found + 1);
    this.consume(found < 0 ? limit : found + 1);
    if (found < 0) return false;
    if (this.splits) this.beginSplit(seeker?.name ?? '');
    this.keyed = bytes[found] === OPEN_BRACE;
    this.opened = true;
    this.indent = -1;
    this.mode = 'element';
    return true;
  }

  private beginSplit(name: string): void {
    this.object.record.file = name;
    this.sink.file?.(name);
  }

  /** Hands over bytes that belong to no record, where the document is kept. */
  private between(start: number, end: number): void {
    if (this.splits && end > start) this.sink.gap?.(this.window.bytes, start, end);
  }

  /** Half of a CRLF would be counted as a line end of its own. */
  private wholeLineEnds(): number {
    const { bytes, end, final } = this.window;
    return !final && bytes[end - 1] === CR ? end - 1 : end;
  }

  /** Moves to the next element's first byte, or behind the end of the container. */
  private toElement(): boolean {
    const { window } = this;
    const { bytes, end } = window;
    const from = window.start;
    let i = from;
    let waiting = false;
    for (; i < end; i++) {
      const byte = bytes[i] ?? 0;
      if (byte === LF || byte === CR) {
        waiting = byte === CR && i + 1 === end && !window.final;
        if (waiting) break;
        if (byte === LF || i + 1 === end || bytes[i + 1] !== LF) window.line++;
        this.indent = 0;
      } else if (byte === 32 || byte === 9) {
        if (this.indent >= 0) this.indent++;
      } else if (this.seeker !== null && byte === (this.keyed ? CLOSE_BRACE : CLOSE_BRACKET)) {
        this.between(from, i + 1);
        window.start = i + 1;
        this.mode = 'seek';
        return true;
      } else if (byte === COMMA || byte === CLOSE_BRACKET || (byte === OPEN_BRACKET && !this.opened)) {
        // Behind the end of one array another may begin.
        if (byte !== COMMA) this.opened = byte === OPEN_BRACKET;
        this.indent = -1;
      } else if (this.keyed && (byte === QUOTE || byte === APOSTROPHE)) {
        const value = skipLooseKey(bytes, i, end);
        waiting = !window.final && (value >= end || ~value === end);
        if (value < 0 || value >= end) break;
        window.line += countLineEnds(bytes, i, value);
        this.named?.begin(bytes, i, value);
        this.indent = -1;
        i = value;
        break;
      } else {
        break;
      }
    }
    this.between(from, i);
    window.start = i;
    return i < end && !waiting;
  }

  private readElement(): boolean {
    const { window, object, maxElementBytes } = this;
    const { bytes, start, end, final } = window;
    const limit = Math.min(end, start + maxElementBytes + 1);
    const after = skipAnyValue(bytes, start, limit);
    const position = after < 0 ? ~after : after;
    if (position >= limit && limit - start > maxElementBytes) return this.beginBroken('line-too-long', maxElementBytes);
    if (position >= end && !final) return false;
    if (after < 0) return this.beginBroken('broken-json', position - start);
    if (this.readObject(after) === 'ok') {
      object.record.line = window.line;
      object.record.sourceRow = this.sourceRow++;
      this.sink.record(object.record);
    } else {
      this.setAside('not-an-object', after);
    }
    this.consume(after);
    this.indent = -1;
    return true;
  }

  private readObject(after: number): ReturnType<ObjectFields['read']> {
    const { object, named, window } = this;
    const { bytes, start } = window;
    const whole = this.keyed && named !== null ? named.write(bytes, start, after) : null;
    return whole === null ? object.read(bytes, start, after) : object.read(whole.bytes, start, whole.length);
  }

  private beginBroken(reason: RejectReason, errorOffset: number): boolean {
    this.mode = 'broken';
    this.reason = reason;
    this.brackets.begin(errorOffset, this.indent);
    this.scanned = 0;
    return true;
  }

  /** At a broken element: sets it aside as far as the place where reading can resume. */
  private passBroken(): boolean {
    const { window, brackets, maxElementBytes } = this;
    const { bytes, start, end, final } = window;
    const limit = Math.min(end, start + maxElementBytes);
    const stop = brackets.scan(bytes, start + this.scanned, limit);
    const full = limit - start === maxElementBytes;
    if (stop < 0 && !full && !final) {
      this.scanned = limit - start;
      return false;
    }
    const until = stop < 0 ? limit : stop;
    const trimmed = trimmedEnd(bytes, start, until);
    this.setAside(this.reason, trimmed);
    this.between(trimmed, until);
    this.consume(until);
    this.mode = stop < 0 && full ? 'skip' : 'element';
    this.indent = brackets.column;
    return true;
  }

  /** In a broken element that is too long to hold: hands its bytes on until its end is found. */
  private skipOn(): boolean {
    const { window, brackets } = this;
    const { bytes, start } = window;
    const limit = this.wholeLineEnds();
    if (start >= limit) return false;
    const stop = brackets.scan(bytes, start, limit);
    const until = stop < 0 ? limit : stop;
    this.sink.more?.(bytes, start, until);
    this.consume(until);
    if (stop < 0) return false;
    this.mode = 'element';
    this.indent = brackets.column;
    return true;
  }

  private consume(until: number): void {
    const { window } = this;
    window.line += countLineEnds(window.bytes, window.start, until);
    window.start = until;
  }

  private setAside(reason: RejectReason, end: number): void {
    const { bytes, start, line } = this.window;
    const broken = reason === 'broken-json' ? { brokenAt: brokenAt(bytes, start, end) } : {};
    const { file } = this.object.record;
    this.sink.reject({
      ...(file !== undefined && { file }),
      bytes,
      start,
      end,
      line,
      sourceRow: this.sourceRow++,
      reason,
      ...broken,
    });
  }
}

function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start + 1 && skipSpace(bytes, end - 1, end) === end) end--;
  return end;
}

/** Looks for the end of an element that is no JSON, by its brackets and by the layout of the lines. */
class BracketScan {
  /** White space since the last line start, -1 when something else stood there. */
  column = -1;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private seen = 0;
  private errorOffset = 0;
  private indent = 0;

  /** `errorOffset`: lines before it are known to belong to the element. `indent` as in the reader. */
  begin(errorOffset: number, indent: number): void {
    this.column = -1;
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    this.seen = 0;
    this.errorOffset = errorOffset;
    this.indent = indent;
  }

  /** Scans `bytes[from .. to)`. Returns the position where reading can resume, -1 = not in this piece. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    for (let i = from; i < to; i++, this.seen++) {
      const byte = bytes[i] ?? 0;
      if (byte === LF || byte === CR) {
        // A line end inside a string: the string was never closed.
        this.inString = false;
        this.escaped = false;
        this.column = 0;
        if (this.depth === 0 && this.seen > 0) return i;
      } else if (byte === 32 || byte === 9) {
        if (this.column >= 0) this.column++;
        this.escaped = false;
      } else if (this.seen > 0 && this.resumesAt(byte)) {
        return i;
      } else {
        this.column = -1;
        const stop = this.passByte(byte);
        if (stop >= 0) return i + stop;
      }
    }
    return -1;
  }

  private resumesAt(byte: number): boolean {
    if (byte !== OPEN_BRACE || this.seen < this.errorOffset) return false;
    return this.indent < 0 ? this.column === 0 || this.column === 1 : this.column === this.indent;
  }

  /** 1 = the element ends behind this byte (its own closing bracket), 0 = in front of it (a separator), -1 = goes on. */
  private passByte(byte: number): number {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) this.inString = false;
      return -1;
    }
    if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.depth++;
    else if (this.depth > 0 && (byte === CLOSE_BRACE || byte === CLOSE_BRACKET)) return --this.depth === 0 ? 1 : -1;
    else if (this.depth === 0 && (byte === COMMA || byte === CLOSE_BRACKET)) return 0;
    return -1;
  }
}
