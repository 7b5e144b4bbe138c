import { expect, test } from 'vitest';
import { copySource } from '../../../../src/app/project/copy-source.js';
import type { ReadSettings } from '../../../../src/domain/reading/dataset.js';
import { failed, ok } from '../../../../src/protocol/outcome.js';

const SETTINGS: ReadSettings = {
  format: 'jsonl',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: false,
  parts: [
    { name: 'a.jsonl', sizeBytes: 3, gzip: false, hash: 'hash of aaa' },
    { name: 'b.jsonl', sizeBytes: 2, gzip: false, hash: 'hash of bb' },
  ],
};

const copyBytes = async (source: Blob, hash: string | null) =>
  hash === `hash of ${await source.text()}` ? ok(source) : failed({ code: 'file-changed' });

test('copies each of several files separately', async () => {
  const copy = await copySource(copyBytes, new Blob(['aaabb']), '', SETTINGS);
  expect(copy.ok && (await copy.value.text())).toBe('aaabb');
});

test('names the file that changed', async () => {
  expect(await copySource(copyBytes, new Blob(['aaabc']), '', SETTINGS)).toEqual({
    ok: false,
    fault: { code: 'file-changed', params: { name: 'b.jsonl' } },
  });
});
