import { skipLoose } from './json-loose.js';
import { looseAsJson } from './json-loose-write.js';
import { skipSpace } from './json-scan.js';
import { stringRepr } from './python-format.js';

/** The strings and words of a JSON text that Python writes in another way. */
const JSON_PARTS = /"(?:[^"\\]|\\.)*"|true|false|null/g;
const WORDS: ReadonlyMap<string, string> = new Map([
  ['true', 'True'],
  ['false', 'False'],
  ['null', 'None'],
]);

const encoder = new TextEncoder();

/**
 * A list or dict as Python's `repr` writes it (`['World']`, the cell of a table that pandas wrote) as JSON text. Null
 * where `jsonAsPython` would not give the same text back.
 */
export function pythonAsJson(text: string): string | null {
  if (!text.includes("'")) return null;
  const bytes = encoder.encode(text);
  const end = skipLoose(bytes, skipSpace(bytes, 0, bytes.length), bytes.length);
  if (end < 0 || skipSpace(bytes, end, bytes.length) !== bytes.length) return null;
  const json = looseAsJson(bytes, 0, bytes.length);
  return jsonAsPython(json) === text ? json : null;
}

/** A JSON text as Python's `repr` writes the same value, spaces as they are. */
export function jsonAsPython(json: string): string {
  return json.replace(JSON_PARTS, (part) => WORDS.get(part) ?? stringRepr(JSON.parse(part) as string));
}
