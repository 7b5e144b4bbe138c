import { skipLoose } from './json-loose.js';
import { looseAsJson } from './json-loose-write.js';
import { skipSpace } from './json-scan.js';
import { stringRepr } from './python-format.js';

/** The strings and words of a JSON text that differ in Python. */
const JSON_PARTS = /"(?:[^"\\]|\\.)*"|true|false|null/g;
const WORDS: ReadonlyMap<string, string> = new Map([
  ['true', 'True'],
  ['false', 'False'],
  ['null', 'None'],
]);

const encoder = new TextEncoder();

/**
 * A list or dict in Python's `repr` (`['World']`, the cell of a table from pandas) as JSON text. Null where
 * `jsonAsPython` would not give the same text back.
 */
export function pythonAsJson(text: string): string | null {
  if (!text.includes("'")) return null;
  const bytes = encoder.encode(text);
  const end = skipLoose(bytes, skipSpace(bytes, 0, bytes.length), bytes.length);
  if (end < 0 || skipSpace(bytes, end, bytes.length) !== bytes.length) return null;
  const json = looseAsJson(bytes, 0, bytes.length);
  return jsonAsPython(json) === text ? json : null;
}

/** A JSON text in Python's `repr` of the same value, with the same spaces. */
export function jsonAsPython(json: string): string {
  return json.replace(JSON_PARTS, (part) => WORDS.get(part) ?? stringRepr(JSON.parse(part) as string));
}

/** A tuple or a set of Python, read as a list. */
interface Collection {
  readonly kind: 'tuple' | 'set';
  /** The same values as a JSON list. */
  readonly json: string;
  /** A JSON list as the same sort of collection. */
  write(json: string): string;
}

/**
 * A tuple (`('World',)`) or a set (`{'World'}`) in Python's `repr`, as the list of its values. Null for other texts,
 * also for text in brackets: a tuple of one has a comma behind it.
 */
export function collectionAsList(text: string): Collection | null {
  const tuple = /^\s*\((.*?)(,?)\s*\)\s*$/s.exec(text);
  const set = /^\s*\{(.*)\}\s*$/s.exec(text);
  const inside = (tuple ?? set)?.[1] ?? '';
  const list = `[${inside}]`;
  const bytes = encoder.encode(list);
  if (inside.trim() === '' || skipLoose(bytes, 0, bytes.length) !== bytes.length) return null;
  const json = looseAsJson(bytes, 0, bytes.length);
  const values: unknown = parsed(json);
  if (!Array.isArray(values) || (tuple?.[2] === '' && values.length === 1)) return null;
  const kind = tuple === null ? 'set' : 'tuple';
  return {
    kind,
    json,
    write: (changed) => {
      const within = jsonAsPython(changed).slice(1, -1);
      if (kind === 'set') return `{${within}}`;
      return (JSON.parse(changed) as unknown[]).length === 1 ? `(${within},)` : `(${within})`;
    },
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
