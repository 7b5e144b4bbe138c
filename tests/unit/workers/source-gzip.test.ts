import { readFileSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Source } from '../../../workers/source.js';
import { readAll, readDetected, rowsOf, valueOf } from './source-helpers.js';

const rows = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `some words, number ${from + i}\t${i % 2 === 0 ? 'a' : 'b'}\n`).join('');
const zeros = (count: number): Uint8Array => new Uint8Array(count);
const blobOf = (...parts: Uint8Array[]): Blob => new Blob(parts.map((part) => new Uint8Array(part)));

describe('several members in one gzip file', () => {
  it('are read one after the other', async () => {
    const file = blobOf(gzipSync(`text\tlabel\n${rows(0, 3)}`), gzipSync(rows(3, 40_000)), gzipSync(rows(40_003, 2)));
    const read = await readDetected(file);
    expect(rowsOf(read).map(({ text }) => text)).toEqual(
      Array.from({ length: 40_005 }, (_, i) => `some words, number ${i}`),
    );
  });

  it('may part a line, and may be empty', async () => {
    const file = blobOf(
      gzipSync('text\tlab'),
      gzipSync(''),
      gzipSync(`el\n${rows(0, 2)}some wo`),
      gzipSync('rds\ta\n'),
    );
    expect(rowsOf(await readDetected(file))).toHaveLength(3);
  });

  it('may be many, as block compression writes them', async () => {
    const parts = Array.from({ length: 2000 }, (_, i) => gzipSync(rows(i * 2, 2)));
    const read = await readDetected(blobOf(...parts), { settings: { header: false } });
    expect(read.dataset.rows).toBe(4000);
  });

  it('are not begun by bytes inside a member that look like a header', async () => {
    const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    const text = Buffer.concat([Buffer.from(`text\tlabel\n${rows(0, 5)}`), Buffer.from('an odd text: '), header]);
    const content = Buffer.concat([text, Buffer.from('\ta\n')]);
    // Stored, not compressed, so that the bytes are in the file as they are.
    const stored = gzipSync(content, { level: 0 });
    expect(stored.indexOf(header, 10)).toBeGreaterThan(0);
    const source = new Source();
    const inspection = await source.inspect(blobOf(stored));
    expect(inspection.ok ? 'read' : inspection.fault.code).not.toBe('file-gzip-broken');
  });

  it('the case of a log that was appended to', async () => {
    const file = new Blob([
      readFileSync(new URL('../../fixtures/cases/19-gzip-members/all.jsonl.gz', import.meta.url)),
    ]);
    const read = await readDetected(file);
    expect([read.dataset.rows, read.rejectedCount]).toEqual([24, 0]);
  });
});

describe('zeros behind the last member', () => {
  it.each([1, 3, 4, 9, 500, 10_240, 200_000])('%i are padding', async (count) => {
    for (const content of [rows(0, 3), rows(0, 5000)]) {
      const read = await readDetected(blobOf(gzipSync(`text\tlabel\n${content}`), zeros(count)));
      expect(read.dataset.rows).toBe(content.split('\n').length - 1);
    }
  });

  it('differ from those of an empty last member', async () => {
    const file = blobOf(gzipSync(`text\tlabel\n${rows(0, 3)}`), gzipSync(''), zeros(512));
    expect((await readDetected(file)).dataset.rows).toBe(3);
  });
});

describe('a damaged member of a gzip file', () => {
  const first = gzipSync(`text\tlabel\n${rows(0, 3)}`);
  const second = gzipSync(rows(3, 3));

  it.each<[string, Uint8Array]>([
    ['cut short', second.subarray(0, second.length - 6)],
    ['with a wrong check sum', second.map((byte, i) => (i === second.length - 6 ? byte ^ 255 : byte))],
    ['with other bytes inside', second.map((byte, i) => (i === 14 ? byte ^ 255 : byte))],
  ])('behind a sound one, %s: the fault holds how much was read', async (_, damaged) => {
    const source = new Source();
    const file = blobOf(first, damaged);
    const { settings, roles } = valueOf(await source.inspect(file));
    const read = await readAll(source, file, settings, roles);
    expect(read).toMatchObject({ ok: false, fault: { code: 'file-gzip-member', params: { member: 2 } } });
    const count = read.ok ? -1 : Number(read.fault.params?.['count']);
    expect(count).toBeGreaterThanOrEqual(3);
    expect(count).toBeLessThanOrEqual(6);
  });

  it('with other bytes behind it is broken, and not read in part', async () => {
    const inspection = await new Source().inspect(blobOf(first, deflateRawSync('no gzip at all')));
    expect(inspection).toMatchObject({ ok: false, fault: { code: 'file-gzip-broken' } });
  });
});
