import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Rank from '../../../../src/domain/review/rank.js';
import { listedSignal } from '../../../../src/app/rows/listed-signal.js';
import { PENDING } from '../../../../src/domain/reading/dataset.js';
import { tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, textOfRow, tsvOf, type Page } from '../../../fakes/page.js';
import { topicFile, topicRows } from '../learning/topics.js';

const counted = vi.hoisted(() => ({ rankings: 0 }));

vi.mock('../../../../src/domain/review/rank.js', async (original) => {
  const real = await original<typeof Rank>();
  const rankRows: typeof real.rankRows = (...args) => {
    counted.rankings++;
    return real.rankRows(...args);
  };
  return { ...real, rankRows };
});

const ROWS = 120;
const LABELS = Array.from({ length: ROWS }, (_, row) => ['World', 'Sports', 'Business'][row % 3] ?? '');

let browser: FakeBrowser;
beforeEach(() => {
  browser = new FakeBrowser();
});

/** Number of rankings during `act` and the work that it schedules. */
async function rankingsOf(act: () => unknown): Promise<number> {
  for (let turn = 0; turn < 5; turn++) await tick();
  counted.rankings = 0;
  await act();
  for (let turn = 0; turn < 5; turn++) await tick();
  return counted.rankings;
}

/** A training log with two evaluations of every row. */
function log(): File {
  const lines = [0, 1].flatMap((evaluation) =>
    LABELS.map((_, id) => {
      const p = ((id * 7 + evaluation * 31) % 97) / 100;
      return `${JSON.stringify({ id, label: 'a', pred_label: p > 0.5 ? 'a' : 'z', correct: p > 0.5, probs: [p], label_probs: p })}\n`;
    }),
  );
  return new File(lines, 'log.jsonl');
}

/** The first undecided row of the list. */
function firstPending({ view, review }: Page): number | undefined {
  return [...view.visible].find((row) => review.status.value[row] === PENDING);
}

/** Adds signals to the open dataset, and decides a row. Both are stored. */
async function workOn(page: Page): Promise<void> {
  await page.app.signalsReading.open([log()]);
  await page.session.confirmSignals();
  page.review.confirm([1]);
  await page.review.settled();
  page.die();
}

describe('opening a dataset ranks its rows once', () => {
  it('without stored data', async () => {
    const page = await browser.visit('learn=off').begin();
    expect(await rankingsOf(() => page.drop(tsvOf(LABELS.slice(0, 20))))).toBe(1);
    expect(page.view.visible).toHaveLength(20);
  });

  it('with learned results, signals from a file and decisions', async () => {
    const page = await browser.visit('learn=on').begin();
    await page.drop(topicFile(topicRows(ROWS, 12)));
    await until(() => page.learning.state.at === 'done');
    await workOn(page);
    const later = browser.visit('learn=on');
    expect(await rankingsOf(() => later.begin())).toBe(1);
    expect([later.learning.state.at, later.predictions.done, later.view.available.length > 0]).toEqual([
      'done',
      ROWS,
      true,
    ]);
    const { value: losses } = later.predictions.loss;
    expect(losses[later.view.visible[0] ?? -1]).toBe(Math.max(...losses));
    expect(later.view.selected).toBe(firstPending(later));
  });

  it('with results of a model, signals from a file and choices in the address', async () => {
    const page = await browser.visit('learn=off').begin();
    await page.drop(tsvOf(LABELS.slice(0, 20)));
    await page.analysis.start();
    await workOn(page);
    const later = browser.visit('learn=off&order=avg_probs&agreement=both&keep=avg_probs,0.2');
    expect(await rankingsOf(() => later.begin())).toBe(1);
    expect([later.run.state.at, listedSignal(later.view.orderNow), later.view.isNarrowed]).toEqual([
      'done',
      'avg_probs',
      true,
    ]);
    expect(later.view.selected).toBe(firstPending(later));
  });

  it('with results in its own columns', async () => {
    const rows = LABELS.slice(0, 20).map((label, row) => `${textOfRow(row)}\t${label}\t${row / 10}\n`);
    const page = await browser.visit().begin();
    const file = new File(['text\tlabel\tloss\n', ...rows], 'scored.tsv');
    expect(await rankingsOf(() => page.drop(file))).toBe(1);
    expect([page.predictions.done, page.view.selected]).toEqual([20, 19]);
  });
});

describe('open dataset', () => {
  let page: Page;
  beforeEach(async () => {
    page = await browser.visit('learn=off').begin();
    await page.drop(tsvOf(LABELS.slice(0, 20)));
  });

  it('ranks once after a filter, a search, an order, and the removal of all filters', async () => {
    await page.analysis.start();
    const { view } = page;
    expect(await rankingsOf(() => view.filter({ label: 'Sports' }))).toBe(1);
    expect(await rankingsOf(() => view.filter({ search: 'words' }))).toBe(1);
    expect(await rankingsOf(() => view.sort('entropy'))).toBe(1);
    expect(await rankingsOf(() => view.showOnly())).toBe(1);
  });

  it('does not rank after a decision, an axis, a brush, or a choice on the data map', async () => {
    await page.analysis.start();
    await page.app.signalsReading.open([log()]);
    await page.session.confirmSignals();
    const { view } = page;
    const choose = (): void => {
      page.review.confirm([2]);
      view.plot({ x: 'loss' });
      view.brush('x', { min: 0, max: 1 });
      page.training.map.toggleRegion(0);
      page.training.map.replay(1);
    };
    expect(await rankingsOf(choose)).toBe(0);
    expect(view.isNarrowed).toBe(true);
  });

  it('ranks once for the batches of a second, and once at the end of the run', async () => {
    const { predictions, view } = page;
    predictions.reset(20, ['a', 'b', 'c'], new Int32Array(20));
    predictions.stage = 'growing';
    await tick();
    browser.clock.pass(5000);
    const arrive = async (row: number): Promise<void> => {
      predictions.writeRow(row, Float32Array.of(0, 1, 2), row, 5, false);
      predictions.publish();
      await tick();
    };
    expect(await rankingsOf(() => arrive(1))).toBe(1);
    const batches = async (): Promise<void> => {
      for (let row = 2; row < 9; row++) {
        browser.clock.pass(100);
        await arrive(row);
      }
    };
    expect(await rankingsOf(batches)).toBe(0);
    expect(view.stale).toBe(true);
    expect(await rankingsOf(() => void (predictions.stage = 'grown'))).toBe(1);
    expect(view.stale).toBe(false);
  });

  it('ranks once after a change of its label map', async () => {
    await page.analysis.start();
    expect(await rankingsOf(() => page.analysis.mapLabel(0, -1))).toBe(1);
  });
});
