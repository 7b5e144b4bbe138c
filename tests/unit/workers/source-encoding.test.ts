import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SourceEncoding } from '../../../src/domain/dataset.js';
import { textOf } from '../../../src/domain/text-column.js';
import { Source } from '../../../workers/source.js';
import { readDetected, rowsOf, valueOf } from './source-helpers.js';

/** The bytes of a text in an encoding that TextEncoder does not write: the decoder's table, turned round. */
function encodeTwoByte(text: string, encoding: 'gb18030' | 'big5'): Uint8Array<ArrayBuffer> {
  const wanted = new Set(text);
  const table = new Map<string, readonly [number, number]>();
  const decoder = new TextDecoder(encoding);
  for (let lead = 0xa1; lead <= 0xf9; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(new Uint8Array([lead, trail]));
      if (wanted.has(character) && !table.has(character)) table.set(character, [lead, trail]);
    }
  }
  return Uint8Array.from(
    [...text].flatMap((character) => {
      if (character < '\x80') return [character.charCodeAt(0)];
      const pair = table.get(character);
      if (pair === undefined) throw new Error(`no ${encoding} for ${character}`);
      return [...pair];
    }),
  );
}

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

const TEXTS = JSON.parse(readFileSync(new URL('../../fixtures/encodings.json', import.meta.url), 'utf8')) as {
  readonly language: string;
  readonly encoding: SourceEncoding;
  readonly text: string;
  readonly base64: string;
}[];

const SIMPLIFIED =
  'text\tlabel\n今天的天气很好，我们去公园\t生活\n这个公司的股票上涨了\t财经\n他们在比赛中得到了第一名\t体育\n';
const TRADITIONAL =
  'text\tlabel\n今天的天氣很好，我們去公園\t生活\n這個公司的股票上漲了\t財經\n他們在比賽中得到了第一名\t體育\n';
const ENGLISH = 'text\tlabel\na rather good film\tpos\na rather bad film\tneg\n';

describe('encodings', () => {
  it.each<[string, Uint8Array<ArrayBuffer>, SourceEncoding, boolean, string]>([
    ['UTF-8', new TextEncoder().encode(SIMPLIFIED), 'utf-8', false, SIMPLIFIED],
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${SIMPLIFIED}`), 'utf-8', false, SIMPLIFIED],
    ['GB18030', encodeTwoByte(SIMPLIFIED, 'gb18030'), 'gb18030', true, SIMPLIFIED],
    ['Big5', encodeTwoByte(TRADITIONAL, 'big5'), 'big5', true, TRADITIONAL],
    ['UTF-16LE with a mark', utf16(`\ufeff${SIMPLIFIED}`, true), 'utf-16le', false, SIMPLIFIED],
    ['UTF-16BE with a mark', utf16(`\ufeff${SIMPLIFIED}`, false), 'utf-16be', false, SIMPLIFIED],
    ['UTF-16LE', utf16(SIMPLIFIED, true), 'utf-16le', true, SIMPLIFIED],
    ['UTF-16BE', utf16(SIMPLIFIED, false), 'utf-16be', true, SIMPLIFIED],
    ['UTF-16LE, ASCII only', utf16(ENGLISH, true), 'utf-16le', true, ENGLISH],
    ['UTF-16BE, ASCII only', utf16(ENGLISH, false), 'utf-16be', true, ENGLISH],
  ])('%s', async (_, bytes, encoding, asked, text) => {
    const file = new Blob([bytes]);
    const { encodings, settings } = valueOf(await new Source().inspect(file));
    expect(settings.encoding).toBe(encoding);
    expect(encodings.map((candidate) => candidate.encoding).slice(0, 1)).toEqual(asked ? [encoding] : []);
    if (asked) expect(text.replaceAll('\t', ' ')).toContain(encodings[0]?.sample.split('\n')[0]);
    const rows = rowsOf(await readDetected(file)).map((row) => `${row.text}\t${row.label}\n`);
    expect(`text\tlabel\n${rows.join('')}`).toBe(text);
  });

  it('reports a UTF-8 file with one broken byte, with its line', async () => {
    const bytes = new TextEncoder().encode(SIMPLIFIED.repeat(3));
    bytes[bytes.indexOf(0xe4, 120)] = 0xff;
    const file = new Blob([bytes]);
    const source = new Source();
    const { encodings, settings, roles } = valueOf(await source.inspect(file));
    expect(encodings[0]?.encoding).toBe('utf-8');
    const { job } = valueOf(await source.begin(file, settings, roles));
    const line = 1 + new TextDecoder().decode(bytes).split('\ufffd')[0]!.split('\n').length - 1;
    expect(await source.advance(job)).toMatchObject({ ok: false, fault: { code: 'file-encoding', params: { line } } });
  });

  it('GB18030 that turns invalid is found with its line', async () => {
    const file = new Blob([encodeTwoByte(SIMPLIFIED, 'gb18030'), new Uint8Array([0x81, 0x20]), '\tx\n']);
    const settings = {
      format: 'delimited',
      gzip: false,
      encoding: 'gb18030',
      delimiter: '\t',
      quote: '',
      header: true,
    } as const;
    const source = new Source();
    const roles = { text: 'text', textJoin: '', textB: '', label: 'label', id: '', sLabel: '' };
    const { job } = valueOf(await source.begin(file, settings, roles));
    expect(await source.advance(job)).toEqual({
      ok: false,
      fault: { code: 'file-encoding', params: { line: 5, encoding: 'gb18030' } },
    });
  });

  it('bytes without a plausible reading wait for a choice', async () => {
    const odd = [0xe9, 0x20, 0xff, 0xff, 0x09, 0x78, 0x0a];
    const bytes = new Uint8Array([...Buffer.from('text\tlabel\ncaf'), ...odd, ...Buffer.from('plain words\ty\n')]);
    const inspection = valueOf(await new Source().inspect(new Blob([bytes])));
    expect(inspection.encodingOpen).toBe(true);
    expect(inspection.encodings.map(({ encoding }) => encoding)).toContain('windows-1252');
    expect(inspection).toMatchObject({ columns: ['text', 'label'], settings: { delimiter: '\t', header: true } });
  });

  it.each(TEXTS)('$language in $encoding', async ({ text, base64, encoding }) => {
    const read = await readDetected(new Blob([new Uint8Array(Buffer.from(base64, 'base64'))]));
    expect(read.settings.encoding).toBe(encoding);
    const rows = rowsOf(read).map((row) => `${row.text}\t${row.label}\n`);
    expect(`text\tlabel\n${rows.join('')}`).toBe(text);
  });

  const accented = new Uint8Array([...Buffer.from('a cup at the caf'), 0xe9, 0x09, 0x78, 0x0a]);
  const plain = 'text\tlabel\n' + 'some words here\tx\n'.repeat(300_000);

  it.each<[string, Uint8Array<ArrayBuffer>]>([
    ['a file', new Uint8Array([...Buffer.from(plain), ...accented])],
    ['a gzip file', new Uint8Array(gzipSync(Buffer.concat([Buffer.from(plain), accented])))],
  ])('%s whose only odd byte is far behind the first look', async (_, bytes) => {
    const file = new Blob([bytes]);
    const { encodings, settings } = valueOf(await new Source().inspect(file));
    expect(settings.encoding).toBe('windows-1252');
    expect(encodings[0]).toEqual({ encoding: 'windows-1252', sample: 'a cup at the café x' });
    const read = await readDetected(file);
    expect(textOf(read.dataset.text, 300_000)).toBe('a cup at the café');
  });
});
