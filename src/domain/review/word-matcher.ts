import type { TextColumn } from '../reading/dataset.js';
import { foldCase } from './fold.js';

/** Sets `found[row - from]` to 1 for rows of `[from, to)` that hold a word. */
type WordMatcher = (column: TextColumn, from: number, to: number, found: Uint8Array) => void;

/**
 * Whether a word can be found by its bytes, with ASCII letters in both cases. Bytes suffice unless the word has, beyond
 * ASCII, a letter with two cases or a combining mark (which can be part of a composed letter in the text). Such a word
 * is sought in the text in NFC and lower case (`foldCase`).
 */
export function isByteWord(word: string): boolean {
  const beyondAscii = word.replace(/[\0-\x7f]/gu, '');
  return beyondAscii === beyondAscii.toUpperCase() && !/\p{M}/u.test(beyondAscii);
}

/** The matcher of a word of `Query.words`. */
export function matcherOf(word: string): WordMatcher {
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
