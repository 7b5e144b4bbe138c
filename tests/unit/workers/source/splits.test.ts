import { describe, expect, it } from 'vitest';
import { CORRECTED, DISCARDED } from '../../../../src/domain/reading/dataset.js';
import { placeInFile } from '../../../../src/domain/files/source-parts.js';
import { exportAll, readDetected, rowsOf, untouched } from './helpers.js';

const record = (i: number): { text: string; label: string } => ({
  text: `a text, number ${i}`,
  label: i % 2 ? 'Sports' : 'World',
});
const DOCUMENT = {
  version: 2,
  train: [0, 1, 2].map(record),
  info: { test: ['x', { a: [1] }], note: '"test": [' },
  validation: [3].map(record),
  test: [4, 5].map(record),
};

async function edited(content: string, change: (row: number) => 'discard' | 'correct' | 'keep'): Promise<unknown> {
  const file = new Blob([content]);
  const read = await readDetected(file);
  const columns = { ...untouched(read), withoutDiscarded: true };
  for (let row = 0; row < read.dataset.rows; row++) {
    const what = change(row);
    if (what === 'discard') columns.status[row] = DISCARDED;
    if (what !== 'correct') continue;
    columns.label[row] = 1 - (columns.label[row] ?? 0);
    columns.status[row] = CORRECTED;
  }
  return JSON.parse(new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'source', columns)));
}

describe('the splits of one document', () => {
  it.each([0, 2, '\t'])('are read together, indented by %j', async (indent) => {
    const content = JSON.stringify(DOCUMENT, null, indent);
    const file = new Blob([content]);
    const read = await readDetected(file);
    expect(read.rejectedCount).toBe(0);
    expect(read.beside).toEqual([]);
    expect(rowsOf(read)).toEqual([0, 1, 2, 3, 4, 5].map(record));
    const { files } = read.dataset;
    if (!files) throw new Error('no splits');
    expect([0, 2, 3, 5].map((row) => placeInFile(files, row))).toEqual([
      { name: 'train', row: 0 },
      { name: 'train', row: 2 },
      { name: 'validation', row: 0 },
      { name: 'test', row: 1 },
    ]);
    const back = await exportAll(file, read.settings, read.roles, 'source', untouched(read));
    expect(new TextDecoder().decode(back)).toBe(content);
  });

  it('come back as the same document with the labels changed', async () => {
    const expected = structuredClone(DOCUMENT);
    expected.train[1] = { ...record(1), label: 'World' };
    expected.test[0] = { ...record(4), label: 'Sports' };
    const content = JSON.stringify(DOCUMENT, null, 2);
    expect(await edited(content, (row) => (row === 1 || row === 4 ? 'correct' : 'keep'))).toEqual(expected);
  });

  it.each(Array.from({ length: 64 }, (_, mask) => mask))(
    'come back without the rows that are discarded: %i',
    async (mask) => {
      const left = (rows: readonly number[]): unknown[] => rows.filter((row) => !(mask & (1 << row))).map(record);
      const expected = { ...DOCUMENT, train: left([0, 1, 2]), validation: left([3]), test: left([4, 5]) };
      for (const indent of [0, 2]) {
        const content = JSON.stringify(DOCUMENT, null, indent);
        expect(await edited(content, (row) => (mask & (1 << row) ? 'discard' : 'keep'))).toEqual(expected);
      }
    },
  );

  it('say in the list of changes which one a row is from', async () => {
    const file = new Blob([JSON.stringify({ data: { train: DOCUMENT.train, test: DOCUMENT.test } })]);
    const read = await readDetected(file);
    const columns = { ...untouched(read), file: '' };
    columns.label[3] = 1 - (columns.label[3] ?? 0);
    columns.status[3] = CORRECTED;
    const text = new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'changes', columns));
    expect(JSON.parse(text)).toMatchObject({
      file: 'test',
      row: 3,
      original_label: 'World',
      corrected_label: 'Sports',
    });
  });

  it('keep records that are set aside', async () => {
    const broken = JSON.stringify(DOCUMENT, null, 2).replace('"a text, number 1"', 'oops');
    const file = new Blob([broken]);
    const read = await readDetected(file);
    expect(read.rejects.map(({ sourceRow, file: split }) => [sourceRow, split])).toEqual([[1, 'train']]);
    const back = await exportAll(file, read.settings, read.roles, 'source', untouched(read));
    expect(new TextDecoder().decode(back)).toBe(broken);
  });

  it.each<[string, unknown, number, readonly string[]]>([
    ['with other keys', { train: DOCUMENT.train, test: [{ question: 'what?', options: [] }] }, 3, ['test']],
    ['that are no splits', { train: DOCUMENT.train, authors: [{ text: 'a b', label: 'c' }] }, 3, ['authors']],
    ['alone', { train: DOCUMENT.train }, 3, []],
  ])('are not lists %s', async (_, content, rows, beside) => {
    const read = await readDetected(new Blob([JSON.stringify(content)]));
    expect(read.settings.splits).toBeUndefined();
    expect(read.dataset.rows).toBe(rows);
    expect(read.dataset.files).toBeUndefined();
    expect(read.beside).toEqual(beside);
  });
});
