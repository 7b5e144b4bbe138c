import { ByteWriter } from './bytes.js';
import { countLineEnds, LineWindow } from './lines.js';
import { FALSE, LiteralParts, LiteralScanner, NUMBER, STRING, TRUE } from './python-literal.js';
import { appendLiteralText, numberAt, wholeEnd } from './python-values.js';
import { headText } from './reject-content.js';
import type { SignalNoteKind, SignalNotes } from './signals-report.js';

/** Characters of a line that an example shows. */
const EXAMPLE_CHARS = 120;
const encoder = new TextEncoder();

/** Receives single lines of a stream. `bytes[start .. end)` is a line that is not blank, without its line end. */
export interface LineSink {
  line(bytes: Uint8Array, start: number, end: number, file: number, line: number): void;
  /** A line over the limit of `lines.ts`. The rest of it is skipped. */
  longLine(file: number, line: number): void;
}

/** Cuts files, UTF-8 in pieces of any size, one after the other, into lines and passes on those that are not blank. */
export class SignalLines {
  #window = new LineWindow();
  #file = 0;
  readonly #sink: LineSink;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    this.#window.push(chunk);
    this.#drain();
  }

  /** Ends the file: the pending bytes are its last line. */
  endFile(): void {
    this.#window.final = true;
    this.#drain();
    this.#window = new LineWindow();
    this.#file++;
  }

  /** 1-based number of the line that would follow these bytes after a push. */
  lineAfter(bytes: Uint8Array): number {
    return this.#window.lineAtEnd() + countLineEnds(bytes, 0, bytes.length);
  }

  #drain(): void {
    const window = this.#window;
    const sink = this.#sink;
    const file = this.#file;
    for (let found = window.find(); found !== 'none'; found = window.find()) {
      const { bytes, start, lineEnd, line } = window;
      if (found === 'long') sink.longLine(file, line);
      else if (found === 'line' && !window.isBlank()) sink.line(bytes, start, lineEnd, file, line);
      window.pass();
    }
  }
}

/** A key of a line's object in the form for a search. */
export function keyOf(name: string): Uint8Array {
  return encoder.encode(name);
}

/** One line as a dict of literals: its members by key, and their values as numbers and texts. */
export class LineObject {
  readonly parts = new LiteralParts();
  bytes: Uint8Array = new Uint8Array(0);
  readonly #scanner = new LiteralScanner();
  readonly #items = new LiteralParts();

  /** Reads a line. */
  read(bytes: Uint8Array, start: number, end: number): 'ok' | 'broken' | 'not-a-dict' {
    this.bytes = bytes;
    return this.#scanner.dict(bytes, start, end, this.parts);
  }

  /** Position of a member. -1 = none. */
  find(key: Uint8Array): number {
    return this.parts.find(this.bytes, key);
  }

  kind(member: number): number {
    return this.parts.kind[member] ?? 0;
  }

  /** A number, also one in a text. NaN for other values. */
  number(member: number): number {
    const kind = this.kind(member);
    if (kind !== NUMBER && kind !== STRING) return NaN;
    return numberAt(this.bytes, this.parts.start[member] ?? 0, this.parts.end[member] ?? 0);
  }

  /**
   * Writes a name (an id, a label) to `out`, which is cleared first: a string unchanged, a number in its source form, a
   * whole number without its `.0`, a truth value as `True` or `False`. False for other values, and for an empty one.
   */
  name(member: number, out: ByteWriter): boolean {
    out.length = 0;
    const { parts, bytes } = this;
    const start = parts.start[member] ?? 0;
    const end = parts.end[member] ?? 0;
    const kind = this.kind(member);
    if (kind === TRUE || kind === FALSE) out.text(kind === TRUE ? 'True' : 'False');
    else if (kind === NUMBER) out.append(bytes, start, wholeEnd(bytes, start, end));
    else if (kind !== STRING) return false;
    else if (parts.escaped[member] !== true) out.append(bytes, start, end);
    else if (!appendLiteralText(bytes, start, end, out)) return false;
    return out.length > 0;
  }

  /** Numbers of a list, read into `into` (a further call overwrites them). -1 = no list, else their count. */
  numbers(member: number, into: number[]): number {
    const { parts, bytes } = this;
    const items = this.#items;
    if (!this.#scanner.sequence(bytes, parts.start[member] ?? 0, parts.end[member] ?? 0, items)) return -1;
    for (let i = 0; i < items.count; i++) {
      const readable = items.kind[i] === NUMBER || items.kind[i] === STRING;
      into[i] = readable ? numberAt(bytes, items.start[i] ?? 0, items.end[i] ?? 0) : NaN;
    }
    return items.count;
  }
}

/** Notes a line that is set aside, with its beginning. */
export function noteLine(
  notes: SignalNotes,
  kind: SignalNoteKind,
  bytes: Uint8Array,
  start: number,
  end: number,
  file: number,
  line: number,
): void {
  notes.add(kind, file, line, () => headText(bytes, start, end, EXAMPLE_CHARS));
}

/** Reads lines that are objects, in JSON or as Python's repr. Notes the lines that count for nothing. */
export abstract class ObjectLines implements LineSink {
  /** The counter of lines and the notes. */
  protected abstract readonly builder: { lines: number; readonly notes: SignalNotes };
  /** The present line. */
  protected readonly object = new LineObject();

  longLine(file: number, line: number): void {
    this.builder.lines++;
    this.builder.notes.add('line-too-long', file, line, () => '');
  }

  line(bytes: Uint8Array, start: number, end: number, file: number, line: number): void {
    this.builder.lines++;
    const read = this.object.read(bytes, start, end);
    const problem = read === 'ok' ? this.take(file, line) : read === 'broken' ? 'broken-line' : 'not-an-object';
    if (problem !== null) noteLine(this.builder.notes, problem, bytes, start, end, file, line);
  }

  /** Takes the content of `object`. Returns why it counts for nothing, or null. */
  protected abstract take(file: number, line: number): SignalNoteKind | null;
}
