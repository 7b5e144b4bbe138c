import { describe, expect, it } from 'vitest';
import type { ColumnRoles } from '../../../src/domain/dataset.js';
import type { GivenResults } from '../../../src/domain/results-builder.js';
import { parquetFile } from '../../fakes/parquet.js';
import { readDetected } from './source-helpers.js';

async function given(content: BlobPart, roles: Partial<ColumnRoles> = {}): Promise<GivenResults> {
  const { results } = await readDetected(new Blob([content]), { roles });
  if (results === null) throw new Error('no results');
  return results;
}

const jsonl = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
const rounded = (values: ArrayLike<number> | null): number[] =>
  Array.from(values ?? [], (value) => Math.round(value * 1e6) / 1e6);
const log = (...probs: number[]): number[] => rounded(probs.map(Math.log));

describe('results in a dataset', () => {
  it('are absent where there are none', async () => {
    const { results } = await readDetected(new Blob(['text,label\nhello there,a\n']));
    expect(results).toBeNull();
  });

  it('logits of JSONL, with the classes named by the predictions', async () => {
    const rows = [
      { text: 'one two', label: 'a', logits: [2, -1], pred: 'a' },
      { text: 'three four', label: 'b', logits: [0.5, 0.25], pred: 'a' },
      { text: 'five six', label: 'a', logits: [-3, 4], pred: 'b' },
    ];
    const results = await given(jsonl(rows));
    expect(results.classes).toEqual(['a', 'b']);
    expect([...(results.logits ?? [])]).toEqual([2, -1, 0.5, 0.25, -3, 4]);
    expect(results.report).toMatchObject({ usable: 3, vectors: 'logits', malformed: 0 });
    expect([...(results.predicted ?? [])]).toEqual([0, 0, 1]);
  });

  it('probabilities of every spelling in TSV, with a count of unusable rows', async () => {
    const rows = [
      'text\tlabel\tprobs\tloss',
      'one two\t0\t[0.25 0.75]\t1.4',
      'three four\t1\t(0.5, 0.5)\tnan',
      'five six\t1\t[0.5, 0.75]\t0.5',
      'seven eight\t0\t[0.1, 0.2, 0.7]\t-1',
      'nine ten\t0\tmissing\t0.25',
      'eleven twelve\t0\t[nan, 1]\t0.125',
      'thirteen\t1\t[1, 0]\t3',
    ];
    const results = await given(rows.join('\n'), { resultProbs: 'probs', resultLoss: 'loss' });
    expect(results.classes).toEqual(['LABEL_0', 'LABEL_1']);
    const none = [NaN, NaN];
    const zero = Math.round(Math.log(1e-38) * 1e6) / 1e6;
    const values = rounded(results.logits);
    expect(values.slice(0, 12)).toEqual([...log(0.25, 0.75), ...log(0.5, 0.5), ...none, ...none, ...none, ...none]);
    expect(values[12]).toBe(0);
    expect(values[13]).toBeCloseTo(zero, 4);
    expect(rounded(results.loss)).toEqual([1.4, NaN, 0.5, NaN, 0.25, 0.125, 3]);
    expect(results.report).toEqual({
      rows: 7,
      usable: 6,
      vectors: 'probs',
      malformed: 2,
      wrongLength: 1,
      notNormalised: 1,
      partial: 0,
      missing: NaN,
      badLoss: 2,
    });
  });

  it('predictions written as 3.0 are the label 3, with numbers for the classes and without', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => {
      const k = row % 12;
      const probs = Array.from({ length: 12 }, (__, j) => (j === k ? 0.89 : 0.01));
      return { text: `row ${row} of all`, label: k, predicted_label: `${k}.0`, probs, loss: 0.5 };
    });
    const results = await given(jsonl(rows));
    expect(results.classes).toEqual(Array.from({ length: 12 }, (_, k) => String(k)));
    expect([...(results.predicted ?? [])]).toEqual(rows.map(({ label }) => label));
    const alone = await given(
      jsonl(rows.map(({ text, label, predicted_label, loss }) => ({ text, label, predicted_label, loss }))),
    );
    expect([...(alone.predicted ?? [])].map((k) => alone.classes[k])).toEqual(rows.map(({ label }) => String(label)));
  });

  it('numbers as keys of the classes are named by the predictions', async () => {
    const rows = [
      { text: 'one two', label: 'a', predicted_label: 'a', probs: { 0: 0.9, 1: 0.1 } },
      { text: 'three four', label: 'b', predicted_label: 'b', probs: { 0: 0.2, 1: 0.8 } },
    ];
    expect((await given(jsonl(rows))).classes).toEqual(['a', 'b']);
    const refused = rows.map((row) => ({ ...row, loss: 0.3, probs: { 0: 0.9, 1: 0.9 } }));
    const results = await given(jsonl(refused));
    expect(results.report).toMatchObject({ vectors: 'none', notNormalised: 2 });
    expect([...(results.predicted ?? [])].map((k) => results.classes[k])).toEqual(['a', 'b']);
  });

  it('the number of classes is that of most of the first rows', async () => {
    const rows = Array.from({ length: 200 }, (_, row) => ({
      text: `row ${row} of all`,
      label: 'a',
      probs: row === 0 ? [0.5, 0.5] : [0.25, 0.25, 0.25, 0.25],
    }));
    const { report, classes } = await given(jsonl(rows));
    expect(classes).toHaveLength(4);
    expect(report).toMatchObject({ usable: 199, wrongLength: 1 });
  });

  it('a column of probabilities is judged by the rows that have some', async () => {
    const rows = Array.from({ length: 20 }, (_, row) => ({
      text: `row ${row} of all`,
      label: 'a',
      loss: 1,
      probs: row >= 9 ? null : row === 0 ? [0.5, 0.5] : [0.9, 0.9],
    }));
    expect((await given(jsonl(rows))).report).toMatchObject({ vectors: 'none', notNormalised: 8 });
  });

  it('probabilities over the batch are refused as a whole, and the losses taken', async () => {
    const rows = [
      { text: 'one two', label: 'World', predicted_label: 'World', loss: 0.5, predicted_probas: [0.5, 0.5] },
      { text: 'three four', label: 'Sports', predicted_label: 'World', loss: 2.5, predicted_probas: [0.2, 0.3] },
      { text: 'five six', label: 'Sports', predicted_label: 'Sports', loss: 0.1, predicted_probas: [0.6, 0.9] },
    ];
    const results = await given(jsonl(rows));
    expect(results.logits).toBeNull();
    expect(rounded(results.loss)).toEqual([0.5, 2.5, 0.1]);
    expect(results.classes).toEqual(['Sports', 'World']);
    expect([...(results.predicted ?? [])]).toEqual([1, 1, 0]);
    expect(results.report).toMatchObject({ usable: 3, vectors: 'none', notNormalised: 2 });
  });

  it('objects name the classes, in any order', async () => {
    const rows = [
      { text: 'one two', label: 'a', probs: { a: 0.75, __proto__: null, b: 0.25 } },
      { text: 'three four', label: 'b', probs: { b: 0.5, a: 0.5 } },
      { text: 'five six', label: 'b', probs: { b: 0.5, c: 0.5 } },
    ];
    const results = await given(jsonl(rows));
    expect(results.classes).toEqual(['a', 'b']);
    expect(rounded(results.logits)).toEqual([...log(0.75, 0.25), ...log(0.5, 0.5), NaN, NaN]);
    expect(results.report.wrongLength).toBe(1);
  });

  it.each(['csv', 'jsonl'])('one column for each class, in %s', async (format) => {
    const csv = 'text,label,prob_World,prob_Sports\n"one, two",World,0.25,0.75\nthree four,Sports,0.5,0.5\n';
    const objects = [
      { text: 'one, two', label: 'World', prob_World: 0.25, prob_Sports: 0.75 },
      { text: 'three four', label: 'Sports', prob_World: 0.5, prob_Sports: 0.5 },
    ];
    const results = await given(format === 'csv' ? csv : jsonl(objects));
    expect(results.classes).toEqual(['World', 'Sports']);
    expect(rounded(results.logits)).toEqual([...log(0.25, 0.75), ...log(0.5, 0.5)]);
  });

  it('Parquet: a list column of probabilities and a float column of losses', async () => {
    const results = await given(
      parquetFile([
        { name: 'text', type: 'string', values: ['one two', 'three four'] },
        { name: 'label', type: 'int32', values: [0, 1] },
        { name: 'loss', type: 'double', values: [0.5, NaN] },
        { name: 'predicted_probas', type: 'doubles', values: [[0.25, 0.75], []] },
      ]),
      { resultLoss: 'loss', resultProbs: 'predicted_probas' },
    );
    expect(rounded(results.logits)).toEqual([...log(0.25, 0.75), NaN, NaN]);
    expect(rounded(results.loss)).toEqual([0.5, NaN]);
    expect(results.report).toMatchObject({ usable: 1, malformed: 1, badLoss: 1 });
  });

  it('follow the rows: records set aside have no results', async () => {
    const rows = ['text,label,loss', 'one two,a,1', ',a,2', 'three four,,3', 'five six,b,4'];
    const results = await given(rows.join('\n'), { resultLoss: 'loss' });
    expect(rounded(results.loss)).toEqual([1, 4]);
    expect(results.report.rows).toBe(2);
  });

  it('losses alone: the classes are the labels, and the other predictions', async () => {
    const rows = ['text,label,loss,pred', 'one two,b,1,a', 'three four,a,2,c'];
    const results = await given(rows.join('\n'));
    expect(results.classes).toEqual(['a', 'b', 'c']);
    expect([...(results.predicted ?? [])]).toEqual([0, 2]);
    expect(results.logits).toBeNull();
  });

  it('3,000 rows with results from the second on', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      text: `row number ${i}`,
      label: i % 3,
      logits: i === 0 ? null : [i, -i, 0],
    }));
    const results = await given(jsonl(rows), { resultLogits: 'logits' });
    expect(rounded(results.logits?.slice(0, 6) ?? null)).toEqual([NaN, NaN, NaN, 1, -1, 0]);
    expect(rounded(results.logits?.slice(-3) ?? null)).toEqual([2999, -2999, 0]);
    expect(results.report).toMatchObject({ usable: 2999, malformed: 1 });
  });
});
