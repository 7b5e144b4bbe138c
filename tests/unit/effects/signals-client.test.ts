import { afterEach, describe, expect, it } from 'vitest';
import { SignalsClient } from '../../../src/effects/signals-client.js';
import type { WorkerLike } from '../../../src/effects/worker-client.js';
import { Signals } from '../../../workers/signals.js';
import { ChannelWorker } from '../../fakes/channel-worker.js';
import { fixture } from '../domain/signals-helpers.js';
import { valueOf } from '../workers/source-helpers.js';

const started: ChannelWorker[] = [];

function client(): SignalsClient {
  return new SignalsClient(() => {
    const worker = new ChannelWorker(new Signals());
    started.push(worker);
    return worker as unknown as WorkerLike;
  });
}

afterEach(() => {
  for (const worker of started.splice(0)) worker.terminate();
});

describe('the page side of the signals worker', () => {
  it('starts a worker with the first call, and reads through it', async () => {
    const signals = client();
    expect(started).toHaveLength(0);
    const file = new Blob([fixture('trustai_signals_input.jsonl')]);
    expect(valueOf(await signals.recognise(file))).toBe('trustai-signals');
    let progress = valueOf(await signals.begin([file]));
    while (!progress.done) progress = valueOf(await signals.advance(progress.job));
    expect(valueOf(await signals.take(progress.job, 'all'))).toMatchObject({ form: 'course', report: { rows: 100 } });
    valueOf(await signals.end(progress.job));
    expect(started).toHaveLength(1);
  });

  it('settles calls to a dead worker, and starts a fresh one', async () => {
    const signals = client();
    const golden = new Blob([fixture('trustai_signals_input.jsonl')]);
    const { job } = valueOf(await signals.begin([golden]));
    started[0]?.dispatchEvent(Object.assign(new Event('error'), { message: 'gone' }));
    const dead = { ok: false, fault: { code: 'worker-died' } };
    expect(await signals.advance(job)).toMatchObject(dead);
    expect(await signals.take(job, 'all')).toMatchObject(dead);
    expect(valueOf(await signals.recognise(golden))).toBe('trustai-signals');
    expect(started).toHaveLength(2);
    valueOf(await signals.begin([golden]));
    expect(await signals.advance(job)).toEqual({ ok: false, fault: { code: 'job-ended' } });
  });
});
