import { describe, expect, it } from 'vitest';
import type { ColumnRoles } from '../../../src/domain/dataset.js';
import { guessResultsFile } from '../../../src/domain/roles.js';
import { textOf } from '../../../src/domain/text-column.js';
import type { ExportColumns } from '../../../src/protocol/export-spec.js';
import type { ResultsReadResult } from '../../../src/protocol/source-wire.js';
import { Source } from '../../../workers/source.js';
import { parquetFile } from '../../fakes/parquet.js';
import { exportAll, valueOf } from './source-helpers.js';

async function readGuessed(content: BlobPart, change: Partial<ColumnRoles> = {}) {
  const file = new Blob([content]);
  const source = new Source();
  const { settings } = valueOf(await source.inspect(file));
  const { columns, records } = valueOf(await source.preview(file, settings));
  const guess = guessResultsFile(columns, records);
  if (guess === null) throw new Error('no results');
  const roles = { ...guess.roles, ...change };
  let progress = valueOf(await source.beginResults(file, settings, roles));
  while (!progress.done) progress = valueOf(await source.advance(progress.job));
  return { read: valueOf(await source.takeResults(progress.job)), progress, file, settings, roles, alone: guess.alone };
}

const idsOf = ({ file }: ResultsReadResult): string[] =>
  Array.from({ length: file.rows }, (_, row) => textOf(file.ids, row));
const labelsOf = ({ file }: ResultsReadResult): (string | null)[] =>
  Array.from(file.label, (label) => file.classes[label] ?? null);

describe('a file of results alone', () => {
  it('JSONL with ids and labels, in its own order', async () => {
    const lines = [
      { id: 7, loss: 0.5, label: 'x', logits: [1, 2] },
      { id: 'a "b"', loss: 2, label: null, logits: [2, 1] },
      { id: 8.5, label: 'w', logits: [0, 0] },
    ];
    const { read, roles, alone, progress } = await readGuessed(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(roles).toMatchObject({ id: 'id', label: 'label', text: '', resultLoss: 'loss', resultLogits: 'logits' });
    expect(alone).toBe(true);
    expect(progress).toMatchObject({ rows: 3, rejected: 0 });
    expect(idsOf(read)).toEqual(['7', 'a "b"', '8.5']);
    expect(labelsOf(read)).toEqual(['x', null, 'w']);
    expect(read.file).toMatchObject({ rows: 3, records: 3, hasIds: true, hasLabels: true, classes: ['w', 'x'] });
    expect([...(read.file.results.logits ?? [])]).toEqual([1, 2, 2, 1, 0, 0]);
    expect([...(read.file.results.loss ?? [])]).toEqual([0.5, 2, NaN]);
    expect(read.file.results.report).toMatchObject({ usable: 3, badLoss: 1 });
  });

  it('TSV of losses without ids: the rows are numbered by their records', async () => {
    const { read, roles } = await readGuessed('loss\tpredicted\n0.5\tx\nbroken\n1.5\ty\n');
    expect(roles).toMatchObject({ id: '', label: '', resultLoss: 'loss', resultPredicted: 'predicted' });
    expect(idsOf(read)).toEqual(['0', '2']);
    expect(read.file).toMatchObject({ rows: 2, records: 3, hasIds: false, hasLabels: false, classes: [] });
    expect(read.rejects).toMatchObject([{ line: 3, sourceRow: 1, reason: 'column-count', content: 'broken' }]);
    expect(read.file.results.classes).toEqual(['x', 'y']);
    expect([...(read.file.results.predicted ?? [])]).toEqual([0, 1]);
  });

  it('Parquet of probabilities', async () => {
    const bytes = parquetFile([
      { name: 'predicted_probas', type: 'doubles', values: [[0.25, 0.75], [1, 0], [0.5, 0.5]] }, // prettier-ignore
    ]);
    const { read } = await readGuessed(new Uint8Array(bytes));
    expect(idsOf(read)).toEqual(['0', '1', '2']);
    expect(read.file.results).toMatchObject({ classes: ['LABEL_0', 'LABEL_1'], loss: null });
    expect(Math.exp(read.file.results.logits?.[1] ?? NaN)).toBeCloseTo(0.75, 6);
  });

  it('records without an id and with a repeated one are set aside, and can be downloaded', async () => {
    const lines = [
      '{"id":"a","loss":1}',
      '{"loss":2}',
      '{"id":"a","loss":3}',
      '{"id":"","loss":4}',
      '{"id":"b","loss":5}',
    ];
    const { read, file, settings, roles } = await readGuessed(lines.join('\n'), { id: 'id' });
    expect(idsOf(read)).toEqual(['a', 'b']);
    expect([...(read.file.results.loss ?? [])]).toEqual([1, 5]);
    expect(read.rejectedCount).toBe(3);
    expect(read.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'missing-id'],
      [3, 'duplicate-id'],
      [4, 'missing-id'],
    ]);
    const { rows, sourceRow } = read.file;
    const columns = {
      rows,
      records: rows + 3,
      sourceRow,
      labels: [],
      classes: [],
      loss: null,
      probs: null,
      predicted: null,
    };
    const bytes = await exportAll(file, settings, roles, 'results-rejects', columns as unknown as ExportColumns);
    const written = new TextDecoder().decode(bytes).trim().split('\n');
    expect(written.map((line) => JSON.parse(line) as unknown)).toEqual([
      { line: 2, row: 1, reason: 'missing-id', content: lines[1] },
      { line: 3, row: 2, reason: 'duplicate-id', content: lines[2] },
      { line: 4, row: 3, reason: 'missing-id', content: lines[3] },
    ]);
  });

  it('tens of thousands of rows, step by step', async () => {
    const rows = 30_000;
    const lines: string[] = [];
    for (let i = rows - 1; i >= 0; i--) lines.push(`{"id":"row-${i}","loss":${i / 8},"probs":[0.125,0.875]}\n`);
    const { read, progress } = await readGuessed(lines.join(''));
    expect(progress.rows).toBe(rows);
    expect(textOf(read.file.ids, rows - 1)).toBe('row-0');
    expect(read.file.results.loss?.[0]).toBe((rows - 1) / 8);
    expect(read.file.results.report.usable).toBe(rows);
  });

  it('without any record is a fault', async () => {
    const source = new Source();
    const file = new Blob(['id,loss\n']);
    const { settings } = valueOf(await source.inspect(file));
    const roles = { text: '', textJoin: '', textB: '', label: '', id: 'id', sLabel: '', resultLoss: 'loss' };
    let step = valueOf(await source.beginResults(file, { ...settings, header: true }, roles));
    while (!step.done) step = valueOf(await source.advance(step.job));
    expect(await source.takeResults(step.job)).toMatchObject({ ok: false, fault: { code: 'file-no-rows' } });
  });

  it('a reading of the other kind cannot be taken', async () => {
    const source = new Source();
    const file = new Blob(['{"id":1,"loss":2}\n']);
    const { settings } = valueOf(await source.inspect(file));
    const roles = { text: '', textJoin: '', textB: '', label: '', id: 'id', sLabel: '', resultLoss: 'loss' };
    let step = valueOf(await source.beginResults(file, settings, roles));
    while (!step.done) step = valueOf(await source.advance(step.job));
    expect(await source.take(step.job)).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
  });
});

describe('whether a file holds results alone', () => {
  const judge = (columns: readonly string[], ...records: string[][]) => guessResultsFile(columns, records);

  it.each([
    ['an id and a loss', ['id', 'loss'], ['r1', '0.5'], true],
    ['long ids', ['guid', 'loss'], ['3f1c9a62-aa5e-4c39-8d0b-77d1c0de1234', '0.5'], true],
    ['probabilities as long text', ['predicted_probas'], ['[0.123456789, 0.876543211]'], true],
    ['a column for each class', ['prob_World', 'prob_Sports'], ['0.25', '0.75'], true],
    ['a label and a prediction too', ['label', 'predicted_label', 'loss'], ['x', 'y', '1'], true],
    ['a column called a text', ['text', 'loss'], ['short', '1'], false],
    ['a title', ['title', 'loss'], ['one', '1'], false],
    ['a column of prose', ['what', 'loss'], ['A sentence with several words', '1'], false],
  ])('%s', (_, columns, record, alone) => {
    expect(judge(columns, record)?.alone).toBe(alone);
  });

  it('is unknown where no column looks like results', () => {
    expect(judge(['id', 'label'], ['1', 'x'])).toBeNull();
    expect(judge(['id', 'predicted_label'], ['1', 'x'])).toBeNull();
    expect(judge(['loss'], ['high'])).toBeNull();
  });

  it('a column of losses is never its label, and an id that repeats is no id', () => {
    expect(judge(['id', 'loss'], ['1', '2'], ['1', '3'], ['1', '4'])?.roles).toMatchObject({ id: '', label: '' });
    expect(judge(['y', 'loss'], ['0', '2'])?.roles).toMatchObject({ label: 'y', resultLoss: 'loss' });
  });
});
