import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextColumn } from '../../../src/domain/dataset.js';
import { joinResults, type JoinedResults } from '../../../src/domain/results-join.js';
import type { ResultsFile } from '../../../src/domain/results-file.js';
import { TextColumnBuilder } from '../../../src/domain/text-column.js';

function column(texts: readonly string[]): TextColumn {
  const builder = new TextColumnBuilder();
  for (const text of texts) {
    builder.arena.text(text);
    builder.endRow();
  }
  return builder.finish();
}

interface Rows {
  /** Positions of the dataset's records, by default one after the other. */
  readonly positions?: readonly number[];
  readonly ids?: readonly string[];
  readonly labels: readonly string[];
}

function datasetOf({ positions, ids, labels }: Rows) {
  const names = [...new Set(labels)].sort();
  return {
    rows: labels.length,
    sourceRow: Uint32Array.from(positions ?? labels.keys()),
    id: ids ? column(ids) : null,
    label: Uint16Array.from(labels, (label) => names.indexOf(label)),
    labels: names.map((name) => ({ name, token: name, count: 1 })),
  };
}

interface Given {
  /** Null = by position. */
  readonly ids: readonly string[] | null;
  readonly labels?: readonly (string | null)[];
  readonly loss?: readonly number[];
  readonly logits?: readonly (readonly number[])[];
  readonly predicted?: readonly number[];
  readonly classes?: readonly string[];
}

function fileOf({ ids, labels, loss, logits, predicted, classes = ['a', 'b'] }: Given): ResultsFile {
  const rows = (loss ?? logits ?? []).length;
  const names = [...new Set(labels?.filter((label) => label !== null))].sort();
  return {
    rows,
    records: rows,
    ids: column(ids ?? Array.from({ length: rows }, (_, row) => String(row))),
    hasIds: ids !== null,
    sourceRow: Uint32Array.from({ length: rows }, (_, row) => row),
    classes: names,
    label: Int32Array.from({ length: rows }, (_, row) => names.indexOf(labels?.[row] ?? '')),
    hasLabels: labels !== undefined,
    results: {
      classes,
      logits: logits ? Float32Array.from(logits.flat()) : null,
      loss: loss ? Float32Array.from(loss) : null,
      predicted: predicted ? Int16Array.from(predicted) : null,
      report: {
        rows,
        usable: rows,
        vectors: logits ? 'logits' : 'none',
        malformed: 0,
        wrongLength: 0,
        notNormalised: 0,
        partial: 0,
        missing: NaN,
        badLoss: 0,
      },
    },
  };
}

const losses = ({ results }: JoinedResults): number[] => [...(results.loss ?? [])];

describe('results and rows', () => {
  it('are joined by id in any order, and rows and results without a counterpart are counted', () => {
    const dataset = datasetOf({ ids: ['p', 'q', '', 'r'], labels: ['a', 'b', 'a', 'b'] });
    const joined = joinResults(dataset, fileOf({ ids: ['r', 'x', 'p'], loss: [3, 9, 1] }));
    expect(joined.join).toMatchObject({ basis: 'id', matched: 2, unmatchedRows: 2, unmatchedSignals: 1 });
    expect(losses(joined)).toEqual([1, NaN, NaN, 3]);
    expect(joined.results.report).toMatchObject({ rows: 4, usable: 2 });
  });

  it('are joined by row number without ids in the file, with records set aside, whatever ids the dataset has', () => {
    const dataset = datasetOf({ positions: [0, 2, 3], ids: ['1', '0', '2'], labels: ['a', 'b', 'a'] });
    const joined = joinResults(dataset, fileOf({ ids: null, loss: [0, 1, 2, 3, 4] }));
    expect(joined.join).toMatchObject({ basis: 'row-0', matched: 3, unmatchedRows: 0, unmatchedSignals: 2 });
    expect(losses(joined)).toEqual([0, 2, 3]);
  });

  it('are joined by ids that are row numbers where the dataset has none', () => {
    const dataset = datasetOf({ labels: ['a', 'b', 'a'] });
    expect(losses(joinResults(dataset, fileOf({ ids: ['2', '0', '1'], loss: [2, 0, 1] })))).toEqual([0, 1, 2]);
    const fromOne = joinResults(dataset, fileOf({ ids: ['1', '2', '3'], loss: [0, 1, 2] }));
    expect([fromOne.join.basis, losses(fromOne)]).toEqual(['row-1', [0, 1, 2]]);
  });

  it('are joined in the way that a person chooses, where the file has ids', () => {
    const dataset = datasetOf({ ids: ['2', '0', '1'], labels: ['a', 'a', 'a'] });
    const file = fileOf({ ids: ['0', '1', '2'], loss: [0, 1, 2] });
    expect(losses(joinResults(dataset, file))).toEqual([2, 0, 1]);
    expect(losses(joinResults(dataset, file, 'row-0'))).toEqual([0, 1, 2]);
    expect(joinResults(dataset, fileOf({ ids: null, loss: [0, 1, 2] }), 'id').join.basis).toBe('row-0');
  });

  it('predict a label by its number in any spelling', () => {
    const dataset = datasetOf({ labels: ['3', '10', '3'] });
    const file = fileOf({ ids: null, loss: [0, 1, 2], predicted: [1, 0, 0], classes: ['3.0', '10.0'] });
    const { results } = joinResults(dataset, file);
    expect([...(results.predicted ?? [])].map((k) => results.classes[k])).toEqual(['10', '3', '3']);
    expect(results.classes).toEqual(['10', '3']);
  });

  it('may have nothing in common', () => {
    const joined = joinResults(datasetOf({ labels: ['a', 'b'] }), fileOf({ ids: ['x', 'y', 'z'], loss: [1, 2, 3] }));
    expect(joined.join).toMatchObject({ matched: 0, unmatchedRows: 2, unmatchedSignals: 3 });
    expect(joined.results.report.usable).toBe(0);
  });
});

describe('labels of the file that are not the dataset’s', () => {
  const dataset = datasetOf({ labels: ['a', 'b', 'a'] });

  it('keep the numbers for the classes, but not the loss', () => {
    const logits = [
      [2, 1],
      [0, 5],
      [3, 4],
    ];
    const joined = joinResults(dataset, fileOf({ ids: null, labels: ['a', 'a', 'a'], loss: [1, 2, 3], logits }));
    expect([joined.join.labelsDiffer, joined.lossesOfOtherLabels]).toEqual([1, 1]);
    expect(losses(joined)).toEqual([1, NaN, 3]);
    expect([...(joined.results.logits ?? [])]).toEqual(logits.flat());
    expect(joined.results.report.usable).toBe(3);
  });

  it('leave a row with a loss alone without a result', () => {
    const joined = joinResults(dataset, fileOf({ ids: null, labels: ['b', 'b', 'a'], loss: [1, 2, 3] }));
    expect(losses(joined)).toEqual([NaN, 2, 3]);
    expect(joined.results.report.usable).toBe(2);
  });

  it('are compared by name, or as numbers where both are numbers, and otherwise not', () => {
    const numbers = datasetOf({ labels: ['0.0', '1.0'] });
    const of = (labels: readonly (string | null)[]) =>
      joinResults(numbers, fileOf({ ids: null, labels, loss: [1, 2] }));
    expect(of(['0', '1']).join).toMatchObject({ labelsDiffer: 0, labelsUnknown: 0 });
    expect(of(['1', '0']).join).toMatchObject({ labelsDiffer: 2, labelsUnknown: 0 });
    // Names in order of the alphabet are no numbers of classes.
    expect(of(['no', 'yes']).join).toMatchObject({ labelsDiffer: 0, labelsUnknown: 2 });
    expect(losses(of(['no', 'yes']))).toEqual([1, 2]);
    expect(of(['0', null]).join).toMatchObject({ labelsDiffer: 0, labelsUnknown: 1 });
    // The second row's label is not in the file, but the file's is another one of the dataset's.
    expect(of(['0', '0']).join).toMatchObject({ labelsDiffer: 1, labelsUnknown: 0 });
  });

  it('in two spellings are not two labels', () => {
    const joined = joinResults(
      datasetOf({ labels: ['Sports', 'Sci/Tech'] }),
      fileOf({ ids: null, labels: ['sports', 'Science'], loss: [1, 2] }),
    );
    expect(joined.join).toMatchObject({ labelsDiffer: 0, labelsUnknown: 1 });
    expect(losses(joined)).toEqual([1, 2]);
  });
});

describe('classes', () => {
  it('are those of the numbers', () => {
    const joined = joinResults(
      datasetOf({ labels: ['x', 'y'] }),
      fileOf({ ids: null, classes: ['p', 'q'], logits: [[1, 0], [0, 1]], predicted: [1, -1] }), // prettier-ignore
    );
    expect(joined.results.classes).toEqual(['p', 'q']);
    expect([...(joined.results.predicted ?? [])]).toEqual([1, -1]);
  });

  it('without numbers are the dataset’s labels and the other predictions', () => {
    const joined = joinResults(
      datasetOf({ labels: ['y', 'x', 'y'] }),
      fileOf({ ids: null, classes: ['new', 'y'], loss: [1, 2, 3], predicted: [1, 0, -1] }),
    );
    expect(joined.results.classes).toEqual(['x', 'y', 'new']);
    expect([...(joined.results.predicted ?? [])]).toEqual([1, 2, -1]);
  });
});

describe('any join', () => {
  const id = fc.integer({ min: 0, max: 30 }).map((n) => `id ${n}`);
  const label = fc.constantFrom('a', 'b', 'c');
  const cases = fc.record({
    rows: fc.uniqueArray(fc.record({ id, label }), { selector: (row) => row.id, maxLength: 20 }),
    given: fc.uniqueArray(
      fc.record({ id, label: fc.option(label), loss: fc.double({ min: 0, max: 9, noNaN: true }) }),
      { selector: (row) => row.id, maxLength: 20 },
    ),
  });

  it('gives each row the loss of its own id and label, and counts every row and result once', () => {
    fc.assert(
      fc.property(cases, ({ rows, given }) => {
        const joined = joinResults(
          datasetOf({ ids: rows.map((row) => row.id), labels: rows.map((row) => row.label) }),
          fileOf({
            ids: given.map((row) => row.id),
            labels: given.map((row) => row.label),
            loss: given.map((row) => row.loss),
          }),
        );
        const { matched, unmatchedRows, unmatchedSignals, labelsDiffer } = joined.join;
        expect(matched + unmatchedRows).toBe(rows.length);
        expect(matched + unmatchedSignals).toBe(given.length);
        const known = new Set(given.map((row) => row.label));
        const ofDataset = new Set(rows.map((row) => row.label));
        let differ = 0;
        for (const [row, { id: own, label: given_ }] of rows.entries()) {
          const found = given.find((other) => other.id === own);
          const told = found?.label ?? null;
          // Neither side knows the other's label, so they may be one.
          const strange = told !== null && !known.has(given_) && !ofDataset.has(told);
          const other = told !== null && told !== given_ && !strange;
          if (other) differ++;
          expect(joined.results.loss?.[row]).toBe(found && !other ? Math.fround(found.loss) : NaN);
        }
        expect([labelsDiffer, joined.lossesOfOtherLabels]).toEqual([differ, differ]);
        const usable = losses(joined).filter(Number.isFinite).length;
        expect(joined.results.report.usable).toBe(usable);
        expect(usable).toBe(matched - differ);
      }),
    );
  });

  it('does not depend on the order of the file', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ rows, given }, turn) => {
        const dataset = datasetOf({ ids: rows.map((row) => row.id), labels: rows.map((row) => row.label) });
        const at = given.length === 0 ? 0 : turn % given.length;
        const turned = [...given.slice(at), ...given.slice(0, at)];
        const of = (file: typeof given): JoinedResults =>
          joinResults(
            dataset,
            fileOf({
              ids: file.map((row) => row.id),
              labels: file.map((row) => row.label),
              loss: file.map((row) => row.loss),
            }),
          );
        const [one, other] = [of(given), of(turned)];
        expect(losses(other)).toEqual(losses(one));
        expect({ ...other.join, signalOf: null }).toEqual({ ...one.join, signalOf: null });
      }),
    );
  });
});
