import { describe, expect, it, vi } from 'vitest';
import type { Application } from '../../../../src/app/shell/application.js';
import { Startup } from '../../../../src/app/shell/startup.svelte.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import type { TakenFile } from '../../../../src/protocol/app-ports.js';
import type { ProjectRecord } from '../../../../src/protocol/ports.js';

const taken = (name: string): TakenFile => ({ path: name, file: new File(['text\tlabel\n'], name) });

/** The part of an application that the start calls and reads. */
function fakeApplication() {
  const calls: string[] = [];
  const app = {
    projects: { list: [] },
    take: (files: readonly TakenFile[]) => {
      calls.push(files.map(({ path }) => path).join(' '));
      return Promise.resolve();
    },
    takeModel: (_: readonly TakenFile[], name: string) => {
      calls.push(`model ${name}`);
      return Promise.resolve();
    },
    begin: () => {
      calls.push('begin');
      return Promise.resolve();
    },
  };
  return { calls, whole: { app: app as unknown as Application } };
}

function started(store = new MemoryStore(), opensSample = false) {
  const { calls, whole } = fakeApplication();
  let arrive: (whole: { app: Application } | null) => void = () => undefined;
  const build = vi.fn(() => new Promise<{ app: Application } | null>((resolve) => (arrive = resolve)));
  const collect = vi.fn((transfer: DataTransfer) =>
    Promise.resolve([...transfer.files].map(({ name }) => taken(name))),
  );
  const startup = new Startup({ store, opensSample, build, collect });
  return { startup, calls, build, collect, arrives: () => arrive(whole), fails: () => arrive(null) };
}

function record(id: string, openedAt: number): ProjectRecord {
  return { id, name: id, openedAt } as ProjectRecord;
}

describe('the start', () => {
  it('keeps requests until the application is loaded, and sends them in order', async () => {
    const { startup, calls, build, collect, arrives } = started();
    startup.take([taken('a.tsv')]);
    startup.takeModel([taken('model.onnx')], 'bert');
    const transfer = { files: [new File([], 'b.tsv')] } as unknown as DataTransfer;
    startup.takeDropped(transfer);
    // The browser empties the transfer after the event.
    expect(collect).toHaveBeenCalledWith(transfer);
    expect([startup.waits, calls]).toEqual([true, []]);
    arrives();
    expect(await startup.open()).toBe(true);
    await vi.waitFor(() => expect(calls).toEqual(['a.tsv', 'model bert', 'b.tsv']));
    expect(startup.waits).toBe(false);
    startup.take([taken('c.tsv')]);
    expect(calls.at(-1)).toBe('c.tsv');
    expect(build).toHaveBeenCalledTimes(1);
  });

  it('keeps requests when the application fails to load at first', async () => {
    const { startup, calls, fails, arrives } = started();
    startup.take([taken('a.tsv')]);
    const first = startup.open();
    fails();
    expect(await first).toBe(false);
    expect([startup.whole, startup.waits, calls]).toEqual([null, true, []]);
    const second = startup.open();
    arrives();
    expect(await second).toBe(true);
    expect(calls).toEqual(['a.tsv']);
  });

  it('lists stored projects before the application is loaded, the last opened one first', async () => {
    const store = new MemoryStore();
    await store.putProject(record('older', 1));
    await store.putProject(record('newer', 2));
    const { startup, arrives } = started(store);
    await startup.init();
    expect(startup.projects.map(({ id }) => id)).toEqual(['newer', 'older']);
    const opened = startup.open();
    arrives();
    await opened;
    expect(startup.projects).toEqual([]);
  });

  it('expects the last project or the sample until the application is loaded or fails to load', async () => {
    const store = new MemoryStore();
    await store.putSetting('last-project', 'gone');
    const none = started(store);
    await none.startup.init();
    expect(none.startup.expectsWork).toBe(false);

    await store.putProject(record('gone', 1));
    const last = started(store);
    await last.startup.init();
    expect(last.startup.expectsWork).toBe(true);
    const opened = last.startup.open();
    last.arrives();
    await opened;
    expect(last.startup.expectsWork).toBe(false);
    await last.startup.begin();
    expect(last.calls).toEqual(['begin']);

    const sample = started(new MemoryStore(), true);
    await sample.startup.init();
    expect(sample.startup.expectsWork).toBe(true);
    const failed = sample.startup.open();
    sample.fails();
    await failed;
    expect(sample.startup.expectsWork).toBe(false);
  });
});
