import { afterEach, describe, expect, test, vi } from 'vitest';
import { copyBytes } from '../../../src/effects/page-copy.js';
import { Source } from '../../../workers/source.js';
import { value } from './store-contract.js';

const PIECE = 4 * 1024 * 1024;

/** A file on disk. A read returns its content at that time. */
class DiskFile {
  content: Uint8Array<ArrayBuffer>;
  readonly size: number;
  gone = false;
  readonly read: number[] = [];

  constructor(content: Uint8Array<ArrayBuffer>) {
    this.content = content;
    this.size = content.length;
  }

  slice(from: number, to: number): Blob {
    const size = Math.min(to, this.size) - from;
    const read = (): Promise<ArrayBuffer> => {
      this.read.push(size);
      if (this.gone) return Promise.reject(new DOMException('the file has changed', 'NotReadableError'));
      return Promise.resolve(this.content.slice(from, to).buffer);
    };
    return { size, arrayBuffer: read } as unknown as Blob;
  }

  get blob(): Blob {
    return this as unknown as Blob;
  }
}

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, place) => 32 + (place % 90));
}

async function hashOf(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const header = new TextEncoder().encode('text\tlabel\na\tb\n');
  content.set(header.subarray(0, content.length));
  return value(await new Source().inspect(new Blob([content]))).hash;
}

afterEach(() => vi.unstubAllGlobals());

describe('a copy of a file', () => {
  test.each([40, PIECE, PIECE + 1, 2 * PIECE + 5])(
    'has the content that the inspection named, read in pieces (%i bytes)',
    async (length) => {
      const file = new DiskFile(bytesOf(length));
      const hash = await hashOf(file.content);
      const copy = value(await copyBytes(file.blob, hash));
      expect(Buffer.from(await copy.arrayBuffer()).equals(file.content)).toBe(true);
      expect(Math.max(...file.read)).toBeLessThanOrEqual(PIECE);
      file.gone = true;
      expect(copy.size).toBe(length);
      expect(await copy.slice(0, 4).text()).toBe('text');
    },
  );

  test('of a file that has changed since the inspection is refused, also with the same length', async () => {
    const file = new DiskFile(bytesOf(PIECE + 100));
    const hash = await hashOf(file.content);
    file.content = file.content.with(PIECE + 50, 33) as Uint8Array<ArrayBuffer>;
    expect(await copyBytes(file.blob, hash)).toEqual({ ok: false, fault: { code: 'file-changed' } });
    file.content = file.content.slice(0, PIECE + 20);
    expect(await copyBytes(file.blob, hash)).toMatchObject({ ok: false, fault: { code: 'file-changed' } });
  });

  test('of a file that has become unreadable is refused', async () => {
    const file = new DiskFile(bytesOf(50));
    const hash = await hashOf(file.content);
    file.gone = true;
    expect(await copyBytes(file.blob, hash)).toMatchObject({ ok: false, fault: { code: 'file-changed' } });
    expect(await copyBytes(file.blob, null)).toMatchObject({ ok: false, fault: { code: 'file-unreadable' } });
  });

  test('is made, and compared with its hash, on an origin without Web Crypto', async () => {
    const file = new DiskFile(bytesOf(PIECE + 100));
    const hash = await hashOf(file.content);
    vi.stubGlobal('crypto', {});
    expect(value(await copyBytes(file.blob, hash)).size).toBe(PIECE + 100);
    file.content = file.content.with(PIECE + 50, 33) as Uint8Array<ArrayBuffer>;
    expect(await copyBytes(file.blob, hash)).toEqual({ ok: false, fault: { code: 'file-changed' } });
  });

  test('of an empty file is empty', async () => {
    expect(value(await copyBytes(new Blob([]), null)).size).toBe(0);
  });
});
