import { sha256, sha256Hex } from '../../domain/bytes/sha256.js';
import { errorText } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';
import { failed, ok } from '../../protocol/outcome.js';

/** The pieces of the content hash, see `Inspection.hash`. */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Copies a blob's bytes into a blob that the page alone owns. A change of the file on disk or the deletion of a
 * database leaves it untouched. Reads 4 MiB at a time. The browser may keep the copy on disk.
 *
 * With a `hash` (see `Inspection.hash`) the copy has that content, or the fault is `file-changed`. Without a hash, a
 * failed read is `file-unreadable`.
 */
export async function copyBytes(source: Blob, hash: string | null): Promise<Outcome<Blob>> {
  const count = Math.ceil(source.size / PIECE_BYTES);
  const digests = new Uint8Array(count * 32);
  const pieces: Blob[] = [];
  for (let index = 0; index < count; index++) {
    const bytes = await readPiece(source, index);
    if (!(bytes instanceof ArrayBuffer)) {
      return failed({ code: hash === null ? 'file-unreadable' : 'file-changed', detail: bytes });
    }
    if (hash !== null) digests.set(await sha256(new Uint8Array(bytes)), index * 32);
    const piece = new Blob([bytes]);
    const lacking = await unreadable(piece);
    if (lacking !== null) return failed({ code: 'file-unreadable', detail: lacking });
    pieces.push(piece);
  }
  if (hash !== null && hash !== (await sha256Hex(digests))) return failed({ code: 'file-changed' });
  return ok(new Blob(pieces));
}

/** The bytes of a piece, or why they cannot be read. */
async function readPiece(source: Blob, index: number): Promise<ArrayBuffer | string> {
  try {
    const piece = source.slice(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
    const bytes = await piece.arrayBuffer();
    return bytes.byteLength === piece.size ? bytes : 'the file is shorter than it was';
  } catch (error) {
    return errorText(error);
  }
}

/** Waits until the browser has stored a piece. Returns why it could not. A blob without room fails when it is read. */
async function unreadable(piece: Blob): Promise<string | null> {
  try {
    await piece.slice(-1).arrayBuffer();
    return null;
  } catch (error) {
    return `no room for a copy: ${errorText(error)}`;
  }
}
