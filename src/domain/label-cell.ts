import type { ReadSettings } from './dataset.js';
import { LABEL_PREFIX, labelWords } from './fasttext.js';
import { jsonAsPython } from './label-python.js';
import { valueOfToken } from './label-token.js';
import type { RawRecord } from './records.js';
import { jsonRange } from './records.js';

/** A range of a record's bytes and what is written in its place. */
export interface CellEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Thrown for a label that the cell of a source without quotes cannot hold. */
export class UnwritableCell extends Error {}

const QUOTE = 34;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The edits that put a label in place of a record's own, in the source's format. `token`: JSON text of the label, of the
 * shape of the one that it replaces (see `LabelWriter`). Throws `UnwritableCell`.
 */
export function labelEdits(
  record: RawRecord,
  column: number,
  token: string,
  settings: Pick<ReadSettings, 'format' | 'delimiter' | 'quote'>,
): readonly CellEdit[] {
  if (record.json) return [jsonEdit(record, column, token)];
  if (settings.format === 'fasttext') return wordEdits(record, namesOf(token));
  return [cellEdit(record, column, valueOfToken(token), settings)];
}

function jsonEdit(record: RawRecord, column: number, token: string): CellEdit {
  const [start, end] = jsonRange(record.fields, column);
  const own = decoder.decode(record.bytes.subarray(start, end));
  return { start, end, text: record.loose === true && !isJson(own) ? jsonAsPython(token) : token };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A cell keeps its quotes, and gets some where the value needs them. */
function cellEdit(
  { bytes, start: recordStart, fields }: RawRecord,
  column: number,
  value: string,
  { quote, delimiter }: Pick<ReadSettings, 'delimiter' | 'quote'>,
): CellEdit {
  const start = fields.start[column] ?? 0;
  const end = fields.end[column] ?? 0;
  const divides = value.includes(delimiter) || /[\r\n]/.test(value);
  if (quote === '') {
    if (divides) throw new UnwritableCell();
    return { start, end, text: value };
  }
  const escaped = quote === '"' ? value.replaceAll('"', '""') : value.replace(/[\\"]/g, String.raw`\$&`);
  const quoted = start > recordStart && bytes[start - 1] === QUOTE;
  if (quoted) return { start, end, text: escaped };
  return { start, end, text: divides || value.includes('"') ? `"${escaped}"` : escaped };
}

/** The names in a label of fastText lines: one as it stands, several as a list. */
function namesOf(token: string): readonly string[] {
  const value = valueOfToken(token);
  if (!value.startsWith('[')) return [value];
  try {
    const list: unknown = JSON.parse(value);
    if (Array.isArray(list) && list.every((name) => typeof name === 'string')) return list;
  } catch {
    // A name that begins with a bracket.
  }
  return [value];
}

/** The first label of a line is replaced by the names; the others go, each with the white space before it. */
function wordEdits({ bytes, start, end }: RawRecord, names: readonly string[]): readonly CellEdit[] {
  if (names.length === 0 || names.some((name) => name === '' || /[ \t\r\n]/.test(name))) throw new UnwritableCell();
  const text = names.map((name) => `${LABEL_PREFIX}${name}`).join(' ');
  return labelWords(bytes, start, end).map(([from, to], i) => {
    if (i === 0) return { start: from, end: to, text };
    let space = from;
    while (space > start && (bytes[space - 1] === 32 || bytes[space - 1] === 9)) space--;
    return { start: space, end: to, text: '' };
  });
}
