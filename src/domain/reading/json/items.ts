import { ByteWriter } from '../../bytes/bytes.js';
import { scanAnyObject, skipAnyValue } from './loose.js';
import { looseAsJson } from './loose-write.js';
import { Members } from './members.js';
import { skipSpace } from './scan.js';
import type { SourceItem } from '../records.js';

const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Ranges of the values in a container, and the keys that an object has them under. */
export class Items {
  readonly start: number[] = [];
  readonly end: number[] = [];
  /** Row by key, of an object. */
  keys: Map<string, number> | null = null;
  /** Of an object: where its members begin. */
  readonly memberStart: number[] = [];
  /** Of an array: its elements belong to rows with numbers, which they have as well. */
  numbered = false;

  /** The value at a place, with its key, as an item of a list; none where there is no such value. */
  itemAt(at: number, list: number): readonly SourceItem[] {
    const start = this.memberStart[at] ?? this.start[at];
    if (start === undefined) return [];
    const item = { list, start, end: this.end[at] ?? 0, before: this.end[at - 1] ?? -1 };
    return [this.numbered ? { ...item, counted: true } : item];
  }
}

/** The values of a container that was scanned; none of a scalar. */
export function itemsOf(bytes: Uint8Array, start: number, end: number): Items {
  const items = new Items();
  if (bytes[start] === OPEN_BRACE) {
    const members = new Members();
    const scratch = new ByteWriter();
    const scanned = scanAnyObject(bytes, start, end, members);
    items.keys = new Map();
    if (scanned === 'broken-json') return items;
    for (let i = 0; i < members.count; i++) {
      const [source, from, to] = members.key(bytes, i, scratch);
      items.keys.set(decoder.decode(source.subarray(from, to)), i);
      const before = items.end[i - 1];
      const mark = before === undefined ? start : skipSpace(bytes, before, end);
      items.memberStart.push(skipSpace(bytes, mark + 1, end));
      items.start.push(members.valueStart[i] ?? 0);
      items.end.push(members.valueEnd[i] ?? 0);
    }
    return items;
  }
  if (bytes[start] !== OPEN_BRACKET) return items;
  let i = skipSpace(bytes, start + 1, end);
  while (i < end && bytes[i] !== CLOSE_BRACKET) {
    const after = skipAnyValue(bytes, i, end);
    if (after < 0) break;
    items.start.push(i);
    items.end.push(after);
    i = behindComma(bytes, after, end);
  }
  return items;
}

/** The elements of an array as columns are called by them. */
export function namesOf(bytes: Uint8Array, start: number, end: number): string[] {
  const items = itemsOf(bytes, start, end);
  return items.start.map((from, i) => nameOf(bytes, from, items.end[i] ?? 0));
}

function nameOf(bytes: Uint8Array, start: number, end: number): string {
  const json = looseAsJson(bytes, start, end);
  if (!json.startsWith('"')) return json;
  try {
    return JSON.parse(json) as string;
  } catch {
    return json;
  }
}

/** Where the next value begins behind one that ends at `after`, behind a comma or without one. */
export function behindComma(bytes: Uint8Array, after: number, end: number): number {
  const next = skipSpace(bytes, after, end);
  return bytes[next] === COMMA && next < end ? skipSpace(bytes, next + 1, end) : next;
}
