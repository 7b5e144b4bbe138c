import { ByteWriter } from '../../bytes/bytes.js';
import { BY_PERSON } from '../computed-columns.js';
import { scanAnyObject } from './loose.js';
import { looseAsJson } from './loose-write.js';
import { pathName } from './path.js';
import { Members } from './members.js';
import type { RawRecord } from '../records.js';
import { ByteIndex } from '../../bytes/text-column.js';

/** Nested fields that become columns, at most. */
const MAX_NESTED = 120;
/** Segments of a nested field's name, at most. */
const MAX_SEGMENTS = 12;
/**
 * Members whose value tells the purpose of an element of an array: the speaker of a turn, the question of an answer.
 */
const SPEAKERS = ['role', 'from'];
const SOURCES = ['from_name'];
/** Members that an answer of one of several persons has. */
const PERSONS = ['user_id', 'user', 'completed_by', 'annotator'];
/** Names of the label of one person. */
const ANSWERS = new Set([
  'choices',
  'value',
  'rating',
  'text',
  'taxonomy',
  'label',
  'labels',
  'class',
  'category',
  'answer',
]);

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Collects the columns of JSON records: their keys, and the fields inside objects and arrays. An array of strings is
 * one, and so is its first string. Of an array of objects it takes the fields of the first object, or of each object by
 * its purpose (`role=user`).
 */
export class JsonColumns {
  readonly #keys = new ByteIndex();
  readonly #nested = new Set<string>();
  readonly #members = new Members();
  readonly #scratch = new ByteWriter();

  /** Keys that were found. */
  get count(): number {
    return this.#keys.count;
  }

  add(record: RawRecord): void {
    const keys = this.#keys;
    const members = this.#members;
    const scratch = this.#scratch;
    const { bytes } = record;
    scanAnyObject(bytes, record.start, record.end, members);
    for (let i = 0; i < members.count; i++) {
      const [source, start, end] = members.key(bytes, i, scratch);
      if (keys.find(source, start, end) < 0) keys.add(source, start, end);
      const valueStart = members.valueStart[i] ?? 0;
      if (bytes[valueStart] !== 123 && bytes[valueStart] !== 91) continue;
      const key = decoder.decode(source.subarray(start, end));
      this.#walk(parsed(record, valueStart, members.valueEnd[i] ?? 0), [key]);
    }
  }

  /** The keys in order of appearance. */
  names(): string[] {
    return Array.from({ length: this.#keys.count }, (_, i) => this.#keys.text(i));
  }

  /** The nested fields in order of appearance, without those that share their name with a key. */
  nestedNames(): string[] {
    const keys = new Set(this.names());
    return [...this.#nested].filter((name) => !keys.has(name));
  }

  #walk(value: unknown, way: readonly string[]): void {
    if (way.length > MAX_SEGMENTS || this.#nested.size >= MAX_NESTED) return;
    if (Array.isArray(value)) this.#walkElements(value, way);
    else if (typeof value === 'object' && value !== null) {
      if (saysOfEachClass(value)) this.#note(way);
      for (const [key, member] of Object.entries(value)) this.#walk(member, [...way, key]);
    } else if (value !== null) this.#note(way);
  }

  /** Of the fields of all elements of a list the answers alone. */
  #note(way: readonly string[]): void {
    if (way.length < 2) return;
    const answer = way.findLast((segment) => !/^\d+$/.test(segment)) ?? '';
    if (way.includes('*') && answer !== '*' && !ANSWERS.has(answer)) return;
    this.#nested.add(pathName(way));
  }

  #walkElements(elements: readonly unknown[], way: readonly string[]): void {
    const [first] = elements;
    if (typeof first === 'string') {
      this.#note(way);
      this.#walk(first, [...way, '0']);
      if (/\.responses$/.test(way.at(-1) ?? '')) this.#walk(first, [...way, '*']);
    }
    if (typeof first !== 'object' || first === null) return;
    this.#walkParts(elements, first, way);
    if (isByPerson(first, way)) for (const element of elements) this.#walk(element, [...way, '*']);
  }

  #walkParts(elements: readonly unknown[], first: object, way: readonly string[]): void {
    const speakers = elements.map((element) => saidBy(element, SPEAKERS));
    if (speakers.every((speaker) => speaker !== null)) {
      elements.forEach((element, i) => this.#walk(element, [...way, speakers[i] ?? '']));
      return;
    }
    this.#walk(first, [...way, '0']);
    if (elements.length === 1) return;
    for (const element of elements) {
      const source = saidBy(element, SOURCES);
      if (source !== null) this.#walk(element, [...way, source]);
    }
  }
}

/** Whether an object may tell for each class whether it holds. Then it is a label as a whole. */
function saysOfEachClass(value: object): boolean {
  const values: unknown[] = Object.values(value);
  return values.length > 1 && values.every((one) => one === 0 || one === 1 || typeof one === 'boolean');
}

/** Whether a list has an element for each person who labelled the record. */
function isByPerson(first: object, way: readonly string[]): boolean {
  if (way.includes('*')) return false;
  const [last = '', before = ''] = way.toReversed();
  return (
    BY_PERSON.has(last) ||
    (BY_PERSON.has(before) && !/^\d+$/.test(last)) ||
    PERSONS.some((key) => Object.hasOwn(first, key) && Object.hasOwn(first, 'value'))
  );
}

/** The step that selects this element by one of these members. Null = it has none. */
function saidBy(element: unknown, names: readonly string[]): string | null {
  if (typeof element !== 'object' || element === null) return null;
  for (const name of names) {
    const value: unknown = Object.getOwnPropertyDescriptor(element, name)?.value;
    if (typeof value === 'string') return `${name}=${value}`;
  }
  return null;
}

function parsed(record: RawRecord, start: number, end: number): unknown {
  const { bytes } = record;
  try {
    return JSON.parse(
      record.loose === true ? looseAsJson(bytes, start, end) : decoder.decode(bytes.subarray(start, end)),
    );
  } catch {
    return null;
  }
}
