import { beforeEach, describe, expect, it } from 'vitest';
import { graphsOf, Models } from '../../../../src/app/scoring/models.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { failed, ok, type Outcome } from '../../../../src/protocol/outcome.js';
import type { FoundModel, HubProgress, ModelLibrary, Store } from '../../../../src/protocol/ports.js';
import { controlled, gate, until, type Controlled } from '../../../fakes/controlled.js';
import { FakeLibrary } from '../../../fakes/browser-parts.js';
import { FILES, keys, visit } from './models-bench.js';

let library: Controlled<ModelLibrary>;
let store: Controlled<Store>;
let notices: Notices;
let models: Models;

beforeEach(async () => {
  library = controlled<ModelLibrary>(new FakeLibrary());
  store = controlled<Store>(new MemoryStore());
  ({ notices, models } = await visit(library.it, store.it));
});

const codes = (): string[] => notices.items.map((notice) => notice.fault.code);

/** A library for which the test answers the downloads. */
function hub() {
  const asked: {
    id: string;
    signal: AbortSignal;
    progress: (state: HubProgress) => void;
    answer: (found: Outcome<FoundModel>) => void;
  }[] = [];
  library.it.fromHub = (id, _host, progress, signal) =>
    new Promise((answer) => asked.push({ id, signal, progress, answer }));
  return asked;
}

const found = (id: string): Outcome<FoundModel> =>
  ok({ name: id, hash: `hash of ${id}`, classes: ['a', 'b'], files: FILES });

/** Requests a model of the hub and agrees to the host. */
function download(id: string): Promise<string | null> {
  models.askHub(id, 'https://hub.example');
  return models.agreeToHub();
}

describe('a download', () => {
  it('sends no request before the person has agreed to the host', async () => {
    const asked = hub();
    models.askHub('owner/name', 'https://hub.example');
    expect(models.hub).toEqual({ at: 'asking', id: 'owner/name', host: 'https://hub.example', precision: null });
    models.cancelHub();
    expect(await models.agreeToHub()).toBeNull();
    expect([models.hub.at, asked.length]).toEqual(['idle', 0]);
  });

  it('shows its progress, and chooses the model at the end', async () => {
    const asked = hub();
    const adding = download('owner/name');
    await until(() => asked.length === 1);
    asked[0]?.progress({ file: 'onnx/model.onnx', receivedBytes: 5, totalBytes: 9 });
    expect(models.hub).toMatchObject({ at: 'downloading', id: 'owner/name', progress: { receivedBytes: 5 } });
    asked[0]?.answer(found('owner/name'));
    expect(await adding).toBe('hash of owner/name');
    expect(models.hub.at).toBe('idle');
    expect(models.chosenKey).toBe('hash of owner/name');
  });

  it('that fails stays on screen with its id for another try', async () => {
    const asked = hub();
    const adding = download('owner/gone');
    await until(() => asked.length === 1);
    asked[0]?.answer(failed({ code: 'model-not-found', params: { file: 'owner/gone' } }));
    expect(await adding).toBeNull();
    expect(models.hub).toMatchObject({ at: 'failed', id: 'owner/gone', fault: { code: 'model-not-found' } });
    expect(codes()).toEqual([]);
  });

  it('that is cancelled stores no model, also after late answers', async () => {
    const asked = hub();
    const adding = download('owner/name');
    await until(() => asked.length === 1);
    models.cancelHub();
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.progress({ file: 'x', receivedBytes: 1, totalBytes: 2 });
    asked[0]?.answer(found('owner/name'));
    expect(await adding).toBeNull();
    expect([models.hub.at, keys(models)]).toEqual(['idle', ['default']]);
    expect(await store.it.models()).toEqual({ ok: true, value: [] });
  });

  it('of one more precision joins the stored model, unless the versions differ', async () => {
    const asked = hub();
    const graph = (path: string, config = '{}'): Outcome<FoundModel> =>
      ok({
        name: 'owner/name',
        hash: `hash of ${path}`,
        classes: ['a', 'b'],
        files: [
          { path: 'config.json', blob: new Blob([config]) },
          { path, blob: new Blob(['1']) },
        ],
      });
    const get = async (answer: Outcome<FoundModel>): Promise<string | null> => {
      const count = asked.length;
      const adding = download('owner/name');
      await until(() => asked.length > count);
      asked.at(-1)?.answer(answer);
      return adding;
    };
    expect(await get(graph('onnx/model.onnx'))).toBe('hash of onnx/model.onnx');
    expect(await get(graph('onnx/model_q4.onnx'))).toBe('hash of onnx/model.onnx');
    expect(keys(models)).toEqual(['default', 'hash of onnx/model.onnx']);
    expect(models.chosen?.source).toMatchObject({ graph: 'onnx/model_q4.onnx' });
    expect(models.chosen && graphsOf(models.chosen).map(({ precision }) => precision)).toEqual(['fp32', 'q4']);
    expect(await get(graph('onnx/model_int8.onnx', '{"other":1}'))).toBe('hash of onnx/model_int8.onnx');
    expect(keys(models)).toHaveLength(3);
  });

  it('ends the previous download', async () => {
    const asked = hub();
    const older = download('owner/one');
    const newer = download('owner/two');
    await until(() => asked.length === 2);
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[1]?.answer(found('owner/two'));
    asked[0]?.answer(found('owner/one'));
    expect(await Promise.all([older, newer])).toEqual([null, 'hash of owner/two']);
    expect(keys(models)).toEqual(['default', 'hash of owner/two']);
  });
});

describe('a download after another', () => {
  it('stays on screen when the previous one is stored', async () => {
    const asked = hub();
    const held = gate();
    store.before = async (method) => {
      if (method === 'putModel') await held.passed;
      return undefined;
    };
    const older = download('owner/one');
    await until(() => asked.length === 1);
    asked[0]?.answer(found('owner/one'));
    await until(() => store.calls.at(-1)?.method === 'putModel');
    const newer = download('owner/two');
    held.open();
    await older;
    expect(models.hub).toMatchObject({ at: 'downloading', id: 'owner/two' });
    asked[1]?.answer(found('owner/two'));
    expect(await newer).toBe('hash of owner/two');
    expect(models.hub.at).toBe('idle');
  });
});
