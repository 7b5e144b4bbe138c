import { isKnownName } from './column-names.js';
import { columnStats, isNumeric } from './column-stats.js';
import type { Delimiter, ReadSettings, SourceEncoding } from './dataset.js';
import { countCells, mostCommon, readHead } from './head.js';
import { skipSpace } from './json-scan.js';
import { detectJson } from './json-shape.js';

/** Bytes that the detection looks at. */
const DETECT_BYTES = 256 * 1024;
const OPEN_BRACE = 123;
/** What may follow a brace: a quote of either sort, or the brace's end. */
const KEY_STARTS = [34, 39, 125];

/** Detects how the head of a source (UTF-8, inflated) is to be read. `complete`: the head is the whole source. */
export function detectSettings(
  head: Uint8Array,
  complete: boolean,
  encoding: SourceEncoding,
  gzip: boolean,
): ReadSettings {
  const bytes = head.subarray(0, DETECT_BYTES);
  const whole = complete && bytes.length === head.length;
  const base: ReadSettings = { format: 'delimited', gzip, encoding, delimiter: ',', quote: '"', header: false };
  const json = detectJson(head, complete) ?? (mostLinesAreObjects(bytes) ? { format: 'jsonl' } : null);
  if (json !== null) return { ...base, ...json };
  const cut = detectCut(bytes, whole, base);
  return { ...cut, header: detectHeader(bytes, whole, cut) };
}

/** Whether most of the first 20 lines that are not blank are objects, whatever the first one is. */
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
