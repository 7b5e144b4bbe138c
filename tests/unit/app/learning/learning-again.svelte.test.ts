import { beforeEach, describe, expect, it } from 'vitest';
import { LEARNED_KEY } from '../../../../src/app/scoring/models.svelte.js';
import { tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { topicFile, topicRows } from './topics.js';
import { holdUp, learn, losses, ROWS, settled, top } from './learning-bench.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit('learn=on').begin();
});

describe('learning from corrections', () => {
  /** Accepts the suggestion of the first `count` rows. */
  function accept(of: Page, count: number): number[] {
    const rows = top(of, count);
    for (const row of rows)
      of.review.setLabel([row], of.predictions.classes[of.predictions.predicted.value[row]!] ?? '');
    return rows;
  }

  it('learns again after 25 decisions, and ranks decided rows last', async () => {
    await learn(page, topicFile(topicRows(300, 10)));
    page.view.select(page.view.visible[40]!);
    const above = top(page, 41);
    const decided = accept(page, 25);
    await until(() => page.learning.learned?.decisions === 25);
    await settled(page);
    expect(page.learning.state.at).toBe('done');
    expect(page.view.selected).toBe(above[40]);
    expect(top(page, 41)).toEqual(above);
    page.view.select(-1);
    page.view.refresh();
    const places = decided.map((row) => page.view.visible.indexOf(row));
    expect(Math.min(...places)).toBe(300 - 25);
    expect(decided.every((row) => page.review.status.value[row] !== 0)).toBe(true);
  });

  it('learns again after one decision about 25 rows, for a second dataset as for the first', async () => {
    for (const rows of [topicRows(300, 10), topicRows(240, 8)]) {
      await learn(page, topicFile(rows));
      page.review.confirm(top(page, 25));
      expect(page.review.position).toBe(1);
      await until(() => page.learning.learned?.decisions === 25);
      await settled(page);
    }
    expect(page.predictions.rows).toBe(240);
  });

  it('learns again after fewer decisions only on request', async () => {
    await learn(page, topicFile(ROWS));
    accept(page, 3);
    await page.review.settled();
    await tick();
    expect(page.learning.learned?.decisions).toBe(0);
    expect(page.learning.newDecisions).toBe(3);
    await page.learning.relearn();
    expect(page.learning.learned?.decisions).toBe(3);
    expect(page.learning.newDecisions).toBe(0);
  });

  it('counts rows decided since and rows undone since, also when the numbers are equal', async () => {
    await learn(page, topicFile(ROWS));
    page.review.discard([1, 2, 3]);
    await page.learning.relearn();
    for (const row of [4, 5]) page.review.discard([row]);
    expect(page.learning.newDecisions).toBe(2);
    for (let times = 0; times < 3; times++) page.review.undo();
    expect(page.learning.newDecisions).toBe(3);
    page.review.discard([6, 7, 8]);
    expect(page.learning.newDecisions).toBe(6);
  });

  it('does not learn from discarded rows, and gives them no loss', async () => {
    await learn(page, topicFile(ROWS));
    page.review.discard([5, 6]);
    await page.learning.relearn();
    expect(page.predictions.loss.value[5]).toBeNaN();
    expect(page.learning.learned?.rows).toBe(ROWS.length - 2);
  });

  it('learns an unsure row with its source label, and counts it as undecided', async () => {
    await learn(page, topicFile(ROWS));
    page.review.setLabel([5], 'sailing');
    page.review.markUnsure([5, 6]);
    expect(page.learning.newDecisions).toBe(0);
    await page.learning.relearn();
    expect(page.predictions.loss.value[5]).not.toBeNaN();
    expect(page.learning.learned).toMatchObject({ rows: ROWS.length, decisions: 0 });
  });

  it('learns a label that a decision added', async () => {
    await learn(page, topicFile(ROWS));
    page.review.setLabel([0, 3, 6, 9, 12], 'desserts');
    await page.learning.relearn();
    expect(page.predictions.classes).toEqual(['astronomy', 'cooking', 'sailing', 'desserts']);
  });
});

describe('stored results of learning', () => {
  it('are restored after a reload without any worker', async () => {
    await learn(page, topicFile(ROWS));
    const before = losses(page);
    await page.review.settled();
    page.die();
    const later = await browser.visit('learn=on').begin();
    expect(later.models.chosenKey).toBe(LEARNED_KEY);
    expect(later.learning.state.at).toBe('done');
    expect(losses(later)).toEqual(before);
    expect(later.learning.learned?.accuracy).toBe(page.learning.learned?.accuracy);
    expect(later.learners.started).toEqual([]);
    await until(() => later.course !== null);
    expect(later.course?.signals.evaluations).toBe(8);
  });

  it('are completed after a reload during learning', async () => {
    const held = holdUp(page, 'epoch');
    void page.drop(topicFile(ROWS));
    await until(held.reached);
    page.die();
    held.open();
    const later = await browser.visit('learn=on').begin();
    await until(() => later.learning.state.at === 'done');
    expect(later.predictions.done).toBe(ROWS.length);
  });

  it('of earlier labels are removed when results of later labels are stored', async () => {
    await learn(page, topicFile(ROWS));
    const id = page.project.record!.id;
    page.review.confirm([1]);
    await page.review.settled();
    await page.learning.relearn();
    const [old, now] = await Promise.all(['learned-1-0', 'learned-1-1'].map((hash) => browser.store.chunks(id, hash)));
    expect(old?.ok && old.value.length).toBe(0);
    expect(now?.ok && now.value.length).toBe(1);
  });

  it('are kept when a person chooses a model, and are restored at once', async () => {
    await learn(page, topicFile(ROWS));
    const before = losses(page);
    await page.analysis.chooseModel('default');
    expect(page.predictions.done).toBe(0);
    expect(page.learners.alive).toBe(0);
    const started = page.learners.started.length;
    await page.analysis.chooseModel(LEARNED_KEY);
    expect(losses(page)).toEqual(before);
    expect(page.learners.started.length).toBe(started);
  });
});
