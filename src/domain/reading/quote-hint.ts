const QUOTE = 34;
const BACKSLASH = 92;

/**
 * The evidence of a field's quotes in the file. `wrapped`: the field is in quotes, with none inside. `doubled`: it is
 * in quotes, and those inside are doubled. `escaped`: each quote inside has a backslash before it. `bare`: no writer of
 * quoted fields leaves such quotes. `none`: no quote.
 */
export type QuoteHint = 'none' | 'wrapped' | 'doubled' | 'escaped' | 'bare';

/** The hint of `bytes[start .. end)`. */
export function quoteHint(bytes: Uint8Array, start: number, end: number): QuoteHint {
  const wrapped = end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE;
  let quotes = 0;
  let escaped = 0;
  let doubled = 0;
  const to = wrapped ? end - 1 : end;
  for (let i = wrapped ? start + 1 : start; i < to; i++) {
    const byte = bytes[i];
    if (byte === BACKSLASH && i + 1 < to && (bytes[i + 1] === QUOTE || bytes[i + 1] === BACKSLASH)) {
      i++;
      if (bytes[i] !== QUOTE) continue;
      quotes++;
      escaped++;
    } else if (byte === QUOTE) {
      quotes++;
      if (i + 1 < to && bytes[i + 1] === QUOTE) {
        doubled++;
        i++;
      }
    }
  }
  if (quotes === 0) return wrapped ? 'wrapped' : 'none';
  if (quotes === escaped) return 'escaped';
  return wrapped && quotes === doubled ? 'doubled' : 'bare';
}
