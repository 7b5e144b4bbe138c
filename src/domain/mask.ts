import type { TokenChunk } from './batch.js';

/** Which tokens a pass hides. The same settings always hide the same tokens of the same row. */
export interface Masking {
  /** Share of a row's maskable tokens to hide, in (0, 1). */
  readonly rate: number;
  /** Unsigned 32-bit integer. */
  readonly seed: number;
  /** Number of the pass, from 0. Another pass hides other tokens. */
  readonly pass: number;
  /** The id in place of a hidden token. */
  readonly maskId: number;
  /** Ids that are never hidden: the tokenizer's tokens around texts, and padding. */
  readonly specialIds: readonly number[];
}

/** Per cent of the tokens that a pass may hide, from and to. The largest is that of BERT's training. */
export const MASK_PERCENT = { least: 10, largest: 15 } as const;

/**
 * A copy of the chunk with tokens hidden in the rows named by `rows` (positions in the chunk). Other rows stay
 * unchanged. `sourceRow[i]` is the lasting name of chunk row i, so that its hidden tokens depend only on that name, the
 * seed, the pass and its own tokens. Of n maskable tokens `max(1, round(rate * n))` are hidden, drawn without
 * replacement. A row without any stays unchanged. Throws `RangeError` for a rate outside (0, 1).
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

/** Spreads every bit over all 32. Unsigned. */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
