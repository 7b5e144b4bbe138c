import { describe, expect, test } from 'vitest';
import { gate, tick } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { logitsOf } from '../../../fakes/model-host.js';
import { bench, codes, ROWS } from './run-bench.js';

describe('the engine', () => {
  test('reports an error if the address requests WebGPU and the browser has none', async () => {
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

  test('moves the run to WASM and reports the reason if the GPU disagrees with the CPU', async () => {
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
    'a check that is paused while it waits for %s makes no comparison with the next model',
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

  test('reports an error and does not fall back for a disagreeing GPU with device=webgpu in the address', async () => {
    const { host, engine, run, plan } = bench();
    host.report = { webgpu: true, software: false, adapter: 'a', f16: false };
    host.logitDifference = 0.5;
    engine.wish = 'webgpu';
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'webgpu-parity' } });
  });

  test('moves the run to the CPU if the graphics process is silent, and does not ask it again', async () => {
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

  test('reports an error with advice for a silent graphics process with device=webgpu in the address', async () => {
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

  test('reports an error after one wait for a worker that does not start, then retries with a fresh one', async () => {
    const { host, run, plan } = bench();
    host.devicesFault = 'worker-stalled';
    await run.start(plan);
    expect(run.state).toMatchObject({ at: 'failed', fault: { code: 'worker-stalled' } });
    expect(host.respawns).toBe(1);
    host.devicesFault = null;
    await run.start(plan);
    expect(run.state.at).toBe('done');
  });

  test('names the rows and replaces the worker if the tokenizer does not finish', async () => {
    const { host, run, plan } = bench();
    host.tokenizeFault = { code: 'model-tokenizer-stalled', params: { seconds: 45 } };
    await run.start(plan);
    expect(run.state).toMatchObject({
      at: 'failed',
      fault: { code: 'model-tokenizer-stalled', params: { seconds: 45, first: 1, last: ROWS } },
    });
    expect(host.respawns).toBe(1);
  });

  test('tokenizes a long text in pieces, and scores it as one text', async () => {
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

  test('moves the run to the CPU after wrong numbers from the GPU', async () => {
    const { host, run, plan } = bench();
    host.report = { webgpu: true, software: false, adapter: 'a', f16: false };
    host.scoreFaults.set(0, 'bad-numbers');
    await run.start(plan);
    expect(run.state.at).toBe('done');
    expect(run.device).toBe('wasm');
    expect([...host.scored.values()]).toEqual(new Array(ROWS).fill(1));
  });
});
