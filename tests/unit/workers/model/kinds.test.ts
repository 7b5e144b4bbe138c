import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelFile, ModelSource } from '../../../../src/protocol/model-wire.js';
import { NEWS_WEIGHTS, newsFile, newsOnnx, TYPE, type NewsModel } from './news-onnx.js';
import { TEXTS, load, score, faultOf, type Scored } from './scored-folder.js';

/** A folder around a graph, with the tokenizer of the kept model. */
function folderOf(graph: Uint8Array<ArrayBuffer>, more: readonly ModelFile[] = []): ModelFile[] {
  const own = ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((path) => ({
    path,
    blob: new Blob([newsFile(path)]),
  }));
  return [...own, { path: 'onnx/model.onnx', blob: new Blob([graph]) }, ...more];
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
