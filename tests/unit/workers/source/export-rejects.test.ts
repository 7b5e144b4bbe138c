import { describe, expect, it } from 'vitest';
import type { ExportKind } from '../../../../src/protocol/export-spec.js';
import { readDetected, rowsOf, untouched } from './helpers.js';
import { relabelled, exported, linesOf } from './relabelled.js';

describe('rejects', () => {
  it('every record that was set aside, in full', async () => {
    const long = 'y'.repeat(2000);
    const file = new Blob([`id,text,label\n1,a,x\n1,b,x\n2,,x\n3,c,\n"4"z,d,x\n5,${long}\n6,e,y\n`]);
    const read = await readDetected(file, {
      settings: { quote: '"' },
      roles: { id: 'id', text: 'text', label: 'label' },
    });
    expect(read.dataset.rows).toBe(2);
    expect(linesOf(await exported(file, read, 'rejects', untouched(read)))).toEqual([
      { line: 3, row: 1, reason: 'duplicate-id', content: '1,b,x' },
      { line: 4, row: 2, reason: 'missing-text', content: '2,,x' },
      { line: 5, row: 3, reason: 'missing-label', content: '3,c,' },
      { line: 6, row: 4, reason: 'stray-quote', content: '"4"z,d,x' },
      { line: 7, row: 5, reason: 'column-count', content: `5,${long}` },
    ]);
    expect(read.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'duplicate-id'],
      [4, 'missing-text'],
      [5, 'missing-label'],
      [6, 'stray-quote'],
      [7, 'column-count'],
    ]);
  });

  it('a line over 16 MiB too', async () => {
    const long = `"中\\${'x'.repeat(17 * 1024 ** 2)}`;
    const file = new Blob(['text\tlabel\na\tx\n', long, '\nb\ty\n']);
    const read = await readDetected(file);
    expect(rowsOf(read).map(({ text }) => text)).toEqual(['a', 'b']);
    const [line] = linesOf(await exported(file, read, 'rejects', untouched(read)));
    expect(line).toMatchObject({ line: 3, row: 1, reason: 'line-too-long' });
    expect((line as { content: string }).content === long).toBe(true);
  }, 60_000);
});

describe('both downloads of the corrected dataset', () => {
  it.each<[string, string, number]>([
    ['a line with too few fields', 'text,label\na,x\nb\nc,y\n', 1],
    ['a line with too many fields', 'text,label\na,x\nb,y,z\nc,y\n', 1],
    ['empty lines', '\ntext,label\n\na,x\n   \n\nc,y\n\n', 1],
    ['comment lines', 'text,label\na,x\n# "b", c, d\n#c\nd,y\n', 2],
    ['stray quotes and quotes that never end', `text,label\na,x\n"b"c,y\nd,"y\ne,x\n${'f,y\n'.repeat(9)}`, 2],
    ['lines without a text or a label', 'text,label\na,x\n,y\nb,\nc,y\n', 2],
    ['columns that are called like what is set aside', 'text,label,set_aside\na,x,1\nb\nc,y,2\n', 1],
    ['short lines of a TSV', 'text\tlabel\na\tx\nb "c"\nd\ty\n', 1],
    [
      'lines of an array',
      '[{"text":"a","label":"x"},{"text":"b","label":},7,[1],{"text":"c"},{"text":"d","label":"y"}]',
      4,
    ],
    ['Python values among lines', "[{'text':'a','label':'x'},None,('b',),{'text':'c','label':'y'}]", 2],
    ['lines that are no objects', '{"text":"a","label":"x"}\n{"text":"b",\nnull\n{"text":"c","label":"y"}\n', 2],
    ['rows of values', '[["text","label"],["a","x"],7,["b"],["c","y"]]', 2],
    ['short columns', '{"text":{"0":"a","1":"b","2":"c"},"label":{"0":"x","2":"y"}}', 1],
    ['fastText lines without a label', '__label__x a\nb\n__label__y c\n__label__y d\n__label__x e\n', 1],
  ])('have the same rows, and all set-aside ones are listed: %s', async (_, content, count) => {
    const file = new Blob([content]);
    const read = await readDetected(file, { roles: { text: 'text', label: 'label' } });
    expect(read.rejectedCount).toBe(count);
    const [row = 0] = [read.dataset.rows - 1];
    const columns = relabelled(read, { [row]: 'x' });
    const lines = async (kind: ExportKind): Promise<number> =>
      (await exported(file, read, kind, columns)).split('\n').length - 1;
    expect((await lines('audit')) + (await lines('rejects'))).toBe(columns.records);
    const rows = rowsOf(read).map(({ text, label }, i) => ({ text, label: i === row ? 'x' : label }));
    const { settings, roles } = read;
    for (const [kind, how] of [
      ['source', { settings, roles }],
      ['dataset', { roles }],
    ] as const) {
      const again = await readDetected(new Blob([await exported(file, read, kind, columns)]), how);
      expect([kind, rowsOf(again)]).toEqual([kind, rows]);
      expect([kind, again.rejectedCount]).toEqual([kind, count]);
    }
  });

  it('hold a line that is too long to be read', async () => {
    const long = `"中\\${'x'.repeat(17 * 1024 ** 2)}`;
    const file = new Blob(['text\tlabel\na\tx\n', long, '\nb\ty\n']);
    const read = await readDetected(file);
    const [first, second, third] = linesOf(await exported(file, read, 'dataset', untouched(read)));
    expect([first, third]).toEqual([
      { text: 'a', label: 'x' },
      { text: 'b', label: 'y' },
    ]);
    expect((second as { set_aside: string }).set_aside === long).toBe(true);
  }, 60_000);
});
