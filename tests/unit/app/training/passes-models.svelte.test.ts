import { describe, expect, test } from 'vitest';
import { softmaxRow } from '../../../../src/domain/predictions/loss.js';
import { FAKE_CLASSES, logitsOf } from '../../../fakes/model-host.js';
import { textOfRow, tsvOf } from '../../../fakes/page.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { bench, LABELS, ROWS, scored, times } from './passes-bench.js';

describe('passes and the run', () => {
  test('never use the worker at the same time: the later start takes it', async () => {
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

  test('need a model, which results from a file are not', async () => {
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

  test('stop when another dataset opens', async () => {
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

  test('only models with the same classes can be checkpoints, in the order of the user', async () => {
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

  test('each checkpoint makes one evaluation, in order, without hidden tokens', async () => {
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

test('a change of the label map keeps the choice of passes', async () => {
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

test('a pass that stops before it begins does not change the next project', async () => {
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
