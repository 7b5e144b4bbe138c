import type { TextColumn } from '../../domain/dataset.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The start of row `row`, at most `maxBytes` bytes of UTF-8 and never part of a character; an unknown row is empty. */
export function excerptOf({ bytes, offsets }: TextColumn, row: number, maxBytes: number): string {
  const start = offsets[row] ?? 0;
  let end = Math.min(offsets[row + 1] ?? 0, start + maxBytes);
  // A byte 10xxxxxx goes on with a character.
  if (end < (offsets[row + 1] ?? 0)) while (end > start && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return decoder.decode(bytes.subarray(start, end));
}

/** The start of a text, at most `limit` UTF-16 units, cut between characters. */
export function foldText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
