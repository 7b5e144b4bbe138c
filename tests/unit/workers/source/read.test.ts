import { describe, expect, it } from 'vitest';
import type { ColumnRoles } from '../../../../src/domain/reading/dataset.js';
import { Source } from '../../../../workers/source/source.js';
import { readDetected, rowsOf, valueOf } from './helpers.js';

describe('rows', { timeout: 60_000 }, () => {
  it('one row, with a header or without', async () => {
    expect(rowsOf(await readDetected(new Blob(['text,label\nfine film,pos'])))).toEqual([
      { text: 'fine film', label: 'pos' },
    ]);
    const read = await readDetected(new Blob(['a stirring and funny film\t1']));
    expect(rowsOf(read)).toEqual([{ text: 'a stirring and funny film', label: '1' }]);
    expect(read.settings.header).toBe(false);
  });

  it('sets aside what cannot be a row and keeps the place of every other', async () => {
    const lines = ['id\ttext\tlabel', '1\ta\tx', '2\t\tx', '3\tc\t', '1\td\tx', '5\te', '\tf\ty', '\tg\ty'];
    const read = await readDetected(new Blob([lines.join('\r\n')]), {
      roles: { id: 'id', text: 'text', label: 'label' },
    });
    expect(rowsOf(read)).toEqual([
      { text: 'a', label: 'x', id: '1' },
      { text: 'f', label: 'y', id: '' },
      { text: 'g', label: 'y', id: '' },
    ]);
    expect([...read.dataset.sourceRow]).toEqual([0, 5, 6]);
    expect(read.rejects).toEqual([
      { line: 3, sourceRow: 1, reason: 'missing-text', content: '2\t\tx' },
      { line: 4, sourceRow: 2, reason: 'missing-label', content: '3\tc\t' },
      { line: 5, sourceRow: 3, reason: 'duplicate-id', content: '1\td\tx' },
      { line: 6, sourceRow: 4, reason: 'column-count', content: '5\te', found: 2, expected: 3 },
    ]);
  });

  it('counts every reject, keeps 10,000 and 500 characters of each', async () => {
    const read = await readDetected(new Blob(['text,label\na,b\n', `${'文'.repeat(505)}\n`.repeat(10_005)]), {
      settings: { delimiter: ',', quote: '', header: true },
      roles: { text: 'text', label: 'label' },
    });
    expect(read.rejectedCount).toBe(10_005);
    expect(read.rejects).toHaveLength(10_000);
    expect(read.rejects[0]?.content).toBe('文'.repeat(500));
  });

  it('joins title and description, without a space for an empty one', async () => {
    const read = await readDetected(new Blob(['{"title":"a","description":"b","label":1}\n{"title":"c","label":2}']));
    expect(rowsOf(read).map(({ text }) => text)).toEqual(['a b', 'c']);
  });

  it('class, title and description without a header come out right by themselves', async () => {
    const body = 'The talks went on through the night, and those who took part spoke of slow but steady progress.';
    const csv = ['3', '1', '3', '4'].map(
      (label, i) => `"${label}","Talks go on, day ${i}","${body} ""Part ${i}"", (AP)"`,
    );
    const read = await readDetected(new Blob([csv.join('\n')]));
    expect(read.settings).toMatchObject({ delimiter: ',', quote: '"', header: false });
    expect(read.roles).toEqual({ text: '1', textJoin: '2', textB: '', label: '0', id: '', sLabel: '' });
    expect(rowsOf(read)[1]).toEqual({ text: `Talks go on, day 1 ${body} "Part 1", (AP)`, label: '1' });
  });

  it('reads pairs and known quality', async () => {
    const file = new Blob(['text_a,text_b,label,s_label\na,b,1,2\nc,,0,1\ne,f,1,\ng,h,0,7\n']);
    const read = await readDetected(file);
    expect(rowsOf(read).map(({ text, textB }) => [text, textB])).toEqual([
      ['a', 'b'],
      ['c', ''],
      ['e', 'f'],
      ['g', 'h'],
    ]);
    expect([...(read.dataset.sLabel ?? [])]).toEqual([2, 1, 0, 0]);
  });

  it('keeps the source spelling of JSON labels, and sorts integers by value', async () => {
    const labels = ['10', '9', '-1', '12345678901234567890', '"9"', '2'];
    const read = await readDetected(
      new Blob([labels.map((label, i) => `{"text":"t${i}","label":${label}}`).join('\n')]),
    );
    expect(read.dataset.labels).toEqual([
      { name: '-1', token: '-1', count: 1 },
      { name: '2', token: '2', count: 1 },
      { name: '9', token: '9', count: 2, tokens: ['9', '"9"'] },
      { name: '10', token: '10', count: 1 },
      { name: '12345678901234567890', token: '12345678901234567890', count: 1 },
    ]);
    expect(rowsOf(read).map(({ label }) => label)).toEqual(labels.map((label) => label.replaceAll('"', '')));
  });

  it('delimited labels are strings', async () => {
    const read = await readDetected(new Blob(['text,label\nsome text,1\nmore text,"a ""b"""\n']));
    expect(read.dataset.labels.map(({ token }) => token)).toEqual(['"1"', '"a \\"b\\""']);
  });

  it('takes names and labels that objects inherit', async () => {
    const csv = 'text,__proto__\nfirst text,constructor\nsecond text,__proto__\n';
    const read = await readDetected(new Blob([csv]), {
      settings: { header: true },
      roles: { text: 'text', label: '__proto__' },
    });
    expect(read.dataset.labels.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
    const jsonl = '{"constructor":"first text","__proto__":"toString"}';
    const roles: Partial<ColumnRoles> = { text: 'constructor', textB: '', label: '__proto__' };
    expect(rowsOf(await readDetected(new Blob([jsonl]), { roles }))).toEqual([
      { text: 'first text', label: 'toString' },
    ]);
  });

  it('half a surrogate pair matters only in a column that is used', async () => {
    const read = await readDetected(
      new Blob([
        '{"text":"a\\ud800","label":1}\n{"text":"b","label":1,"x":"\\ud800"}\n{"text":"c\\ud83d\\ude00","label":1}',
      ]),
      { roles: { text: 'text', label: 'label' } },
    );
    expect(read.rejects.map(({ line, reason }) => [line, reason])).toEqual([[1, 'lone-surrogate']]);
    expect(rowsOf(read).map(({ text }) => text)).toEqual(['b', 'c😀']);
  });

  it('finds a column that appears behind the head', async () => {
    const lines = [
      ...Array.from({ length: 1200 }, () => '{"text":"a","label":"x"}'),
      '{"text":"b","label":"y","late":"z"}',
    ];
    const source = new Source();
    const file = new Blob([lines.join('\n')]);
    const { columns, settings } = valueOf(await source.inspect(file));
    expect(columns).toEqual(['text', 'label']);
    expect(settings.format).toBe('jsonl');
    expect((await readDetected(file)).dataset.rows).toBe(1201);
  });

  it('a read whose roles fit nothing rejects every record instead of failing', async () => {
    const read = await readDetected(new Blob(['text,label\na,b\n']), { roles: { label: '' } });
    expect([read.dataset.rows, read.rejectedCount]).toEqual([0, 1]);
  });
});

describe('progress', { timeout: 60_000 }, () => {
  it('comes in steps that the page asks for', async () => {
    const file = new Blob(['text\tlabel\n', 'a text of some length\tx\n'.repeat(400_000)]);
    const source = new Source();
    const { settings, roles } = valueOf(await source.inspect(file));
    let progress = valueOf(await source.begin(file, settings, roles));
    const seen = [progress.bytesRead];
    while (!progress.done) {
      progress = valueOf(await source.advance(progress.job));
      seen.push(progress.bytesRead);
    }
    expect(seen.slice(0, 3)).toEqual([0, 4 * 1024 ** 2, 8 * 1024 ** 2]);
    expect(progress).toMatchObject({ bytesRead: file.size, bytesTotal: file.size, rows: 400_000, rejected: 0 });
  });

  it('the hash names the content, not the pieces it came in', async () => {
    const content = 'text,label\na,b\n';
    const [whole, pieces, other] = await Promise.all(
      [[content], [...content], [content, 'c,d\n']].map(async (parts) =>
        valueOf(await new Source().inspect(new Blob(parts))),
      ),
    );
    expect(whole?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(pieces?.hash).toBe(whole?.hash);
    expect(other?.hash).not.toBe(whole?.hash);
    expect(other?.headerSignature).toBe(whole?.headerSignature);
  });

  it('the preview follows the settings', async () => {
    const file = new Blob(['text;label\n"a;b";x\n']);
    const source = new Source();
    const { settings } = valueOf(await source.inspect(file));
    expect(settings).toMatchObject({ delimiter: ';', quote: '"', header: true });
    expect(valueOf(await source.preview(file, settings))).toEqual({
      columns: ['text', 'label'],
      records: [['a;b', 'x']],
    });
    expect(valueOf(await source.preview(file, { ...settings, header: false })).records).toEqual([
      ['text', 'label'],
      ['a;b', 'x'],
    ]);
  });
});
