import { describe, expect, it } from 'vitest';
import type { TextColumn } from '../../../src/domain/dataset.js';
import { joinSignals, type JoinBasis, type SignalsJoin } from '../../../src/domain/signals-join.js';
import { TextColumnBuilder } from '../../../src/domain/text-column.js';

function column(texts: readonly string[]): TextColumn {
  const builder = new TextColumnBuilder();
  for (const text of texts) {
    builder.arena.text(text);
    builder.endRow();
  }
  return builder.finish();
}

interface Case {
  /** Positions of the dataset's records. */
  readonly rows: readonly number[];
  readonly ids?: readonly string[];
  readonly labels?: readonly string[];
  readonly names?: readonly string[];
  readonly signals: readonly string[];
  readonly signalLabels?: readonly number[];
  readonly classes?: readonly string[];
  readonly basis?: JoinBasis;
}

function join({
  rows,
  ids,
  labels,
  names = ['0', '1'],
  signals,
  signalLabels,
  classes = ['0', '1'],
  basis,
}: Case): SignalsJoin {
  const label = Uint16Array.from(rows, (_, row) => Math.max(0, names.indexOf(labels?.[row] ?? '')));
  const dataset = {
    rows: rows.length,
    sourceRow: Uint32Array.from(rows),
    id: ids === undefined ? null : column(ids),
    label,
    labels: names.map((name) => ({ name, token: name, count: 1 })),
  };
  const of = {
    rows: signals.length,
    ids: column(signals),
    classes,
    label: Int32Array.from(signals, (_, i) => signalLabels?.[i] ?? 0),
  };
  return joinSignals(dataset, of, basis);
}

describe('signals and rows', () => {
  it('are joined by id', () => {
    const found = join({ rows: [0, 1, 2], ids: ['b', '', 'a'], signals: ['a', 'x', 'b'] });
    expect(found).toMatchObject({ basis: 'id', matched: 2, unmatchedRows: 1, unmatchedSignals: 1 });
    expect(Array.from(found.signalOf)).toEqual([2, -1, 0]);
  });

  it('or by row number, records set aside included', () => {
    const found = join({ rows: [0, 2, 3], signals: ['3', '2', '1', '0'] });
    expect(found).toMatchObject({ basis: 'row-0', matched: 3, unmatchedRows: 0, unmatchedSignals: 1 });
    expect(Array.from(found.signalOf)).toEqual([3, 1, 0]);
  });

  it('from 1 where there is no 0 but a number for the last row', () => {
    const found = join({ rows: [0, 1, 2], signals: ['1', '2', '3'] });
    expect(found.basis).toBe('row-1');
    expect(Array.from(found.signalOf)).toEqual([0, 1, 2]);
    expect(join({ rows: [0, 1, 2], signals: ['1', '2'] }).basis).toBe('row-0');
  });

  it('by row number where the id column matches less, unless a person chooses otherwise', () => {
    const both = { rows: [0, 1, 2], ids: ['2', 'x', 'y'], signals: ['0', '1', '2'] };
    expect(join(both)).toMatchObject({ basis: 'row-0', matched: 3 });
    expect(join({ ...both, basis: 'id' })).toMatchObject({ basis: 'id', matched: 1 });
    expect(join({ ...both, basis: 'row-1' })).toMatchObject({ basis: 'row-1', matched: 2 });
    expect(join({ ...both, ids: ['2', '1', '0'] })).toMatchObject({ basis: 'id', matched: 3 });
  });

  it('by id although an id is unknown and every row number is known, where the labels fit', () => {
    const found = join({
      rows: [0, 1, 2, 3],
      ids: ['3', '2', '1', 'new'],
      labels: ['1', '0', '1', '0'],
      signals: ['0', '1', '2', '3'],
      signalLabels: [0, 1, 0, 1],
    });
    expect(found).toMatchObject({ basis: 'id', matched: 3, labelsDiffer: 0 });
  });

  it('by id where labels cannot be compared, unless ids match less than half as many', () => {
    const unlabelled = { rows: [0, 1, 2, 3, 4], names: ['x', 'y'], signals: ['0', '1', '2', '3', '4'] };
    expect(join({ ...unlabelled, ids: ['4', '3', '2', 'n', 'm'] })).toMatchObject({ basis: 'id', matched: 3 });
    expect(join({ ...unlabelled, ids: ['4', '3', 'l', 'n', 'm'] })).toMatchObject({ basis: 'row-0', matched: 5 });
  });

  it('by id, whole numbers with and without a fraction of zeros', () => {
    const found = join({ rows: [0, 1, 2], ids: ['7.0', '-8.00', 'v9.0'], signals: ['7', '-8', 'v9'] });
    expect(Array.from(found.signalOf)).toEqual([0, 1, -1]);
  });

  it('by id, where the signals write whole numbers with a fraction', () => {
    const found = join({ rows: [0, 1], ids: ['107', '108'], signals: ['108.0', '107.0', '9', '9.0'] });
    expect(Array.from(found.signalOf)).toEqual([1, 0]);
    expect(found).toMatchObject({ matched: 2, unmatchedSignals: 2 });
  });

  it('are counted once where two rows are of the same signals', () => {
    const found = join({ rows: [0, 1, 2], ids: ['7', '7.0', '8'], signals: ['7', '8'] });
    expect(found).toMatchObject({ matched: 3, unmatchedSignals: 0 });
  });

  it('need not match at all', () => {
    const found = join({ rows: [0, 1], signals: ['a', 'b', 'c'] });
    expect(found).toMatchObject({ matched: 0, unmatchedRows: 2, unmatchedSignals: 3, labelsDiffer: 0 });
    expect(join({ rows: [], signals: [] })).toMatchObject({ matched: 0, unmatchedRows: 0, unmatchedSignals: 0 });
  });
});

describe('labels', () => {
  it('that differ are counted', () => {
    const found = join({ rows: [0, 1, 2], labels: ['0', '1', '1'], signals: ['0', '1', '2'], signalLabels: [0, 0, 1] });
    expect(found).toMatchObject({ labelsDiffer: 1, labelsUnknown: 0 });
  });

  it('are matched by name, then by number, and not compared without a counterpart', () => {
    const named = { rows: [0, 1, 2], names: ['Sci/Tech', 'Sports'], labels: ['Sports', 'Sci/Tech', 'Sports'] };
    const signals = { signals: ['0', '1', '2'], classes: ['sci_tech', 'sports', 'world'] };
    expect(join({ ...named, ...signals, signalLabels: [1, 0, 2] })).toMatchObject({
      labelsDiffer: 1,
      labelsUnknown: 0,
    });
    expect(join({ ...named, ...signals, signalLabels: [-1, 0, 1] })).toMatchObject({
      labelsDiffer: 0,
      labelsUnknown: 1,
    });
    expect(join({ ...named, signals: ['0', '1', '2'] })).toMatchObject({ labelsDiffer: 0, labelsUnknown: 3 });
  });
});
