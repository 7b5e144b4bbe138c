import type { SourceEncoding } from '../src/domain/dataset.js';
import { certainEncoding, markedEncoding, rankEncodings } from '../src/domain/encoding-choice.js';
import { OddLines } from '../src/domain/odd-lines.js';
import type { EncodingCandidate } from '../src/protocol/source-wire.js';
import { openBytes } from './source-bytes.js';
import { SourceFault } from './source-fault.js';

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
): Promise<FoundEncoding> {
  const certain = certainEncoding(head);
  const tailKnown = gzip ? whole : utf8;
  if (certain !== null && (tailKnown || markedEncoding(head) !== null)) return sureOf(certain);
  const { utf8: allUtf8, lines } = await oddLines(file, gzip);
  if (certain === 'utf-8' && allUtf8) return sureOf('utf-8');
  const { readings, sure } = rankEncodings(head, lines);
  const encoding = sure ? readings[0]?.encoding : undefined;
  return { encoding: encoding ?? STAND_IN, readings, open: encoding === undefined };
}

function sureOf(encoding: SourceEncoding): FoundEncoding {
  return { encoding, readings: [], open: false };
}

/**
 * Looks through a file. A damaged part of a gzip file ends the look, and the reading of the file reports the damage.
 */
async function oddLines(file: Blob, gzip: boolean): Promise<ReturnType<OddLines['end']>> {
  const odd = new OddLines();
  const source = openBytes(file, gzip);
  try {
    for (let looked = 0; !gzip || looked < MAX_LOOKED_AT;) {
      const piece = await source.next(PIECE_BYTES);
      if (piece === null) return odd.end();
      odd.push(piece);
      looked += piece.length;
    }
    return odd.endEarly();
  } catch (error) {
    if (error instanceof SourceFault && gzip) return odd.endEarly();
    throw error;
  } finally {
    source.cancel();
  }
}
