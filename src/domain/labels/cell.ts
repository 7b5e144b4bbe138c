import { ByteWriter } from '../bytes/bytes.js';
import { cellText } from '../reading/computed-columns.js';
import type { ReadSettings } from '../reading/dataset.js';
import type { CorrectedLabels, Patch } from '../export/labels.js';
import { LABEL_PREFIX, labelWords } from '../reading/fasttext.js';
import { appendWrapped } from '../reading/json/wrapped.js';
import { jsonAsPython } from './python.js';
import { valueOfToken } from './token.js';
import type { ByteSpan, RawRecord } from '../reading/records.js';

/** Why a source cannot hold a label: it has no quotes around a separator, or no column for the class. */
export class UnwritableCell extends Error {
  readonly lacks: 'quotes' | 'column';

  constructor(lacks: 'quotes' | 'column') {
    super(`the source has no ${lacks} for it`);
    this.lacks = lacks;
  }
}

/** Whether a source without JSON can hold a name: one without quotes has no name with a separator. */
export function canHoldName(name: string, settings: Pick<ReadSettings, 'format' | 'delimiter' | 'quote'>): boolean {
  const { format, delimiter, quote } = settings;
  if (format === 'fasttext') return !/[ \t\r\n]/.test(name);
  return format !== 'delimited' || quote !== '' || !(name.includes(delimiter) || /[\r\n]/.test(name));
}

/** Which labels change. */
export type LabelChanges = Pick<CorrectedLabels, 'patchesOf' | 'cellsOf'>;

const QUOTE = 34;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const scratch = new ByteWriter();

/**
 * The edits that put a row's label in place of its record's own, in the source's format and in order. None where it is
 * still the source's. `names`: of the columns. Throws `UnwritableCell`.
 */
export function labelEdits(
  record: RawRecord,
  row: number,
  labels: LabelChanges,
  names: readonly string[],
  settings: Pick<ReadSettings, 'format' | 'delimiter' | 'quote' | 'padded' | 'table' | 'index'>,
): readonly Patch[] {
  if (record.json) {
    const patches = labels.patchesOf(record, row) ?? [];
    if (!isWhole(settings) && patches.some(({ start, end }) => start === end)) throw new UnwritableCell('column');
    return jsonEdits(record, patches);
  }
  const cells = labels.cellsOf(record, row);
  if (cells === null) return [];
  const edits = [...cells].flatMap(([name, token]) => {
    const column = names.indexOf(name);
    if (column < 0 || column >= record.fields.count) throw new UnwritableCell('column');
    if (settings.format === 'fasttext') return wordEdits(record, namesOf(token));
    // Of several columns that make up the label only some change.
    return cells.size > 1 && cellText(record, column, scratch) === token
      ? []
      : [cellEdit(record, column, valueOfToken(token), settings)];
  });
  return edits.sort((a, b) => a.start - b.start);
}

/** Whether a JSON record is an object in the source, so that a member can be added to it. */
function isWhole({ format, table, index }: Pick<ReadSettings, 'format' | 'table' | 'index'>): boolean {
  return index === undefined && (format !== 'json-table' || table === 'lists');
}

/** For a record in a JSON string the string as a whole. */
function jsonEdits(record: RawRecord, patches: readonly Patch[]): readonly Patch[] {
  const spelled = patches.map((patch) => ({ ...patch, text: spelledLike(record, patch) }));
  const { original } = record;
  return original && spelled.length > 0 ? [wrappedEdit(record, original, spelled)] : spelled;
}

function wrappedEdit({ bytes, start, end }: RawRecord, original: ByteSpan, patches: readonly Patch[]): Patch {
  const text = new ByteWriter();
  let from = start;
  for (const patch of patches) {
    text.append(bytes, from, patch.start);
    text.text(patch.text);
    from = patch.end;
  }
  text.append(bytes, from, end);
  const out = new ByteWriter();
  appendWrapped(text.take(), original, out);
  return { start: original.start, end: original.end, text: decoder.decode(out.take()) };
}

/** A value in the record's own spelling: as Python where the record is no JSON. */
function spelledLike({ bytes, loose }: RawRecord, { start, end, text }: Patch): string {
  const own = decoder.decode(bytes.subarray(start, end));
  return loose === true && own !== '' && !isJson(own) ? jsonAsPython(text) : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A cell keeps its quotes, and gets quotes where the value needs them. */
function cellEdit(
  { bytes, start: recordStart, fields }: RawRecord,
  column: number,
  value: string,
  { quote, padded, delimiter }: Pick<ReadSettings, 'delimiter' | 'quote' | 'padded'>,
): Patch {
  const start = fields.start[column] ?? 0;
  const end = fields.end[column] ?? 0;
  const divides = value.includes(delimiter) || /[\r\n]/.test(value);
  if (quote === '') {
    if (divides) throw new UnwritableCell('quotes');
    return { start, end, text: value };
  }
  const escaped = quote === '"' ? value.replaceAll('"', '""') : value.replace(/[\\"]/g, String.raw`\$&`);
  const quoted = start > recordStart && bytes[start - 1] === QUOTE;
  if (quoted) return { start, end, text: escaped };
  const loses = padded === true && /^[ \t]|[ \t]$/.test(value);
  return { start, end, text: divides || loses || value.includes('"') ? `"${escaped}"` : escaped };
}

/** The names in a label of fastText lines: one unchanged, several as a list. */
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

/** Replaces the first label of a line by the names. Deletes the other labels, each with the white space before it. */
function wordEdits({ bytes, start, end }: RawRecord, names: readonly string[]): readonly Patch[] {
  const broken = names.length === 0 || names.some((name) => name === '' || /[ \t\r\n]/.test(name));
  if (broken) throw new UnwritableCell('quotes');
  const text = names.map((name) => `${LABEL_PREFIX}${name}`).join(' ');
  return labelWords(bytes, start, end).map(([from, to], i) => {
    if (i === 0) return { start: from, end: to, text };
    let space = from;
    while (space > start && (bytes[space - 1] === 32 || bytes[space - 1] === 9)) space--;
    return { start: space, end: to, text: '' };
  });
}
