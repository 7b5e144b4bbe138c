import { expose } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SourceClient } from '../../../src/effects/source-client.js';
import type { WorkerLike } from '../../../src/effects/worker-client.js';
import { Source } from '../../../workers/source.js';

/** A worker made of a message channel, in which the real reader answers until it dies. */
class FakeWorker extends EventTarget {
  readonly #ports = new MessageChannel();

  constructor(source: Source) {
    super();
    this.#ports.port1.onmessage = (event) =>
      this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
    expose(source, this.#ports.port2);
  }

  postMessage(message: unknown, transfers?: Transferable[]): void {
    this.#ports.port1.postMessage(message, transfers ?? []);
  }

  terminate(): void {
    this.#ports.port1.close();
    this.#ports.port2.close();
  }

  crash(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }
}

const workers: FakeWorker[] = [];
const spawn = vi.fn((source = new Source()): WorkerLike => {
  const worker = new FakeWorker(source);
  workers.push(worker);
  return worker as unknown as WorkerLike;
});

afterEach(() => {
  vi.useRealTimers();
  for (const worker of workers.splice(0)) worker.terminate();
  spawn.mockClear();
});

const file = new Blob(['text\tlabel\nA row\tx\nB row\ty\n']);

describe('SourceClient', () => {
  it('starts a fresh worker after one has died', async () => {
    const client = new SourceClient(spawn);
    workers[0]?.crash();
    expect(await client.inspect(file, 'a.tsv')).toMatchObject({ ok: true, value: { columns: ['text', 'label'] } });
    expect(spawn).toHaveBeenCalledTimes(2);
  });

  it('reads the head of a file once for its inspection and its preview', async () => {
    const source = new Source();
    const [inspect, preview] = [vi.spyOn(source, 'inspect'), vi.spyOn(source, 'preview')];
    const client = new SourceClient(() => spawn(source));
    const inspected = await client.inspect(file, 'a.tsv');
    if (!inspected.ok) throw new Error('not read');
    const { settings } = inspected.value;
    const shown = {
      columns: ['text', 'label'],
      records: [
        ['A row', 'x'],
        ['B row', 'y'],
      ],
    };
    expect(await client.preview(file, { ...settings })).toEqual({ ok: true, value: shown });
    expect(await client.inspect(file, 'a.tsv')).toEqual(inspected);
    expect(inspect).toHaveBeenCalledTimes(1);
    expect(preview).not.toHaveBeenCalled();
  });

  it('reads a file again for a preview under other settings', async () => {
    const client = new SourceClient(spawn);
    const inspected = await client.inspect(file, 'a.tsv');
    if (!inspected.ok) throw new Error('not read');
    const settings = { ...inspected.value.settings, header: false };
    expect(await client.preview(file, settings)).toMatchObject({ ok: true, value: { columns: ['0', '1'] } });
  });

  it('does not remember a file that could not be read', async () => {
    const source = new Source();
    const inspect = vi.spyOn(source, 'inspect');
    const client = new SourceClient(() => spawn(source));
    const empty = new Blob([]);
    for (let i = 0; i < 2; i++) {
      expect(await client.inspect(empty, 'a.tsv')).toEqual({ ok: false, fault: { code: 'file-empty' } });
    }
    expect(inspect).toHaveBeenCalledTimes(2);
  });

  it('does not continue a reading in a worker that has not begun it', async () => {
    const client = new SourceClient(spawn);
    const inspected = await client.inspect(file, 'a.tsv');
    if (!inspected.ok) throw new Error('not read');
    const { settings, roles } = inspected.value;
    const begun = await client.begin(file, settings, roles);
    if (!begun.ok) throw new Error('not begun');
    const { job } = begun.value;
    workers[0]?.crash();
    const dead = { ok: false, fault: { code: 'worker-died' } };
    expect(await client.advance(job)).toMatchObject(dead);
    expect(await client.take(job)).toMatchObject(dead);
    expect(await client.nextExport(job)).toMatchObject(dead);
    expect(spawn).toHaveBeenCalledTimes(1);
    expect(await client.begin(file, settings, roles)).toMatchObject({ ok: true });
    expect(spawn).toHaveBeenCalledTimes(2);
    expect(await client.advance(job)).toEqual({ ok: false, fault: { code: 'job-ended' } });
    expect(await client.take(job)).toEqual({ ok: false, fault: { code: 'job-ended' } });
  });

  it('ends a worker that does not answer about a job, and starts a fresh one', async () => {
    const client = new SourceClient(spawn);
    const inspected = await client.inspect(file, 'a.tsv');
    if (!inspected.ok) throw new Error('not read');
    const { settings, roles } = inspected.value;
    const begun = await client.begin(file, settings, roles);
    if (!begun.ok) throw new Error('not begun');
    workers[0]?.terminate();
    vi.useFakeTimers();
    const advanced = client.advance(begun.value.job);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(await advanced).toMatchObject({ ok: false, fault: { code: 'worker-stalled' } });
    vi.useRealTimers();
    expect(await client.begin(file, settings, roles)).toMatchObject({ ok: true });
    expect(spawn).toHaveBeenCalledTimes(2);
  });
});
