import { describe, expect, test } from 'vitest';
import type { ModelSignals } from '../../../../src/app/training/joined-signals.js';
import type { PassesRun } from '../../../../src/app/training/passes-run.svelte.js';
import { softmaxRow } from '../../../../src/domain/predictions/loss.js';
import { MASK_PERCENT, maskTokens } from '../../../../src/domain/models/mask.js';
import { projectSetting } from '../../../../src/protocol/setting-keys.js';
import { FAKE_CLASSES, FAKE_MASK, hiddenShift, logitsOf } from '../../../fakes/model-host.js';
import { FakeBrowser, Page, textOfRow, tsvOf } from '../../../fakes/page.js';
import { gate, tick, until } from '../../../fakes/controlled.js';

const LABELS = ['World', 'Sports', 'Business', 'Sports', 'World', 'Business', 'World', 'Sports', 'Sports', 'World'];
const ROWS = LABELS.length;
/** First letters name the rows to the fake model: they are never hidden. */
const FIRST_LETTERS = Array.from({ length: ROWS }, (_, row) => 65 + row);

interface Bench {
  readonly page: Page;
  readonly passes: PassesRun;
  readonly handed: ModelSignals[];
  /** Of each time that something was handed over, whether it was for the first time since someone started passes. */
  readonly asked: boolean[];
}

function bench(browser = new FakeBrowser()): Bench & { readonly browser: FakeBrowser } {
  const page = browser.visit();
  page.host.specialIds = FIRST_LETTERS;
  const { passes, training } = page;
  const handed: ModelSignals[] = [];
  const asked: boolean[] = [];
  const { adopt } = training;
  training.adopt = (made, isAsked, series) => {
    if (made) handed.push(made);
    asked.push(isAsked);
    return adopt.call(training, made, isAsked, series);
  };
  return { browser, page, passes, handed, asked };
}

async function scored(): Promise<ReturnType<typeof bench>> {
  const all = bench();
  await all.page.begin();
  await all.page.drop(tsvOf(LABELS));
  await all.page.analysis.start();
  all.page.host.scored.clear();
  return all;
}

/** What the fake model says of a row's label when pass `pass` hides its tokens. */
function expectedProb(row: number, pass: number, seed: number, maskPercent: number = MASK_PERCENT.largest): number {
  const ids = Int32Array.from(new TextEncoder().encode(textOfRow(row)));
  const chunk = {
    ids,
    offsets: Uint32Array.of(0, ids.length),
    segmentB: new Uint16Array(1),
    truncated: new Uint8Array(1),
  };
  const masking = { rate: maskPercent / 100, seed, pass, maskId: FAKE_MASK, specialIds: FIRST_LETTERS };
  const shift = hiddenShift(maskTokens(chunk, [0], [row], masking).ids);
  const probs = new Float64Array(FAKE_CLASSES.length);
  softmaxRow(
    logitsOf(65 + row).map((logit, k) => logit + shift * k),
    0,
    probs.length,
    probs,
  );
  return probs[FAKE_CLASSES.indexOf(LABELS[row] ?? '')] ?? NaN;
}

const times = (page: Page): number[] => FIRST_LETTERS.map((letter) => page.host.scored.get(letter) ?? 0);

/** The rows with the highest losses, ascending. */
function worst(page: Page, most: number): number[] {
  const rows = [...page.predictions.loss.value.entries()].filter(([, loss]) => !Number.isNaN(loss));
  const first = rows.sort(([, a], [, b]) => b - a).slice(0, most);
  return first.map(([row]) => row).sort((a, b) => a - b);
}

/** The rows that the signals handed over last are about. */
function rowsIn(handed: readonly ModelSignals[]): number[] {
  const { signalOf } = handed.at(-1)?.join ?? expect.fail();
  return [...signalOf.keys()].filter((row) => signalOf[row] !== -1);
}

describe('masked passes', () => {
  test('give each row as many evaluations, each with the tokens of its pass hidden', async () => {
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
    // The model is in the worker already, and the run's own results are untouched.
    expect(page.host.loads).toHaveLength(1);
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.done).toBe(ROWS);
    expect(page.predictions.logits.value.slice(0, 3)).toEqual(logitsOf(65));
  });

  test('of the most suspicious rows take those with the highest losses', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    passes.most = 4;
    await passes.start();
    const rows = worst(page, 4);
    expect(times(page)).toEqual(FIRST_LETTERS.map((_, row) => (rows.includes(row) ? 2 : 0)));
    expect(handed.at(-1)?.signals.rows).toBe(4);
    expect(handed.at(-1)?.join.matched).toBe(4);
  });

  test('of the most suspicious rows stay with those, whatever losses come in: resumed, and after a reload', async () => {
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
    // More passes over as many rows are over the same; another number of rows is another choice.
    later.passes.passes = 3;
    await later.passes.start();
    expect([later.passes.done, rowsIn(later.handed)]).toEqual([12, first]);
    later.passes.most = 5;
    await later.passes.start();
    expect(rowsIn(later.handed)).toEqual(worst(later.page, 5));
  });

  test('of suspicious rows are there without those that are set aside, and come back with them', async () => {
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

  test('what earlier versions remembered without the rows still opens', async () => {
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

  test('without any losses nothing is suspicious: all rows are evaluated', async () => {
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

  test('rows and passes that are there are not run again: more rows, more passes, another visit', async () => {
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

  test('another share of hidden tokens is another series, kept beside the first', async () => {
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

  test('that were taken off are put back as they were, in the middle of them too', async () => {
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

  test('are handed over as asked for once: what is shown in their place later stays', async () => {
    const { passes, asked } = await scored();
    asked.length = 0;
    passes.passes = 3;
    await passes.start();
    await passes.restore();
    expect(asked).toEqual([true, false, false, false]);
  });

  test('a page that dies within a pass loses no more than what was not kept', async () => {
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

  test('a pause shows what is there, and what goes on does it once', async () => {
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
    // The batch that was under way is asked for again, nothing else.
    expect(sum() - asked).toBe(20 - before);
    expect(handed.at(-1)?.signals.labelProb).toHaveLength(20);
  });

  test('a dead worker is replaced, and no row is evaluated twice', async () => {
    const { page, passes } = await scored();
    passes.passes = 2;
    page.host.memoryTokens = 100;
    page.host.failNext('worker-died', 2);
    await passes.start();
    expect(passes.state.at).toBe('done');
    expect(page.host.loads).toHaveLength(2);
    expect(times(page)).toEqual(new Array(ROWS).fill(2));
  });

  test('an error is told, and what was evaluated stays', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    page.host.failNext('bad-numbers', 1);
    await passes.start();
    expect(passes.state).toMatchObject({ at: 'failed', fault: { code: 'bad-numbers' } });
    expect(page.codes()).toEqual(['bad-numbers']);
    expect(handed.at(-1)?.signals.evaluations ?? 0).toBe(passes.done > 0 ? 1 : 0);
  });

  test('a label that gets another class has other signals, without another evaluation', async () => {
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

describe('passes in two tabs', () => {
  test('show what the other tab has made of them meanwhile, and go on from there', async () => {
    const first = await scored();
    const second = bench(first.browser);
    first.passes.passes = 2;
    first.page.host.memoryTokens = 64;
    first.page.host.beforeAnswer = () => {
      if (first.passes.done > 3) first.passes.pause();
    };
    await first.passes.start();
    const { done } = first.passes;
    await second.page.begin();
    await second.page.session.takeOver();
    expect([second.passes.state.at, second.passes.done]).toEqual(['paused', done]);
    second.page.host.memoryTokens = 64;
    second.page.host.beforeAnswer = () => {
      if (second.passes.done > done) second.passes.pause();
    };
    await second.passes.start();
    const later = second.passes.done;
    expect(later).toBeGreaterThan(done);
    await second.page.session.close();
    await until(() => first.page.review.writable && first.passes.done === later);
    first.page.host.beforeAnswer = () => undefined;
    await first.passes.start();
    expect([first.passes.state.at, first.passes.done]).toEqual(['done', 20]);
  });
});

describe('passes on a full disk', () => {
  /** All of them, with a store that takes nothing from the start. */
  async function filled(): Promise<ReturnType<typeof bench>> {
    const all = await scored();
    const { page, passes } = all;
    page.storing.before = (method) =>
      method.startsWith('put') || method === 'append' ? { code: 'storage-full' } : undefined;
    passes.passes = 3;
    await passes.start();
    expect([passes.state.at, passes.done]).toEqual(['done', 30]);
    expect(page.notices.items).toMatchObject([{ fault: { code: 'storage-full' }, tone: 'warning' }]);
    return all;
  }

  async function edit({ page }: Bench): Promise<void> {
    page.review.confirm([0]);
    await page.review.settled();
    await tick();
  }

  test('are stored when there is room again', async () => {
    const all = await filled();
    all.page.storing.before = () => undefined;
    await edit(all);
    expect([all.page.codes(), all.page.review.saved]).toEqual([[], 'saved']);
    all.page.die();
    const later = bench(all.browser);
    await later.page.begin();
    await later.passes.restore();
    expect([later.passes.state.at, later.passes.done]).toEqual(['done', 30]);
    expect(later.handed.at(-1)?.signals.labelProb).toHaveLength(30);
  });

  test('are told of as long as they are not stored, and are there on the page', async () => {
    const all = await filled();
    const { page, passes } = all;
    page.storing.before = (method) => (method === 'putChunk' ? { code: 'storage-full' } : undefined);
    await edit(all);
    expect([page.codes(), page.review.saved]).toEqual([['storage-full'], 'saved']);
    await page.analysis.mapLabel(0, -1);
    await page.analysis.mapLabel(0, 2);
    await passes.restore();
    expect([passes.state.at, passes.done]).toEqual(['done', 30]);
  });

  test('are given up when another tab writes', async () => {
    const all = await filled();
    const { page, passes } = all;
    passes.pause();
    page.app.outbox.release(page.project.record?.id ?? '');
    page.storing.before = () => undefined;
    await edit(all);
    expect(await all.browser.store.chunks(page.project.record?.id ?? '', 'fake#mask-15-1-0')).toEqual({
      ok: true,
      value: [],
    });
  });
});

describe('passes and the run', () => {
  test('never use the worker at once: who starts later has it', async () => {
    const { page, passes } = bench();
    await page.begin();
    await page.drop(tsvOf(LABELS));
    const waiting = gate();
    page.host.beforeAnswer = () => undefined;
    const answer = page.host.score.bind(page.host);
    page.host.score = async (batch) => {
      await waiting.passed;
      return answer(batch);
    };
    const running = page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    passes.passes = 2;
    const passing = passes.start();
    expect(page.run.state.at).toBe('paused');
    await until(() => passes.state.at === 'scoring');
    waiting.open();
    await Promise.all([running, passing]);
    expect(passes.state.at).toBe('done');
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.done).toBe(ROWS);
  });

  test('need a model: results from a file are none', async () => {
    const { page, passes } = bench();
    await page.begin();
    const rows = LABELS.map((label, row) => `${textOfRow(row)}\t${label}\t${row / 10}\n`);
    await page.drop(new File(['text\tlabel\tloss\n', ...rows], 'losses.tsv'));
    expect([passes.runnable, passes.candidates]).toEqual([false, []]);
    await passes.start();
    expect([passes.state.at, page.host.loads]).toEqual(['idle', []]);
    await page.analysis.chooseModel('default');
    expect(passes.runnable).toBe(true);
  });

  test('another dataset stops them', async () => {
    const { page, passes, handed } = await scored();
    passes.passes = 2;
    page.host.memoryTokens = 100;
    page.host.beforeAnswer = () => {
      if (passes.done > 0) void page.session.close();
    };
    await passes.start();
    expect(passes.state.at).toBe('paused');
    const count = handed.length;
    await passes.restore();
    expect(passes.state.at).toBe('idle');
    expect(handed).toHaveLength(count);
  });
});

describe('checkpoints', () => {
  async function three(): Promise<ReturnType<typeof bench>> {
    const all = bench();
    const { page } = all;
    await page.begin();
    page.host.modelOf = (source) => ({
      hash: source.kind === 'files' ? (source.files[0]?.path ?? '') : 'fake',
      classes: FAKE_CLASSES,
    });
    page.host.driftOf = (hash) => (hash === 'fake' ? 0 : Number(hash.slice(-1)));
    for (const name of ['step-1', 'step-2', 'step-3']) {
      const entry = { key: name, name, classes: FAKE_CLASSES };
      const source = { kind: 'files' as const, files: [{ path: `hash-${name}`, blob: new Blob([]) }] };
      page.models.entries = [...page.models.entries, { ...entry, source }];
    }
    const other = { key: 'other', name: 'other', classes: ['a', 'b'], source: { kind: 'files' as const, files: [] } };
    page.models.entries = [...page.models.entries, other];
    await page.drop(tsvOf(LABELS));
    return all;
  }

  test('only models with the same classes can be checkpoints; their order is the user’s', async () => {
    const { passes } = await three();
    expect(passes.candidates.map((entry) => entry.key)).toEqual(['default', 'step-1', 'step-2', 'step-3']);
    for (const key of ['step-3', 'step-1', 'step-2']) passes.useCheckpoint(key, true);
    passes.moveCheckpoint('step-3', 1);
    passes.moveCheckpoint('step-3', 1);
    passes.moveCheckpoint('step-3', 1);
    expect(passes.checkpoints).toEqual(['step-1', 'step-2', 'step-3']);
    passes.moveCheckpoint('step-1', -1);
    passes.moveCheckpoint('step-2', -1);
    expect(passes.checkpoints).toEqual(['step-2', 'step-1', 'step-3']);
    passes.useCheckpoint('step-1', false);
    expect(passes.checkpoints).toEqual(['step-2', 'step-3']);
  });

  test('each is one evaluation, in order, with nothing hidden', async () => {
    const { page, passes, handed } = await three();
    passes.kind = 'checkpoints';
    for (const key of ['step-2', 'step-1', 'step-3']) passes.useCheckpoint(key, true);
    await passes.start();
    expect(passes.state.at).toBe('done');
    expect(page.host.loads).toHaveLength(3);
    const { signals } = handed.at(-1) ?? expect.fail();
    const probs = new Float64Array(3);
    [2, 1, 3].forEach((drift, evaluation) => {
      softmaxRow(
        logitsOf(65).map((logit, k) => logit + drift * k),
        0,
        3,
        probs,
      );
      expect(signals.labelProb[evaluation]).toBeCloseTo(probs[0] ?? NaN, 5);
    });
    page.host.scored.clear();
    passes.moveCheckpoint('step-1', -1);
    await passes.start();
    expect(passes.state.at).toBe('done');
    expect(times(page)).toEqual(new Array(ROWS).fill(0));
    const again = handed.at(-1)?.signals.labelProb ?? [];
    expect([again[0], again[1], again[2]]).toEqual([signals.labelProb[1], signals.labelProb[0], signals.labelProb[2]]);
  });
});

test('a change of the label map leaves alone what is being chosen', async () => {
  const { page, passes } = bench();
  await page.begin();
  await page.drop(tsvOf(LABELS));
  passes.proposeCheckpoints(['default']);
  passes.passes = 20;
  await page.analysis.mapLabel(0, -1);
  expect([passes.kind, passes.checkpoints, passes.passes]).toEqual(['checkpoints', ['default'], 20]);
  await page.drop(tsvOf([...LABELS].reverse()));
  expect([passes.kind, passes.checkpoints]).toEqual(['masks', []]);
});

test('a pass that is stopped before it begins changes nothing of what is opened next', async () => {
  const { page, passes } = bench();
  await page.begin();
  await page.drop(tsvOf(LABELS));
  passes.passes = 2;
  await passes.start();
  const { record } = page.project;
  if (!record) throw new Error('no project');
  await page.drop(tsvOf([...LABELS].reverse()));
  passes.passes = 2;
  const held = gate();
  let waiting = false;
  page.storing.before = async (method, [key]) => {
    if (waiting || method !== 'putSetting' || !String(key).startsWith('loaded-hash')) return undefined;
    waiting = true;
    await held.passed;
    return undefined;
  };
  const started = passes.start();
  await until(() => waiting);
  await page.session.openStored(record);
  const before = [passes.present, passes.done, passes.state.at];
  expect(before).toEqual([1, 2 * ROWS, 'done']);
  held.open();
  await started;
  await tick();
  expect([passes.present, passes.done, passes.state.at]).toEqual(before);
});
