/**
 * `at`, or the position before it where `at` lies inside a character of two UTF-16 units. At most the text's length.
 */
export function characterStart(text: string, at: number): number {
  if (at >= text.length) return text.length;
  return isHalf(text, at, 0xdc00) && isHalf(text, at - 1, 0xd800) ? at - 1 : at;
}

/** `at`, or the position after it where `at` lies inside a character of two UTF-16 units. */
export function characterEnd(text: string, at: number): number {
  return characterStart(text, at) === at ? at : at + 1;
}

/** Whether the UTF-16 unit at a position is a surrogate of the half that begins with `first`. */
function isHalf(text: string, at: number, first: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === first;
}

/** The start of a text: at most `limit` UTF-16 units, and whole characters. */
export function cutText(text: string, limit: number): string {
  return text.slice(0, characterStart(text, limit));
}

/** Like `cutText`, with an ellipsis in place of the rest. White space before the ellipsis is dropped. */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${cutText(text, limit).trimEnd()}…`;
}

/**
 * `end`, or the start of the UTF-8 character that `end` lies inside of, but never before `start`. `bytes[end]` must be
 * part of the text.
 */
export function utf8CharacterStart(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}
