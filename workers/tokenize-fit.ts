/** How many tokens of each text stay when special tokens and texts must fit together. */
interface Fit {
  readonly a: number;
  /** 0 for a single text. */
  readonly b: number;
  readonly truncated: boolean;
}

/**
 * Cuts the longer text first, as Hugging Face's `longest_first`. A text of at most half the room stays whole. Where
 * both are longer, each gets half, and the odd token belongs to the longer text (to the second, if they are equal).
 * `room` is the room beside the special tokens.
 */
export function fitPair(a: number, b: number, room: number): Fit {
  if (a + b <= room) return { a, b, truncated: false };
  const half = Math.floor(room / 2);
  const short = Math.min(a, b);
  const keptShort = short <= half ? short : half;
  const keptLong = room - keptShort;
  return a > b ? { a: keptLong, b: keptShort, truncated: true } : { a: keptShort, b: keptLong, truncated: true };
}

/** Cuts a single text. */
export function fitSingle(a: number, room: number): Fit {
  return { a: Math.min(a, room), b: 0, truncated: a > room };
}
