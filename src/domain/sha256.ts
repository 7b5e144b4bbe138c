import { sha256 as pureSha256 } from '@noble/hashes/sha2.js';
import { hexOf } from './bytes.js';

/** The part of Web Crypto that is used. Browsers offer it on secure origins (https, localhost) only. */
interface Digester {
  digest(algorithm: 'SHA-256', bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/** SHA-256 of bytes: 32 bytes. The browser computes it where it can, and a library in JavaScript where it cannot. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const subtle = (globalThis as { readonly crypto?: { readonly subtle?: Digester } }).crypto?.subtle;
  return subtle === undefined ? pureSha256(bytes) : new Uint8Array(await subtle.digest('SHA-256', bytes));
}

/** SHA-256 as 64 hexadecimal digits, of bytes or of a text in UTF-8. */
export async function sha256Hex(content: Uint8Array<ArrayBuffer> | string): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return hexOf(await sha256(bytes));
}
