import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../../../src/app/scoring/engine.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { ScoringRun, type RunOutput, type RunPlan } from '../../../../src/app/scoring/run.svelte.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { ok } from '../../../../src/protocol/outcome.js';
import type { ResultsChunk, ThreadLimit } from '../../../../src/protocol/ports.js';
import { FakeClock } from '../../../fakes/clock.js';
import { gate, tick } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { FakeModelHost, logitsOf } from '../../../fakes/model-host.js';

const ROWS = 40;
/** Texts whose first characters differ, of different lengths. */
const TEXTS = Array.from({ length: ROWS }, (_, i) => String.fromCharCode(40 + i).repeat(1 + (i % 17)));

function bench(threads: ThreadLimit = { count: 1, cause: null }) {
  const host = new FakeModelHost();
  const predictions = new Predictions();
  const notices = new Notices();
  const clock = new FakeClock();
  const engine = new Engine(host, clock, notices, threads);
  const dataset = datasetOf(
    TEXTS,
    TEXTS.map(() => 'World'),
  );
  const kept: ResultsChunk[] = [];
  const output: RunOutput = {
    prepare: (_, model) => {
      if (predictions.classes.length === 0) predictions.reset(ROWS, model.classes, new Int32Array(ROWS));
      return Promise.resolve(ok(null));
    },
    grew: () => undefined,
    keep: (_, chunk) => {
      kept.push(chunk);
      return Promise.resolve();
    },
  };
  const run = new ScoringRun(engine, predictions, output, clock, notices);
  const plan: RunPlan = { projectId: 'p', dataset, source: { kind: 'files', files: [] } };
  return { host, predictions, notices, clock, engine, run, plan, kept };
}

const codes = (notices: Notices): string[] => notices.items.map((notice) => notice.fault.code);

describe('a run', () => {
  test('plans rows of the length that the graph fixes', async () => {
    const { host, run, plan } = bench();
    host.fixedTokens = 64;
    await run.start(plan);
    expect(run.state).toEqual({ at: 'done' });
    expect([...host.columns]).toEqual([64]);
  });

  test('scores every row once, writes what the model gave, and stores it', async () => {
    const { host, predictions, run, plan, kept } = bench();
    await run.start(plan);
    expect(run.state).toEqual({ at: 'done' });
    expect(predictions.done).toBe(ROWS);
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
    for (let row = 0; row < ROWS; row++) {
      expect(predictions.logits.value.slice(row * 3, row * 3 + 3)).toEqual(logitsOf(40 + row));
      expect(predictions.loss.value[row]).toBeCloseTo((40 + row) / 100);
      expect(predictions.tokens.value[row]).toBe(1 + (row % 17));
    }
    expect(kept.at(-1)?.loss).toEqual(predictions.loss.value);
  });

  test.each([
    { count: 4, cause: null },
    { count: 1, cause: 'gecko' },
  ] as const)('loads the model with $count thread(s), and says $cause as the cause', async (threads) => {
    const { host, run, plan } = bench(threads);
    await run.start(plan);
    expect(host.loads.map((request) => request.threads)).toEqual([threads.count]);
    expect(run.oneThread).toBe(threads.cause);
  });

  test('does not load a model when every row has results', async () => {
    const { host, run, plan } = bench();
    await run.start(plan);
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(host.loads).toHaveLength(1);
  });

  test('halves the batch until it fits, and goes on with the small ones', async () => {
    const { host, predictions, run, plan } = bench();
    host.memoryTokens = 100;
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(predictions.done).toBe(ROWS);
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
  });

  test('says so when not even the smallest batch fits', async () => {
    const { host, notices, run, plan } = bench();
    host.memoryTokens = 0;
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'out-of-memory' } });
    expect(codes(notices)).toEqual(['out-of-memory']);
  });

  test('a dead worker is replaced and no row is scored twice', async () => {
    const { host, run, plan } = bench();
    host.memoryTokens = 200;
    host.scoreFaults.set(2, 'worker-died');
    host.scoreFaults.set(4, 'device-lost');
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(host.loads).toHaveLength(3);
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
  });

  test('deaths with rows between them do not add up', async () => {
    const { host, run, plan } = bench();
    host.memoryTokens = 64;
    for (let call = 9; call < 17; call += 2) host.scoreFaults.set(call, 'worker-stalled');
    await run.start(plan);
    expect(run.state).toEqual({ at: 'done' });
    expect(host.loads).toHaveLength(5);
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
  });

  test('gives up after three fresh workers', async () => {
    const { host, run, plan } = bench();
    for (let call = 0; call < 20; call++) host.scoreFaults.set(call, 'worker-died');
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'worker-died' } });
    expect(host.loads).toHaveLength(4);
  });

  test('stops on numbers that cannot be right, on the CPU, and marks no row scored', async () => {
    const { host, predictions, run, plan } = bench();
    host.scoreFaults.set(0, 'bad-numbers');
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'bad-numbers' } });
    expect(predictions.done).toBe(0);
  });
});

describe('the device', () => {
  test('an address that asks for WebGPU where there is none is a clear error', async () => {
    const { host, engine, run, plan } = bench();
    engine.wish = 'webgpu';
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'webgpu-missing' } });
    expect(host.loads).toHaveLength(0);
  });

  test.each([
    [{ webgpu: true, software: false, adapter: 'a', f16: false }, null, 'webgpu', null],
    [{ webgpu: true, software: true, adapter: 'a', f16: false }, null, 'wasm', 'webgpu-software'],
    [{ webgpu: true, software: true, adapter: 'a', f16: false }, 'webgpu', 'webgpu', null],
    [{ webgpu: true, software: false, adapter: 'a', f16: false }, 'wasm', 'wasm', null],
    [{ webgpu: false, software: false, adapter: '', f16: false }, null, 'wasm', 'webgpu-none'],
  ] as const)('%o with the wish %s runs on %s', async (report, wish, device, reason) => {
    const { host, engine, run, plan } = bench();
    host.report = report;
    engine.wish = wish;
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(run.device).toBe(device);
    expect(run.reason?.code ?? null).toBe(reason);
    expect(run.parity === null).toBe(device === 'wasm');
  });

  test('a GPU that disagrees with the CPU is not trusted: the run goes on with WASM and says why', async () => {
    const { host, notices, run, plan } = bench();
    host.report = { webgpu: true, software: false, adapter: 'a', f16: false };
    host.logitDifference = 0.5;
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(run.device).toBe('wasm');
    expect(run.parity?.maxLogitDifference).toBe(0.5);
    expect(codes(notices)).toEqual(['webgpu-parity']);
  });

  test.each(['tokenize', 'parity'] as const)(
    'a check that is overtaken while it waits for %s compares nothing with the next model',
    async (method) => {
      const { host, engine, run, plan } = bench();
      host.report = { webgpu: true, software: false, adapter: 'a', f16: false };
      const held = gate();
      const waiting = gate();
      const asked: string[] = [];
      const [tokenize, parity] = [host.tokenize.bind(host), host.parity.bind(host)];
      host.tokenize = async (text) => {
        asked.push('tokenize');
        const tokens = await tokenize(text);
        waiting.open();
        if (method === 'tokenize') await held.passed;
        return tokens;
      };
      host.parity = async (batch) => {
        asked.push('parity');
        host.logitDifference = 0.5;
        const report = await parity(batch);
        if (method === 'parity') await held.passed;
        return report;
      };
      const running = run.start(plan);
      await waiting.passed;
      await tick();
      run.pause();
      held.open();
      await running;
      expect(asked).toEqual(method === 'tokenize' ? ['tokenize'] : ['tokenize', 'parity']);
      expect([engine.parity, engine.reason, run.state.at]).toEqual([null, null, 'paused']);
    },
  );

  test('with device=webgpu in the address a disagreeing GPU is an error, not a silent fallback', async () => {
    const { host, engine, run, plan } = bench();
    host.report = { webgpu: true, software: false, adapter: 'a', f16: false };
    host.logitDifference = 0.5;
    engine.wish = 'webgpu';
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'webgpu-parity' } });
  });

  test('a graphics process that does not answer moves the run to the CPU, and is not asked again', async () => {
    const { host, notices, run, plan } = bench();
    host.devicesFault = 'webgpu-silent';
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect([run.device, run.reason?.code]).toEqual(['wasm', 'webgpu-silent']);
    expect(codes(notices)).toEqual(['webgpu-silent']);
  });

  test.each(['webgpu-silent', 'worker-stalled'] as const)(
    'a load on WebGPU that ends with %s moves the run to the CPU at once',
    async (code) => {
      const { host, notices, run, plan } = bench();
      host.report = { webgpu: true, software: false, adapter: 'a', f16: false };
      host.loadFault = (device) => (device === 'webgpu' ? code : null);
      await run.start(plan);
      expect(run.state.at).toBe('done');
      expect(host.loads.map(({ device }) => device)).toEqual(['webgpu', 'wasm']);
      expect(codes(notices)).toEqual(['webgpu-silent']);
    },
  );

  test('with device=webgpu in the address a silent graphics process is an error that says what to do', async () => {
    for (const at of ['devices', 'load'] as const) {
      const { host, engine, run, plan } = bench();
      engine.wish = 'webgpu';
      host.report = { webgpu: true, software: false, adapter: 'a', f16: false };
      if (at === 'devices') host.devicesFault = 'webgpu-silent';
      else host.loadFault = () => 'worker-stalled';
      await run.start(plan);
      expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'webgpu-silent-asked' } });
      expect(host.loads).toHaveLength(at === 'devices' ? 0 : 1);
    }
  });

  test('a worker that does not start is an error after one wait, and the next try has a fresh worker', async () => {
    const { host, run, plan } = bench();
    host.devicesFault = 'worker-stalled';
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'worker-stalled' } });
    expect(host.respawns).toBe(1);
    host.devicesFault = null;
    await run.start(plan);
    expect(run.state.at).toBe('done');
  });

  test('a tokenizer that does not finish names the rows, and the worker is replaced', async () => {
    const { host, run, plan } = bench();
    host.tokenizeFault = { code: 'model-tokenizer-stalled', params: { seconds: 45 } };
    await run.start(plan);
    expect(run.state).toMatchObject({
      at: 'failed',
      fault: { code: 'model-tokenizer-stalled', params: { seconds: 45, first: 1, last: ROWS } },
    });
    expect(host.respawns).toBe(1);
  });

  test('a long text is tokenized in pieces, and scored as if it were one', async () => {
    const { host, predictions, run, plan } = bench();
    const texts = Array.from({ length: ROWS }, (_, i) => String.fromCharCode(40 + i).repeat(60_000));
    await run.start({
      ...plan,
      dataset: datasetOf(
        texts,
        texts.map(() => 'World'),
      ),
    });
    expect(predictions.done).toBe(ROWS);
    expect(host.pieces).toEqual(new Array(ROWS / 4).fill(4));
    for (let row = 0; row < ROWS; row++) {
      expect(predictions.logits.value.slice(row * 3, row * 3 + 3)).toEqual(logitsOf(40 + row));
    }
  });

  test('wrong numbers from the GPU move the run to the CPU', async () => {
    const { host, run, plan } = bench();
    host.report = { webgpu: true, software: false, adapter: 'a', f16: false };
    host.scoreFaults.set(0, 'bad-numbers');
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(run.device).toBe('wasm');
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
  });
});

test('pausing, cancelling and starting in any order ends complete, with every row scored at most once a pause more', async () => {
  const step = fc.constantFrom('start' as const, 'pause' as const, 'cancel' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(4)), { maxLength: 8 }), async (steps) => {
      const { host, predictions, run, plan } = bench();
      host.memoryTokens = 64;
      let interruptions = 0;
      const runs: Promise<void>[] = [];
      for (const [action, ticks] of steps) {
        if (action === 'start') runs.push(run.start(plan));
        else {
          if (run.busy) interruptions++;
          run[action]();
        }
        for (let i = 0; i < ticks; i++) await new Promise((resolve) => setTimeout(resolve, 0));
        expect(predictions.done).toBe([...predictions.flags.value].filter((flag) => flag === 1).length);
      }
      runs.push(run.start(plan));
      await Promise.all(runs);
      while (run.busy) await new Promise((resolve) => setTimeout(resolve, 0));
      expect(run.state.at).toBe('done');
      expect(predictions.done).toBe(ROWS);
      // A batch under way when the run is interrupted is asked for again, no other one.
      for (const times of host.scored.values()) expect(times).toBeLessThanOrEqual(1 + interruptions);
    }),
    { numRuns: 40 },
  );
}, 60_000);
