import type { SourceEncoding } from '../../src/domain/reading/dataset.js';
import { certainEncoding, markedEncoding, rankEncodings } from '../../src/domain/bytes/encoding-choice.js';
import { OddLines } from '../../src/domain/reading/odd-lines.js';
import { ok, type Outcome } from '../../src/protocol/outcome.js';
import type { EncodingCandidate } from '../../src/protocol/source-wire.js';
import { openBytes } from './bytes.js';

/** Bytes of one look, and inflated bytes of a gzip file that are examined before it is read. */
const PIECE_BYTES = 4 * 1024 * 1024;
const MAX_LOOKED_AT = 256 * 1024 * 1024;
/** Every byte has a meaning in it, so that a file can be cut into records before its encoding is chosen. */
const STAND_IN = 'windows-1252';

/** How a file's bytes are read as characters. */
export interface FoundEncoding {
  readonly encoding: SourceEncoding;
  /** Readings to choose from, best first. Empty where there is no doubt. */
  readonly readings: readonly EncodingCandidate[];
  /** No reading is plausible. `encoding` is a placeholder until a person chooses one. */
  readonly open: boolean;
}

/**
 * Finds the encoding of a file by its mark, as UTF-8, else by lines from anywhere in it. `head`: its first (inflated)
 * bytes, `whole` = all of them. `utf8`: whether all bytes of a file that is not gzip are UTF-8.
 */
export async function findEncoding(
  file: Blob,
  gzip: boolean,
  head: Uint8Array,
  whole: boolean,
  utf8: boolean,
): Promise<Outcome<FoundEncoding>> {
  const certain = certainEncoding(head);
  const tailKnown = gzip ? whole : utf8;
  if (certain !== null && (tailKnown || markedEncoding(head) !== null)) return sureOf(certain);
  const odd = await oddLines(file, gzip);
  if (!odd.ok) return odd;
  const { utf8: allUtf8, lines } = odd.value;
  if (certain === 'utf-8' && allUtf8) return sureOf('utf-8');
  const { readings, sure } = rankEncodings(head, lines);
  const encoding = sure ? readings[0]?.encoding : undefined;
  return ok({ encoding: encoding ?? STAND_IN, readings, open: encoding === undefined });
}

function sureOf(encoding: SourceEncoding): Outcome<FoundEncoding> {
  return ok({ encoding, readings: [], open: false });
}

/**
 * Looks through a file. A damaged part of a gzip file ends the look, and the reading of the file reports the damage.
 */
async function oddLines(file: Blob, gzip: boolean): Promise<Outcome<ReturnType<OddLines['end']>>> {
  const odd = new OddLines();
  const source = openBytes(file, gzip);
  try {
    for (let looked = 0; !gzip || looked < MAX_LOOKED_AT;) {
      const piece = await source.next(PIECE_BYTES);
      if (!piece.ok) return gzip ? ok(odd.endEarly()) : piece;
      if (piece.value === null) return ok(odd.end());
      odd.push(piece.value);
      looked += piece.value.length;
    }
    return ok(odd.endEarly());
  } finally {
    source.cancel();
  }
}
