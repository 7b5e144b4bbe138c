import { describe, expect, test } from 'vitest';
import { MASK_PERCENT } from '../../../../src/domain/models/mask.js';
import { projectSetting } from '../../../../src/protocol/setting-keys.js';
import { logitsOf } from '../../../fakes/model-host.js';
import { tsvOf } from '../../../fakes/page.js';
import { until } from '../../../fakes/controlled.js';
import { bench, expectedProb, FIRST_LETTERS, LABELS, ROWS, rowsIn, scored, times, worst } from './passes-bench.js';

describe('masked passes', () => {
  test('evaluate each row once a pass, with the tokens of that pass hidden', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 3;
    passes.seed = 5;
    await passes.start();
    expect(passes.state).toEqual({ at: 'done' });
    expect([passes.done, passes.total]).toEqual([30, 30]);
    expect(times(page)).toEqual(new Array(ROWS).fill(3));
    expect(handed).toHaveLength(3);
    const { signals, join } = handed[2] ?? expect.fail();
    expect(signals.evaluations).toBe(3);
    expect(signals.labelProb).toHaveLength(30);
    for (let row = 0; row < ROWS; row++) {
      const at = signals.offsets[join.signalOf[row] ?? 0] ?? 0;
      for (let pass = 0; pass < 3; pass++) {
        expect(signals.labelProb[at + pass]).toBeCloseTo(expectedProb(row, pass, 5), 5);
      }
    }
    // The worker already has the model, and the run's own results do not change.
    expect(page.host.loads).toHaveLength(1);
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.done).toBe(ROWS);
    expect(page.predictions.logits.value.slice(0, 3)).toEqual(logitsOf(65));
  });

  test('of the most suspicious rows evaluate the rows with the highest losses', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    passes.most = 4;
    await passes.start();
    const rows = worst(page, 4);
    expect(times(page)).toEqual(FIRST_LETTERS.map((_, row) => (rows.includes(row) ? 2 : 0)));
    expect(handed.at(-1)?.signals.rows).toBe(4);
    expect(handed.at(-1)?.join.matched).toBe(4);
  });

  test('of the most suspicious rows keep their rows despite new losses, when resumed and after a reload', async () => {
    const { browser, page, passes, handed } = bench();
    await page.begin();
    await page.drop(tsvOf(LABELS));
    page.host.memoryTokens = 64;
    page.host.beforeAnswer = () => {
      if (page.predictions.done > 4) page.run.pause();
    };
    await page.analysis.start();
    const first = worst(page, 4);
    page.host.beforeAnswer = () => {
      if (passes.done > 1) passes.pause();
    };
    passes.passes = 2;
    passes.most = 4;
    await passes.start();
    expect([page.run.state.at, passes.state.at, passes.total]).toEqual(['paused', 'paused', 8]);
    page.host.beforeAnswer = () => undefined;
    await page.analysis.start();
    expect(worst(page, 4)).not.toEqual(first);
    await passes.start();
    expect([passes.state.at, passes.done, rowsIn(handed)]).toEqual(['done', 8, first]);
    page.die();

    const later = bench(browser);
    await later.page.begin();
    await later.passes.restore();
    expect([later.passes.state.at, later.passes.done, rowsIn(later.handed)]).toEqual(['done', 8, first]);
    // More passes over the same number of rows use the same rows. Another number of rows is another choice.
    later.passes.passes = 3;
    await later.passes.start();
    expect([later.passes.done, rowsIn(later.handed)]).toEqual([12, first]);
    later.passes.most = 5;
    await later.passes.start();
    expect(rowsIn(later.handed)).toEqual(worst(later.page, 5));
  });

  test('of suspicious rows omit rows that are set aside, and restore them later', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    passes.most = 4;
    await passes.start();
    const rows = rowsIn(handed);
    const label = page.project.dataset?.label[rows[0] ?? -1] ?? -1;
    const its = page.labelMap.match?.classes[label] ?? -1;
    await page.analysis.mapLabel(label, -1);
    await passes.restore();
    expect(passes.total).toBeLessThan(8);
    await page.analysis.mapLabel(label, its);
    await passes.restore();
    expect([passes.state.at, passes.total, rowsIn(handed)]).toEqual(['done', 8, rows]);
  });

  test('open a choice that an earlier version stored without its rows', async () => {
    const { browser, page, passes } = await scored();
    passes.passes = 2;
    passes.most = 4;
    await passes.start();
    const key = projectSetting('passes', page.project.record?.id ?? '', 'default');
    const { kind, seed, maskPercent, checkpoints } = passes;
    await browser.store.putSetting(key, { kind, passes: 2, most: 4, seed, maskPercent, checkpoints });
    page.die();
    const later = bench(browser);
    await later.page.begin();
    await later.passes.restore();
    expect([later.passes.state.at, later.passes.most, later.passes.done]).toEqual(['done', 4, 8]);
  });

  test('evaluate all rows without any losses', async () => {
    const { page, passes } = bench();
    await page.begin();
    await page.drop(tsvOf(LABELS));
    expect(passes.rankable).toBe(false);
    passes.passes = 2;
    passes.most = 4;
    await passes.start();
    expect([passes.most, passes.total]).toEqual(['all', 2 * ROWS]);
    await page.analysis.start();
    expect(passes.rankable).toBe(true);
  });

  test('do not repeat finished rows and passes for more rows, for more passes or on another visit', async () => {
    const { browser, page, passes } = await scored();
    passes.passes = 2;
    passes.most = 4;
    await passes.start();
    passes.most = 'all';
    passes.passes = 3;
    await passes.start();
    expect(times(page)).toEqual(new Array(ROWS).fill(3));
    page.die();

    const later = bench(browser);
    await later.page.begin();
    expect([later.passes.state.at, later.passes.passes, later.passes.most]).toEqual(['done', 3, 'all']);
    expect(later.handed).toHaveLength(1);
    expect(later.handed[0]?.signals.labelProb).toHaveLength(30);
    expect(later.page.host.loads).toHaveLength(0);
    later.passes.passes = 4;
    await later.passes.start();
    expect(times(later.page)).toEqual(new Array(ROWS).fill(1));
    expect(later.handed.at(-1)?.signals.labelProb).toHaveLength(40);
    later.passes.seed = 2;
    await later.passes.start();
    expect(times(later.page)).toEqual(new Array(ROWS).fill(5));
  });

  test('with another share of hidden tokens make another series, stored beside the first', async () => {
    const { browser, page, passes, handed } = await scored();
    passes.passes = 2;
    await passes.start();
    passes.maskPercent = 10;
    await passes.start();
    expect(times(page)).toEqual(new Array(ROWS).fill(4));
    const { signals } = handed.at(-1) ?? expect.fail();
    expect(signals.labelProb[1]).toBeCloseTo(expectedProb(0, 1, 1, 10), 5);
    page.die();

    const later = bench(browser);
    await later.page.begin();
    await later.passes.restore();
    expect([later.passes.state.at, later.passes.maskPercent]).toEqual(['done', 10]);
    later.passes.maskPercent = MASK_PERCENT.largest;
    await later.passes.start();
    expect(later.passes.state.at).toBe('done');
    expect(times(later.page)).toEqual(new Array(ROWS).fill(0));
    expect(later.handed.at(-1)?.signals.labelProb[1]).toBeCloseTo(expectedProb(0, 1, 1), 5);
  });

  test('are restored unchanged after they were removed, also when unfinished', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    page.host.memoryTokens = 64;
    page.host.beforeAnswer = () => {
      if (passes.done > 3) passes.pause();
    };
    await passes.start();
    const { done } = passes;
    await passes.drop();
    expect([passes.state.at, passes.total]).toEqual(['idle', 0]);
    passes.passes = 7;
    await passes.putBack();
    expect([passes.state.at, passes.done, passes.passes]).toEqual(['paused', done, 2]);
    const count = handed.length;
    await passes.putBack();
    expect(handed).toHaveLength(count);
  });

  test('deliver their signals as requested only once, so that later signals in their place stay', async () => {
    const { passes, asked } = await scored();
    asked.length = 0;
    passes.passes = 3;
    await passes.start();
    await passes.restore();
    expect(asked).toEqual([true, false, false, false]);
  });

  test('lose only unsaved rows when the page dies during a pass', async () => {
    const { browser, page, passes } = await scored();
    passes.passes = 2;
    page.host.memoryTokens = 64;
    let batches = 0;
    page.host.beforeAnswer = () => {
      browser.clock.pass(2000);
      if (++batches === 10) page.die();
    };
    void passes.start();
    await until(() => batches >= 10);
    const before = [...page.host.scored.values()].reduce((sum, count) => sum + count, 0);

    const later = bench(browser);
    await later.page.begin();
    expect(later.passes.state.at).toBe('paused');
    expect(later.passes.done).toBeGreaterThan(0);
    expect(later.handed).toHaveLength(1);
    const kept = later.passes.done;
    await later.passes.start();
    expect(later.passes.state.at).toBe('done');
    const again = times(later.page).reduce((sum, count) => sum + count, 0);
    expect(again).toBe(20 - kept);
    expect(before - kept).toBeLessThanOrEqual(4);
    expect(later.handed.at(-1)?.signals.labelProb).toHaveLength(20);
  });

  test('show the results so far at a pause, and evaluate the remaining rows once', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    page.host.memoryTokens = 64;
    page.host.beforeAnswer = () => {
      if (passes.done >= 13) passes.pause();
    };
    await passes.start();
    expect(passes.state.at).toBe('paused');
    expect(handed.at(-1)?.signals.labelProb.length).toBe(passes.done);
    const [before, sum] = [passes.done, (): number => times(page).reduce((a, b) => a + b, 0)];
    const asked = sum();
    page.host.beforeAnswer = () => undefined;
    await passes.start();
    expect(passes.state.at).toBe('done');
    // Only the interrupted batch is requested again.
    expect(sum() - asked).toBe(20 - before);
    expect(handed.at(-1)?.signals.labelProb).toHaveLength(20);
  });

  test('replace a dead worker, and evaluate no row twice', async () => {
    const { page, passes } = await scored();
    passes.passes = 2;
    page.host.memoryTokens = 100;
    page.host.failNext('worker-died', 2);
    await passes.start();
    expect(passes.state.at).toBe('done');
    expect(page.host.loads).toHaveLength(2);
    expect(times(page)).toEqual(new Array(ROWS).fill(2));
  });

  test('report an error, and keep the evaluated rows', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    page.host.failNext('bad-numbers', 1);
    await passes.start();
    expect(passes.state).toMatchObject({ at: 'failed', fault: { code: 'bad-numbers' } });
    expect(page.codes()).toEqual(['bad-numbers']);
    expect(handed.at(-1)?.signals.evaluations ?? 0).toBe(passes.done > 0 ? 1 : 0);
  });

  test('change the signals of a label that gets another class without another evaluation', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    await passes.start();
    const asked = times(page);
    await page.analysis.mapLabel(0, -1);
    await passes.restore();
    expect(passes.state.at).toBe('done');
    expect(times(page)).toEqual(asked);
    const business = LABELS.filter((label) => label === 'Business').length;
    expect(handed.at(-1)?.signals.rows).toBe(ROWS - business);
  });
});
