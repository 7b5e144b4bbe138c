/** Faults in the transfer of a model's file, under the names of the fault codes. */

/** Statuses for a file that does not exist or that the page may not read, as servers and hubs send them. */
const NOT_FOUND: ReadonlySet<number> = new Set([400, 401, 403, 404, 410]);

/** Why an HTTP answer holds no file: its status, or a web page in the file's place. Null: it may hold one. */
export function answerFault(
  status: number,
  contentType: string | null,
): 'model-not-found' | 'model-download' | 'model-html' | null {
  if (NOT_FOUND.has(status)) return 'model-not-found';
  if (status < 200 || status > 299) return 'model-download';
  return /^text\/html\b/i.test(contentType ?? '') ? 'model-html' : null;
}

/** Bytes of a file's beginning that `contentFault` looks at. */
const HEAD_BYTES = 64;

/** A web page or a Git LFS pointer in the place of a file, by its first bytes. Null: neither. */
export function contentFault(bytes: Uint8Array): 'model-html' | 'model-lfs-pointer' | null {
  const text = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)).trimStart();
  if (text.startsWith('<')) return 'model-html';
  return text.startsWith('version https://git-lfs') ? 'model-lfs-pointer' : null;
}

/** The state of a failed transfer. Sizes in bytes, `announced`: 0 = unknown. */
export interface BrokenTransfer {
  readonly received: number;
  readonly announced: number;
  /** The server was silent for too long. */
  readonly stalled: boolean;
  readonly online: boolean;
}

/** Why a transfer failed. Browsers report a body that ends early as any other error of the network. */
export function transferFault({
  received,
  announced,
  stalled,
  online,
}: BrokenTransfer): 'model-stalled' | 'model-offline' | 'model-truncated' | 'model-download' {
  if (stalled) return 'model-stalled';
  if (!online) return 'model-offline';
  return received > 0 && received < announced ? 'model-truncated' : 'model-download';
}
