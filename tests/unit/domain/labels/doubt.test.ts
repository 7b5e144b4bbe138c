import { describe, expect, it } from 'vitest';
import type { ReadSettings } from '../../../../src/domain/reading/dataset.js';
import { labelDoubt, type LabelDoubt } from '../../../../src/domain/labels/doubt.js';

const SETTINGS: ReadSettings = {
  format: 'json-table',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: false,
  index: 'row_name',
};

/** A dataset with these labels in its rows; the record at `skipped` was set aside. */
function datasetOf(cells: readonly string[], skipped = -1): Parameters<typeof labelDoubt>[2] {
  const names = [...new Set(cells)];
  return {
    rows: cells.length,
    labels: names.map((name) => ({ name, token: name, count: cells.filter((cell) => cell === name).length })),
    label: Uint16Array.from(cells, (cell) => names.indexOf(cell)),
    sourceRow: Uint32Array.from(cells, (_, row) => (skipped >= 0 && row >= skipped ? row + 1 : row)),
  };
}

const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => String(from + i));

describe('labelDoubt', () => {
  it.each<[string, Parameters<typeof labelDoubt>[2], LabelDoubt | null]>([
    ['numbers of rows from 0', datasetOf(numbers(10)), 'index'],
    ['numbers of rows from 1', datasetOf(numbers(10, 1)), 'index'],
    ['numbers of rows around one that was set aside', datasetOf(numbers(12).toSpliced(4, 1), 4), 'index'],
    ['other numbers that are all different', datasetOf(numbers(10, 7)), 'own'],
    ['numbers in another order', datasetOf(numbers(10).toReversed()), 'own'],
    ['words that are all different', datasetOf(numbers(10).map((n) => `w${n}`)), 'own'],
    ['a few rows that are all different', datasetOf(numbers(9)), null],
    ['two rows that share a label', datasetOf([...numbers(10), '9']), null],
  ])('%s', (_, dataset, doubt) => {
    expect(labelDoubt(SETTINGS, { label: 'label' }, dataset)).toBe(doubt);
  });

  it('the names of rows are an index whatever they are', () => {
    expect(labelDoubt(SETTINGS, { label: 'row_name' }, datasetOf(['a', 'a', 'b']))).toBe('index');
  });
});
