import type { SourceFiles, TextColumn } from './dataset.js';
import { STATUSES } from './dataset.js';
import { rowOfSource } from './edits.js';
import type { RowFilter } from './rank.js';
import { fileIndexAt } from './source-parts.js';

/** The parts of a typed search. All words must be found. Of several values for one field, one must hold. */
export interface Query {
  /** Lower case, NFC. Each is sought anywhere in the text, within words too (Chinese has no spaces). */
  readonly words: readonly string[];
  readonly labels: readonly string[];
  readonly predicted: readonly string[];
  readonly statuses: readonly string[];
  /** Positions in the source, from 0. */
  readonly rows: readonly number[];
  readonly ids: readonly string[];
  /** Terms that look like a field and are none (`labl:Sports`, `loss>abc`). They are words, too. */
  readonly unknown: readonly string[];
  /** Parts of file names, where the source consists of several files. */
  readonly files: readonly string[];
  readonly aboveLoss?: number;
  readonly minLoss?: number;
  readonly belowLoss?: number;
  readonly maxLoss?: number;
}

/** The columns in which words, ids, positions and files are sought (see `Dataset`). */
export interface SearchColumns {
  readonly text: TextColumn;
  readonly textB: TextColumn | null;
  readonly id: TextColumn | null;
  readonly sourceRow: Uint32Array;
  readonly files?: SourceFiles;
}

/** A field's name where a value in quotes follows. */
const QUOTED_FIELD = /(?:(label|predicted|status|row|id|file)[:：])?(?=["“”])/iuy;
const BARE = /\S+/uy;
const FIELD = /^(label|predicted|status|row|id|file)[:：](.+)$/iu;
const LOSS = /^loss(>=|<=|>|<)(\d+(?:\.\d*)?|\.\d+)$/iu;
const LOSS_BOUND = { '>': 'aboveLoss', '>=': 'minLoss', '<': 'belowLoss', '<=': 'maxLoss' } as const;
/** A name and a value, or a bound that is no number, but no address. */
const FIELD_LIKE =
  /^(?:\p{L}{2,12}[:：](?!\/\/).+|(?:label|predicted|status|row|id|file)[:：]|loss(?:>=|<=|>|<|[:：]).*)$/iu;
/** Digits, of full width too, perhaps grouped as the page writes them: `1,235`. */
const ROW = /^[\d０-９]+(?:[,，][\d０-９]{3})*$/u;
const QUOTES = '"“”';

/**
 * Reads a search: `words`, `"a phrase"`, `label:Sports`, `label:"Sci/Tech"`, `predicted:World`, `status:corrected`,
 * `loss>2.5` (also `>=`, `<`, `<=`), `row:123` (number of a row on the page, from 1), `id:abc`, `file:train` (a part of
 * the name of one of several files). Between quotes `\"` is a quote and `\\` a backslash. The closing quote may be
 * missing. All other terms are words, so that no typed text is an error. Of several bounds of one kind the last counts.
 */
export function parseQuery(typed: string): Query {
  const query = {
    words: [],
    labels: [],
    predicted: [],
    statuses: [],
    rows: [],
    ids: [],
    files: [],
    unknown: [],
  } as Mutable<Query>;
  const text = typed.normalize('NFC');
  for (let at = 0; at < text.length;) {
    const quoted = matchAt(QUOTED_FIELD, text, at);
    const bare = quoted ? null : matchAt(BARE, text, at);
    if (quoted) {
      const { phrase, end } = readQuoted(text, at + quoted[0].length);
      readField(query, quoted[1] ?? '', phrase);
      at = end;
    } else if (bare) {
      readBare(query, bare[0]);
      at += bare[0].length;
    } else at += 1;
  }
  return query;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * Reads a phrase from its opening quote on. A straight quote is closed by a straight one where there is one, otherwise
 * by any. Without a closing quote the phrase ends with the text.
 */
function readQuoted(text: string, opening: number): { readonly phrase: string; readonly end: number } {
  const straight = text[opening] === '"' ? closingQuote(text, opening + 1, '"') : -1;
  const closing = straight >= 0 ? straight : closingQuote(text, opening + 1, QUOTES);
  const end = closing >= 0 ? closing : text.length;
  const phrase = text.slice(opening + 1, end).replace(/\\(["“”\\])/g, '$1');
  return { phrase, end: Math.min(end + 1, text.length) };
}

/** Position of the first of these quotes without a backslash before it. -1 = none. */
function closingQuote(text: string, from: number, quotes: string): number {
  for (let at = from; at < text.length; at += 1) {
    const next = text[at + 1] ?? '';
    if (text[at] === '\\' && next !== '' && `\\${QUOTES}`.includes(next)) at += 1;
    else if (quotes.includes(text[at] ?? '')) return at;
  }
  return -1;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

function readBare(query: Mutable<Query>, term: string): void {
  const [, operator, bound] = LOSS.exec(term.normalize('NFKC')) ?? [];
  const [, field, value] = FIELD.exec(term) ?? [];
  if (operator !== undefined) query[LOSS_BOUND[operator as keyof typeof LOSS_BOUND]] = Number(bound);
  else if (field !== undefined) readField(query, field, value ?? '');
  else {
    if (FIELD_LIKE.test(term)) query.unknown.push(term);
    query.words.push(foldCase(term));
  }
}

function readField(query: Mutable<Query>, field: string, value: string): void {
  switch (field.toLowerCase()) {
    case 'label':
      query.labels.push(value);
      break;
    case 'predicted':
      query.predicted.push(value);
      break;
    case 'status':
      query.statuses.push(value);
      break;
    case 'id':
      query.ids.push(value);
      break;
    case 'file':
      query.files.push(foldName(value));
      break;
    case 'row':
      if (ROW.test(value)) query.rows.push(Number(value.normalize('NFKC').replaceAll(',', '')) - 1);
      else {
        query.unknown.push(`row:${value}`);
        query.words.push(foldCase(`row:${value}`));
      }
      break;
    default:
      if (value !== '') query.words.push(foldCase(value));
  }
}

/** Whether the search must visit rows (`searchRows`). The rest of a query is in `fieldFilter`. */
export function needsScan(query: Query): boolean {
  return query.words.length > 0 || query.rows.length > 0 || query.ids.length > 0 || query.files.length > 0;
}

/**
 * A query's conditions on labels, predictions, statuses and losses, for `rankRows`. Names are compared without case. An
 * unknown name leaves no row.
 */
export function fieldFilter(query: Query, labels: readonly string[], classes: readonly string[]): RowFilter {
  const { aboveLoss, minLoss, belowLoss, maxLoss } = query;
  return {
    ...(query.labels.length > 0 && { labels: chosenNames(labels, query.labels) }),
    ...(query.predicted.length > 0 && { predicted: chosenNames(classes, query.predicted) }),
    ...(query.statuses.length > 0 && { statuses: chosenNames(STATUSES, query.statuses) }),
    ...(aboveLoss !== undefined && { aboveLoss }),
    ...(minLoss !== undefined && { minLoss }),
    ...(belowLoss !== undefined && { belowLoss }),
    ...(maxLoss !== undefined && { maxLoss }),
  };
}

function chosenNames(names: readonly string[], wanted: readonly string[]): Uint8Array {
  const folded = new Set(wanted.map(foldName));
  return Uint8Array.from(names, (name) => (folded.has(foldName(name)) ? 1 : 0));
}

/**
 * Searches rows `[from, to)` for the words, ids, positions and files of a query and sets `mask[row]` to 1 or 0 for
 * each. Call it slice by slice to keep the page responsive. A word must be in one of the two texts. Words may be in
 * different ones.
 */
export function searchRows(query: Query, columns: SearchColumns, from: number, to: number, mask: Uint8Array): void {
  mask.fill(1, from, to);
  if (query.rows.length > 0) keepPositions(query.rows, columns.sourceRow, from, to, mask);
  if (query.ids.length > 0) keepIds(query.ids, columns.id, from, to, mask);
  if (query.files.length > 0) keepFiles(query.files, columns, from, to, mask);
  const found = new Uint8Array(to - from);
  for (const word of query.words) {
    const matcher = matcherOf(word);
    found.fill(0);
    matcher(columns.text, from, to, found);
    if (columns.textB !== null) matcher(columns.textB, from, to, found);
    for (let row = from; row < to; row += 1) if (found[row - from] === 0) mask[row] = 0;
  }
}

function keepPositions(
  positions: readonly number[],
  sourceRow: Uint32Array,
  from: number,
  to: number,
  mask: Uint8Array,
): void {
  mask.fill(0, from, to);
  for (const position of positions) {
    const row = rowOfSource(sourceRow, position);
    if (row >= from && row < to) mask[row] = 1;
  }
}

/** Ids are compared whole and with case. */
function keepIds(ids: readonly string[], column: TextColumn | null, from: number, to: number, mask: Uint8Array): void {
  const wanted = column === null ? [] : ids.map((id) => new TextEncoder().encode(id));
  for (let row = from; row < to; row += 1) {
    if (!wanted.some((id) => equalsRow(column as TextColumn, row, id))) mask[row] = 0;
  }
}

/** A row of a source that is one file is in none of several. */
function keepFiles(
  wanted: readonly string[],
  { files, sourceRow }: SearchColumns,
  from: number,
  to: number,
  mask: Uint8Array,
): void {
  const chosen = files?.names.map((name) => wanted.some((part) => foldName(name).includes(part)));
  for (let row = from; row < to; row += 1) {
    if (!files || !chosen?.[fileIndexAt(files, sourceRow[row] ?? 0)]) mask[row] = 0;
  }
}

function equalsRow(column: TextColumn, row: number, bytes: Uint8Array): boolean {
  const start = column.offsets[row] as number;
  if ((column.offsets[row + 1] as number) - start !== bytes.length) return false;
  for (let index = 0; index < bytes.length; index += 1) if (column.bytes[start + index] !== bytes[index]) return false;
  return true;
}

/** Sets `found[row - from]` to 1 for rows of `[from, to)` that hold a word. */
type Matcher = (column: TextColumn, from: number, to: number, found: Uint8Array) => void;

/**
 * Whether a word can be found by its bytes, with ASCII letters in both cases. Bytes suffice unless the word has, beyond
 * ASCII, a letter with two cases or a combining mark (which can be part of a composed letter in the text). Such a word
 * is sought in the text in NFC and lower case (`foldCase`).
 */
export function isByteWord(word: string): boolean {
  const beyondAscii = word.replace(/[\0-\x7f]/gu, '');
  return beyondAscii === beyondAscii.toUpperCase() && !/\p{M}/u.test(beyondAscii);
}

function matcherOf(word: string): Matcher {
  if (isByteWord(word)) {
    const needle = new TextEncoder().encode(word);
    const skips = skipsOf(needle);
    return (column, from, to, found) => findBytes(needle, skips, column, from, to, found);
  }
  return (column, from, to, found) => findDecoded(word, column, from, to, found);
}

/** Horspool's table: how far a window can move by its last byte. ASCII letters in both cases. */
function skipsOf(needle: Uint8Array): Uint32Array {
  const skips = new Uint32Array(256).fill(needle.length);
  for (let index = 0; index < needle.length - 1; index += 1) {
    const byte = needle[index] as number;
    skips[byte] = needle.length - 1 - index;
    if (byte >= 0x61 && byte <= 0x7a) skips[byte - 0x20] = needle.length - 1 - index;
  }
  return skips;
}

/**
 * Horspool's search over the arena, not row by row: rows lie one behind the other, and a match over a row's end does
 * not count. UTF-8 needles match at character boundaries only, by its design.
 */
function findBytes(
  needle: Uint8Array,
  skips: Uint32Array,
  { bytes, offsets }: TextColumn,
  from: number,
  to: number,
  found: Uint8Array,
): void {
  const end = offsets[to] as number;
  let row = from;
  let at = offsets[from] as number;
  while (at + needle.length <= end) {
    if (!matchesAt(bytes, at, needle)) {
      at += skips[bytes[at + needle.length - 1] as number] as number;
      continue;
    }
    while ((offsets[row + 1] as number) <= at) row += 1;
    const rowEnd = offsets[row + 1] as number;
    if (at + needle.length <= rowEnd) {
      found[row - from] = 1;
      at = rowEnd;
    } else {
      at += 1;
    }
  }
}

/** `needle` is in lower case. */
function matchesAt(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  for (let index = needle.length - 1; index >= 0; index -= 1) {
    const byte = bytes[at + index] as number;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    if (lower !== needle[index]) return false;
  }
  return true;
}

/** The word is not all ASCII, so ASCII rows cannot hold it and are not decoded. */
function findDecoded(word: string, { bytes, offsets }: TextColumn, from: number, to: number, found: Uint8Array): void {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let row = from; row < to; row += 1) {
    const [start, end] = [offsets[row] as number, offsets[row + 1] as number];
    let at = start;
    while (at < end && (bytes[at] as number) < 0x80) at += 1;
    if (at === end) continue;
    if (foldCase(decoder.decode(bytes.subarray(start, end)).normalize('NFC')).includes(word)) found[row - from] = 1;
  }
}

/** Lower case, with the final sigma of Greek, which depends on the end of the word, as the common one. */
export function foldCase(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

function foldName(name: string): string {
  return foldCase(name.normalize('NFC').trim());
}
