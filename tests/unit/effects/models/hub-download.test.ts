import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LoadedModel, LoadRequest } from '../../../../src/protocol/model-wire.js';
import type { Outcome } from '../../../../src/protocol/outcome.js';
import type { HubProgress, HubWish, ModelLibrary } from '../../../../src/protocol/ports.js';
import {
  answers,
  ANY,
  asked,
  faultOf,
  library,
  load,
  loads,
  nobody,
  send,
  startServer,
  stopServer,
  type Answer,
} from './library-server.js';

beforeEach(startServer);
afterEach(stopServer);

const DOOR = '/sub/hub/hf-mirror.com';

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

  test('aborts the request at once', async () => {
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
