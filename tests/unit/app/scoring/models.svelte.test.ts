import { beforeEach, describe, expect, it } from 'vitest';
import { graphsOf, Models } from '../../../../src/app/scoring/models.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { failed, ok, type Outcome } from '../../../../src/protocol/outcome.js';
import type { FoundModel, HubProgress, ModelLibrary, Store } from '../../../../src/protocol/ports.js';
import { FakeClock } from '../../../fakes/clock.js';
import { controlled, gate, tick, until, type Controlled } from '../../../fakes/controlled.js';
import { FakeLibrary } from '../../../fakes/page.js';

const FILES = [
  { path: 'config.json', blob: new Blob(['{}']) },
  { path: 'onnx/model.onnx', blob: new Blob(['12345']) },
];

let library: Controlled<ModelLibrary>;
let store: Controlled<Store>;
let notices: Notices;
let models: Models;

beforeEach(async () => {
  library = controlled<ModelLibrary>(new FakeLibrary());
  store = controlled<Store>(new MemoryStore());
  ({ notices, models } = await visit());
});

async function visit() {
  const own = new Notices();
  const list = new Models(library.it, store.it, new FakeClock(), own);
  await list.init();
  return { notices: own, models: list };
}

const keys = (of: Models): string[] => of.entries.map((entry) => entry.key);
const codes = (): string[] => notices.items.map((notice) => notice.fault.code);

/** A library whose downloads are answered by the test. */
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

describe('a model folder', () => {
  it('is checked, kept, listed and chosen, and there on the next visit', async () => {
    const held = gate();
    library.before = () => held.passed.then(() => undefined);
    const adding = models.addFiles(FILES, 'mine');
    await tick();
    expect(models.checking).toBe('mine');
    held.open();
    expect(await adding).toBe('mine');
    expect(models.checking).toBe('');
    expect(models.chosen).toMatchObject({ key: 'mine', name: 'mine', source: { kind: 'files', files: FILES } });
    const later = (await visit()).models;
    expect(keys(later)).toEqual(['default', 'mine']);
    expect(later.chosenKey).toBe('default');
    const stored = await store.it.models();
    expect(stored).toMatchObject({ ok: true, value: [{ hash: 'mine', sizeBytes: 7 }] });
  });

  it('is named by its own check, whatever other folders are checked meanwhile', async () => {
    const held = gate();
    library.before = async (_, args) => {
      if (args[1] === 'slow') await held.passed;
      return undefined;
    };
    const slow = models.addFiles(FILES, 'slow');
    await tick();
    store.before = async (method) => {
      held.open();
      if (method === 'putModel') await tick();
      return undefined;
    };
    const quick = models.addFiles(FILES, 'quick');
    expect(models.checking).toBe('quick');
    expect(await Promise.all([slow, quick])).toEqual(['slow', 'quick']);
    expect(keys(models).toSorted()).toEqual(['default', 'quick', 'slow']);
    expect(models.checking).toBe('');
  });

  it('that is checked stays on screen when an earlier check ends', async () => {
    const held = gate();
    library.before = async (_, args) => {
      if (args[1] === 'slow') await held.passed;
      return undefined;
    };
    const quick = models.addFiles(FILES, 'quick');
    const slow = models.addFiles(FILES, 'slow');
    await quick;
    expect(models.checking).toBe('slow');
    held.open();
    await slow;
    expect(models.checking).toBe('');
  });

  it('that is none is a notice, and nothing is kept', async () => {
    expect(await models.addFiles([], 'empty')).toBeNull();
    expect(codes()).toEqual(['model-missing-config']);
    expect([keys(models), models.chosenKey, models.checking]).toEqual([['default'], 'default', '']);
  });

  it('taken in twice is listed once', async () => {
    await models.addFiles(FILES, 'mine');
    await models.addFiles(FILES, 'mine');
    expect(keys(models)).toEqual(['default', 'mine']);
  });

  it('that cannot be stored can be used all the same', async () => {
    store.before = (method) => (method === 'putModel' ? { code: 'storage-full' } : undefined);
    expect(await models.addFiles(FILES, 'mine')).toBe('mine');
    expect(models.chosenKey).toBe('mine');
    expect(notices.items).toMatchObject([{ fault: { code: 'storage-full' }, tone: 'warning' }]);
  });

  it('is removed, and the built-in one takes its place', async () => {
    await models.addFiles(FILES, 'mine');
    await models.remove('mine');
    expect([keys(models), models.chosenKey]).toEqual([['default'], 'default']);
    expect(keys((await visit()).models)).toEqual(['default']);
    await models.remove('default');
    expect(keys(models)).toEqual(['default']);
  });

  it('stays when it cannot be removed', async () => {
    await models.addFiles(FILES, 'mine');
    store.before = (method) => (method === 'removeModel' ? { code: 'storage-failed' } : undefined);
    await models.remove('mine');
    expect([keys(models), models.chosenKey]).toEqual([['default', 'mine'], 'mine']);
    expect(codes()).toEqual(['storage-failed']);
  });

  it('of an unknown key cannot be chosen', () => {
    models.choose('nothing');
    expect(models.chosenKey).toBe('default');
  });
});

describe('a model in several precisions', () => {
  const files = ['onnx/model.onnx', 'onnx/model_q4.onnx'].map((path) => ({ path, blob: new Blob(['1']) }));
  const graphOf = (of: Models): string | undefined =>
    of.chosen?.source.kind === 'files' ? of.chosen.source.graph : undefined;

  it('has a graph for each, and the chosen one is remembered', async () => {
    await models.addFiles(files, 'mine');
    expect(models.chosen && graphsOf(models.chosen).map(({ precision }) => precision)).toEqual(['fp32', 'q4']);
    expect(graphOf(models)).toBeUndefined();
    await models.chooseGraph('mine', 'onnx/model_q4.onnx');
    expect(graphOf(models)).toBe('onnx/model_q4.onnx');
    const later = (await visit()).models;
    later.choose('mine');
    expect(graphOf(later)).toBe('onnx/model_q4.onnx');
    await later.chooseGraph('mine', null);
    expect(graphOf(later)).toBeUndefined();
  });
});

describe('a model with several outputs', () => {
  const choices = [{ value: 'a', title: 'a [batch, 2]' }];

  it('waits for an answer, which is kept with it', async () => {
    library.it.fromFiles = async (files, name, ask) => {
      const output = await ask(choices);
      return output === null
        ? failed({ code: 'model-outputs' })
        : ok({ name, hash: name, classes: ['x', 'y'], files, output });
    };
    const adding = models.addFiles(FILES, 'mine');
    await until(() => models.question !== null);
    expect(models.question).toMatchObject({ name: 'mine', choices });
    models.question?.answer('a');
    expect(await adding).toBe('mine');
    expect(models.question).toBeNull();
    const later = (await visit()).models;
    expect(later.entries.find(({ key }) => key === 'mine')?.source).toMatchObject({ output: 'a' });

    const again = models.addFiles(FILES, 'other');
    await until(() => models.question !== null);
    models.question?.answer(null);
    expect(await again).toBeNull();
    expect(codes()).toEqual(['model-outputs']);
  });

  it('a newer question ends the one before without an answer', async () => {
    library.it.fromFiles = async (_files, _name, ask) => {
      const output = await ask(choices);
      return failed({ code: output === null ? 'model-outputs' : 'unexpected' });
    };
    const older = models.addFiles(FILES, 'older');
    await until(() => models.question !== null);
    const newer = models.addFiles(FILES, 'newer');
    expect(await older).toBeNull();
    expect(models.question?.name).toBe('newer');
    models.question?.answer(null);
    expect(await newer).toBeNull();
  });
});

/** Asks for a model of the hub, and agrees. */
function download(id: string): Promise<string | null> {
  models.askHub(id, 'https://hub.example');
  return models.agreeToHub();
}

describe('a download', () => {
  it('asks nobody before the person has agreed to the host', async () => {
    const asked = hub();
    models.askHub('owner/name', 'https://hub.example');
    expect(models.hub).toEqual({ at: 'asking', id: 'owner/name', host: 'https://hub.example', precision: null });
    models.cancelHub();
    expect(await models.agreeToHub()).toBeNull();
    expect([models.hub.at, asked.length]).toEqual(['idle', 0]);
  });

  it('shows what comes in, and ends chosen', async () => {
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

  it('that fails stays on screen with its id, to be tried again', async () => {
    const asked = hub();
    const adding = download('owner/gone');
    await until(() => asked.length === 1);
    asked[0]?.answer(failed({ code: 'model-not-found', params: { file: 'owner/gone' } }));
    expect(await adding).toBeNull();
    expect(models.hub).toMatchObject({ at: 'failed', id: 'owner/gone', fault: { code: 'model-not-found' } });
    expect(codes()).toEqual([]);
  });

  it('that is cancelled keeps nothing, whatever still comes', async () => {
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

  it('of one more precision joins the model that is here, unless that is another version', async () => {
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

  it('ends the one before it', async () => {
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
  it('stays on screen when the one before is kept', async () => {
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

describe('at the start', () => {
  it('a missing built-in model is told, and stored ones are listed all the same', async () => {
    await models.addFiles(FILES, 'mine');
    library.it.builtIn = () => Promise.resolve(failed({ code: 'model-download', params: { file: 'config.json' } }));
    const later = await visit();
    expect(keys(later.models)).toEqual(['mine']);
    expect(later.models.chosen).toBeNull();
    expect(later.notices.items.map((notice) => notice.fault.code)).toEqual(['model-download']);
  });

  it('a stored model whose files are gone is not listed', async () => {
    await models.addFiles(FILES, 'mine');
    store.it.modelFiles = () => Promise.resolve(ok(null));
    expect(keys((await visit()).models)).toEqual(['default']);
  });
});
