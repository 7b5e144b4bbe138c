import { beforeEach, describe, expect, it } from 'vitest';
import { LEARNED_KEY } from '../../../../src/app/scoring/models.svelte.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { TOPIC_NAMES, topicFile, topicRows } from './topics.js';

const ROWS = topicRows(120, 12);
const WRONG = ROWS.flatMap(({ wrong }, row) => (wrong ? [row] : []));

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit('learn=on').begin();
});

/** Opens a dataset and waits until it is learnt. */
async function learn(of: Page, file: File, label?: string): Promise<void> {
  await of.drop(file, label);
  await settled(of);
}

/** Waits until nothing is being learnt. */
async function settled(of: Page): Promise<void> {
  await until(() => of.learning.state.at !== 'idle' && !of.learning.busy);
}

const losses = (of: Page): number[] => [...of.predictions.loss.value];
const top = (of: Page, count: number): number[] => [...of.view.visible.subarray(0, count)];

/** Holds one method of every worker up until the gate is opened. */
function holdUp(of: Page, method: string): { open: () => void; reached: () => boolean } {
  const door = gate();
  let reached = false;
  of.learners.onStart = ({ wire }) => {
    wire.after = async (called) => {
      if (called !== method) return;
      reached = true;
      await door.passed;
    };
  };
  return { open: door.open, reached: () => reached };
}

describe('a dataset whose labels no model knows', () => {
  it('is learnt from by itself, and its wrong labels come first', async () => {
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

  it('suggests the label that the other rows speak for', async () => {
    await learn(page, topicFile(ROWS));
    const found = WRONG.map((row) => page.predictions.classes[page.predictions.predicted.value[row]!]);
    expect(found).toEqual(WRONG.map((row) => TOPIC_NAMES[row % 3]));
  });

  it('is not learnt from by itself where the address says so', async () => {
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

  it('stops asking when it is paused, and resumes where it was', async () => {
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

  it('ends its workers when it is cancelled, and begins anew when it is started again', async () => {
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

  it('starts again with new workers when one dies', async () => {
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

  it('gives up after three deaths, and says why', async () => {
    page.learners.onStart = ({ wire }) => {
      wire.before = (method) => (method === 'prepare' ? { code: 'worker-died' } : undefined);
    };
    await learn(page, topicFile(ROWS));
    expect(page.learning.state).toMatchObject({ at: 'failed', fault: { code: 'worker-died' } });
    expect(page.learners.started.length).toBe(4);
    expect(page.learners.alive).toBe(0);
    expect(page.codes()).toContain('worker-died');
  });

  it('leaves nothing of a dataset that another one replaces in the middle', async () => {
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

  it('refuses a dataset with too many labels for its rows, and says so', async () => {
    const rows = Array.from({ length: 5000 }, (_, row) => ({ text: `text ${row}`, label: `label ${row}` }));
    await learn(page, topicFile(rows), 'label');
    expect(page.learning.state).toMatchObject({ at: 'failed', fault: { code: 'learning-too-many-labels' } });
    expect(page.codes()).toContain('learning-too-many-labels');
    await page.analysis.chooseModel('default');
    expect(page.codes()).not.toContain('learning-too-many-labels');
  });
});

describe('nothing to be learnt', () => {
  it.each([
    ['one label', ROWS.map(({ text }) => ({ text, label: 'same' }))],
    ['a label of one row each', ROWS.map(({ text }, row) => ({ text, label: `label ${row}` }))],
    ['one text throughout', ROWS.map(({ label }) => ({ text: 'the same words', label }))],
    ['labels that texts do not decide', ROWS.map(({ text }, row) => ({ text, label: String(((row * 7919) % 5) % 2) }))],
  ])('%s: it says so, and ranks no row', async (_, rows) => {
    await learn(page, topicFile(rows), 'label');
    expect(page.learning.state.at).toBe('done');
    expect(page.learning.learned!.useful).toBe(false);
    expect(page.predictions.done).toBe(0);
    expect(page.codes()).toEqual([]);
  });
});

describe('learning from corrections', () => {
  /** Accepts the suggestion of the first `count` rows. */
  function accept(of: Page, count: number): number[] {
    const rows = top(of, count);
    for (const row of rows)
      of.review.setLabel([row], of.predictions.classes[of.predictions.predicted.value[row]!] ?? '');
    return rows;
  }

  it('learns again after 25 decisions, and puts decided rows after the others', async () => {
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

  it('does not learn again after fewer, but on demand', async () => {
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

  it('counts rows that are decided since and rows whose decision is undone, also where they are as many', async () => {
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

  it('does not learn from rows that are discarded, and gives them no loss', async () => {
    await learn(page, topicFile(ROWS));
    page.review.discard([5, 6]);
    await page.learning.relearn();
    expect(page.predictions.loss.value[5]).toBeNaN();
    expect(page.learning.learned?.rows).toBe(ROWS.length - 2);
  });

  it('knows a label that a decision has added', async () => {
    await learn(page, topicFile(ROWS));
    page.review.setLabel([0, 3, 6, 9, 12], 'desserts');
    await page.learning.relearn();
    expect(page.predictions.classes).toEqual(['astronomy', 'cooking', 'sailing', 'desserts']);
  });
});

describe('stored results', () => {
  it('are there at once after a reload, without any worker', async () => {
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

  it('are completed after a reload in the middle', async () => {
    const held = holdUp(page, 'epoch');
    void page.drop(topicFile(ROWS));
    await until(held.reached);
    page.die();
    held.open();
    const later = await browser.visit('learn=on').begin();
    await until(() => later.learning.state.at === 'done');
    expect(later.predictions.done).toBe(ROWS.length);
  });

  it('of earlier labels go when those of later ones are stored', async () => {
    await learn(page, topicFile(ROWS));
    const id = page.project.record!.id;
    page.review.confirm([1]);
    await page.review.settled();
    await page.learning.relearn();
    const [old, now] = await Promise.all(['learned-1-0', 'learned-1-1'].map((hash) => browser.store.chunks(id, hash)));
    expect(old?.ok && old.value.length).toBe(0);
    expect(now?.ok && now.value.length).toBe(1);
  });

  it('stay when a model is chosen, and are shown again at once', async () => {
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

  it('is there after a reload too: the texts are read again', async () => {
    await learn(page, topicFile(ROWS));
    await page.learning.explain(WRONG[1]!);
    const { explanation } = page.learning;
    await page.review.settled();
    page.die();
    const later = await browser.visit('learn=on').begin();
    await later.learning.explain(WRONG[1]!);
    expect(later.learning.explanation).toEqual(explanation);
  });

  it('comes while it is learnt again after a reload, not only at the end', async () => {
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

  it('is given by another worker where the one that has learnt dies afterwards', async () => {
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

  it('is of the row that was asked for last', async () => {
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
  expect(page.view.bothDoubt).toBeNull();
  await page.analysis.start();
  expect(page.view.bothDoubt).toBeNull();
  const modelDoubts = rows.map(
    (_, row) => page.predictions.predicted.value[row] !== page.predictions.labelClassOf(row),
  );
  await page.analysis.chooseModel(LEARNED_KEY);
  await page.analysis.start();
  const both = rows.map((_, row) => {
    const learned = page.predictions.predicted.value[row] !== page.predictions.labelClassOf(row);
    return learned && modelDoubts[row] ? 1 : 0;
  });
  expect([...page.view.bothDoubt!]).toEqual(both);
  await page.review.settled();
  page.die();
  const later = await browser.visit('learn=on').begin();
  await until(() => later.view.bothDoubt !== null);
  expect([...later.view.bothDoubt!]).toEqual(both);
  later.die();
  const filtered = await browser.visit('learn=on&agreement=both').begin();
  await until(() => filtered.view.bothDoubt !== null);
  const doubted = both.flatMap((doubts, row) => (doubts === 1 ? [row] : []));
  expect([...filtered.view.visible].sort((a, b) => a - b)).toEqual(doubted);
});
