import { describe, expect, it } from 'vitest';
import type { MadeSignals } from '../../../../src/app/training/passes-run.svelte.js';
import type { Training } from '../../../../src/app/training/training.svelte.js';
import { signalsOfEvaluations } from '../../../../src/domain/training/passes.js';
import { projectSetting } from '../../../../src/protocol/setting-keys.js';
import type { SignalsWire } from '../../../../src/protocol/signals-wire.js';
import { gate, until, type Controlled } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';

/** A page with training signals read in process. */
async function visit(
  browser = new FakeBrowser(),
  query = '',
): Promise<{ browser: FakeBrowser; page: Page; training: Training; wire: Controlled<SignalsWire> }> {
  const page = await browser.visit(query).begin();
  return { browser, page, training: page.training, wire: page.signalling };
}

/** TrustAI lines: for each evaluation, whether each id is right. Probabilities rise, and begin anew after `period`. */
function log(evaluations: readonly (readonly boolean[])[], period = 99): File {
  const lines = evaluations.flatMap((rights, evaluation) =>
    rights.map((right, id) => {
      const k = evaluation % period;
      const p = right ? 0.6 + 0.15 * k : 0.1 + 0.1 * k;
      return `${JSON.stringify({ id, label: 'a', pred_label: right ? 'a' : 'z', correct: right, probs: [p], label_probs: p })}\n`;
    }),
  );
  return new File(lines, 'log.jsonl');
}

/** Ids 0 to 4: right 3, 1, 0, 0, 3 times of three. */
const THREE = log([
  [true, false, false, false, true],
  [true, true, false, false, true],
  [true, false, false, false, true],
]);

/** Two evaluations of the first rows, as passes make them. */
function madeOf(page: Page, rows = 2): MadeSignals {
  const { dataset } = page.project;
  if (!dataset) throw new Error('no dataset');
  const predicted = Int16Array.from({ length: dataset.rows }, (_, row) => (row < rows ? 0 : -1));
  const labelProb = new Float32Array(dataset.rows).fill(0.5);
  return signalsOfEvaluations(
    dataset,
    ['a'],
    dataset.labels.map(() => 0),
    [
      { labelProb, predicted },
      { labelProb, predicted },
    ],
  );
}

describe('signals that are not stored', () => {
  it('outlive that the same dataset is opened again, and are stored when there is room', async () => {
    const { browser, page, training } = await visit();
    await page.drop(tsvOf(['World', 'Sports', 'World', 'Sports', 'World']));
    page.storing.before = (method) => (method === 'putSetting' ? { code: 'storage-full' } : undefined);
    await training.open([THREE]);
    await page.session.confirmSignals();
    expect([training.applied !== null, page.app.outbox.hasFailed]).toEqual([true, true]);
    await page.drop(tsvOf(['World', 'Sports', 'World', 'Sports', 'World']));
    expect(training.applied).not.toBeNull();
    page.storing.before = () => undefined;
    await page.app.outbox.retry();
    expect(page.app.outbox.hasFailed).toBe(false);
    page.die();
    expect((await visit(browser)).training.applied).not.toBeNull();
  });

  it('because the browser has deleted them are stored again', async () => {
    const { browser, page, training } = await visit();
    await page.drop(tsvOf(['World', 'Sports', 'World', 'Sports', 'World']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    training.storedIsGone();
    expect(page.app.outbox.hasFailed).toBe(true);
    browser.clear(page);
    await until(() => page.review.saved === 'saved');
    expect(await page.keeper.storeAgain()).toBe(true);
    page.die();
    expect((await visit(browser)).training.applied).not.toBeNull();
  });
});

describe('training', () => {
  it('shows the join before anything is applied, and forgets what is cancelled', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'z', 'a', 'a', 'a', 'a']));
    expect(await training.recognise(THREE)).toBe('trustai-signals');
    expect(await training.recognise(tsvOf(['a']))).toBe(null);
    await training.open([THREE]);
    expect(training.state.at).toBe('confirming');
    expect(training.join).toMatchObject({ matched: 5, unmatchedRows: 1, unmatchedSignals: 0, labelsDiffer: 1 });
    expect(training.applied).toBe(null);
    training.cancel();
    expect([training.state.at, training.result, training.join]).toEqual(['idle', null, null]);
  });

  it('maps the rows, replays evaluations, and narrows the queue by criterion and region', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    const { map } = training;
    expect([page.view.map.x, page.view.map.y, page.view.map.colour]).toEqual(['label_var', 'avg_probs', 'training']);
    expect([...(map.signals.columns?.value.correct_times ?? [])]).toEqual([3, 1, 0, 0, 3, NaN]);
    expect([...(map.buckets?.counts ?? [])]).toEqual([2, 1, 0, 0, 0, 2]);
    const buffers = map.signals.columns?.value;
    map.replay(2);
    expect([...(map.signals.columns?.value.correct_times ?? [])]).toEqual([2, 1, 0, 0, 2, NaN]);
    expect(map.signals.columns?.value).toBe(buffers);
    map.replay(99);
    expect(map.upTo).toBe(3);

    map.change({ criterion: 'forgetting_times', threshold: 1 });
    expect([...page.view.visible]).toEqual([1]);
    map.change({ useFTimes: 0, useLTimes: 0 });
    expect([map.contradictory, map.buckets]).toEqual([true, null]);
    expect(page.view.visible).toHaveLength(6);
    map.change({ useFTimes: -1, useLTimes: -1, criterion: null });
    const region = map.regionOf[2] ?? 0;
    map.toggleRegion(region);
    expect([...page.view.visible]).toEqual([0, 1, 2, 3, 4].filter((row) => map.regionOf[row] === region));
    expect(map.regionCounts(new Uint8Array(6).fill(2)).map(({ rows, corrected }) => rows - corrected)).toEqual([
      0, 0, 0,
    ]);
    map.toggleRegion(region);
    expect(page.view.visible).toHaveLength(6);
  });

  it('puts the hardest rows of the training first while there are no scores, and can be sorted by', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    const means = training.map.signals.values('avg_probs', 6);
    const hardest = [0, 1, 2, 3, 4].sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0) || a - b);
    expect([page.view.order, page.view.orderNow]).toEqual(['loss-desc', 'avg_probs']);
    expect([...page.view.visible]).toEqual([...hardest, 5]);
    page.view.sort('forgetting_times');
    expect(page.view.visible[0]).toBe(1);
    await page.analysis.removeSignals();
    expect([page.view.order, page.view.orderNow, ...page.view.visible]).toEqual([
      'loss-desc',
      'source',
      0,
      1,
      2,
      3,
      4,
      5,
    ]);
  });

  it('divides by Data-IQ too; taking the choice back leaves every row', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    const { map } = training;
    map.toggleRegion(0);
    map.group('data-iq');
    expect([map.regions.size, page.view.subset]).toEqual([0, null]);
    const hard = [0, 1, 2, 3, 4].filter((row) => map.regionOf[row] === 2);
    map.toggleRegion(2);
    expect([...page.view.visible].sort()).toEqual(hard);
    page.view.clearSubset();
    expect([map.regions.size, page.view.visible.length, map.grouping]).toEqual([0, 6, 'data-iq']);
    map.change({ criterion: 'forgetting_times', threshold: 1 });
    page.view.clearFilters();
    expect([map.options.criterion, page.view.visible.length]).toEqual([null, 6]);
  });

  it('shows the data map that the address asks for', async () => {
    const { page, training } = await visit(undefined, 'keep=correct_times,3&regions=1&palette=original');
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    expect([training.map.palette, ...page.view.visible]).toEqual(['original', 0, 4]);
    training.map.toggleRegion(1);
    training.map.change({ useFTimes: 2 });
    expect(page.address.params.get('keep')).toBe('correct_times,3');
    expect(page.address.params.get('forgotten')).toBe('2');
    expect(page.address.params.has('regions')).toBe(false);
    await page.analysis.removeSignals();
    expect(page.address.params.has('keep')).toBe(false);
  });

  it('comes back with the project, and goes when it is taken off', async () => {
    const { browser, page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    page.die();
    const again = await visit(browser);
    expect(again.training.applied?.join.matched).toBe(5);
    expect([...(again.training.map.signals.columns?.value.correct_times ?? [])]).toEqual([3, 1, 0, 0, 3]);
    await again.page.analysis.removeSignals();
    expect(again.training.applied).toBe(null);
    expect(again.page.view.map.colour).not.toBe('training');
    const id = again.page.project.record?.id ?? '';
    expect(await browser.store.setting(projectSetting('signals', id))).toEqual({ ok: true, value: null });
  });

  it('taken off can be put back, with all that was known of it', async () => {
    const { browser, page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'z', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    const { join } = training.applied ?? expect.fail();
    await page.analysis.removeSignals();
    expect([training.applied, training.removed === null]).toEqual([null, false]);
    await page.analysis.putBackSignals();
    expect(training.removed).toBe(null);
    expect(training.applied).toMatchObject({ join, names: ['log.jsonl'], made: false });
    expect(page.view.map.colour).toBe('training');
    await page.analysis.putBackSignals();
    page.die();
    const again = await visit(browser);
    expect(again.training.applied).toMatchObject({ join, names: ['log.jsonl'] });
    await again.page.analysis.removeSignals();
    await again.page.drop(tsvOf(['a', 'a']));
    expect(again.training.removed).toBe(null);
  });

  it('of a file and those made here: what was asked for last is shown, after a reload too, and all go together', async () => {
    const { browser, page, training } = await visit();
    const labels = ['a', 'a', 'a', 'a', 'a'];
    await page.drop(tsvOf(labels));
    await training.open([THREE]);
    await page.session.confirmSignals();
    const made = madeOf(page);
    await training.adopt(made, false);
    expect(training.applied?.made).toBe(false);
    await training.adopt(made, true);
    expect(training.applied).toMatchObject({ made: true, join: { matched: 2 } });
    page.die();

    const second = await visit(browser);
    expect(second.training.applied?.made).toBe(false);
    await second.training.adopt(madeOf(second.page), false);
    expect(second.training.applied?.made).toBe(true);
    let dropped = 0;
    let back = 0;
    second.page.passes.drop = () => Promise.resolve(void dropped++);
    second.page.passes.putBack = () => {
      back++;
      return second.training.adopt(madeOf(second.page), false);
    };
    await second.page.analysis.removeSignals();
    expect([second.training.applied, dropped]).toEqual([null, 1]);
    await second.page.analysis.putBackSignals();
    expect([second.training.applied?.made, back]).toEqual([true, 1]);

    await second.training.open([THREE]);
    await second.page.session.confirmSignals();
    await second.training.adopt(madeOf(second.page), false);
    expect(second.training.applied?.made).toBe(false);
    second.page.die();
    const third = await visit(browser);
    await third.training.adopt(madeOf(third.page), false);
    expect(third.training.applied?.made).toBe(false);
  });

  it('made by learning know their series', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a']));
    await training.adopt(madeOf(page), false);
    expect(training.applied?.series).toBe(null);
    await training.adopt(madeOf(page), false, 'out');
    expect(training.applied).toMatchObject({ made: true, series: 'out' });
    expect(training.applied?.series).toBe('out');
    await training.adopt(madeOf(page), true, 'in');
    expect(training.applied?.series).toBe('in');
  });

  it('of a file come back where those made here are gone: under another model, say', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    await training.adopt(madeOf(page), true);
    await training.adopt(null, false);
    expect(training.applied).toMatchObject({ made: false, names: ['log.jsonl'], join: { matched: 5 } });
    expect([page.view.map.x, page.view.map.colour]).toEqual(['label_var', 'training']);
    // Those made here were asked for last: where there are some again, they are shown.
    await training.adopt(madeOf(page), false);
    expect(training.applied?.made).toBe(true);
    const gone = training.adopt(null, false);
    await training.adopt(madeOf(page, 3), false);
    await gone;
    expect(training.applied).toMatchObject({ made: true, join: { matched: 3 } });
    await page.analysis.removeSignals();
    await training.adopt(madeOf(page), true);
    await training.adopt(null, false);
    expect([training.applied, page.view.map.colour]).toEqual([null, 'agreement']);
  });

  it('that are made here are not shown where they are taken off, or the dataset is closed, while they are prepared', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    const removed = training.adopt(madeOf(page), true);
    await page.analysis.removeSignals();
    await removed;
    expect(training.applied).toBeNull();
    const closed = training.adopt(madeOf(page), true);
    training.closed();
    await closed;
    expect(training.applied).toBeNull();
    const first = training.adopt(madeOf(page, 3), true);
    const second = training.adopt(madeOf(page, 4), true);
    await Promise.all([first, second]);
    expect(training.applied).toMatchObject({ made: true, join: { matched: 4 } });
  });

  it('made here grow while someone looks: what was chosen stays', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await training.adopt(madeOf(page), true);
    training.map.change({ criterion: 'correct_times', threshold: 2 });
    expect([...page.view.visible]).toEqual([0, 1]);
    page.view.plot({ x: 'tokens', y: 'entropy' });
    await training.adopt(madeOf(page, 4), false);
    expect(training.map.options).toMatchObject({ criterion: 'correct_times', threshold: 2 });
    expect(page.view.visible).toHaveLength(4);
    expect([page.view.map.x, page.view.map.y]).toEqual(['tokens', 'entropy']);
    training.map.replay(1);
    await training.adopt(madeOf(page, 5), false);
    expect([training.map.upTo, training.map.evaluations]).toEqual([1, 2]);
    expect([...(training.map.signals.columns?.value.correct_times ?? [])]).toEqual([1, 1, 1, 1, 1]);
    expect(page.view.visible).toHaveLength(0);
  });

  it('without a dataset opens the signals alone; a dataset dropped later is offered the join', async () => {
    const { page, training } = await visit();
    await training.open([THREE]);
    expect(training.join).toBe(null);
    await page.session.confirmSignals();
    expect(page.project.record?.name).toBe('log.signals-only.jsonl');
    expect(page.project.dataset?.rows).toBe(5);
    expect(training.applied?.join.matched).toBe(5);
    await page.drop(tsvOf(['a', 'a']));
    expect([training.applied, training.state.at]).toEqual([null, 'confirming']);
    expect(training.join).toMatchObject({ matched: 2, unmatchedSignals: 3 });
  });

  it('keeps the last of two runs unless all are asked for', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a']));
    const run = [
      [false, false, false, false],
      [true, true, true, true],
    ];
    await training.open([log([...run, ...run], 2)]);
    expect(training.result?.report.runs).toHaveLength(2);
    expect([training.keep, training.result?.report.evaluations]).toEqual(['last-run', 2]);
    await training.choose('all');
    expect([training.keep, training.result?.report.evaluations]).toEqual(['all', 4]);
  });

  it('keeps all evaluations where the mean only falls back, and offers the last run', async () => {
    const { training } = await visit();
    const p = [0.3, 0.5, 0.35, 0.6];
    const lines = p.flatMap((mean, k) =>
      [0, 1, 2].map(
        (id) => `{"id": ${id}, "label": "a", "correct": true, "label_probs": ${mean + id / 100 + k / 1000}}`,
      ),
    );
    await training.open([new File([lines.join('\n')], 'log.jsonl')]);
    expect(training.keep).toBe('all');
    expect(training.result?.report.runs.map(({ reason }) => reason)).toEqual(['start', 'fell']);
    expect(training.result?.report.evaluations).toBe(4);
    await training.choose('last-run');
    expect(training.result?.report.evaluations).toBe(2);
  });

  it('reads files in the order of their names, numbers by value', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a']));
    const file = (k: number): File => {
      const lines = [0, 1, 2, 3].map((id) => JSON.stringify({ id, label: 'a', correct: k >= 6, label_probs: k / 20 }));
      return new File([lines.join('\n')], `signals_${k}.jsonl`);
    };
    await training.open([0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9].map(file));
    expect(training.result?.report.runs).toHaveLength(1);
    await page.session.confirmSignals();
    const { value } = training.map.signals.columns ?? {};
    expect([value?.first_learn[0], value?.learnt_times[0], value?.forgetting_times[0]]).toEqual([6, 1, 0]);
  });

  it('that are cancelled are let go by the worker', async () => {
    const { training, wire } = await visit();
    await training.open([THREE]);
    training.cancel();
    await until(() => wire.calls.at(-1)?.method === 'end');
  });

  it('without a dataset are not given to another one that is opened meanwhile', async () => {
    const { browser, page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    const { record } = page.project;
    if (!record) throw new Error('no project');
    await page.session.close();
    await training.open([THREE]);
    const held = gate();
    page.reading.before = async (method) => {
      if (method === 'inspect') await held.passed;
      return undefined;
    };
    const confirmed = page.session.confirmSignals();
    await until(() => page.reading.calls.at(-1)?.method === 'inspect');
    await page.session.openStored(record);
    expect(training.applied).toBe(null);
    held.open();
    await confirmed;
    expect(await browser.store.setting(projectSetting('signals', record.id))).toEqual({ ok: true, value: undefined });
  });

  it('without a dataset are not given to another dataset of signals alone', async () => {
    const { browser, page, training } = await visit();
    const other = log([
      [true, true],
      [false, true],
    ]);
    await training.open([new File([other], 'other.jsonl')]);
    await page.session.confirmSignals();
    const { record } = page.project;
    if (!record) throw new Error('no project');
    const kept = await browser.store.setting(projectSetting('signals', record.id));
    await page.session.close();
    await training.open([THREE]);
    const held = gate();
    page.reading.before = async (method) => {
      if (method === 'inspect') await held.passed;
      return undefined;
    };
    const confirmed = page.session.confirmSignals();
    await until(() => page.reading.calls.at(-1)?.method === 'inspect');
    await page.session.openStored(record);
    expect(training.applied?.join.matched).toBe(2);
    expect(training.applied?.names).toEqual(['other.jsonl']);
    held.open();
    await confirmed;
    expect(await browser.store.setting(projectSetting('signals', record.id))).toEqual(kept);
  });

  it('without a dataset are joined to their own one, also when others were being opened', async () => {
    const { page, training } = await visit();
    await training.open([THREE]);
    const held = gate();
    let first = true;
    page.reading.before = async (method) => {
      if (method !== 'inspect' || !first) return undefined;
      first = false;
      await held.passed;
      return undefined;
    };
    const overtaken = page.session.confirmSignals();
    await until(() => !first);
    const slow = gate();
    page.reading.after = (method) => (method === 'take' ? slow.passed : undefined);
    await training.open([
      new File(
        [
          log([
            [true, true],
            [false, true],
          ]),
        ],
        'other.jsonl',
      ),
    ]);
    const confirmed = page.session.confirmSignals();
    await until(() => page.reading.calls.at(-1)?.method === 'take');
    held.open();
    await overtaken;
    slow.open();
    await confirmed;
    expect(training.applied?.names).toEqual(['other.jsonl']);
    expect(training.applied?.join.matched).toBe(2);
  });

  it('are ended in the worker one by one: a reading that is overtaken takes nothing from the next', async () => {
    const { page, training, wire } = await visit();
    const held = gate();
    let first = true;
    wire.after = (method) => {
      if (method !== 'begin' || !first) return undefined;
      first = false;
      return held.passed;
    };
    const overtaken = training.open([THREE]);
    await until(() => !first);
    await training.open([
      new File(
        [
          log([
            [true, true],
            [false, true],
          ]),
        ],
        'other.jsonl',
      ),
    ]);
    held.open();
    await overtaken;
    expect(training.result?.report.rows).toBe(2);
    await training.choose('all');
    expect(training.result?.report.rows).toBe(2);
    const job = wire.calls.findLast(({ method }) => method === 'take')?.args[0];
    await page.session.confirmSignals();
    await until(() => wire.calls.at(-1)?.method === 'end');
    expect(wire.calls.at(-1)?.args).toEqual([job]);
  });

  it('that were not read now have no other choice of runs', async () => {
    const { page, training, wire } = await visit();
    await training.open([THREE]);
    await page.session.confirmSignals();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    expect(training.state).toMatchObject({ at: 'confirming', job: null });
    const asked = wire.calls.length;
    await training.choose('last-run');
    expect([wire.calls.length, page.codes(), training.state.at]).toEqual([asked, [], 'confirming']);
  });

  it('that could not be stored can be taken off and put back', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    page.storing.before = (method) => (method === 'putSetting' ? { code: 'storage-full' } : undefined);
    await training.open([THREE]);
    await page.session.confirmSignals();
    await page.analysis.removeSignals();
    expect(training.applied).toBe(null);
    await page.analysis.putBackSignals();
    expect(training.applied?.join.matched).toBe(5);
  });

  it('are joined as a person chooses', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    expect(training.join).toMatchObject({ basis: 'row-0', matched: 5 });
    training.basis = 'row-1';
    expect(training.join).toMatchObject({ basis: 'row-1', matched: 4 });
    await page.session.confirmSignals();
    expect(training.applied?.join.basis).toBe('row-1');
    await training.open([THREE]);
    expect(training.join?.basis).toBe('row-0');
  });

  it('are neither applied nor stored in a tab that only reads', async () => {
    const { browser, page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    page.review.writable = false;
    await training.open([THREE]);
    await page.session.confirmSignals();
    expect([training.state.at, training.applied]).toEqual(['confirming', null]);
    const key = projectSetting('signals', page.project.record?.id ?? '');
    expect(await browser.store.setting(key)).toEqual({ ok: true, value: undefined });
  });

  it('that replace others leave nothing of what was chosen of those: neither in the address nor on axes', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    training.map.change({ criterion: 'forgetting_times', threshold: 1 });
    page.view.plot({ x: 'first_learn' });
    expect(page.address.read().get('keep')).toBe('forgetting_times,1');
    const coordinates = [0, 1, 2].map((guid) => ({ guid, confidence: 0.5, variability: 0.1, correctness: 1 }));
    await training.open([
      new File(
        coordinates.map((line) => `${JSON.stringify(line)}\n`),
        'coordinates.jsonl',
      ),
    ]);
    await page.session.confirmSignals();
    expect(training.map.options.criterion).toBe(null);
    expect(page.address.read().get('keep') ?? '').toBe('');
    expect([page.view.map.x, page.view.map.y]).toEqual(['variability', 'confidence']);
    page.view.plot({ x: 'variability', y: 'aleatoric' });
    await page.analysis.removeSignals();
    expect(page.address.read().get('map') ?? '').toBe('');
  });

  it('without a dataset takes as many ids as there are', async () => {
    const { page, training } = await visit();
    await training.open([log([new Array<boolean>(20_000).fill(true)])]);
    await page.session.confirmSignals();
    expect(page.project.dataset?.rows).toBe(20_000);
    expect(training.applied?.join).toMatchObject({ matched: 20_000, labelsDiffer: 0 });
    await training.exportSummary();
    expect(page.downloads.saved.get('log.signals.tsv')?.split('\n')).toHaveLength(20_002);
  });

  it('exports the summary under the dataset’s name; a file that cannot be read is told', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await training.open([THREE]);
    await page.session.confirmSignals();
    await training.exportSummary();
    const lines = page.downloads.saved.get('news.signals.tsv')?.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines?.[1]?.split('\t').slice(0, 5)).toEqual(['0', 'a', '0', '3', '1.0']);
    await training.open([new File(['text\tlabel\n'], 'other.tsv')]);
    expect(training.state.at).toBe('idle');
    expect(page.codes()).toContain('file-kind-unknown');
    expect(training.applied).not.toBe(null);
  });

  it('takes one kind of signals at a time; a file of another kind is named, and is no dataset', async () => {
    const { page, training } = await visit();
    const epoch = new File(
      ['{"guid":"0","logits_epoch_0":[1,2],"gold":0}\n{"guid":"1","logits_epoch_0":[2,1],"gold":0}\n'],
      'dynamics_epoch_0.jsonl',
    );
    await page.app.take([THREE, epoch].map((file) => ({ path: file.name, file })));
    await until(() => training.state.at === 'confirming');
    expect(training.result?.report.kind).toBe('trustai-signals');
    expect(page.importer.state.at).toBe('idle');
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['signals-second', { name: 'dynamics_epoch_0.jsonl', first: 'log.jsonl' }],
    ]);
  });
});
