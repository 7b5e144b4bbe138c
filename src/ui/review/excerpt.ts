import { utf8CharacterStart } from '../../domain/bytes/cut-text.js';
import type { TextColumn } from '../../domain/reading/dataset.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The start of row `row`, at most `maxBytes` bytes of UTF-8, with no character cut. Empty for an unknown row. */
export function excerptOf({ bytes, offsets }: TextColumn, row: number, maxBytes: number): string {
  const start = offsets[row] ?? 0;
  const whole = offsets[row + 1] ?? 0;
  const end = start + maxBytes < whole ? utf8CharacterStart(bytes, start, start + maxBytes) : whole;
  return decoder.decode(bytes.subarray(start, end));
}
