import { beforeEach, describe, expect, it } from 'vitest';
import { LEARNED_KEY } from '../../../../src/app/scoring/models.svelte.js';
import { tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { TOPIC_NAMES, topicFile, topicRows } from './topics.js';
import { holdUp, learn, losses, ROWS, settled, top, WRONG } from './learning-bench.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit('learn=on').begin();
});

describe('learning a dataset whose labels no model knows', () => {
  it('starts by itself, and ranks the wrong labels first', async () => {
    await learn(page, topicFile(ROWS));
    expect(page.models.chosenKey).toBe(LEARNED_KEY);
    expect(page.learning.state.at).toBe('done');
    expect(new Set(top(page, WRONG.length))).toEqual(new Set(WRONG));
    const { accuracy, majority, useful, decisions, folds } = page.learning.learned!;
    expect(accuracy).toBeGreaterThan(0.85);
    expect(majority).toBeLessThan(0.5);
    expect({ useful, decisions, folds }).toEqual({ useful: true, decisions: 0, folds: 10 });
    expect(page.learners.alive).toBe(1);
  });

  it('suggests the label that the other rows support', async () => {
    await learn(page, topicFile(ROWS));
    const found = WRONG.map((row) => page.predictions.classes[page.predictions.predicted.value[row]!]);
    expect(found).toEqual(WRONG.map((row) => TOPIC_NAMES[row % 3]));
  });

  it('does not start by itself with learn=off in the address', async () => {
    const quiet = await browser.visit('learn=off').begin();
    await quiet.drop(topicFile(ROWS));
    expect(quiet.models.chosenKey).toBe('default');
    expect(quiet.learning.state.at).toBe('idle');
    await quiet.analysis.chooseModel(LEARNED_KEY);
    await quiet.analysis.start();
    expect(quiet.learning.state.at).toBe('done');
  });

  it('gives the same losses with one worker and with eight', async () => {
    await learn(page, topicFile(ROWS));
    const other = await new FakeBrowser().visit('learn=on').begin();
    other.learners.most = 8;
    await learn(other, topicFile(ROWS));
    expect(other.learners.started.length).toBe(8);
    expect(losses(other)).toEqual(losses(page));
  });
});

it('proposes the model where every label is one of its classes by name', async () => {
  await page.drop(tsvOf(['World', 'Sports', 'Business', 'World', 'Sports', 'Business']));
  expect(page.models.chosenKey).toBe('default');
  expect(page.learning.state.at).toBe('idle');
  expect(page.learners.started).toEqual([]);
});

describe('a run of learning', () => {
  it('shows a first ranking before the neighbours are known', async () => {
    const held = holdUp(page, 'nearest');
    const dropped = page.drop(topicFile(ROWS));
    await until(held.reached);
    expect(page.predictions.done).toBe(ROWS.length);
    expect(page.learning.state).toMatchObject({ at: 'learning', phase: { at: 'neighbours' } });
    held.open();
    await dropped;
    await settled(page);
    expect(page.learning.state.at).toBe('done');
  });

  it('stops its requests at a pause, and resumes at the same step', async () => {
    const held = holdUp(page, 'epoch');
    const dropped = page.drop(topicFile(ROWS));
    await until(held.reached);
    await page.analysis.pause();
    held.open();
    for (let i = 0; i < 5; i++) await tick();
    const asked = (): number => page.learners.started.reduce((sum, { wire }) => sum + wire.calls.length, 0);
    const before = asked();
    for (let i = 0; i < 5; i++) await tick();
    expect(asked()).toBe(before);
    expect(page.learning.state.at).toBe('paused');
    const reads = page.learners.started[0]!.wire.calls.filter(({ method }) => method === 'read').length;
    await page.analysis.start();
    await dropped;
    await until(() => page.learning.state.at === 'done');
    expect(page.learners.started[0]!.wire.calls.filter(({ method }) => method === 'read').length).toBe(reads);
  });

  it('ends its workers when it is cancelled, and begins anew at the next start', async () => {
    const held = holdUp(page, 'epoch');
    void page.drop(topicFile(ROWS));
    await until(held.reached);
    await page.analysis.cancel();
    expect(page.learning.state.at).toBe('idle');
    expect(page.learners.alive).toBe(0);
    held.open();
    page.learners.onStart = () => undefined;
    await page.analysis.start();
    expect(page.learning.state.at).toBe('done');
  });

  it('starts again with new workers after a worker dies', async () => {
    let died = false;
    page.learners.onStart = ({ wire }) => {
      wire.before = (method) => {
        if (died || method !== 'epoch') return undefined;
        died = true;
        return { code: 'worker-died' };
      };
    };
    await learn(page, topicFile(ROWS));
    expect(died).toBe(true);
    expect(page.learning.state.at).toBe('done');
    expect(page.codes()).toEqual([]);
  });

  it('fails after three dead workers, and reports the fault', async () => {
    page.learners.onStart = ({ wire }) => {
      wire.before = (method) => (method === 'prepare' ? { code: 'worker-died' } : undefined);
    };
    await learn(page, topicFile(ROWS));
    expect(page.learning.state).toMatchObject({ at: 'failed', fault: { code: 'worker-died' } });
    expect(page.learners.started.length).toBe(4);
    expect(page.learners.alive).toBe(0);
    expect(page.codes()).toContain('worker-died');
  });

  it('discards the results of a dataset that another one replaces during the run', async () => {
    const held = holdUp(page, 'nearest');
    const first = page.drop(topicFile(ROWS));
    await until(held.reached);
    page.learners.onStart = () => undefined;
    const second = topicRows(60, 7);
    const other = page.drop(topicFile(second));
    held.open();
    await first;
    await other;
    await until(() => page.learning.state.at === 'done');
    expect(page.predictions.rows).toBe(60);
    expect(top(page, 5).every((row) => second[row]!.wrong)).toBe(true);
    expect(page.learners.alive).toBe(1);
  });

  it('refuses a dataset with too many labels for its rows, and reports the fault', async () => {
    const rows = Array.from({ length: 5000 }, (_, row) => ({ text: `text ${row}`, label: `label ${row}` }));
    await learn(page, topicFile(rows), 'label');
    expect(page.learning.state).toMatchObject({ at: 'failed', fault: { code: 'learning-too-many-labels' } });
    expect(page.codes()).toContain('learning-too-many-labels');
    await page.analysis.chooseModel('default');
    expect(page.codes()).not.toContain('learning-too-many-labels');
  });
});

describe('a dataset without a rule to learn', () => {
  it.each([
    ['one label', ROWS.map(({ text }) => ({ text, label: 'same' }))],
    ['a label of one row each', ROWS.map(({ text }, row) => ({ text, label: `label ${row}` }))],
    ['one text throughout', ROWS.map(({ label }) => ({ text: 'the same words', label }))],
    ['labels that texts do not decide', ROWS.map(({ text }, row) => ({ text, label: String(((row * 7919) % 5) % 2) }))],
  ])('%s: learning is not useful and ranks no row', async (_, rows) => {
    await learn(page, topicFile(rows), 'label');
    expect(page.learning.state.at).toBe('done');
    expect(page.learning.learned!.useful).toBe(false);
    expect(page.predictions.done).toBe(0);
    expect(page.codes()).toEqual([]);
  });
});
