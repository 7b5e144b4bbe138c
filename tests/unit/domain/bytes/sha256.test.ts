import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { sha256, sha256Hex } from '../../../../src/domain/bytes/sha256.js';

/** Lengths around SHA-256's blocks of 64 bytes, and the source worker's pieces. */
const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 1000, 4 * 1024 * 1024];

afterEach(() => vi.unstubAllGlobals());

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 31) % 251);
}

test('gives the same hashes with and without the browser’s own SHA-256', async () => {
  const texts = ['', 'abc', 'ä 语 🙂'];
  const expected = [...LENGTHS.map(bytesOf), ...texts].map((content) =>
    createHash('sha256').update(content).digest('hex'),
  );
  const hashAll = () => Promise.all([...LENGTHS.map(bytesOf), ...texts].map((content) => sha256Hex(content)));
  expect(await hashAll()).toEqual(expected);
  vi.stubGlobal('crypto', {});
  expect(await hashAll()).toEqual(expected);
  vi.stubGlobal('crypto', undefined);
  expect(await hashAll()).toEqual(expected);
});

test('gives 32 bytes', async () => {
  expect((await sha256(bytesOf(3))).length).toBe(32);
});
