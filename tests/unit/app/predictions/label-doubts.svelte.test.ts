import { describe, expect, it } from 'vitest';
import { LabelDoubts } from '../../../../src/app/predictions/label-doubts.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';

const CLASSES = ['A', 'B'];

/** Results of rows by their probabilities. Null = the row has a predicted class alone. */
function resultsOf(probs: readonly (readonly [number, number] | null)[], given: readonly number[]): Predictions {
  const predictions = new Predictions();
  predictions.reset(probs.length, CLASSES, Int32Array.from(given));
  probs.forEach((own, row) => {
    if (own) predictions.writeRow(row, Float32Array.from(own, Math.log), -Math.log(own[given[row]!]!), 4, false);
    else predictions.predicted.value[row] = 1;
  });
  predictions.publish();
  return predictions;
}

function counter() {
  let rests = 0;
  return { count: () => rests, slices: { rest: () => Promise.resolve(void rests++) } };
}

const PROBS = [
  [0.9, 0.1],
  [0.1, 0.9],
  [0.2, 0.8],
  [0.9, 0.1],
] as const;

describe('doubts about labels', () => {
  it('are sure predictions against the label, and issues by confident learning', async () => {
    const { slices } = counter();
    const doubts = new LabelDoubts(resultsOf(PROBS, [0, 1, 0, 0]));
    expect(await doubts.find(slices)).toEqual({
      issue: Uint8Array.of(0, 0, 0, 0),
      sureAgainst: Uint8Array.of(0, 0, 1, 0),
    });
    const more = resultsOf([...PROBS, [0.05, 0.95]], [0, 1, 0, 0, 0]);
    expect([...(await new LabelDoubts(more).find(slices)).issue]).toEqual([0, 0, 0, 0, 1]);
  });

  it('leave out rows whose prediction lacks probabilities', async () => {
    const { slices } = counter();
    const { issue, sureAgainst } = await new LabelDoubts(resultsOf([...PROBS, null], [0, 1, 0, 0, 0])).find(slices);
    expect([issue[4], sureAgainst[4]]).toEqual([0, 0]);
  });

  it('are computed once for each state of the predictions', async () => {
    const { slices, count } = counter();
    const predictions = resultsOf(PROBS, [0, 1, 0, 0]);
    const doubts = new LabelDoubts(predictions);
    const [first, second] = await Promise.all([doubts.find(slices), doubts.find(slices)]);
    expect(second).toBe(first);
    expect(count()).toBe(1);
    predictions.writeRow(0, Float32Array.of(0, 5), 5, 4, false);
    predictions.publish();
    expect((await doubts.find(slices)).sureAgainst[0]).toBe(1);
    expect(count()).toBe(2);
  });
});
