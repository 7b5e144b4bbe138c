import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import type { ColumnRoles } from '../../../../src/domain/reading/dataset.js';
import type { ColumnValues } from '../../../../src/domain/review/column-values.js';
import type { Outcome } from '../../../../src/protocol/outcome.js';
import { Source } from '../../../../workers/source/source.js';
import { readDetected, valueOf } from './helpers.js';

/** Reads a column for the rows of a dataset. */
async function readColumn(
  file: Blob,
  { settings, roles, dataset }: Awaited<ReturnType<typeof readDetected>>,
  column: string,
): Promise<Outcome<ColumnValues>> {
  const source = new Source();
  let progress = await source.beginColumn(file, settings, roles, column, dataset.sourceRow);
  while (progress.ok && !progress.value.done) progress = await source.advance(progress.value.job);
  return progress.ok ? source.takeColumn(progress.value.job) : progress;
}

async function cellsOf(file: Blob, column: string, roles: Partial<ColumnRoles> = {}): Promise<string[]> {
  const read = await readDetected(file, { roles });
  const { text } = valueOf(await readColumn(file, read, column));
  return Array.from({ length: text.offsets.length - 1 }, (_, row) => textOf(text, row));
}

describe('a column beside text and label', { timeout: 60_000 }, () => {
  it.each<[string, string[], string, string[]]>([
    [
      'of a CSV with quotes',
      ['text,label,source', 'a film,pos,"x, ""y"""', 'b film,neg,', 'c film,pos,文'],
      'source',
      ['x, "y"', '', '文'],
    ],
    [
      'beside records that are set aside',
      ['text\tlabel\tn', 'a film\tpos\t1', '\tpos\t2', 'broken', 'b film\tneg\t3', 'c film\t\t4', 'd film\tpos\t5'],
      'n',
      ['1', '3', '5'],
    ],
    [
      'of JSON lines with nested keys, a missing key and null',
      [
        '{"text":"a film","label":"pos","meta":{"from":"x\\u0041","n":1}}',
        '{"text":"b film","label":"neg","meta":null}',
        'no json',
        '{"text":"c film","label":"pos"}',
        '{"text":"d film","label":"neg","meta":{"from":["p","q"]}}',
      ],
      'meta.from',
      ['xA', '', '', '["p","q"]'],
    ],
    [
      'of JSON lines with half of a character',
      ['{"text":"a film","label":"pos","x":"\\ud800"}', '{"text":"b film","label":"neg","x":"ok"}'],
      'x',
      ['', 'ok'],
    ],
    [
      'of a JSON array',
      ['[{"text":"a film","label":"pos","n":1.5},', '{"text":"b film","label":"neg","n":true}]'],
      'n',
      ['1.5', 'true'],
    ],
    [
      'of a JSON table by columns',
      ['{"text":{"0":"a film","1":"b film"},"label":{"0":"pos","1":"neg"},"n":{"0":7,"1":8}}'],
      'n',
      ['7', '8'],
    ],
  ])('%s', async (_, lines, column, expected) => {
    const file = new Blob([lines.join('\n')]);
    expect(await cellsOf(file, column, { text: 'text', label: 'label', id: '' })).toEqual(expected);
  });

  it('of a Parquet file has a cell for each row', async () => {
    const path = new URL('../../../fixtures/cases/17-hf-parquet/', import.meta.url);
    const name = readdirSync(path).find((one) => one.endsWith('.parquet')) ?? '';
    const file = new Blob([readFileSync(new URL(name, path))]);
    const read = await readDetected(file);
    const source = new Source();
    const { columns } = valueOf(await source.preview(file, read.settings));
    for (const column of columns) {
      const { text } = valueOf(await readColumn(file, read, column));
      expect(text.offsets.length).toBe(read.dataset.rows + 1);
    }
    const { text } = valueOf(await readColumn(file, read, read.roles.text));
    expect(textOf(text, 0)).toBe(textOf(read.dataset.text, 0));
  });

  it('of a source with other records than before is a fault', async () => {
    const before = await readDetected(new Blob(['text,label,n\na film,pos,1\nb film,neg,2']));
    const changed = new Blob(['text,label,n\na film,pos,1']);
    expect(await readColumn(changed, before, 'n')).toEqual({ ok: false, fault: { code: 'file-changed' } });
  });
});
