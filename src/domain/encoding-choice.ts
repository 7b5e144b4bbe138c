import { byteDecoder } from './byte-decoder.js';
import { characterStart, clip } from './cut-text.js';
import type { SourceEncoding } from './dataset.js';
import { SOURCE_ENCODINGS } from './dataset.js';
import { Utf8Checker } from './encoding.js';
import { isWholeUtf8, ODD_LINE_BYTES } from './odd-lines.js';
import { impossibleCount, PLAUSIBLE, plausibility } from './plausibility.js';

/** A way to read bytes, with lines by which a person can tell it from the others. */
interface EncodingReading {
  readonly encoding: SourceEncoding;
  readonly sample: string;
}

/** Readings of bytes that are not UTF-8, best first. */
export interface EncodingChoice {
  readonly readings: readonly EncodingReading[];
  /** Whether the first reading is plausible. Otherwise a person has to choose. */
  readonly sure: boolean;
}

/** Lines that a sample shows, and characters of each. */
const SAMPLE_LINES = 3;
const SAMPLE_CHARS = 120;
/** Characters before the first that differs. */
const SAMPLE_LEAD = 30;
/** Bytes that are decoded to look for UTF-16. */
const JUDGED_BYTES = 256 * 1024;
/** The lead of a usual reading over an equal one, and the handicap of a rare one. */
const USUAL: ReadonlyMap<SourceEncoding, number> = new Map([
  ['windows-1252', 0.05],
  ['windows-1251', 0.02],
  ['koi8-r', 0.01],
  ['windows-1250', 0.01],
  ['gb18030', 0.02],
  // Its letters are the dashes and quotes of Windows-1252, so it needs a text that nothing else explains.
  ['macintosh', -0.6],
]);
/** A UTF-8 file has at least this many sound characters for a broken one. */
const MOSTLY = 10;
/** The lead that the best reading needs over the next. */
const CLEAR_LEAD = 0.03;
/** A word beyond ASCII that is no longer than this is weak evidence, however often it occurs. */
const SHORT_WORD_BYTES = 16;
/** How much worse than the best a third reading may be to be offered beside it. */
const OFFERED_WITHIN = 0.6;

const latin1 = byteDecoder('windows-1252', false);
const BEYOND_ASCII = /[^\0-\x7f]/;
/** A word that begins and continues beyond ASCII, with three such bytes at least. */
const RUN_BEYOND_ASCII = /^[^\0-\x7f](?:[\0-\x7f]?[^\0-\x7f]){2,}[\0-\x7f]?$/;

/** The encoding that a byte order mark names, or null. */
export function markedEncoding(head: Uint8Array): SourceEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0x84 && head[1] === 0x31 && head[2] === 0x95 && head[3] === 0x33) return 'gb18030';
  return null;
}

/** The encoding that the head of a file proves: its mark, or UTF-8. Null where the bytes must be examined. */
export function certainEncoding(head: Uint8Array): SourceEncoding | null {
  const marked = markedEncoding(head);
  if (marked !== null) return marked;
  const doubtful = zeroPattern(head) !== null || hasJisEscape(head) || new Utf8Checker().check(head) >= 0;
  return doubtful ? null : 'utf-8';
}

/** Whether bytes of seven bits hold the escape sequence that switches ISO-2022-JP to kanji. */
export function hasJisEscape(head: Uint8Array): boolean {
  if (head.some((byte) => byte > 127)) return false;
  for (let i = head.indexOf(27); i >= 0; i = head.indexOf(27, i + 1)) {
    if (head[i + 1] === 0x24 && (head[i + 2] === 0x42 || head[i + 2] === 0x40)) return true;
  }
  return false;
}

/** How much more often zero bytes must be at positions of one parity than of the other, for UTF-16. */
const PARITY_RATIO = 4;

/**
 * UTF-16 of text with ASCII in it (tabs, line ends) has zero bytes, most of them at positions of one parity, and it
 * decodes to text. Null for other bytes.
 */
export function zeroPattern(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const count = Math.min(head.length, JUDGED_BYTES);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < count; i++) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  if (even + odd < Math.max(1, count * 0.02)) return null;
  const encoding = odd >= even * PARITY_RATIO ? 'utf-16le' : even >= odd * PARITY_RATIO ? 'utf-16be' : null;
  const text = encoding === null ? null : decodeStrictly(head.subarray(0, count), encoding);
  return text !== null && impossibleCount(text) < text.length * 0.01 ? encoding : null;
}

/**
 * Ranks the readings of a file without a mark that is not UTF-8. `odd`: its lines with bytes beyond ASCII, wherever
 * they are (see `OddLines`). Readings that give the same text count as one. A reading that some line does not allow is
 * left out.
 */
export function rankEncodings(head: Uint8Array, odd: readonly Uint8Array[]): EncodingChoice {
  const wide = zeroPattern(head);
  if (wide !== null) return { readings: [{ encoding: wide, sample: sampleOf(linesOf(head, wide) ?? []) }], sure: true };
  const lines = hasJisEscape(head) ? splitLines(head.subarray(0, JUDGED_BYTES)).filter(hasEscape) : odd;
  const readings = SOURCE_ENCODINGS.flatMap((encoding) => {
    if (encoding === 'iso-2022-jp' && !hasJisEscape(head)) return [];
    const decoded = encoding.startsWith('utf-16') ? linesOf(head, encoding) : decodeLines(lines, encoding);
    if (decoded === null) return [];
    return [{ encoding, decoded, score: plausibility(decoded, encoding) + (USUAL.get(encoding) ?? 0) }];
  });
  readings.sort((a, b) => b.score - a.score);
  const distinct = readings.filter(
    ({ decoded }, i) => readings.findIndex((other) => sameLines(other.decoded, decoded)) === i,
  );
  const best = distinct[0]?.score ?? 0;
  const { good, bad } = hasJisEscape(head) ? { good: 0, bad: 1 } : countUtf8(lines);
  const broken = good > bad * MOSTLY;
  // Characters of UTF-8 are nonsense in every other encoding, however plausible the rest is.
  const mixed = good >= bad && !broken;
  const lead = best - (distinct[1]?.score ?? -1);
  const sure = broken || (!mixed && best >= PLAUSIBLE && lead >= CLEAR_LEAD && !isOneWord(lines));
  const offered = sure
    ? distinct.filter(({ score }, i) => i < 2 || score > Math.max(0, best - OFFERED_WITHIN))
    : distinct;
  const utf8 = { encoding: 'utf-8' as const, decoded: lines.map((line) => new TextDecoder().decode(line)) };
  const shown = broken || mixed ? [utf8, ...offered] : offered;
  const places = differingLines(shown.map(({ decoded }) => decoded));
  return {
    sure,
    readings: shown.map(({ encoding, decoded }) => ({
      encoding,
      sample: encoding.startsWith('utf-16') ? sampleOf(decoded) : sampleOf(places.map((i) => decoded[i] ?? '')),
    })),
  };
}

/**
 * Whether all text beyond ASCII is one short word that is repeated by itself. In some encoding or other any few bytes
 * are a word.
 */
function isOneWord(lines: readonly Uint8Array[]): boolean {
  const words = new Set<string>();
  for (const line of lines) {
    for (const [word] of latin1.decode(line).matchAll(/[^\s,;|"]+/g)) if (BEYOND_ASCII.test(word)) words.add(word);
    if (words.size > 1) return false;
  }
  const [word = ''] = words;
  return word.length <= SHORT_WORD_BYTES && RUN_BEYOND_ASCII.test(word) && lines.length > 1;
}

function hasEscape(line: Uint8Array): boolean {
  return line.includes(27);
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}

/** The first lines that the readings read differently. Where they never differ, the first lines. */
function differingLines(readings: readonly (readonly string[])[]): readonly number[] {
  const count = Math.max(0, ...readings.map((lines) => lines.length));
  const places = Array.from({ length: count }, (_, i) => i);
  const differing = places.filter((i) => new Set(readings.map((lines) => lines[i])).size > 1);
  return (differing.length > 0 ? differing : places).slice(0, SAMPLE_LINES);
}

function sampleOf(lines: readonly string[]): string {
  return lines
    .slice(0, SAMPLE_LINES)
    .map((line) => {
      const at = characterStart(line, Math.max(0, line.search(/[^\0-\x7f]/) - SAMPLE_LEAD));
      return `${at > 0 ? '…' : ''}${clip(line.slice(at), SAMPLE_CHARS)}`.replaceAll('\t', ' ').trim();
    })
    .join('\n');
}

/** `cut`: the bytes may end inside a character. */
function decodeStrictly(bytes: Uint8Array, encoding: SourceEncoding, cut = true): string | null {
  try {
    return byteDecoder(encoding, true).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}

function decodeLines(lines: readonly Uint8Array[], encoding: SourceEncoding): string[] | null {
  const decoded: string[] = [];
  for (const line of lines) {
    const text = decodeStrictly(line, encoding, line.length === ODD_LINE_BYTES);
    if (text === null) return null;
    decoded.push(text);
  }
  return decoded;
}

/** The head's lines in UTF-16. Null where it is not UTF-16, or has no line end. */
function linesOf(head: Uint8Array, encoding: SourceEncoding): string[] | null {
  const lines = decodeStrictly(head.subarray(0, JUDGED_BYTES), encoding)?.split(/\r\n|\r|\n/) ?? [];
  return lines.length < 2 ? null : lines.filter((line) => line.trim() !== '');
}

function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(10, from);
    const end = found < 0 ? bytes.length : found;
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return lines;
}

/** How many characters of several bytes are well-formed UTF-8, and how many bytes are not. */
function countUtf8(lines: readonly Uint8Array[]): { readonly good: number; readonly bad: number } {
  let good = 0;
  let bad = 0;
  for (const line of lines) {
    for (let from = 0; from < line.length;) {
      const rest = line.subarray(from);
      const offence = new Utf8Checker().check(rest);
      const valid = offence < 0 ? rest : rest.subarray(0, offence);
      for (const byte of valid) if (byte >= 0xc2) good++;
      if (offence < 0) {
        // A character that only begins was counted above.
        if (!isWholeUtf8(line)) {
          good--;
          bad++;
        }
        break;
      }
      bad++;
      from += offence + 1;
    }
  }
  return { good, bad };
}
