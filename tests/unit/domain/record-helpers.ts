import { ByteWriter } from '../../../src/domain/bytes.js';
import type { RawRecord, RecordReader, RecordSink, SourceItem } from '../../../src/domain/records.js';
import { appendField, MISSING } from '../../../src/domain/records.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

export function textOfBytes(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** A record as values: a missing field is null, and one that no text can hold is `undefined`. */
export interface Read {
  readonly line: number;
  readonly row: number;
  readonly fields?: readonly (string | null | undefined)[];
  readonly reason?: string;
  readonly content: string;
  readonly counts?: readonly [found: number, expected: number];
}

/** Collects everything that a reader hands over. */
export class Collector implements RecordSink {
  readonly read: Read[] = [];
  header_: string[] | null = null;
  /** Where records begin in the source, and the ranges that hold them. */
  readonly places: (readonly [at: number, content: string, items: readonly SourceItem[]])[] = [];

  header(record: RawRecord): void {
    this.header_ = fieldsOf(record).map((field) => field ?? '');
  }

  record(record: RawRecord): void {
    const content = textOfBytes(record.bytes.subarray(record.start, record.end));
    this.read.push({ line: record.line, row: record.sourceRow, fields: fieldsOf(record), content });
    if (record.place) this.places.push([record.place.at(record.start), content, record.place.items()]);
  }

  reject(reject: Parameters<RecordSink['reject']>[0]): void {
    const content = textOfBytes(reject.bytes.subarray(reject.start, reject.end));
    const { found, expected } = reject;
    const counts = found === undefined || expected === undefined ? {} : { counts: [found, expected] as const };
    this.read.push({ line: reject.line, row: reject.sourceRow, reason: reject.reason, content, ...counts });
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    const content = textOfBytes(bytes.subarray(start, end));
    const last = this.read.pop();
    if (last === undefined) throw new Error('more of nothing');
    this.read.push({ ...last, content: last.content + content });
  }
}

function fieldsOf(record: RawRecord): (string | null | undefined)[] {
  return Array.from({ length: record.fields.count }, (_, column) => {
    if (record.fields.kind[column] === MISSING) return null;
    const out = new ByteWriter();
    return appendField(record, column, out) ? textOfBytes(out.bytes.subarray(0, out.length)) : undefined;
  });
}

/** Reads `bytes` cut at the given positions (ascending). */
export function readCut(
  make: (sink: RecordSink) => RecordReader,
  bytes: Uint8Array,
  cuts: readonly number[] = [],
): Collector {
  const collector = new Collector();
  const reader = make(collector);
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    reader.push(bytes.slice(from, cut));
    from = cut;
  }
  reader.end();
  for (const [at, content] of collector.places) {
    const there = textOfBytes(bytes.subarray(at, at + bytesOf(content).length));
    if (there !== content) throw new Error(`a record at ${at} is ${content}, but the source has ${there} there`);
  }
  return collector;
}

/** Every position between two bytes, so that each byte is a piece. */
export function everyCut(bytes: Uint8Array): number[] {
  return Array.from({ length: Math.max(0, bytes.length - 1) }, (_, i) => i + 1);
}

/** Reads `text` whole, then cut in two at every position, then byte by byte. All results must agree. */
export function readEveryWay(make: (sink: RecordSink) => RecordReader, text: string): Collector {
  const bytes = bytesOf(text);
  const whole = readCut(make, bytes);
  const expected = JSON.stringify([whole.read, whole.header_, whole.places]);
  const cutLists = [...everyCut(bytes).map((cut) => [cut]), everyCut(bytes)];
  for (const cuts of cutLists) {
    const cut = readCut(make, bytes, cuts);
    if (JSON.stringify([cut.read, cut.header_, cut.places]) !== expected) {
      throw new Error(`cut at ${cuts.join()}: ${JSON.stringify(cut.read)}, whole: ${expected}`);
    }
  }
  return whole;
}
