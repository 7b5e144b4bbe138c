import { beforeEach, describe, expect, it } from 'vitest';
import { LEARNED_KEY } from '../../../../src/app/scoring/models.svelte.js';
import { until } from '../../../fakes/controlled.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { TOPIC_NAMES, topicFile, topicRows } from './topics.js';
import { holdUp, learn, ROWS, settled, WRONG } from './learning-bench.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit('learn=on').begin();
});

describe('an explanation', () => {
  it('names words against a wrong label, and the nearest rows', async () => {
    await learn(page, topicFile(ROWS));
    const row = WRONG[0]!;
    await page.learning.explain(row);
    const { terms, neighbours } = page.learning.explanation!.value;
    expect(terms[0]!.weight).toBeLessThan(0);
    expect(ROWS[row]!.text).toContain(terms[0]!.term);
    expect(neighbours.length).toBe(5);
    expect(neighbours.some((near) => near.row === row)).toBe(false);
    expect(neighbours.filter((near) => near.row % 3 === row % 3).length).toBeGreaterThanOrEqual(4);
  });

  it('is restored after a reload from texts that are read again', async () => {
    await learn(page, topicFile(ROWS));
    await page.learning.explain(WRONG[1]!);
    const { explanation } = page.learning;
    await page.review.settled();
    page.die();
    const later = await browser.visit('learn=on').begin();
    await later.learning.explain(WRONG[1]!);
    expect(later.learning.explanation).toEqual(explanation);
  });

  it('is shown before the end of a second run after a reload', async () => {
    await learn(page, topicFile(ROWS));
    await page.review.settled();
    page.die();
    const later = await browser.visit('learn=on').begin();
    const held = holdUp(later, 'nearest');
    void later.learning.explain(WRONG[1]!);
    void later.learning.relearn();
    await until(held.reached);
    await until(() => later.learning.explanation?.row === WRONG[1]);
    expect(later.learning.busy).toBe(true);
    held.open();
    await settled(later);
  });

  it('is made by another worker where the first one dies after learning', async () => {
    await learn(page, topicFile(ROWS));
    await page.learning.explain(WRONG[0]!);
    const { explanation } = page.learning;
    await page.learning.explain(WRONG[1]!);
    page.learners.started[0]!.wire.before = () => ({ code: 'worker-died' });
    const started = page.learners.started.length;
    await page.learning.explain(WRONG[0]!);
    expect(page.learning.explanation).toEqual(explanation);
    expect(page.learners.started.length).toBe(started + 1);
    expect(page.learners.alive).toBe(1);
    expect(page.codes()).toEqual([]);
  });

  it('is shown for the latest requested row', async () => {
    await learn(page, topicFile(ROWS));
    await Promise.all([1, 2, 3].map((row) => page.learning.explain(row)));
    await until(() => page.learning.explanation?.row === 3);
  });
});

it('shows the course of learning as training signals, out of sample and in sample', async () => {
  await learn(page, topicFile(ROWS));
  await until(() => page.course !== null);
  expect(page.course?.series).toBe('out');
  const { signals } = page.course!;
  expect([signals.rows, signals.evaluations, signals.labelProb.length]).toEqual([120, 8, 960]);
  expect(signals.labelProb.every((p) => p >= 0 && p <= 1)).toBe(true);
  await page.learning.chooseSeries('in');
  await until(() => page.course?.series === 'in');
});

it('finds the rows that both a model and the dataset itself doubt', async () => {
  const labels = ['World', 'Sports', 'Business'];
  const rows = topicRows(60, 10).map(({ text, label, wrong }) => ({
    text,
    wrong,
    label: labels[TOPIC_NAMES.indexOf(label)] ?? '',
  }));
  await page.drop(topicFile(rows));
  expect(page.models.chosenKey).toBe('default');
  expect(page.view.marks.bothDoubt).toBeNull();
  await page.analysis.start();
  expect(page.view.marks.bothDoubt).toBeNull();
  const modelDoubts = rows.map(
    (_, row) => page.predictions.predicted.value[row] !== page.predictions.labelClassOf(row),
  );
  await page.analysis.chooseModel(LEARNED_KEY);
  await page.analysis.start();
  const both = rows.map((_, row) => {
    const learned = page.predictions.predicted.value[row] !== page.predictions.labelClassOf(row);
    return learned && modelDoubts[row] ? 1 : 0;
  });
  expect([...page.view.marks.bothDoubt!]).toEqual(both);
  await page.review.settled();
  page.die();
  const later = await browser.visit('learn=on').begin();
  await until(() => later.view.marks.bothDoubt !== null);
  expect([...later.view.marks.bothDoubt!]).toEqual(both);
  later.die();
  const filtered = await browser.visit('learn=on&agreement=both').begin();
  await until(() => filtered.view.marks.bothDoubt !== null);
  const doubted = both.flatMap((doubts, row) => (doubts === 1 ? [row] : []));
  expect([...filtered.view.visible].sort((a, b) => a - b)).toEqual(doubted);
});
