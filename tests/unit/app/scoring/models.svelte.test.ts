import { beforeEach, describe, expect, it } from 'vitest';
import { graphsOf, Models } from '../../../../src/app/scoring/models.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { failed, ok } from '../../../../src/protocol/outcome.js';
import type { ModelLibrary, Store } from '../../../../src/protocol/ports.js';
import { controlled, gate, tick, until, type Controlled } from '../../../fakes/controlled.js';
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

describe('a model folder', () => {
  it('is checked, stored, listed and chosen, and is listed on the next visit', async () => {
    const held = gate();
    library.before = () => held.passed.then(() => undefined);
    const adding = models.addFiles(FILES, 'mine');
    await tick();
    expect(models.checking).toBe('mine');
    held.open();
    expect(await adding).toBe('mine');
    expect(models.checking).toBe('');
    expect(models.chosen).toMatchObject({ key: 'mine', name: 'mine', source: { kind: 'files', files: FILES } });
    const later = (await visit(library.it, store.it)).models;
    expect(keys(later)).toEqual(['default', 'mine']);
    expect(later.chosenKey).toBe('default');
    const stored = await store.it.models();
    expect(stored).toMatchObject({ ok: true, value: [{ hash: 'mine', sizeBytes: 7 }] });
  });

  it('is named by its own check, also during checks of other folders', async () => {
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

  it('under check stays on screen when an earlier check ends', async () => {
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

  it('without a model raises a notice, and is not stored', async () => {
    expect(await models.addFiles([], 'empty')).toBeNull();
    expect(codes()).toEqual(['model-missing-config']);
    expect([keys(models), models.chosenKey, models.checking]).toEqual([['default'], 'default', '']);
  });

  it('added twice is listed once', async () => {
    await models.addFiles(FILES, 'mine');
    await models.addFiles(FILES, 'mine');
    expect(keys(models)).toEqual(['default', 'mine']);
  });

  it('that cannot be stored can still be used', async () => {
    store.before = (method) => (method === 'putModel' ? { code: 'storage-full' } : undefined);
    expect(await models.addFiles(FILES, 'mine')).toBe('mine');
    expect(models.chosenKey).toBe('mine');
    expect(notices.items).toMatchObject([{ fault: { code: 'storage-full' }, tone: 'warning' }]);
  });

  it('is removed, and the built-in model replaces it', async () => {
    await models.addFiles(FILES, 'mine');
    await models.remove('mine');
    expect([keys(models), models.chosenKey]).toEqual([['default'], 'default']);
    expect(keys((await visit(library.it, store.it)).models)).toEqual(['default']);
    await models.remove('default');
    expect(keys(models)).toEqual(['default']);
  });

  it('stays in the list when it cannot be removed', async () => {
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

  it('has a graph for each precision, and stores the chosen graph', async () => {
    await models.addFiles(files, 'mine');
    expect(models.chosen && graphsOf(models.chosen).map(({ precision }) => precision)).toEqual(['fp32', 'q4']);
    expect(graphOf(models)).toBeUndefined();
    await models.chooseGraph('mine', 'onnx/model_q4.onnx');
    expect(graphOf(models)).toBe('onnx/model_q4.onnx');
    const later = (await visit(library.it, store.it)).models;
    later.choose('mine');
    expect(graphOf(later)).toBe('onnx/model_q4.onnx');
    await later.chooseGraph('mine', null);
    expect(graphOf(later)).toBeUndefined();
  });
});

describe('a model with several outputs', () => {
  const choices = [{ value: 'a', title: 'a [batch, 2]' }];

  it('waits for an answer, and stores it with the model', async () => {
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
    const later = (await visit(library.it, store.it)).models;
    expect(later.entries.find(({ key }) => key === 'mine')?.source).toMatchObject({ output: 'a' });

    const again = models.addFiles(FILES, 'other');
    await until(() => models.question !== null);
    models.question?.answer(null);
    expect(await again).toBeNull();
    expect(codes()).toEqual(['model-outputs']);
  });

  it('ends an earlier question without an answer at a newer one', async () => {
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

describe('the list of models at the start', () => {
  it('reports a missing built-in model, and still has the stored models', async () => {
    await models.addFiles(FILES, 'mine');
    library.it.builtIn = () => Promise.resolve(failed({ code: 'model-download', params: { file: 'config.json' } }));
    const later = await visit(library.it, store.it);
    expect(keys(later.models)).toEqual(['mine']);
    expect(later.models.chosen).toBeNull();
    expect(later.notices.items.map((notice) => notice.fault.code)).toEqual(['model-download']);
  });

  it('omits a stored model whose files are missing', async () => {
    await models.addFiles(FILES, 'mine');
    store.it.modelFiles = () => Promise.resolve(ok(null));
    expect(keys((await visit(library.it, store.it)).models)).toEqual(['default']);
  });
});
