import { characterEnd, characterStart } from '../bytes/cut-text.js';
import type { TextChunk } from '../models/batch.js';
import type { Pattern } from './pattern.js';
import { united, type Span } from './search-marks.js';

/** Matches of a text that are marked. Later ones are not. */
const MOST_SPANS = 1000;

/**
 * The rows of a chunk in which every pattern is found: 1 or 0 for each. A pattern must match in one of the two texts.
 * Patterns may match in different ones. Only a worker calls it: a pattern can take any time. Throws a `SyntaxError` for
 * an invalid pattern.
 */
export function rowsWithPatterns(
  patterns: readonly Pattern[],
  text: TextChunk,
  second: TextChunk | null,
): Uint8Array<ArrayBuffer> {
  const tests = patterns.map(({ source, flags }) => new RegExp(source, flags));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const textOf = ({ bytes, offsets }: TextChunk, row: number): string =>
    decoder.decode(bytes.subarray(offsets[row], offsets[row + 1]));
  return Uint8Array.from({ length: text.offsets.length - 1 }, (_, row) => {
    const texts = second ? [textOf(text, row), textOf(second, row)] : [textOf(text, row)];
    return tests.every((pattern) => texts.some((one) => pattern.test(one))) ? 1 : 0;
  });
}

/**
 * The places of the patterns in a text, in whole characters, in order and without overlaps. Matches of no length have
 * none. Only a worker calls it, as with `rowsWithPatterns`.
 */
export function patternSpans(patterns: readonly Pattern[], text: string): readonly Span[] {
  const found: Span[] = [];
  for (const { source, flags } of patterns) {
    let count = 0;
    for (const { 0: match, index } of text.matchAll(new RegExp(source, `${flags}g`))) {
      if (match === '') continue;
      found.push({ start: characterStart(text, index), end: characterEnd(text, index + match.length) });
      count += 1;
      if (count === MOST_SPANS) break;
    }
  }
  return united(found);
}
