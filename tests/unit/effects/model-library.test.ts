import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BUILT_IN_FILES, BUILT_IN_NAME, createModelLibrary } from '../../../src/effects/model-library.js';
import type { LoadedModel, LoadRequest, ModelFile } from '../../../src/protocol/model-wire.js';
import type { Outcome } from '../../../src/protocol/outcome.js';
import type { HubProgress, HubWish, LikelyDevice, ModelLibrary } from '../../../src/protocol/ports.js';

type Answer = (response: ServerResponse) => void;

let server: Server;
let answers: Map<string, Answer>;
let asked: string[];
let loads: LoadRequest[];

beforeEach(async () => {
  answers = new Map();
  asked = [];
  loads = [];
  vi.stubGlobal('navigator', { onLine: true });
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url ?? '');
    const answer = answers.get(request.url ?? '');
    const { 'x-rinse-door': key } = request.headers;
    if (request.url?.startsWith('/sub/hub/')) expect(key).toBe(`key of ${request.url.slice('/sub/'.length)}`);
    if (answer) return answer(response);
    response.writeHead(404, { 'x-rinse-hub': '1' }).end('no such file');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllGlobals();
});

/** A worker that accepts every model. The hash names the graph that it was given. */
function load(request: LoadRequest): Promise<Outcome<LoadedModel>> {
  loads.push(request);
  const paths = request.source.kind === 'files' ? request.source.files.map((file) => file.path) : [];
  const onnxPath = paths.find((path) => path.endsWith('.onnx')) ?? '';
  const traits = { probabilities: false, rows: null, tokens: null };
  const value = { hash: `hash of ${onnxPath}`, classes: ['neg', 'pos'], onnxPath, usedFiles: paths, traits };
  return Promise.resolve({ ok: true, value: value as unknown as LoadedModel });
}

function library(change: Partial<Parameters<typeof createModelLibrary>[0]> = {}): ModelLibrary {
  const { port } = server.address() as AddressInfo;
  const baseUri = (): string => `http://127.0.0.1:${port}/sub/index.html`;
  return createModelLibrary({ tryLoad: load, baseUri, openDoor, likelyDevice, ...change });
}

/** Each request has a key of its own. */
function openDoor(path: string): Promise<Outcome<string>> {
  return Promise.resolve({ ok: true, value: `key of ${path}` });
}

const likelyDevice = (): Promise<LikelyDevice> => Promise.resolve({ kind: 'wasm', f16: false });

/** A person who must not be asked. */
const nobody = (): Promise<null> => Promise.reject(new Error('nobody is to be asked'));
const ANY = { precision: null, askOutput: nobody };

const DOOR = '/sub/hub/hf-mirror.com';

function send(body: string | Buffer, headers: Readonly<Record<string, string | number>> = {}): Answer {
  return (response) => response.writeHead(200, { 'x-rinse-hub': '1', ...headers }).end(body);
}

function hubHas(files: Readonly<Record<string, string>>): void {
  const siblings = Object.keys(files).map((rfilename) => ({ rfilename }));
  answers.set(`${DOOR}/api/models/o/m`, send(JSON.stringify({ siblings })));
  for (const [path, body] of Object.entries(files)) answers.set(`${DOOR}/o/m/resolve/main/${path}`, send(body));
}

const WHOLE = {
  'config.json': '{}',
  'tokenizer.json': '{"model":{}}',
  'onnx/model.onnx': 'graph',
  'onnx/model_q4.onnx': 'unwanted',
  'pytorch_model.bin': 'unwanted',
};

async function fromHub(
  from = library(),
  signal = new AbortController().signal,
  wish: HubWish = ANY,
): ReturnType<ModelLibrary['fromHub']> {
  return from.fromHub('o/m', 'https://hf-mirror.com', () => undefined, signal, wish);
}

async function faultOf(outcome: Promise<Outcome<unknown>>): Promise<string> {
  const settled = await outcome;
  return settled.ok ? 'none' : settled.fault.code;
}

describe('the built-in model', () => {
  test('names its classes and its files by whole addresses', async () => {
    answers.set(`/sub/models/${BUILT_IN_NAME}/config.json`, send('{"id2label":{"0":"World","1":"Sports"}}'));
    const found = await library().builtIn();
    const { port } = server.address() as AddressInfo;
    expect(found).toEqual({
      ok: true,
      value: {
        key: 'default',
        name: BUILT_IN_NAME,
        classes: ['World', 'Sports'],
        source: { kind: 'url', base: `http://127.0.0.1:${port}/sub/models/${BUILT_IN_NAME}/`, files: BUILT_IN_FILES },
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
    const folder = new URL(`../../../public/models/${BUILT_IN_NAME}/`, import.meta.url);
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

describe('a Hub download', () => {
  test('fetches only the needed files, through the door of the page', async () => {
    hubHas(WHOLE);
    const seen: HubProgress[] = [];
    const found = await library().fromHub(
      'https://huggingface.co/o/m',
      'hf-mirror.com',
      (state) => seen.push(state),
      new AbortController().signal,
      ANY,
    );
    if (!found.ok) throw new Error(found.fault.code);
    expect(asked).toEqual(
      [
        'api/models/o/m',
        ...['config.json', 'tokenizer.json', 'onnx/model.onnx'].map((f) => `o/m/resolve/main/${f}`),
      ].map((path) => `${DOOR}/${path}`),
    );
    expect(await found.value.files[2]?.blob.text()).toBe('graph');
    expect(found.value.name).toBe('o/m');
    expect(seen.slice(-2)).toEqual([
      { file: 'onnx/model.onnx', receivedBytes: 5, totalBytes: 0 },
      { file: '', receivedBytes: 0, totalBytes: 0 },
    ]);
  });

  describe('of a repository with several precisions', () => {
    const graphs = ['onnx/model.onnx', 'onnx/model_fp16.onnx', 'onnx/model_int8.onnx', 'onnx/model_q4.onnx'];
    const graphsAsked = (): string[] =>
      asked.flatMap((path) => (path.endsWith('.onnx') ? [path.slice(`${DOOR}/o/m/resolve/main/`.length)] : []));

    beforeEach(() => {
      const files = ['config.json', 'tokenizer.json', ...graphs].map((path) => [path, 'content'] as const);
      hubHas(Object.fromEntries(files));
    });

    test.each([
      [null, { kind: 'wasm', f16: false }, 'onnx/model_int8.onnx'],
      [null, { kind: 'webgpu', f16: true }, 'onnx/model.onnx'],
      ['fp16', { kind: 'wasm', f16: false }, 'onnx/model_fp16.onnx'],
      ['q4', { kind: 'webgpu', f16: false }, 'onnx/model_q4.onnx'],
    ] as const)('wish %s on %j downloads %s alone', async (precision, device, graph) => {
      const from = library({ likelyDevice: () => Promise.resolve(device) });
      const found = await fromHub(from, new AbortController().signal, { precision, askOutput: nobody });
      expect(found.ok).toBe(true);
      expect(graphsAsked()).toEqual([graph]);
    });

    test('reports a missing precision with the present ones, and downloads no file', async () => {
      const wish = { precision: 'bnb4', askOutput: nobody };
      expect(await fromHub(library(), new AbortController().signal, wish)).toEqual({
        ok: false,
        fault: { code: 'model-no-precision', params: { id: 'o/m', precision: 'bnb4', has: 'fp32, fp16, int8, q4' } },
      });
      expect(graphsAsked()).toEqual([]);
    });
  });

  test('fetches weights under a name of their own when the graph needs them', async () => {
    hubHas({ 'config.json': '{}', 'tokenizer.json': '{}', 'onnx/model.onnx': 'graph', 'onnx/encoder.weight': 'w' });
    const tryLoad = (request: LoadRequest): Promise<Outcome<LoadedModel>> =>
      request.source.files.length < 4
        ? Promise.resolve({ ok: false, fault: { code: 'model-external-missing' } })
        : load(request);
    const found = await fromHub(library({ tryLoad }));
    expect(found.ok && found.value.files.map(({ path }) => path)).toContain('onnx/encoder.weight');
  });

  test.each([
    ['o', 'hf-mirror.com'],
    ['o/m', 'https://hf-mirror.com/path'],
    ['../m', 'hf-mirror.com'],
  ])('sends no request about %j at %j', async (id, host) => {
    const outcome = library().fromHub(id, host, () => undefined, new AbortController().signal, ANY);
    expect(await faultOf(outcome)).toBe('model-not-found');
    expect(asked).toEqual([]);
  });

  test('sends no request without a service worker', async () => {
    const openDoor = (): Promise<Outcome<string>> =>
      Promise.resolve({ ok: false, fault: { code: 'model-hub-unavailable' } });
    expect(await faultOf(fromHub(library({ openDoor })))).toBe('model-hub-unavailable');
    expect(asked).toEqual([]);
  });

  const graph = `${DOOR}/o/m/resolve/main/onnx/model.onnx`;
  const cases: [string, string, Answer, string][] = [
    ['the host itself answered', graph, (response) => response.writeHead(200).end('x'), 'model-hub-unavailable'],
    ['unauthorised', graph, (response) => response.writeHead(401, { 'x-rinse-hub': '1' }).end(), 'model-not-found'],
    ['unreachable', graph, (response) => response.writeHead(502, { 'x-rinse-hub': '1' }).end(), 'model-download'],
    ['a page by type', graph, send('hello', { 'content-type': 'text/html; charset=utf-8' }), 'model-html'],
    ['a page by content', graph, send('\n<!DOCTYPE html>'), 'model-html'],
    ['a Git LFS pointer', graph, send('version https://git-lfs.github.com/spec/v1'), 'model-lfs-pointer'],
    ['no list', `${DOOR}/api/models/o/m`, send('not json'), 'model-html'],
    ['another list', `${DOOR}/api/models/o/m`, send('{"siblings":[{"rfilename":"a.bin"}]}'), 'model-missing-config'],
    [
      'weights of another framework',
      `${DOOR}/api/models/o/m`,
      send('{"siblings":[{"rfilename":"config.json"},{"rfilename":"model.safetensors"}]}'),
      'model-weights-only',
    ],
    ['nothing', `${DOOR}/api/models/o/m`, send('null'), 'model-html'],
  ];
  test.each(cases)('%s', async (_, address, answer, code) => {
    hubHas(WHOLE);
    answers.set(address, answer);
    expect(await faultOf(fromHub())).toBe(code);
    expect(loads).toEqual([]);
  });

  test('unreachable without a connection', async () => {
    hubHas(WHOLE);
    vi.stubGlobal('navigator', { onLine: false });
    answers.set(graph, (response) => response.writeHead(502, { 'x-rinse-hub': '1' }).end());
    expect(await faultOf(fromHub())).toBe('model-offline');
  });

  test('fewer bytes than announced', async () => {
    hubHas(WHOLE);
    answers.set(graph, (response) => {
      response.writeHead(200, { 'x-rinse-hub': '1', 'content-length': 1000 });
      response.write('x'.repeat(10), () => setTimeout(() => response.destroy(), 50));
    });
    expect(await faultOf(fromHub())).toBe('model-truncated');
  });

  test('a silent server', async () => {
    hubHas(WHOLE);
    answers.set(graph, (response) => {
      response.writeHead(200, { 'x-rinse-hub': '1', 'content-length': 1000 });
      response.write('x');
    });
    const outcome = await fromHub(library({ stallMs: 100 }));
    expect(outcome).toMatchObject({
      ok: false,
      fault: { code: 'model-stalled', params: { file: 'onnx/model.onnx', seconds: 0.1 } },
    });
  });

  test('an abort ends the request at once', async () => {
    hubHas(WHOLE);
    answers.set(graph, (response) => {
      response.writeHead(200, { 'x-rinse-hub': '1' });
      response.write('x');
    });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    expect(await faultOf(fromHub(library(), abort.signal))).toBe('model-download');
    expect(loads).toEqual([]);
  });
});
