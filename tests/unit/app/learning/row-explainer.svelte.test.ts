import { expect, it } from 'vitest';
import { RowExplainer } from '../../../../src/app/learning/row-explainer.svelte.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import type { Explanation } from '../../../../src/protocol/learning-wire.js';
import { ok } from '../../../../src/protocol/outcome.js';
import type { LearningWorker } from '../../../../src/protocol/ports.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { gate, tick } from '../../../fakes/controlled.js';

const TEXTS = ['first', 'second', 'third'];

/** An explainer whose worker answers with the number of the question, after the test opens its gate. */
function bench() {
  const dataset = datasetOf(
    TEXTS,
    TEXTS.map(() => 'a'),
  );
  const predictions = new Predictions();
  predictions.reset(TEXTS.length, ['a', 'b'], new Int32Array(TEXTS.length));
  TEXTS.forEach((_, row) => predictions.writeRow(row, Float32Array.of(-1, -0.5), 1, 0, false));
  const asked: number[] = [];
  const doors: { open(): void }[] = [];
  const explain = async (row: number) => {
    asked.push(row);
    const door = gate();
    doors.push(door);
    await door.passed;
    return ok({ terms: [], neighbours: [{ row: asked.length }] } as unknown as Explanation);
  };
  const worker = { explain } as unknown as LearningWorker;
  const explainer = new RowExplainer({
    predictions,
    dataset: () => dataset,
    worker: () => Promise.resolve(worker),
    failed: () => false,
  });
  return { explainer, asked, doors };
}

it('asks one question at a time, and skips rows that a later row replaced', async () => {
  const { explainer, asked, doors } = bench();
  void explainer.ask(0);
  await tick();
  void explainer.ask(1);
  void explainer.ask(2);
  await tick();
  expect(asked).toEqual([0]);
  doors[0]?.open();
  await tick();
  expect([asked, explainer.shown]).toEqual([[0, 2], null]);
  doors[1]?.open();
  await tick();
  expect(explainer.shown?.row).toBe(2);
});

it('does not repeat an open question about the same row', async () => {
  const { explainer, asked, doors } = bench();
  void explainer.ask(1);
  await tick();
  void explainer.ask(1);
  void explainer.askUnknown();
  doors[0]?.open();
  await tick();
  expect([asked, explainer.shown?.row]).toEqual([[1], 1]);
});

it('repeats an open question about the same row after the results changed', async () => {
  const { explainer, asked, doors } = bench();
  void explainer.ask(1);
  await tick();
  explainer.askAgain();
  doors[0]?.open();
  await tick();
  expect([asked, explainer.shown]).toEqual([[1, 1], null]);
  doors[1]?.open();
  await tick();
  expect(explainer.shown?.row).toBe(1);
});

it('discards the answer to a question from before it was reset', async () => {
  const { explainer, doors } = bench();
  void explainer.ask(1);
  await tick();
  explainer.forget();
  doors[0]?.open();
  await tick();
  expect(explainer.shown).toBeNull();
});
