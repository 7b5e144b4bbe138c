import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUILT_IN_FILES, BUILT_IN_NAME } from '../../../../src/effects/models/model-library.js';
import type { LoadedModel, LoadRequest, ModelFile } from '../../../../src/protocol/model-wire.js';
import type { Outcome } from '../../../../src/protocol/outcome.js';
import type { ModelLibrary } from '../../../../src/protocol/ports.js';
import {
  answers,
  faultOf,
  library,
  load,
  loads,
  nobody,
  pageFolder,
  send,
  startServer,
  stopServer,
  type Answer,
} from './library-server.js';

beforeEach(startServer);
afterEach(stopServer);

describe('the built-in model', () => {
  test('names its classes and its files by whole addresses', async () => {
    answers.set(`/sub/models/${BUILT_IN_NAME}/config.json`, send('{"id2label":{"0":"World","1":"Sports"}}'));
    const found = await library().builtIn();
    expect(found).toEqual({
      ok: true,
      value: {
        key: 'default',
        name: BUILT_IN_NAME,
        classes: ['World', 'Sports'],
        source: { kind: 'url', base: `${pageFolder()}models/${BUILT_IN_NAME}/`, files: BUILT_IN_FILES },
      },
    });
  });

  test.each([
    ['a missing file', undefined, 'model-not-found'],
    ['a page', send('<!doctype html>', { 'content-type': 'text/html' }), 'model-html'],
    ['half a file', send('{"id2label":'), 'model-download'],
    ['an error', ((response) => response.writeHead(500).end()) as Answer, 'model-download'],
  ])('%s is a fault', async (_, answer, code) => {
    if (answer) answers.set(`/sub/models/${BUILT_IN_NAME}/config.json`, answer);
    expect(await faultOf(library().builtIn())).toBe(code);
  });

  test('lists exactly the files in its folder', () => {
    const folder = new URL(`../../../../public/models/${BUILT_IN_NAME}/`, import.meta.url);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && /\.(json|onnx|onnx_data)$/.test(file.name))
      .map((file) => `${file.parentPath}/${file.name}`.slice(folder.pathname.length).replace(/^\/+/, ''));
    expect(files.sort()).toEqual(BUILT_IN_FILES.toSorted());
  });
});

describe('a model folder', () => {
  const file = (path: string, content = 'x'): ModelFile => ({ path, blob: new Blob([content]) });
  const folder = ['m/config.json', 'm/tokenizer.json', 'm/onnx/model.onnx', 'm/onnx/model_quantized.onnx', 'm/a.md'];

  test('loads every graph that it keeps, each with the tokenizer and without the other graph', async () => {
    const found = await library().fromFiles(
      folder.map((path) => file(path)),
      'm',
      nobody,
    );
    expect(loads.map((request) => request.source.kind === 'files' && request.source.files.map((f) => f.path))).toEqual([
      ['config.json', 'tokenizer.json', 'onnx/model.onnx'],
      ['config.json', 'tokenizer.json', 'onnx/model_quantized.onnx'],
    ]);
    expect(loads.every((request) => request.device === 'wasm' && request.threads === 1)).toBe(true);
    if (!found.ok) throw new Error(found.fault.code);
    expect(found.value.files.map((f) => f.path)).toEqual([
      'config.json',
      'tokenizer.json',
      'onnx/model.onnx',
      'onnx/model_quantized.onnx',
    ]);
    expect(found.value).toMatchObject({
      name: 'm',
      classes: ['neg', 'pos'],
      hash: 'hash of onnx/model_quantized.onnx',
    });
  });

  test('one graph: the model has its hash', async () => {
    const found = await library().fromFiles(
      ['config.json', 'tokenizer.json', 'g.onnx'].map((path) => file(path)),
      'm',
      nobody,
    );
    expect(found.ok && found.value.hash).toBe('hash of g.onnx');
  });

  test.each([
    ['config.json', 'model-missing-config'],
    ['tokenizer.json', 'model-missing-tokenizer'],
    ['g.onnx', 'model-missing-onnx'],
  ])('loads no file without %s', async (left, code) => {
    const rest = ['config.json', 'tokenizer.json', 'g.onnx'].filter((path) => path !== left);
    expect(
      await faultOf(
        library().fromFiles(
          rest.map((path) => file(path)),
          'm',
          nobody,
        ),
      ),
    ).toBe(code);
    expect(loads).toEqual([]);
  });

  test('reports a graph that does not load, although another one would', async () => {
    const tryLoad = (request: LoadRequest): Promise<Outcome<LoadedModel>> =>
      loads.length === 1 ? Promise.resolve({ ok: false, fault: { code: 'model-corrupt' } }) : load(request);
    expect(
      await faultOf(
        library({ tryLoad }).fromFiles(
          folder.map((path) => file(path)),
          'm',
          nobody,
        ),
      ),
    ).toBe('model-corrupt');
  });

  test('keeps every precision, and loads those that the devices would choose', async () => {
    const all = ['', '_fp16', '_int8', '_q4', '_bnb4'].map((suffix) => `onnx/model${suffix}.onnx`);
    const found = await library().fromFiles(
      ['config.json', 'tokenizer.json', ...all].map((path) => file(path)),
      'm',
      nobody,
    );
    expect(loads).toHaveLength(2);
    if (!found.ok) throw new Error(found.fault.code);
    expect(found.value.files.map(({ path }) => path)).toEqual(['config.json', 'tokenizer.json', ...all]);
    expect(found.value.hash).toBe('hash of onnx/model_int8.onnx');
  });

  test('keeps weights under any name with the graph that reads them, and no other files', async () => {
    const tryLoad = async (request: LoadRequest): Promise<Outcome<LoadedModel>> => {
      const loaded = await load(request);
      const usedFiles = ['config.json', 'tokenizer.json', 'onnx/model.onnx', 'onnx/encoder.weight'];
      return loaded.ok ? { ok: true, value: { ...loaded.value, usedFiles } } : loaded;
    };
    const paths = ['config.json', 'tokenizer.json', 'onnx/model.onnx', 'onnx/encoder.weight', 'onnx/log.out'];
    const found = await library({ tryLoad }).fromFiles(
      paths.map((path) => file(path)),
      'm',
      nobody,
    );
    expect(found.ok && found.value.files.map(({ path }) => path)).toEqual(paths.slice(0, 4));
  });

  test.each([
    [['config.json', 'model.safetensors'], 'model-weights-only', { file: 'model.safetensors' }],
    [['config.json', 'pytorch_model.bin', 'vocab.txt'], 'model-weights-only', { file: 'pytorch_model.bin' }],
    [['config.json', 'news.Q4_K_M.gguf'], 'model-other-format', { file: 'news.Q4_K_M.gguf', kind: 'GGUF' }],
    [['model.tflite'], 'model-other-format', { file: 'model.tflite', kind: 'TensorFlow Lite' }],
    [['config.json', 'model.onnx', 'vocab.txt'], 'model-slow-tokenizer', { file: 'vocab.txt' }],
    [['config.json', 'model.onnx', 'spiece.model'], 'model-slow-tokenizer', { file: 'spiece.model' }],
    [['config.json', 'model.onnx', 'merges.txt'], 'model-slow-tokenizer', { file: 'merges.txt' }],
  ])('of %j: %s', async (paths, code, params) => {
    const found = await library().fromFiles(
      paths.map((path) => file(path)),
      'm',
      nobody,
    );
    expect(found).toEqual({ ok: false, fault: { code, params } });
  });

  describe('whose graph has several outputs', () => {
    const choices = [
      { value: 'a', title: 'a [batch, 2]' },
      { value: 'b', title: 'b [batch, 2]' },
    ];
    /** A worker that needs the name of the output. */
    const tryLoad = (request: LoadRequest): Promise<Outcome<LoadedModel>> =>
      request.source.kind === 'files' && request.source.output !== undefined
        ? load(request)
        : Promise.resolve({ ok: false, fault: { code: 'model-outputs', choices } });
    const add = (answer: string | null): ReturnType<ModelLibrary['fromFiles']> =>
      library({ tryLoad }).fromFiles(
        folder.map((path) => file(path)),
        'm',
        (asked) => {
          expect(asked).toEqual(choices);
          return Promise.resolve(answer);
        },
      );

    test('asks the person once, and keeps the answer', async () => {
      const found = await add('b');
      expect(found.ok && found.value.output).toBe('b');
      expect(loads.map(({ source }) => source.kind === 'files' && source.output)).toEqual(['b', 'b']);
    });

    test('is not kept without an answer', async () => {
      expect(await add(null)).toMatchObject({ ok: false, fault: { code: 'model-outputs' } });
      expect(loads).toEqual([]);
    });
  });
});
