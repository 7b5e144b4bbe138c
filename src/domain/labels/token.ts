import { ByteWriter } from '../bytes/bytes.js';
import type { DatasetLabel } from '../reading/dataset.js';
import { Members } from '../reading/json/members.js';
import { scanObject, skipSpace, skipValue } from '../reading/json/scan.js';
import { unescapeJson } from '../reading/json/strings.js';
import { readHot } from './hot.js';
import { NAME_KEYS, NUMBER_KEYS, plainKey } from './keys.js';
import { collectionAsList, jsonAsPython, pythonAsJson } from './python.js';

/** The JSON kind of a label's innermost value. `none`: no value (null, an empty string, an empty list). */
export type CoreKind = 'string' | 'integer' | 'float' | 'boolean' | 'none';

/** Another member of an object that holds a label: its keys from the outside, joined by `/`, and its JSON text. */
interface TokenField {
  readonly path: string;
  readonly text: string;
}

/** A label's source text in its parts. */
export interface LabelToken {
  /** The labels in it: one, none or several. Null: none is recognised, and the value as a whole is the label. */
  readonly names: readonly string[] | null;
  /** Equal for values of the same form: `string`, `[integer]`, `{"name":string,"id"}`, `[string and more]`. */
  readonly signature: string;
  /** The value of the class (of several the first): its kind, and its JSON text. */
  readonly kind: CoreKind;
  readonly core: string;
  /** Other members of the objects around it. */
  readonly fields: readonly TokenField[];
  /**
   * JSON text of the same shape with another core and other fields. Null keeps a field. Of several labels one remains.
   */
  write(core: string, fieldText: (path: string) => string | null): string;
}

/** A longer value is a label as a whole. */
const MOST_CHARACTERS = 100_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A range of a value's bytes that `write` replaces: by the core, by a field's text, or by nothing. */
interface Slot {
  readonly start: number;
  readonly end: number;
  readonly by: 'core' | 'nothing' | { readonly path: string };
}

interface Part extends Pick<LabelToken, 'names' | 'signature' | 'kind'> {
  /** In order. */
  readonly slots: readonly Slot[];
}

/**
 * Takes a label's JSON source text apart. A string with a list or object in it (the cell of a table, for example), in
 * JSON or as Python writes it, is read as that. Never throws.
 */
export function readLabelToken(token: string): LabelToken {
  const content = contentOf(token);
  const inner = content === null ? token : content;
  const structured = /^\s*[[{(]/.test(inner) && inner.length <= MOST_CHARACTERS;
  if (content !== null) {
    const read = structured ? (readHot(inner) ?? readText(inner) ?? readPython(inner) ?? readCollection(inner)) : null;
    if (!read || read.names === null) return whole(token, content === '' ? [] : [content], 'string');
    return {
      ...read,
      signature: JSON.stringify(read.signature),
      write: (core, fieldText) => JSON.stringify(read.write(core, fieldText)),
    };
  }
  if (structured) return readHot(token) ?? readText(token) ?? whole(token, null, 'string');
  const kind = scalarKind(token);
  return whole(token, kind === 'none' ? [] : [token], kind);
}

/** A label's text before it is taken apart: the content of a string, else the JSON text itself. */
export function valueOfToken(token: string): string {
  return contentOf(token) ?? token;
}

const NONE: readonly string[] = [];

/**
 * The name of a label before lists and objects were taken apart: the whole of them. Stored work of that time uses it.
 * Null where it is the present name.
 */
export function earlierNames({ name, token, tokens = [token] }: DatasetLabel): readonly string[] {
  // Nearly every label is a string in one form, which needs no parsing.
  if (tokens.length === 1 && tokens[0] === `"${name}"` && !name.includes('\\')) return NONE;
  return tokens.map(valueOfToken).filter((value) => value !== name);
}

function contentOf(token: string): string | null {
  if (!token.startsWith('"')) return null;
  try {
    const content: unknown = JSON.parse(token);
    return typeof content === 'string' ? content : null;
  } catch {
    return null;
  }
}

function whole(token: string, names: readonly string[] | null, kind: CoreKind): LabelToken {
  const signature = names === null ? `whole ${token}` : kind;
  return { names, signature, kind, core: token, fields: [], write: (core) => core };
}

function scalarKind(text: string): CoreKind {
  if (text === 'null') return 'none';
  if (text === 'true' || text === 'false') return 'boolean';
  return /^-?\d+$/.test(text) ? 'integer' : 'float';
}

/** A list or dict as Python writes it. Null for other texts. */
function readPython(text: string): LabelToken | null {
  const json = pythonAsJson(text);
  const read = json === null ? null : readText(json);
  if (read === null) return null;
  return {
    ...read,
    signature: `python ${read.signature}`,
    write: (core, fieldText) => jsonAsPython(read.write(core, fieldText)),
  };
}

/** A tuple or a set as Python writes it: a list between other brackets. Null for other texts. */
function readCollection(text: string): LabelToken | null {
  const collection = collectionAsList(text);
  const read = collection === null ? null : readText(collection.json);
  if (collection === null || read === null) return null;
  return {
    ...read,
    signature: `python ${collection.kind} ${read.signature}`,
    write: (core, fieldText) => collection.write(read.write(core, fieldText)),
  };
}

/** A JSON list or object. Null for other texts. */
function readText(text: string): LabelToken | null {
  const bytes = encoder.encode(text);
  const start = skipSpace(bytes, 0, bytes.length);
  const end = skipValue(bytes, start, bytes.length);
  if (end < 0 || skipSpace(bytes, end, bytes.length) !== bytes.length) return null;
  const part = readValue(bytes, start, end, '');
  if (part === null) return null;
  const at = (from: number, to: number): string => decoder.decode(bytes.subarray(from, to));
  const { names, signature, kind, slots } = part;
  const core = slots.find(({ by }) => by === 'core');
  return {
    names,
    signature,
    kind,
    core: core ? at(core.start, core.end) : '',
    fields: slots.flatMap(({ start: from, end: to, by }) =>
      typeof by === 'object' ? [{ path: by.path, text: at(from, to) }] : [],
    ),
    write: (coreText, fieldText) => {
      let out = '';
      let from = 0;
      for (const slot of slots) {
        const by = typeof slot.by === 'object' ? fieldText(slot.by.path) : slot.by === 'core' ? coreText : '';
        out += at(from, slot.start) + (by ?? at(slot.start, slot.end));
        from = slot.end;
      }
      return out + at(from, bytes.length);
    },
  };
}

/** Null: no label is recognised. */
function readValue(bytes: Uint8Array, start: number, end: number, path: string): Part | null {
  const first = bytes[start];
  if (first === 91) return readList(bytes, start, end, path);
  if (first === 123) return readObject(bytes, start, end, path);
  const slots: readonly Slot[] = [{ start, end, by: 'core' }];
  if (first === 34) {
    const content = new ByteWriter();
    if (!unescapeJson(bytes, start + 1, end - 1, content)) return null;
    if (content.length === 0) return { names: [], signature: 'none', kind: 'none', slots };
    const name = decoder.decode(content.bytes.subarray(0, content.length));
    return { names: [name], signature: 'string', kind: 'string', slots };
  }
  const text = decoder.decode(bytes.subarray(start, end));
  const kind = scalarKind(text);
  return { names: kind === 'none' ? [] : [text], signature: kind, kind, slots };
}

function readList(bytes: Uint8Array, start: number, end: number, path: string): Part | null {
  const parts: Part[] = [];
  let firstEnd = start + 1;
  let lastEnd = start + 1;
  for (let i = skipSpace(bytes, start + 1, end); i < end - 1; i = skipSpace(bytes, i, end)) {
    const itemEnd = skipValue(bytes, i, end);
    const part = readValue(bytes, i, itemEnd, path);
    if (!part?.names || part.names.length > 1) return null;
    if (parts.length === 0) firstEnd = itemEnd;
    parts.push(part);
    lastEnd = itemEnd;
    i = skipSpace(bytes, itemEnd, end);
    if (bytes[i] === 44) i++;
  }
  const [one] = parts;
  if (!one) {
    const slots: readonly Slot[] = [{ start: start + 1, end: start + 1, by: 'core' }];
    return { names: [], signature: '[none]', kind: 'none', slots };
  }
  return {
    names: parts.flatMap(({ names }) => names ?? []),
    signature: `[${one.signature}${parts.length > 1 ? ' and more' : ''}]`,
    kind: one.kind,
    slots: parts.length > 1 ? [...one.slots, { start: firstEnd, end: lastEnd, by: 'nothing' }] : one.slots,
  };
}

function readObject(bytes: Uint8Array, start: number, end: number, path: string): Part | null {
  const members = new Members();
  if (scanObject(bytes, start, end, members) !== 'ok') return null;
  const scratch = new ByteWriter();
  const keys = Array.from({ length: members.count }, (_, i) => {
    const [source, from, to] = members.key(bytes, i, scratch);
    return decoder.decode(source.subarray(from, to));
  });
  const firstByte = (i: number): number => bytes[members.valueStart[i] ?? 0] ?? 0;
  const chosen = classMember(keys, firstByte);
  if (chosen < 0) return null;
  const rangeOf = (i: number): [start: number, end: number] => [members.valueStart[i] ?? 0, members.valueEnd[i] ?? 0];
  const inside = (key: string): string => (path === '' ? key : `${path}/${key}`);
  const part = readValue(bytes, ...rangeOf(chosen), inside(keys[chosen] ?? ''));
  if (part === null) return null;
  const slots = keys.flatMap((key, i): readonly Slot[] => {
    if (i === chosen) return part.slots;
    const [from, to] = rangeOf(i);
    return [{ start: from, end: to, by: { path: inside(key) } }];
  });
  const names = keys.map((key, i) => JSON.stringify(key) + (i === chosen ? `:${part.signature}` : ''));
  return { names: part.names, signature: `{${names.join(',')}}`, kind: part.kind, slots };
}

/**
 * The member with the class. -1 = none is recognised. It is one with a key of a name, the only one, the first text, or
 * a number.
 */
function classMember(keys: readonly string[], firstByte: (i: number) => number): number {
  if (keys.length <= 1) return keys.length - 1;
  const isName = (i: number): boolean => [34, 91, 123].includes(firstByte(i));
  const plain = keys.map(plainKey);
  const called = (names: readonly string[], fits: (i: number) => boolean): number => {
    for (const name of names) {
      const found = plain.findIndex((key, i) => key === name && fits(i));
      if (found >= 0) return found;
    }
    return -1;
  };
  const named = called(NAME_KEYS, isName);
  if (named >= 0) return named;
  const numbered = called([...NAME_KEYS, ...NUMBER_KEYS], () => true);
  if (numbered >= 0) return numbered;
  return keys.findIndex((_, i) => firstByte(i) === 34);
}
