import { errorText, type Fault } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';
import { failed, ok } from '../../protocol/outcome.js';
import type { Downloads } from '../../protocol/ports.js';
import { pause } from './clock.js';

/** Bytes gathered before they become a Blob, which the browser can keep on disk. */
const PIECE_BYTES = 16 * 2 ** 20;
/** How long a browser may take to start a download, a prompt for the folder included. */
const REVOKE_AFTER_MS = 10 * 60_000;
/** Chromium starts at most 10 downloads a second and drops the others without a word. */
const APART_MS = 200;
/** File systems allow 255; browsers add `(1)` and their own ending. */
const NAME_MAX_BYTES = 200;

/** Downloads through a link with a Blob. It works in every browser, and in frames too. */
export class LinkDownloads implements Downloads {
  /** When the browser may get the next download, on `performance.now()`. */
  #nextAt = 0;

  /** Gathers all parts before the browser gets the file: an export that fails half way leaves no file. */
  async save(
    fileName: string,
    mimeType: string,
    parts: AsyncIterable<Outcome<Uint8Array<ArrayBuffer>>>,
  ): Promise<Outcome<null>> {
    try {
      const blob = await gather(parts, mimeType);
      if (!blob.ok) return blob;
      await this.#turn();
      const url = URL.createObjectURL(blob.value);
      const link = document.createElement('a');
      link.href = url;
      link.download = safeFileName(fileName);
      link.hidden = true;
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
      return ok(null);
    } catch (error) {
      return failed(exportFault(error));
    }
  }

  /** Waits until the browser can take another download. */
  async #turn(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + APART_MS;
    if (at > now) await pause(at - now);
  }
}

async function gather(parts: AsyncIterable<Outcome<Uint8Array<ArrayBuffer>>>, type: string): Promise<Outcome<Blob>> {
  const pieces: Blob[] = [];
  let loose: Uint8Array<ArrayBuffer>[] = [];
  let looseBytes = 0;
  for await (const part of parts) {
    if (!part.ok) return part;
    loose.push(part.value);
    looseBytes += part.value.length;
    if (looseBytes < PIECE_BYTES) continue;
    pieces.push(new Blob(loose));
    loose = [];
    looseBytes = 0;
  }
  return ok(new Blob([...pieces, ...loose], { type }));
}

function exportFault(error: unknown): Fault {
  return { code: 'export-failed', detail: errorText(error) };
}

/**
 * A plain file name on every system that reads as what it is. It holds no path, no control or invisible characters, no
 * characters that turn the direction of text and no device name. It has at most 200 bytes with its ending, and is never
 * empty.
 */
export function safeFileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\\/:*?"<>|]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const dot = plain.lastIndexOf('.');
  const ending = dot > 0 && plain.length - dot <= 16 ? plain.slice(dot) : '';
  const stem = plain.slice(0, plain.length - ending.length);
  const characters = [...stem].slice(0, NAME_MAX_BYTES);
  while (new TextEncoder().encode(characters.join('') + ending).length > NAME_MAX_BYTES) characters.pop();
  const cut = characters.join('').trimEnd();
  if (cut === '') return `rinse${ending}`;
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu.test(`${cut}${ending}`) ? `_${cut}${ending}` : `${cut}${ending}`;
}
