import { isKnownName } from './column-names.js';
import { columnStats, isNumeric } from './column-stats.js';
import type { Delimiter, Quote, ReadSettings, SourceEncoding } from './dataset.js';
import { separatorOf } from './separator-line.js';
import { isFastText } from './fasttext.js';
import { countCells, mostCommon, readHead } from './preview-reader.js';
import { findQuoting, isUsuallyQuoted, unquotedFit } from './quoting.js';
import { skipSpace } from './json/scan.js';
import { detectJson } from './json/shape.js';
import { areWrappedLines } from './json/wrapped.js';

/** Bytes that the detection reads. */
const DETECT_BYTES = 256 * 1024;
const QUOTE = 34;
const OPEN_BRACE = 123;
/** What may follow a brace: a quote of either sort, or the closing brace. */
const KEY_STARTS = [34, 39, 125];

/**
 * Detects how to read the head of a source (UTF-8, inflated): as fastText lines, as JSON, else as delimited. A head
 * that begins like JSON is never cut at delimiters. `complete`: the head is the whole source.
 */
export function detectSettings(
  head: Uint8Array,
  complete: boolean,
  encoding: SourceEncoding,
  gzip: boolean,
): ReadSettings {
  const bytes = head.subarray(0, DETECT_BYTES);
  const whole = complete && bytes.length === head.length;
  const base: ReadSettings = { format: 'delimited', gzip, encoding, delimiter: ',', quote: '"', header: false };
  if (isFastText(bytes)) return { ...base, format: 'fasttext' };
  if (areWrappedLines(bytes, whole)) return { ...base, format: 'jsonl', wrapped: true };
  const json = detectJson(head, complete) ?? (mostLinesAreObjects(bytes) ? { format: 'jsonl' } : null);
  if (json !== null) return { ...base, ...json };
  const cut = detectCut(bytes, whole, base);
  // More of the head may show a way of quoting that its beginning does not.
  const found = whole || cut.quote !== usualQuote(cut.delimiter) ? {} : findQuoting(head, complete, cut).quoting;
  const settings = { ...cut, ...found };
  return { ...settings, header: detectHeader(bytes, whole, settings) };
}

/** Whether most of the first 20 lines that are not blank are objects, also where the first one is not. */
function mostLinesAreObjects(bytes: Uint8Array): boolean {
  let lines = 0;
  let objects = 0;
  let i = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  while (lines < 20) {
    i = skipSpace(bytes, i, bytes.length);
    if (i >= bytes.length) break;
    lines++;
    const inside = skipSpace(bytes, i + 1, bytes.length);
    if (bytes[i] === OPEN_BRACE && KEY_STARTS.includes(bytes[inside] ?? 0)) objects++;
    while (i < bytes.length && bytes[i] !== 10 && bytes[i] !== 13) i++;
  }
  return objects * 2 >= lines && objects > 0;
}

/** Delimiters, by preference where they fit equally well. */
const DELIMITERS: readonly Delimiter[] = ['\t', ',', ';', '|'];
/** Delimiters that no text has: they are looked for first, and must divide nearly all records alike. */
const SEQUENCES: readonly Delimiter[] = ['_!_', '|||', ' ::: ', ' +++$+++ '];
const SEQUENCE_FIT = 0.95;
/** Spaces are delimiters where nearly all records are divided alike and begin with a quoted cell. */
const SPACE_FIT = 0.9;
/** How much better a later delimiter must fit than an earlier one. */
const CUT_MARGIN = 0.05;
/** And how much better commas without quoting must fit. A few stray quotes are bad lines, not another format. */
const UNQUOTED_MARGIN = 0.3;

/** The quoting of a delimiter without other evidence. */
function usualQuote(delimiter: Delimiter): Quote {
  return isUsuallyQuoted(delimiter) ? '"' : '';
}

/** Chooses delimiter and quoting by how evenly they cut the records. */
function detectCut(bytes: Uint8Array, complete: boolean, base: ReadSettings): ReadSettings {
  const named = namedDelimiter(bytes);
  if (named !== null) {
    const settings = { ...base, delimiter: named };
    return { ...settings, ...findQuoting(bytes, complete, settings).quoting };
  }
  for (const delimiter of SEQUENCES) {
    const settings = { ...base, delimiter };
    const { fit, width, quoting } = findQuoting(bytes, complete, settings);
    if (width > 1 && fit >= SEQUENCE_FIT) return { ...settings, ...quoting };
  }
  const spaced: ReadSettings = { ...base, delimiter: ' ' };
  const spacedFit = bytes.includes(QUOTE) ? findQuoting(bytes, complete, spaced) : null;
  if (spacedFit !== null && isSpaced(spacedFit)) return { ...spaced, ...spacedFit.quoting };
  let best: ReadSettings = base;
  let bestFit = 0;
  const consider = (settings: ReadSettings, fit: ReturnType<typeof findQuoting>, margin: number): void => {
    if (fit.width < 2 || fit.fit <= bestFit + (bestFit > 0 ? margin : 0)) return;
    best = { ...settings, ...fit.quoting };
    bestFit = fit.fit;
  };
  for (const delimiter of DELIMITERS) {
    const settings = { ...base, delimiter };
    consider(settings, findQuoting(bytes, complete, settings), CUT_MARGIN);
  }
  for (const delimiter of DELIMITERS.slice(1)) {
    const settings = { ...base, delimiter };
    consider(settings, unquotedFit(bytes, complete, settings), UNQUOTED_MARGIN);
  }
  return best;
}

/** Whether spaces divide cells: nearly all records alike, with a quoted cell first and no other delimiter between spaces. */
function isSpaced({ fit, width, opened, total, bad }: ReturnType<typeof findQuoting>): boolean {
  return width > 1 && fit >= SPACE_FIT && opened >= total * SPACE_FIT && bad <= total * (1 - SPACE_FIT);
}

/** The delimiter that a first line such as `sep=;` names. */
function namedDelimiter(bytes: Uint8Array): Delimiter | null {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  let end = start;
  while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
  return separatorOf(bytes, start, end);
}

/** A column that is filled in a smaller share of the records needs no name. */
const SELDOM = 0.1;

/** Whether the first record names the columns. */
function detectHeader(bytes: Uint8Array, complete: boolean, settings: ReadSettings): boolean {
  const { records, columns } = readHead(bytes, complete, { ...settings, header: false });
  const [first, ...body] = records;
  if (isShortHeader(countCells(bytes, complete, { ...settings, header: true }))) return true;
  if (first === undefined) return false;
  const known = first.filter(isKnownName).length;
  if (known >= 2 || (known === 1 && first.length === 1)) return true;
  const stats = columnStats(columns.length, body);
  // Spreadsheets write columns that were never filled.
  const used = first.flatMap((cell, i) => (cell !== '' || (stats[i]?.filled ?? 0) > body.length * SELDOM ? [i] : []));
  if (used.some((i) => recurs(first[i] ?? '', i, body))) return false;
  if (known === 1) return true;
  const names = used.map((i) => first[i] ?? '');
  if (body.length === 0 || names.some((cell) => cell.trim() === '' || isNumeric(cell))) return false;
  const cells = used.flatMap((i) => stats[i] ?? []);
  return cells.some(({ numeric }) => numeric > 0.95) || looksLikeNames(names, cells);
}

/** Whether the first line names all columns but the first, which has the names of the rows. */
function isShortHeader({ header, counts, unended, rowNames }: ReturnType<typeof countCells>): boolean {
  if (header === null || header.length + 1 !== mostCommon(counts) || (unended && !rowNames)) return false;
  return header.some(isKnownName) && !header.some((cell) => cell.trim() === '' || isNumeric(cell));
}

/** A value of a column with few values: a label, not a name. */
function recurs(cell: string, column: number, body: readonly (readonly string[])[]): boolean {
  const cells = body.map((record) => record[column] ?? '');
  return cells.includes(cell) && new Set(cells).size <= Math.max(2, cells.length / 2);
}

/** Short, different from one another, and far shorter than the texts below. */
function looksLikeNames(first: readonly string[], stats: readonly { meanLength: number }[]): boolean {
  const short = first.every((cell) => cell.length <= 30 && !/[.!?。！？]/.test(cell));
  const longest = Math.max(...stats.map(({ meanLength }) => meanLength));
  const longestAt = stats.findIndex(({ meanLength }) => meanLength === longest);
  return short && new Set(first).size === first.length && (first[longestAt]?.length ?? 0) * 3 < longest;
}
