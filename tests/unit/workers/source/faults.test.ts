import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../../src/protocol/fault.js';
import { Source } from '../../../../workers/source/source.js';
import { readAll, readDetected, rowsOf, valueOf } from './helpers.js';

/** The fault of inspecting a file, else of reading it as detected, or with this column as the label. */
async function faultOf(content: BlobPart, label?: string): Promise<Fault | null> {
  const source = new Source();
  const file = new Blob([content]);
  const inspection = await source.inspect(file);
  if (!inspection.ok) return inspection.fault;
  const { settings, roles } = inspection.value;
  const read = await readAll(source, file, settings, label === undefined ? roles : { ...roles, label });
  return read.ok ? null : read.fault;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

describe('files that cannot be a dataset', { timeout: 60_000 }, () => {
  it.each<[string, BlobPart, Fault]>([
    ['empty', '', { code: 'file-empty' }],
    ['white space', ' \r\n\n', { code: 'file-empty' }],
    ['a byte order mark alone', '\ufeff', { code: 'file-empty' }],
    ['a header alone', 'text,label\n', { code: 'file-no-rows' }],
    ['a header alone, without its line end', 'text\tlabel', { code: 'file-no-rows' }],
    ['an array without elements', '[ ]', { code: 'file-no-rows' }],
    ['zip', bytes('PK\x03\x04abc'), { code: 'file-binary', params: { kind: 'ZIP' } }],
    ['xlsx', bytes('PK\x03\x04\0\0xl/workbook.xml'), { code: 'file-binary', params: { kind: 'Excel (xlsx)' } }],
    ['pdf', '%PDF-1.7', { code: 'file-binary', params: { kind: 'PDF' } }],
    ['png', bytes('\x89PNG\r\n\x1a\n'), { code: 'file-binary', params: { kind: 'PNG' } }],
    ['sqlite', bytes('SQLite format 3\0'), { code: 'file-binary', params: { kind: 'SQLite' } }],
    ['orc', bytes('ORC\x0a\x15\x04'), { code: 'file-binary', params: { kind: 'ORC' } }],
    [
      'anything else',
      new Uint8Array(4096).map((_, i) => (i * 37) % 256),
      { code: 'file-binary', params: { kind: 'binary' } },
    ],
    ['zeros', new Uint8Array(4096), { code: 'file-binary', params: { kind: 'binary' } }],
    [
      'a binary file in gzip',
      new Uint8Array(gzipSync('PAR1\x15\x04')),
      { code: 'file-binary', params: { kind: 'Parquet' } },
    ],
    [
      '10,000 columns',
      `${'a,'.repeat(9999)}b\n`,
      { code: 'file-too-many-columns', params: { columns: 10_000, limit: 5000 } },
    ],
  ])('%s', async (_, content, fault) => {
    expect(await faultOf(content)).toEqual(fault);
  });

  it.each(['[]', '{"text":\n{"text":\n'])('%j has no columns to choose from', async (content) => {
    const source = new Source();
    const file = new Blob([content]);
    const { settings } = valueOf(await source.inspect(file));
    expect(await source.preview(file, settings)).toEqual({ ok: false, fault: { code: 'file-no-rows' } });
  });

  it('10,000 keys', async () => {
    const object = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
    expect(await faultOf(JSON.stringify(object))).toMatchObject({ code: 'file-too-many-columns' });
  });

  it('more labels than labels can be', async () => {
    const rows = Array.from({ length: 65_536 }, (_, i) => `text ${i % 7}\tlabel${i}`).join('\n');
    const fault = await faultOf(`text\tlabel\n${rows}`, 'label');
    expect(fault).toEqual({ code: 'file-too-many-labels', params: { limit: 65_535 } });
  });

  it('a file that cannot be read any more', async () => {
    const file = new Blob(['a\tb\n']);
    const broken: Blob = Object.assign(file, {
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
    });
    const inspection = await new Source().inspect(broken);
    expect(inspection).toMatchObject({ ok: false, fault: { code: 'file-unreadable' } });
  });
});

describe('gzip', { timeout: 60_000 }, () => {
  const csv = 'text,label\ngood film,pos\nbad film,neg\n';

  it('is recognised by its bytes and read', async () => {
    const read = await readDetected(new Blob([new Uint8Array(gzipSync(csv))]));
    expect(read.settings.gzip).toBe(true);
    expect(rowsOf(read).map(({ label }) => label)).toEqual(['pos', 'neg']);
  });

  it.each([
    ['cut short', gzipSync(csv).subarray(0, 30)],
    ['damaged', gzipSync(csv).map((byte, i) => (i === 20 ? byte ^ 255 : byte))],
    ['only its first bytes', gzipSync(csv).subarray(0, 2)],
  ])('%s', async (_, content) => {
    expect(await faultOf(new Uint8Array(content))).toMatchObject({ code: 'file-gzip-broken' });
  });

  it('a bomb is refused before it has filled the memory', async () => {
    const zeros = new Uint8Array(gzipSync(Buffer.alloc(66 * 1024 ** 2), { level: 6 }));
    const source = new Source();
    const settings = {
      format: 'delimited',
      gzip: true,
      encoding: 'utf-8',
      delimiter: '\t',
      quote: '',
      header: false,
    } as const;
    const roles = { text: '0', textJoin: '', textB: '', label: '1', id: '', sLabel: '' };
    const read = await readAll(source, new Blob([zeros]), settings, roles);
    expect(read).toMatchObject({ ok: false, fault: { code: 'file-gzip-bomb' } });
  });
});

describe('invalid bytes', { timeout: 60_000 }, () => {
  it('behind the first look are found with their line, never replaced', async () => {
    const good = 'text\tlabel\n' + 'some words here\tx\n'.repeat(300_000);
    const file = new Blob([good, new Uint8Array([0xe4, 0xb8, 0x41]), '\tx\n']);
    const source = new Source();
    const { roles, settings } = valueOf(await source.inspect(file));
    const read = await readAll(source, file, { ...settings, encoding: 'utf-8' }, roles);
    expect(read).toEqual({ ok: false, fault: { code: 'file-encoding', params: { line: 300_002, encoding: 'utf-8' } } });
  });

  it('at the very end', async () => {
    const file = new Blob(['text\tlabel\na\tb', new Uint8Array([0xe4])]);
    const settings = {
      format: 'delimited',
      gzip: false,
      encoding: 'utf-8',
      delimiter: '\t',
      quote: '',
      header: true,
    } as const;
    const roles = { text: 'text', textJoin: '', textB: '', label: 'label', id: '', sLabel: '' };
    const read = await readAll(new Source(), file, settings, roles);
    expect(read).toMatchObject({ ok: false, fault: { code: 'file-encoding', params: { line: 2 } } });
  });
});

describe('order of calls', () => {
  it('a new begin replaces the one before', async () => {
    const source = new Source();
    const first = new Blob(['text,label\na,x\n']);
    const second = new Blob(['text,label\nb,y\nc,z\n']);
    const { settings, roles } = valueOf(await source.inspect(first));
    valueOf(await source.begin(first, settings, roles));
    const read = valueOf(await readAll(source, second, settings, roles));
    expect(read.dataset.rows).toBe(2);
  });
});
