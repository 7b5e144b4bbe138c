import { cutText, utf8CharacterStart } from './cut-text.js';

/** Characters of a record that a reject keeps. */
export const REJECT_CONTENT_CHARS = 500;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The first characters of `bytes[start .. end)`, at most `maxChars` UTF-16 units, cut between characters. */
export function headText(bytes: Uint8Array, start: number, end: number, maxChars: number): string {
  const most = start + maxChars * 3;
  const stop = most < end ? utf8CharacterStart(bytes, start, most) : end;
  return cutText(decoder.decode(bytes.subarray(start, stop)), maxChars);
}
