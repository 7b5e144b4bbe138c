import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { RowMarks } from '../../../../src/app/rows/row-marks.svelte.js';
import { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import { FakeClock } from '../../../fakes/clock.js';
import { noColumns } from '../../../fakes/columns.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { FakeAddress } from '../../../fakes/browser-parts.js';
import { patternsInProcess } from '../../../fakes/patterns.js';
import { reviewOf } from '../../../fakes/review.js';
import { FakeDataMap } from './view-bench.svelte.js';

function viewOf(labels: readonly string[], address: FakeAddress): RowView {
  const clock = new FakeClock();
  const review = reviewOf({ clock });
  const data = datasetOf(
    labels.map((_, row) => `text ${row}`),
    labels,
  );
  review.open('p', data, []);
  const predictions = new Predictions();
  predictions.reset(data.rows, [], new Int32Array(data.rows).fill(-1));
  const view = new RowView({
    predictions,
    review,
    address,
    clock,
    patterns: patternsInProcess().it,
    columns: noColumns(),
    valuesOf: () => new Float32Array(0),
    labelMap: { match: null, classOf: () => -1 },
    marks: new RowMarks(),
    dataMap: new FakeDataMap(),
    project: { restoring: false },
  });
  view.open(data);
  return view;
}

const name = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\\', ':', ' ', '&', '=', '%', '体', 'a', 'A'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
});

it('Filters by one label alone, whatever characters it has, and a reload restores the filter', () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), fc.nat(), (names, at) => {
      const labels = [...names, ...names];
      const wanted = names[at % names.length] ?? '';
      const address = new FakeAddress();
      const view = viewOf(labels, address);
      view.filter({ label: wanted });
      const rows = labels.flatMap((label, row) => (label === wanted ? [row] : []));
      expect([...view.visible]).toEqual(rows);
      expect([...viewOf(labels, address).visible]).toEqual(rows);
    }),
    { numRuns: 200 },
  );
});
