import { ByteWriter } from '../../bytes/bytes.js';
import { scanAnyObject, skipAnyValue } from './loose.js';
import { Members } from './members.js';
import { skipSpace } from './scan.js';

const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;

/** One step into a value: a key of an object, a place in an array, or `key=value`: its last element that has this member. */
export interface PathStep {
  readonly key: Uint8Array;
  /** Place in an array. -1 = the step is no whole number. */
  readonly index: number;
  readonly selector: { readonly key: Uint8Array; readonly value: Uint8Array } | null;
}

/** The way to a nested field: a key of the record, and the steps from its value. */
export interface JsonPath {
  readonly head: string;
  readonly steps: readonly PathStep[];
}

const encoder = new TextEncoder();

/**
 * The name of a nested field: its segments with points between them. A point inside a segment has a backslash in front
 * of it.
 */
export function pathName(segments: readonly string[]): string {
  return segments.map((segment) => segment.replace(/[\\.]/g, String.raw`\$&`)).join('.');
}

/** The segments of a field's name, the inverse of `pathName`. A name without points is one segment. */
export function segmentsOf(name: string): string[] {
  const segments = [''];
  for (let i = 0; i < name.length; i++) {
    const escaped = name[i] === '\\' && i + 1 < name.length;
    if (escaped) i++;
    if (name[i] === '.' && !escaped) segments.push('');
    else segments[segments.length - 1] = (segments.at(-1) ?? '') + (name[i] ?? '');
  }
  return segments;
}

/**
 * The list that a field belongs to one element of: `data` for `data.0.text`. Null for other fields, and for elements.
 */
export function listAround(name: string): string | null {
  const segments = segmentsOf(name);
  const at = segments.findIndex((segment, i) => i > 0 && i + 1 < segments.length && /^\d+$/.test(segment));
  return at < 0 ? null : pathName(segments.slice(0, at));
}

/** The way to a nested field by its name. Null for a name of one segment. */
export function parsePath(name: string): JsonPath | null {
  const [head, ...rest] = segmentsOf(name);
  if (head === undefined || rest.length === 0) return null;
  return { head, steps: stepsOf(rest) };
}

/** The steps for segments of a name. */
export function stepsOf(segments: readonly string[]): readonly PathStep[] {
  return segments.map(stepOf);
}

function stepOf(segment: string): PathStep {
  const equals = segment.indexOf('=');
  return {
    key: encoder.encode(segment),
    index: /^\d{1,9}$/.test(segment) ? Number(segment) : -1,
    selector:
      equals < 0
        ? null
        : { key: encoder.encode(segment.slice(0, equals)), value: encoder.encode(segment.slice(equals + 1)) },
  };
}

/** Finds nested values. `start` and `end` are the range of the value that was found last, with its quotes. */
export class PathFinder {
  start = 0;
  end = 0;
  readonly #members = new Members();
  readonly #scratch = new ByteWriter();

  /** Follows the steps from the value at `bytes[start .. end)`. False where they lead nowhere. */
  find(bytes: Uint8Array, start: number, end: number, steps: readonly PathStep[]): boolean {
    this.start = start;
    this.end = end;
    for (const step of steps) {
      const first = bytes[this.start];
      if (first === OPEN_BRACE) {
        if (!this.#member(bytes, step.key)) return false;
      } else if (first === OPEN_BRACKET) {
        if (!this.#element(bytes, step)) return false;
      } else return false;
    }
    return true;
  }

  #member(bytes: Uint8Array, key: Uint8Array): boolean {
    const members = this.#members;
    const scanned = scanAnyObject(bytes, this.start, this.end, members);
    if (scanned !== 'ok' && scanned !== 'loose') return false;
    const at = members.find(bytes, key, this.#scratch);
    if (at < 0) return false;
    this.start = members.valueStart[at] ?? 0;
    this.end = members.valueEnd[at] ?? 0;
    return true;
  }

  #element(bytes: Uint8Array, { index, selector }: PathStep): boolean {
    const { end } = this;
    let found = false;
    let foundStart = 0;
    let foundEnd = 0;
    let i = skipSpace(bytes, this.start + 1, end);
    for (let n = 0; i < end && bytes[i] !== CLOSE_BRACKET; n++) {
      const after = skipAnyValue(bytes, i, end);
      if (after < 0) return false;
      if (selector === null ? n === index : this.#isSelected(bytes, i, after, selector)) {
        found = true;
        foundStart = i;
        foundEnd = after;
        if (selector === null) break;
      }
      i = skipSpace(bytes, after, end);
      if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1, end);
    }
    this.start = foundStart;
    this.end = foundEnd;
    return found;
  }

  #isSelected(
    bytes: Uint8Array,
    start: number,
    end: number,
    { key, value }: NonNullable<PathStep['selector']>,
  ): boolean {
    const members = this.#members;
    const scratch = this.#scratch;
    if (bytes[start] !== OPEN_BRACE) return false;
    const scanned = scanAnyObject(bytes, start, end, members);
    if (scanned !== 'ok' && scanned !== 'loose') return false;
    const at = members.find(bytes, key, scratch);
    if (at < 0) return false;
    const from = (members.valueStart[at] ?? 0) + 1;
    if ((members.valueEnd[at] ?? 0) - 1 - from !== value.length) return false;
    return value.every((byte, k) => bytes[from + k] === byte);
  }
}
