import type { ReadSettings, RejectReason } from '../dataset.js';
import { BracketScan } from './brackets.js';
import { brokenAt, skipAnyValue, skipLooseKey } from './loose.js';
import { segmentsOf } from './path.js';
import { skipSpace } from './scan.js';
import { ElementPlace } from './element-place.js';
import { ContainerSeeker } from './seek.js';
import { NamedRecord } from './named.js';
import { ObjectFields } from './jsonl.js';
import { WindowReader } from '../line-reader.js';
import { ByteWindow, countLineEnds, MAX_LINE_BYTES } from '../../bytes/lines.js';
import type { RecordSink } from '../records.js';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * `seek`: looking for the container of the records. `element`: before a record. `broken`: inside a broken (or too long)
 * record, looking for its end. `skip`: the same, with its start discarded.
 */
type Mode = 'seek' | 'element' | 'broken' | 'skip';

/**
 * Reads JSON objects in any layout over lines: the elements of an array or of several, objects that follow one another
 * with commas between them or without, or the values in the container that `records` leads to. It checks the elements,
 * not the commas between them. After a broken element reading resumes where its brackets close, or at the next line
 * that begins with `{` under the same indentation, whichever is first: one broken element never takes the next one with
 * it.
 */
export class JsonArrayReader extends WindowReader<ByteWindow> {
  readonly #sink: RecordSink;
  readonly #object: ObjectFields;
  readonly #maxElementBytes: number;
  readonly #seeker: ContainerSeeker | null;
  readonly #splits: boolean;
  #sourceRow = 0;
  #opened = false;
  /** The records are the values of an object, each behind its key. */
  #keyed = false;
  #mode: Mode;
  #reason: RejectReason = 'broken-json';
  /** White space between the last line start and the element. -1 when other text is there. */
  #indent = 0;
  /** Adds the key of each record to it. Null where keys are not read. */
  readonly #named: NamedRecord | null;
  readonly #brackets = new BracketScan();
  /** Bytes of the broken element that `brackets` has seen. */
  #scanned = 0;
  readonly #place = new ElementPlace(this.window);

  /**
   * `names` are the keys to find: field i of a record is the value of `names[i]`. `records`: the way to the container
   * of the records, `''` = the outermost object, undefined = there is none. `index`: the column of the records' keys,
   * undefined = none. `splits`: see `ReadSettings`. With it each list is a file of its own.
   */
  constructor(
    names: readonly string[],
    sink: RecordSink,
    maxElementBytes = MAX_LINE_BYTES,
    { records, splits, index }: Pick<ReadSettings, 'records' | 'splits' | 'index'> = {},
  ) {
    super(new ByteWindow());
    this.#sink = sink;
    this.#named = index === undefined ? null : new NamedRecord(index);
    this.#object = new ObjectFields(names);
    this.#object.record.place = this.#place;
    this.#maxElementBytes = maxElementBytes;
    this.#seeker =
      records === undefined ? null : new ContainerSeeker(records === '' ? [] : segmentsOf(records), splits);
    this.#splits = splits === true;
    this.#mode = this.#seeker === null ? 'element' : 'seek';
  }

  override end(): void {
    super.end();
    const { beside } = this.#seeker ?? {};
    if (beside?.size) this.#sink.beside?.([...beside]);
  }

  /** In a list the comma and the key in front of the next element belong to that element. */
  override consumed(): number {
    return this.#mode === 'seek' ? this.window.consumed() : this.#place.consumed();
  }

  protected override drain(): void {
    if (!this.window.ready()) return;
    while (this.#step());
  }

  /** False when more bytes are needed, or none are left. */
  #step(): boolean {
    if (this.#mode === 'seek') return this.#seek();
    if (this.#mode === 'broken') return this.#passBroken();
    if (this.#mode === 'skip') return this.#skipOn();
    return this.#toElement() && (this.#isSeeking() || this.#readElement());
  }

  /** Whether the container has ended, so that the reader looks for the next one. */
  #isSeeking(): boolean {
    return this.#mode === 'seek';
  }

  /** Moves into the container of the records. */
  #seek(): boolean {
    const { window } = this;
    const seeker = this.#seeker;
    const { bytes, start } = window;
    const limit = this.#wholeLineEnds();
    if (start >= limit) return false;
    const found = seeker?.scan(bytes, start, limit) ?? -1;
    this.#consume(found < 0 ? limit : found + 1);
    if (found < 0) return false;
    if (this.#splits) this.#beginSplit(seeker?.name ?? '');
    this.#keyed = bytes[found] === OPEN_BRACE;
    this.#opened = true;
    this.#place.beginList();
    this.#indent = -1;
    this.#mode = 'element';
    return true;
  }

  #beginSplit(name: string): void {
    this.#object.record.file = name;
    this.#sink.file?.(name);
  }

  /** Keeps CRLF whole: half of it would count as a line end of its own. */
  #wholeLineEnds(): number {
    const { bytes, end, final } = this.window;
    return !final && bytes[end - 1] === CR ? end - 1 : end;
  }

  /** Moves to the next element's first byte, or behind the end of the container. */
  #toElement(): boolean {
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
        this.#indent = 0;
      } else if (byte === 32 || byte === 9) {
        if (this.#indent >= 0) this.#indent++;
      } else if (this.#seeker !== null && byte === (this.#keyed ? CLOSE_BRACE : CLOSE_BRACKET)) {
        window.start = i + 1;
        this.#mode = 'seek';
        return true;
      } else if (byte === COMMA || byte === CLOSE_BRACKET || (byte === OPEN_BRACKET && !this.#opened)) {
        // Behind the end of one array another may begin.
        if (byte !== COMMA) {
          this.#opened = byte === OPEN_BRACKET;
          this.#place.beginList();
        }
        this.#indent = -1;
      } else if (this.#keyed && (byte === QUOTE || byte === APOSTROPHE)) {
        const value = skipLooseKey(bytes, i, end);
        waiting = !window.final && (value >= end || ~value === end);
        if (value < 0 || value >= end) break;
        window.line += countLineEnds(bytes, i, value);
        this.#named?.begin(bytes, i, value);
        this.#place.keyAt = window.base + i;
        this.#indent = -1;
        i = value;
        break;
      } else {
        break;
      }
    }
    window.start = i;
    return i < end && !waiting;
  }

  #readElement(): boolean {
    const { window } = this;
    const object = this.#object;
    const maxElementBytes = this.#maxElementBytes;
    const { bytes, start, end, final } = window;
    const limit = Math.min(end, start + maxElementBytes + 1);
    const after = skipAnyValue(bytes, start, limit);
    const position = after < 0 ? ~after : after;
    if (position >= limit && limit - start > maxElementBytes)
      return this.#beginBroken('line-too-long', maxElementBytes);
    if (position >= end && !final) return false;
    if (after < 0) return this.#beginBroken('broken-json', position - start);
    this.#place.end = after;
    if (this.#readObject(after) === 'ok') {
      object.record.line = window.line;
      object.record.sourceRow = this.#sourceRow++;
      this.#sink.record(object.record);
    } else {
      this.#setAside('not-an-object', after);
    }
    this.#consumeElement(after);
    this.#indent = -1;
    return true;
  }

  #readObject(after: number): ReturnType<ObjectFields['read']> {
    const { window } = this;
    const object = this.#object;
    const named = this.#named;
    const { bytes, start } = window;
    const whole = this.#keyed && named !== null ? named.write(bytes, start, after) : null;
    return whole === null ? object.read(bytes, start, after) : object.read(whole.bytes, start, whole.length);
  }

  #consumeElement(until: number): void {
    this.#place.endElement(until);
    this.#consume(until);
  }

  #beginBroken(reason: RejectReason, errorOffset: number): boolean {
    this.#mode = 'broken';
    this.#reason = reason;
    this.#brackets.begin(errorOffset, this.#indent);
    this.#scanned = 0;
    return true;
  }

  /** At a broken element: sets it aside up to the place where reading can resume. */
  #passBroken(): boolean {
    const { window } = this;
    const brackets = this.#brackets;
    const maxElementBytes = this.#maxElementBytes;
    const { bytes, start, end, final } = window;
    const limit = Math.min(end, start + maxElementBytes);
    const stop = brackets.scan(bytes, start + this.#scanned, limit);
    const full = limit - start === maxElementBytes;
    if (stop < 0 && !full && !final) {
      this.#scanned = limit - start;
      return false;
    }
    const until = stop < 0 ? limit : stop;
    this.#place.end = until;
    this.#setAside(this.#reason, trimmedEnd(bytes, start, until));
    this.#consumeElement(until);
    this.#mode = stop < 0 && full ? 'skip' : 'element';
    this.#indent = brackets.column;
    return true;
  }

  /** In a broken element that is too long to hold: passes its bytes on until its end is found. */
  #skipOn(): boolean {
    const { window } = this;
    const brackets = this.#brackets;
    const { bytes, start } = window;
    const limit = this.#wholeLineEnds();
    if (start >= limit) return false;
    const stop = brackets.scan(bytes, start, limit);
    const until = stop < 0 ? limit : stop;
    this.#sink.more?.(bytes, start, until);
    this.#consumeElement(until);
    if (stop < 0) return false;
    this.#mode = 'element';
    this.#indent = brackets.column;
    return true;
  }

  #consume(until: number): void {
    const { window } = this;
    window.line += countLineEnds(window.bytes, window.start, until);
    window.start = until;
  }

  #setAside(reason: RejectReason, end: number): void {
    const { bytes, start, line } = this.window;
    const broken = reason === 'broken-json' ? { brokenAt: brokenAt(bytes, start, end) } : {};
    const { file } = this.#object.record;
    this.#sink.reject({
      ...(file !== undefined && { file }),
      bytes,
      start,
      end,
      line,
      sourceRow: this.#sourceRow++,
      reason,
      place: this.#place,
      ...broken,
    });
  }
}

function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start + 1 && skipSpace(bytes, end - 1, end) === end) end--;
  return end;
}
