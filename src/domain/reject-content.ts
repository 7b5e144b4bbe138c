/** Characters of a record that a reject keeps. */
export const REJECT_CONTENT_CHARS = 500;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The first characters of `bytes[start .. end)`, at most `maxChars` UTF-16 units, cut between characters. */
export function headText(bytes: Uint8Array, start: number, end: number, maxChars: number): string {
  let stop = Math.min(end, start + maxChars * 3);
  while (stop < end && stop > start && ((bytes[stop] ?? 0) & 0xc0) === 0x80) stop--;
  const text = decoder.decode(bytes.subarray(start, stop));
  if (text.length <= maxChars) return text;
  const unit = text.charCodeAt(maxChars - 1);
  return text.slice(0, unit >= 0xd800 && unit <= 0xdbff ? maxChars - 1 : maxChars);
}
