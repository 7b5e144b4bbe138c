import { isKnownName } from './column-names.js';
import { columnStats, isNumeric } from './column-stats.js';
import type { Delimiter, ReadSettings, SourceEncoding, SourceFormat } from './dataset.js';
import { countCells, mostCommon, readHead } from './head.js';
import { skipSpace, skipValue } from './json-scan.js';
import { parseVector } from './results-columns.js';

/** Bytes that the detection looks at. */
const DETECT_BYTES = 256 * 1024;
/** A row's numbers for the classes are no longer than this. */
const LIST_BYTES = 64 * 1024;
const OPEN_BRACE = 123;
const OPEN_BRACKET = 91;

/** Detects how the head of a source (UTF-8, inflated) is to be read. `complete`: the head is the whole source. */
export function detectSettings(
  head: Uint8Array,
  complete: boolean,
  encoding: SourceEncoding,
  gzip: boolean,
): ReadSettings {
  const bytes = head.subarray(0, DETECT_BYTES);
  const whole = complete && bytes.length === head.length;
  const base: ReadSettings = { format: detectFormat(bytes), gzip, encoding, delimiter: ',', quote: '"', header: false };
  if (base.format !== 'delimited') return base;
  const cut = detectCut(bytes, whole, base);
  return { ...cut, header: detectHeader(bytes, whole, cut) };
}

/** JSON by its first bytes, or by what most lines begin with; else delimited. */
export function detectFormat(bytes: Uint8Array): SourceFormat {
  const first = skipSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0, bytes.length);
  const second = skipSpace(bytes, first + 1, bytes.length);
  if (bytes[first] === OPEN_BRACKET && isListOfScores(bytes, first)) {
    // A list on each line, or one list of all.
    if (bytes[skipSpace(bytes, skipValue(bytes, first, bytes.length), bytes.length)] === OPEN_BRACKET) return 'jsonl';
  }
  if (bytes[first] === OPEN_BRACKET && bytes[second] === OPEN_BRACKET && isListOfScores(bytes, second)) {
    return 'json-array';
  }
  const inArray = bytes[second] === OPEN_BRACE || bytes[second] === 93 || second === bytes.length;
  if (bytes[first] === OPEN_BRACKET && inArray) return 'json-array';
  return mostLinesAreObjects(bytes) ? 'jsonl' : 'delimited';
}

/** Whether a whole list begins at `start` that holds the numbers of the classes of one row. */
function isListOfScores(bytes: Uint8Array, start: number): boolean {
  const end = skipValue(bytes, start, bytes.length);
  if (end < 0 || end - start > LIST_BYTES) return false;
  return parseVector(new TextDecoder().decode(bytes.subarray(start, end))) !== null;
}

/** Among the first 20 lines that are not blank. */
function mostLinesAreObjects(bytes: Uint8Array): boolean {
  let lines = 0;
  let objects = 0;
  let i = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  while (lines < 20) {
    i = skipSpace(bytes, i, bytes.length);
    if (i >= bytes.length) break;
    lines++;
    const inside = skipSpace(bytes, i + 1, bytes.length);
    if (bytes[i] === OPEN_BRACE && (bytes[inside] === 34 || bytes[inside] === 125)) objects++;
    while (i < bytes.length && bytes[i] !== 10 && bytes[i] !== 13) i++;
  }
  return objects * 2 >= lines && objects > 0;
}

/** Ways to cut lines, in the order in which they are preferred when they fit equally well. */
const CUTS: readonly (readonly [Delimiter, '"' | ''])[] = [
  ['\t', ''],
  ['\t', '"'],
  [',', '"'],
  [';', '"'],
  ['|', '"'],
  [',', ''],
  [';', ''],
  ['|', ''],
];
/** How much better a later cut must fit than an earlier one. */
const CUT_MARGIN = 0.05;
/** And how much better commas without quoting must fit: a few stray quotes are bad lines, not another format. */
const UNQUOTED_MARGIN = 0.3;

/** Chooses delimiter and quoting by how evenly they cut the records. */
function detectCut(bytes: Uint8Array, complete: boolean, base: ReadSettings): ReadSettings {
  let best: ReadSettings = base;
  let bestFit = 0;
  for (const [delimiter, quote] of CUTS) {
    const settings: ReadSettings = { ...base, delimiter, quote };
    const { counts, rejected } = countCells(bytes, complete, settings);
    const width = mostCommon(counts);
    if (width < 2) continue;
    const fit = counts.filter((count) => count === width).length / (counts.length + rejected);
    const margin = delimiter !== '\t' && quote === '' ? UNQUOTED_MARGIN : CUT_MARGIN;
    if (fit > bestFit + (bestFit > 0 ? margin : 0)) {
      best = settings;
      bestFit = fit;
    }
  }
  return best;
}

/** Whether the first record names the columns. */
function detectHeader(bytes: Uint8Array, complete: boolean, settings: ReadSettings): boolean {
  const { records, columns } = readHead(bytes, complete, { ...settings, header: false });
  const [first, ...body] = records;
  if (first === undefined) return false;
  const known = first.filter(isKnownName).length;
  if (known >= 2 || (known === 1 && first.length === 1)) return true;
  if (first.some((cell, i) => recurs(cell, i, body))) return false;
  if (known === 1) return true;
  if (body.length === 0 || first.some((cell) => cell.trim() === '' || isNumeric(cell))) return false;
  const stats = columnStats(columns.length, body);
  return first.some((_, i) => (stats[i]?.numeric ?? 0) > 0.95) || looksLikeNames(first, stats);
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
