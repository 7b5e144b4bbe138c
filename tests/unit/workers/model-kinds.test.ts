import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelFile, ModelSource } from '../../../src/protocol/model-wire.js';
import { DownloadMeter } from '../../../workers/model-download.js';
import { classNames } from '../../../workers/model-config.js';
import { ModelFault } from '../../../workers/model-fault.js';
import { loadParts, type ModelParts } from '../../../workers/model-load.js';
import { openSession, type OpenSession } from '../../../workers/model-probe.js';
import type { SessionOutput } from '../../../workers/model-session.js';
import { NEWS_WEIGHTS, newsFile, newsOnnx, TYPE, type NewsModel } from './news-onnx.js';

ort.env.wasm.numThreads = 1;
const RUNTIME = { ort, build: 'wasm', threads: 1 };

const TEXTS = [
  'Troops left the border town as the ceasefire held',
  'The sprinter took gold',
  'Oil prices rose as the company reported lower stocks, and investors sold bonds in the hope of better days to come',
];
const LABELS = [0, 1, 3];

/** A folder around a graph, with the tokenizer of the kept model. */
function folderOf(graph: Uint8Array<ArrayBuffer>, more: readonly ModelFile[] = []): ModelFile[] {
  const own = ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((path) => ({
    path,
    blob: new Blob([newsFile(path)]),
  }));
  return [...own, { path: 'onnx/model.onnx', blob: new Blob([graph]) }, ...more];
}

async function load(files: readonly ModelFile[], wish: Partial<ModelSource> = {}): Promise<ModelParts> {
  const source = { kind: 'files', files, ...wish } as ModelSource;
  return loadParts(source, 'wasm', false, new DownloadMeter());
}

interface Scored extends SessionOutput {
  readonly opened: OpenSession;
  readonly parts: ModelParts;
  readonly truncated: number[];
}

/** Loads a model like the worker, and scores the texts. */
async function score(files: readonly ModelFile[], wish: Partial<ModelSource> = {}): Promise<Scored> {
  const parts = await load(files, wish);
  const opened = await openSession(RUNTIME, parts, { padId: parts.tokenizer.padId, firstPosition: 0 }, null, null);
  const bytes = TEXTS.map((text) => new TextEncoder().encode(text));
  const offsets = Uint32Array.from([
    0,
    ...bytes.map((_, i) => bytes.slice(0, i + 1).reduce((n, b) => n + b.length, 0)),
  ]);
  const tokens = parts.tokenizer.tokenize({ bytes: new Uint8Array(Buffer.concat(bytes)), offsets }, null);
  const columns = Math.max(...TEXTS.map((_, i) => (tokens.offsets[i + 1] ?? 0) - (tokens.offsets[i] ?? 0)));
  const output = await opened.session.run({ ...tokens, columns, labels: Int32Array.from(LABELS) });
  await opened.session.release();
  return { ...output, opened, parts, truncated: [...tokens.truncated] };
}

/** The losses of the same network in the usual form. */
let usual: Scored;

beforeAll(async () => {
  usual = await score(folderOf(newsOnnx()));
});

async function expectUsualLosses(model: NewsModel, digits = 5, wish: Partial<ModelSource> = {}): Promise<Scored> {
  const scored = await score(folderOf(newsOnnx(model)), wish);
  const { loss, classes } = usual;
  expect(scored.classes).toBe(classes);
  loss.forEach((expected, row) => expect(scored.loss[row], `row ${row}`).toBeCloseTo(expected, digits));
  return scored;
}

async function faultOf(files: readonly ModelFile[]): Promise<unknown> {
  try {
    await score(files);
    return null;
  } catch (error) {
    if (error instanceof ModelFault) return error.fault;
    throw error;
  }
}

describe('the output with the logits', () => {
  it.each<[string, NewsModel]>([
    ['under another name', { output: 'output_0' }],
    ['in half precision', { outputType: TYPE.float16 }],
    ['in double precision', { outputType: TYPE.double }],
    ['after a log-softmax', { tail: ['LogSoftmax'] }],
    ['beside hidden states', { output: 'z', moreOutputs: [['words', ['batch', 'sequence', 4]]] }],
    ['beside a vector of the text', { output: 'scores_out', moreOutputs: [['pooler_output', ['batch', 4]]] }],
    ['with an ending of its own', { output: 'classifier.logits', moreOutputs: [['other', ['batch', 4]]] }],
    ['of the only width that fits', { output: 'a', moreOutputs: [['twice', ['batch', 8]]] }],
  ])('%s gives the same losses', async (_, model) => {
    const { opened } = await expectUsualLosses(model, model.outputType === TYPE.float16 ? 2 : 5);
    expect(opened.probabilities).toBe(false);
  });

  it('is chosen by a person where several could hold them', async () => {
    const model: NewsModel = { tail: ['Neg'], output: 'first', moreOutputs: [['second', ['batch', 4]]] };
    expect(await faultOf(folderOf(newsOnnx(model)))).toMatchObject({
      code: 'model-outputs',
      params: { outputs: 'first [batch, 4]; second [batch, 4]' },
      choices: [
        { value: 'first', title: 'first [batch, 4]' },
        { value: 'second', title: 'second [batch, 4]' },
      ],
    });
    const { parts } = await expectUsualLosses(model, 5, { output: 'second' });
    const other = await load(folderOf(newsOnnx(model)), { output: 'first' });
    expect(other.hash).not.toBe(parts.hash);
  });
});

describe('probabilities in place of logits', () => {
  it('are recognised, and their losses are those of the logits', async () => {
    const { opened, logits, classes } = await expectUsualLosses({ tail: ['Softmax'] });
    expect(opened.probabilities).toBe(true);
    const { logits: usualLogits } = usual;
    const shares = (all: Float32Array): number[] => {
      const weights = [...all.subarray(0, classes)].map((z) => Math.exp(z));
      return weights.map((weight) => weight / weights.reduce((sum, w) => sum + w, 0));
    };
    shares(usualLogits).forEach((share, k) => expect(shares(logits)[k]).toBeCloseTo(share, 6));
  });

  it('in half precision agree within that precision', async () => {
    const { opened } = await expectUsualLosses({ tail: ['Softmax'], outputType: TYPE.float16 }, 2);
    expect(opened.probabilities).toBe(true);
  });

  it('of 0 give the loss of the least number there is', async () => {
    const scored = await score(folderOf(newsOnnx({ tail: ['Sinh', 'Sinh', 'Softmax'] })));
    expect(scored.opened.probabilities).toBe(true);
    scored.loss.forEach((loss) => {
      expect(Number.isFinite(loss)).toBe(true);
      expect(loss).toBeLessThanOrEqual(126 * Math.LN2 + 1e-3);
    });
  });

  it('of a sigmoid are refused, because texts may have several labels', async () => {
    expect(await faultOf(folderOf(newsOnnx({ tail: ['Sigmoid'], output: 'probs' })))).toMatchObject({
      code: 'model-several-labels',
      params: { output: 'probs' },
    });
  });
});

describe('sizes that a graph fixes', () => {
  it.each<[string, NewsModel, number | null, number | null]>([
    ['one row', { inputShape: [1, 'sequence'], outputShape: [1, 4] }, 1, null],
    ['8 rows', { inputShape: [8, 'sequence'], outputShape: [8, 4] }, 8, null],
    ['128 tokens', { inputShape: ['batch', 128] }, null, 128],
    ['2 rows of 64 tokens', { inputShape: [2, 64], outputShape: [2, 4] }, 2, 64],
    ['one row, which only running shows', { hiddenRows: 1 }, 1, null],
  ])('%s', async (_, model, rows, columns) => {
    const { opened, logits } = await expectUsualLosses(model);
    expect(opened.classifier.feeds).toMatchObject({ rows, columns });
    expect(logits).toHaveLength(TEXTS.length * 4);
  });

  it('a short length cuts texts, and they are marked', async () => {
    const { parts, truncated } = await score(folderOf(newsOnnx({ inputShape: ['batch', 8] })));
    expect(parts.tokenizer.maxTokens).toBe(8);
    expect(truncated).toEqual([1, 0, 1]);
  });
});

describe('inputs', () => {
  it.each<[string, NewsModel]>([
    ['as int32', { inputType: TYPE.int32 }],
    ['with a mask of floats', { maskType: TYPE.float }],
    ['with a mask of booleans', { maskType: TYPE.bool }],
    ['with positions', { moreInputs: ['position_ids', 'token_type_ids'] }],
  ])('%s are made', async (_, model) => {
    await expectUsualLosses(model);
  });

  it.each(['pixel_values', 'decoder_input_ids'])('%s are named', async (name) => {
    expect(await faultOf(folderOf(newsOnnx({ moreInputs: [name] })))).toMatchObject({
      code: 'model-input',
      params: { file: 'onnx/model.onnx', input: `${name} [batch, sequence]` },
    });
  });
});

describe('weights beside the graph', () => {
  const data = (bytes: Uint8Array<ArrayBuffer>): ModelFile[] => [
    { path: 'onnx/model.onnx_data', blob: new Blob([bytes]) },
  ];
  const weights = new Uint8Array(NEWS_WEIGHTS.buffer);

  it.each(['model.onnx_data', './model.onnx_data'])('named %s are read', async (external) => {
    const { loss } = await score(folderOf(newsOnnx({ external }), data(weights)));
    expect([...loss]).toEqual([...usual.loss]);
  });

  it('that are missing are named', async () => {
    expect(await faultOf(folderOf(newsOnnx({ external: './model.onnx_data' })))).toMatchObject({
      code: 'model-external-missing',
      params: { file: 'onnx/model.onnx_data', onnx: 'onnx/model.onnx' },
    });
  });

  it('in a folder below are read', async () => {
    const below = { path: 'onnx/weights/w.bin', blob: new Blob([weights]) };
    const { loss } = await score(folderOf(newsOnnx({ external: 'weights/w.bin' }), [below]));
    expect([...loss]).toEqual([...usual.loss]);
  });

  it('in a folder below are named where they are missing', async () => {
    expect(await faultOf(folderOf(newsOnnx({ external: 'weights/w.bin' })))).toMatchObject({
      code: 'model-external-missing',
      params: { file: 'onnx/weights/w.bin', onnx: 'onnx/model.onnx' },
    });
  });

  it.each(['../w.bin', 'a/../../w.bin', '/srv/w.bin', String.raw`C:\models\w.bin`, String.raw`..\w.bin`])(
    'at %s are refused by that name, as it is outside the folder',
    async (external) => {
      const beside = ['w.bin', 'onnx/w.bin'].map((path) => ({ path, blob: new Blob([weights]) }));
      expect(await faultOf(folderOf(newsOnnx({ external }), beside))).toMatchObject({
        code: 'model-external-outside',
        params: { file: external, onnx: 'onnx/model.onnx' },
      });
    },
  );

  it('that are too short are refused with both sizes', async () => {
    const short = folderOf(newsOnnx({ external: 'model.onnx_data' }), data(weights.slice(0, 1000)));
    expect(await faultOf(short)).toMatchObject({
      code: 'model-external-short',
      params: { file: 'onnx/model.onnx_data', bytes: 1000, needed: weights.length },
    });
  });
});

describe('models that are no classifier', () => {
  it.each<[string, NewsModel, string, object]>([
    ['one number', { outputShape: ['batch', 1] }, 'model-one-number', { output: 'logits [batch, 1]' }],
    [
      'numbers for each token',
      { outputShape: ['batch', 'sequence', 4] },
      'model-per-token',
      { output: 'logits [batch, sequence, 4]' },
    ],
    ['whole numbers', { outputType: TYPE.int64 }, 'model-no-scores', { outputs: 'logits [batch, 4]' }],
    ['another number of classes', { outputShape: ['batch', 3] }, 'model-class-count', { named: 4, given: 3 }],
    ['an operator that is unknown', { tail: ['Vanish'] }, 'model-operator', { operator: 'Vanish' }],
    ['an operator set of tomorrow', { opset: 77 }, 'model-too-new', { found: 'opset 77' }],
  ])('%s', async (_, model, code, params) => {
    expect(await faultOf(folderOf(newsOnnx(model)))).toMatchObject({ code, params });
  });

  it('reports the runtime’s words for a graph that cannot be computed', async () => {
    expect(await faultOf(folderOf(newsOnnx({ hiddenRows: 7 })))).toMatchObject({
      code: 'model-cannot-run',
      params: { what: expect.stringContaining('cannot be reshaped') as string },
    });
  });

  it('reports where a file is cut short', async () => {
    const whole = newsOnnx();
    expect(await faultOf(folderOf(whole.slice(0, 5000)))).toMatchObject({
      code: 'model-truncated',
      params: { file: 'onnx/model.onnx', bytes: 5000, needed: whole.length - 6 },
    });
  });
});

describe('the kept folders', () => {
  const CASES = new URL('../../fixtures/cases/', import.meta.url);
  const files = (folder: string): ModelFile[] => {
    const root = fileURLToPath(new URL(folder, CASES));
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path: relative(root, path), blob: new Blob([readFileSync(path)]) };
      });
  };

  it.each([
    ['31-onnx-output-name/my-model', { probabilities: false, rows: null }],
    ['32-static-batch/my-model', { probabilities: false, rows: 1 }],
    ['34-softmax-inside/my-model', { probabilities: true, rows: null }],
    ['35-config/from-one', { probabilities: false, rows: null }],
    ['37-external-dot-slash/my-model', { probabilities: false, rows: null }],
  ])('%s is scored', async (folder, { probabilities, rows }) => {
    const { opened, parts, loss } = await score(files(folder));
    expect(opened.probabilities).toBe(probabilities);
    expect(opened.classifier.feeds.rows).toBe(rows);
    expect(classNames(parts.config, opened.width)).toEqual(['World', 'Sports', 'Business', 'Sci/Tech']);
    expect(loss.every(Number.isFinite)).toBe(true);
  });

  it('of an old operator set is refused with its number', async () => {
    expect(await faultOf(files('38-refusals/opset10'))).toMatchObject({
      code: 'model-opset',
      params: { file: 'onnx/model.onnx', found: 10, needed: 11 },
    });
  });
});
