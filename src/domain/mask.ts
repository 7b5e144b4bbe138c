import type { TokenChunk } from './batch.js';

/** Which tokens of a pass are hidden. The same settings hide the same tokens of the same row, always. */
export interface Masking {
  /** Share of a row's maskable tokens that is hidden, in (0, 1). */
  readonly rate: number;
  /** Unsigned 32-bit integer. */
  readonly seed: number;
  /** Number of the pass, from 0: another pass hides other tokens. */
  readonly pass: number;
  /** What stands in place of a hidden token. */
  readonly maskId: number;
  /** Ids that are never hidden: what the tokenizer puts around texts, and padding. */
  readonly specialIds: readonly number[];
}

/** Per cent of the tokens that a pass may hide, from and to; the largest is what BERT was trained with. */
export const MASK_PERCENT = { least: 10, largest: 15 } as const;

/**
 * A copy of the chunk with tokens hidden in the rows named by `rows` (positions in the chunk); other rows are as they
 * were. `sourceRow[i]` names chunk row i once and for all, so that what is hidden in it depends on nothing but that
 * name, the seed, the pass and its own tokens. Of n maskable tokens `max(1, round(rate * n))` are hidden, drawn
 * without replacement; a row without any stays as it is. Throws `RangeError` for a rate outside (0, 1).
 */
export function maskTokens(
  chunk: TokenChunk,
  rows: ArrayLike<number>,
  sourceRow: ArrayLike<number>,
  masking: Masking,
): TokenChunk {
  const { rate, seed, pass, maskId } = masking;
  if (!(rate > 0 && rate < 1)) throw new RangeError(`a mask rate of ${rate}`);
  const kept = new Set([...masking.specialIds, maskId]);
  const ids = chunk.ids.slice();
  const places: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    places.length = 0;
    const end = chunk.offsets[row + 1] ?? 0;
    for (let at = chunk.offsets[row] ?? 0; at < end; at++) if (!kept.has(ids[at] ?? maskId)) places.push(at);
    if (places.length === 0) continue;
    const draw = draws(seed, pass, sourceRow[row] ?? 0);
    const count = Math.max(1, Math.round(rate * places.length));
    for (let taken = 0; taken < count; taken++) {
      const other = taken + Math.floor(draw() * (places.length - taken));
      ids[places[other] ?? 0] = maskId;
      places[other] = places[taken] ?? 0;
    }
  }
  return { ...chunk, ids };
}

const GOLDEN = 0x9e3779b9;

/** Uniform numbers in [0, 1): a counter through the finaliser of MurmurHash3, started from all three numbers. */
function draws(seed: number, pass: number, row: number): () => number {
  let state = mixed(mixed(mixed(seed) ^ (pass + GOLDEN)) ^ row);
  return () => {
    state = (state + GOLDEN) | 0;
    return mixed(state) / 2 ** 32;
  };
}

/** Spreads every bit over all 32; unsigned. */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
