import { Predictions } from '../../../../../src/app/predictions/predictions.svelte.js';
import { samplingOf } from '../../../../../src/app/review/estimate/stored-draws.js';
import { Draws } from '../../../../../src/app/review/estimate/draws.svelte.js';
import { MemoryStore } from '../../../../../src/effects/storage/memory-store.js';
import { datasetOf } from '../../../../fakes/dataset.js';
import { recordNamed, reviewWithOutbox } from '../../../../fakes/review.js';

export const ROWS = 400;

/** Draws of a project with `ROWS` scored rows, opened from a store. The loss of a row is its number. */
export async function drawsBench(store = new MemoryStore(), id = 'p') {
  const { review, outbox, project } = reviewWithOutbox({ store });
  const labels = Array.from({ length: ROWS }, (_, row) => (row % 2 === 0 ? 'a' : 'b'));
  const dataset = datasetOf(
    labels.map((_, row) => `text ${row}`),
    labels,
  );
  project.dataset = dataset;
  project.record = recordNamed(id);
  const entries = await store.entries(id);
  review.open(id, dataset, entries.ok ? entries.value : []);
  const predictions = new Predictions();
  predictions.reset(ROWS, ['a', 'b'], Int32Array.from(dataset.label));
  for (let row = 0; row < ROWS; row += 1) predictions.writeRow(row, Float32Array.of(1, 0), row, 5, false);
  predictions.publish();
  const stored = samplingOf(outbox);
  const draws = new Draws({ stored, predictions, review, project });
  await stored.opened(id);

  let top = ROWS;
  /** Decides the next rows as the page offers them: the draw, else the undecided row with the highest loss. */
  const decideNext = (count: number): readonly number[] =>
    Array.from({ length: count }, () => {
      let row = draws.offer(true);
      while (row < 0) {
        top -= 1;
        if (review.status.value[top] === 0) row = top;
      }
      review.confirm([row]);
      return row;
    });
  return { draws, review, outbox, project, store, stored, decideNext: decideNext };
}
