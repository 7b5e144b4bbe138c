import { describe, expect, it } from 'vitest';
import { exportColumns, exportParts, untouchedColumns } from '../../../../src/app/export/exporting.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { Source } from '../../../../workers/source/source.js';
import { controlled, until } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { tsvOf } from '../../../fakes/page.js';
import { reviewOf } from '../../../fakes/review.js';

describe('columns of an export', () => {
  const data = datasetOf(['a', 'b', 'c'], ['World', 'Sports', 'World']);

  function bench() {
    const review = reviewOf();
    const predictions = new Predictions();
    review.open('p', data, []);
    predictions.reset(data.rows, [], new Int32Array(data.rows).fill(-1));
    return { review, predictions };
  }

  it('contain no results if nothing is scored', () => {
    const { review, predictions } = bench();
    expect(exportColumns(data, 0, review, predictions, false)).toMatchObject({ loss: null, probs: null, classes: [] });
    predictions.reset(data.rows, ['x', 'y'], new Int32Array(data.rows));
    expect(exportColumns(data, 0, review, predictions, false)).toMatchObject({ loss: null, probs: null });
  });

  it('contain probabilities of scored rows, NaN for other rows, and the names of new labels', () => {
    const { review, predictions } = bench();
    predictions.reset(data.rows, ['x', 'y'], Int32Array.of(0, 1, 0));
    predictions.writeRow(1, Float32Array.of(0, Math.log(3)), 0.3, 4, false);
    review.setLabel([2], 'say "hi"');
    const columns = exportColumns(data, 0, review, predictions, false);
    expect(columns.probs?.slice(2, 4)).toEqual(Float32Array.of(0.25, 0.75));
    expect([columns.probs?.[0], columns.probs?.[4], columns.loss?.[0]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(columns.labels.at(-1)).toEqual({ name: 'say "hi"' });
    expect(columns.labels.slice(0, 2)).toEqual(data.labels);
    expect([...columns.status]).toEqual([0, 0, 2]);
    expect(columns.label[2]).toBe(2);
    expect(untouchedColumns(data, 0).label).toBe(data.label);
  });

  it('do not change after later decisions and results', () => {
    const { review, predictions } = bench();
    predictions.reset(data.rows, ['x', 'y'], Int32Array.of(0, 1, 0));
    predictions.writeRow(0, Float32Array.of(0, 1), 0.3, 4, false);
    predictions.publish();
    const columns = exportColumns(data, 2, review, predictions, false);
    const before = structuredClone(columns);
    review.setLabel([1], 'World');
    predictions.writeRow(1, Float32Array.of(0, 1), 0.3, 4, false);
    expect(columns).toEqual(before);
    expect(columns.records).toBe(5);
  });

  it('end with a fault of the source, and the worker ends the export', async () => {
    const source = controlled(new Source());
    const file = tsvOf(['World', 'Sports', 'World']);
    const inspected = await source.it.inspect(file);
    if (!inspected.ok) throw new Error('not readable');
    const reading = { file, ...inspected.value };
    for (const method of ['beginExport', 'nextExport']) {
      source.before = (called) => (called === method ? { code: 'file-changed' } : undefined);
      const parts = exportParts(source.it, reading, 'dataset', untouchedColumns(data, 0));
      expect(await parts.next()).toEqual({ done: false, value: { ok: false, fault: { code: 'file-changed' } } });
      expect(await parts.next()).toEqual({ done: true, value: undefined });
    }
    await until(() => source.calls.at(-1)?.method === 'end');
  });
});
