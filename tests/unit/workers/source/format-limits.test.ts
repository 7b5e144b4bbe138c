import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadSettings } from '../../../../src/domain/reading/dataset.js';
import { Source } from '../../../../workers/source/source.js';
import { exportAll, readAll, readDetected, untouched, valueOf } from './helpers.js';
import { ROLES, BASE, bytesOf, rowsWith, checkForm, type Form } from './format-checks.js';

describe('the corrected file', () => {
  it('of fastText lines is the source but for labels', async () => {
    const texts = fc.constantFrom('some words', 'a, b "c"', 'Ünï  体育');
    const settings: ReadSettings = { ...BASE, format: 'fasttext' };
    const write: Form['write'] = (rows, of) =>
      rows.map((row, i) => `__label__${of(row)}${i % 2 ? '\t' : ' '}${row.text}\n`).join('');
    await fc.assert(
      fc.asyncProperty(rowsWith(['x', 'Sci-Tech', 'a,b'], texts), async (rows) => {
        await checkForm({ settings, roles: ROLES, write }, rows);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps records that were set aside, and several arrays in one file', async () => {
    const content =
      '[{"text":"a","label":"x"}, {"broken": }, 7, {"text":"b","label":"y"}]\n[{"text":"c","label":"x"},{"text":"d","label":"y"}]';
    const file = new Blob([content]);
    const read = await readDetected(file);
    expect(read.rejectedCount).toBe(2);
    const columns = { ...untouched(read), status: Uint8Array.from([0, 3, 3, 0]), withoutDiscarded: true };
    const out = new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'source', columns));
    expect(out).toBe('[{"text":"a","label":"x"}, {"broken": }, 7]\n[{"text":"d","label":"y"}]');
  });

  it('of a large source in another encoding is written in parts', async () => {
    const line = (i: number, label: string): string => `"第 ${i} 条，一些文字, 体育",${label}\r\n`;
    const write = (labelOf: (i: number) => string): string =>
      `text,label\r\n${Array.from({ length: 30_000 }, (_, i) => line(i, labelOf(i))).join('')}`;
    const own = (i: number): string => (i % 2 ? '体育' : '财经');
    const file = new Blob([bytesOf(write(own), 'gb18030')]);
    const settings: ReadSettings = { ...BASE, encoding: 'gb18030' };
    const read = valueOf(await readAll(new Source(), file, settings, ROLES));
    const columns = untouched(read);
    const labels = [...columns.labels, { name: '科技' }];
    for (const row of [0, 15_000, 29_999]) columns.label[row] = 2;
    const source = new Source();
    const job = valueOf(await source.beginExport(file, settings, ROLES, 'source', { ...columns, labels }));
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let part = valueOf(await source.nextExport(job)); part; part = valueOf(await source.nextExport(job)))
      parts.push(part);
    expect(parts.filter(({ length }) => length > 0).length).toBeGreaterThan(2);
    const changed = write((i) => ([0, 15_000, 29_999].includes(i) ? '科技' : own(i)));
    expect(new TextDecoder('gb18030', { fatal: true }).decode(await new Blob(parts).arrayBuffer())).toBe(changed);
  });

  it('cannot hold a label that its encoding has no character for, but JSON escapes it', async () => {
    const exportWith = async (content: string, settings: Partial<ReadSettings>, label: string) => {
      const all: ReadSettings = { ...BASE, encoding: 'windows-1252', ...settings };
      const file = new Blob([bytesOf(content, 'windows-1252')]);
      const read = valueOf(await readAll(new Source(), file, all, ROLES));
      const columns = untouched(read);
      columns.label[1] = 2;
      const labels = [...columns.labels, { name: label }];
      const source = new Source();
      const job = valueOf(await source.beginExport(file, all, ROLES, 'source', { ...columns, labels }));
      return source.nextExport(job);
    };
    const table = 'text,label\ncafé,x\ntwo,y\n';
    expect(await exportWith(table, {}, '体育')).toMatchObject({
      fault: {
        code: 'export-label-encoding',
        params: { label: '体育', row: 2, character: '体', encoding: 'windows-1252' },
      },
    });
    expect(await exportWith(table, { quote: '' }, 'a,b')).toMatchObject({
      fault: { code: 'export-label-separator', params: { label: 'a,b', row: 2 } },
    });
    const lines = '{"text":"café","label":"x"}\n{"text":"two","label":"y"}\n';
    const written = valueOf(await exportWith(lines, { format: 'jsonl' }, '体育 é😀'));
    expect(new TextDecoder('latin1').decode(written ?? undefined)).toBe(
      '{"text":"café","label":"x"}\n{"text":"two","label":"\\u4f53\\u80b2 \\u00e9\\ud83d\\ude00"}\n',
    );
  });

  it('of a source that was changed is a fault', async () => {
    const file = new Blob(['text,label\none,x\ntwo,y\n']);
    const read = await readDetected(file);
    const source = new Source();
    const other = new Blob(['text,label\none,x\n']);
    const job = valueOf(await source.beginExport(other, read.settings, read.roles, 'source', untouched(read)));
    expect(await source.nextExport(job)).toMatchObject({ fault: { code: 'file-changed' } });
  });

  it.each([
    [
      'columns of 0 and 1',
      'text,World,Sports\r\n"one, two",1,"0"\r\nthree,0,1\r\n',
      'text,World,Sports\r\n"one, two",0,"1"\r\nthree,0,1\r\n',
      '["World","Sports"]',
    ],
    [
      'labels of several people',
      '[{"text":"one","annotations":[{"label":"World"},{"label":"World"}]},\n {"text":"two","annotations":[{"label":"Sports"}]}]',
      '[{"text":"one","annotations":[{"label":"Sports"},{"label":"Sports"}]},\n {"text":"two","annotations":[{"label":"Sports"}]}]',
      'annotations.*.label',
    ],
    [
      'lines that hold JSON in strings',
      `${[
        { text: 'one', label: 'World' },
        { text: 'two', label: 'Sports' },
      ]
        .map((row) => JSON.stringify(JSON.stringify(row)))
        .join('\n')}\n`,
      `${[
        { text: 'one', label: 'Sports' },
        { text: 'two', label: 'Sports' },
      ]
        .map((row) => JSON.stringify(JSON.stringify(row)))
        .join('\n')}\n`,
      'label',
    ],
  ])('of %s differs in what says the label', async (_, content, expected, label) => {
    const file = new Blob([content]);
    const read = await readDetected(file, { roles: { text: 'text', label } });
    const columns = untouched(read);
    expect(columns.labels.map(({ name }) => name).toSorted()).toEqual(['Sports', 'World']);
    columns.label[0] = columns.labels.findIndex(({ name }) => name === 'Sports');
    const same = await exportAll(file, read.settings, read.roles, 'source', untouched(read));
    expect(new TextDecoder().decode(same)).toBe(content);
    const out = await exportAll(file, read.settings, read.roles, 'source', columns);
    expect(new TextDecoder().decode(out)).toBe(expected);
  });

  it('has no column for a class that the source has none for', async () => {
    const file = new Blob(['text,World,Sports\none,1,0\ntwo,0,1\n']);
    const read = await readDetected(file, { roles: { text: 'text', label: '["World","Sports"]' } });
    const columns = untouched(read);
    columns.label[0] = columns.labels.length;
    const labels = [...columns.labels, { name: 'Business' }];
    const source = new Source();
    const job = valueOf(await source.beginExport(file, read.settings, read.roles, 'source', { ...columns, labels }));
    expect(await source.nextExport(job)).toMatchObject({ fault: { code: 'export-label-column', params: { row: 1 } } });
  });
});
