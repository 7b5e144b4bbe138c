import type { ScoreBatch, TextChunk } from '../../protocol/model-wire.js';

/** A copy whose buffers can be transferred while the original stays. */
export function copyOfChunk({ bytes, offsets }: TextChunk): TextChunk {
  return { bytes: bytes.slice(), offsets: offsets.slice() };
}

/** A copy whose buffers can be transferred while the original stays. */
export function copyOfBatch({ ids, offsets, segmentB, columns, labels }: ScoreBatch): ScoreBatch {
  return {
    ids: ids.slice(),
    offsets: offsets.slice(),
    segmentB: segmentB.slice(),
    columns,
    labels: labels.slice(),
  };
}
