import { describe, expect, it } from 'vitest';
import { besideOnnx, chooseOnnx } from '../../../workers/model-choose.js';
import { classNames, longestInput, parseJsonObject, readConfig } from '../../../workers/model-config.js';
import { DownloadMeter } from '../../../workers/model-download.js';
import { isOutOfMemory, ModelFault } from '../../../workers/model-fault.js';
import { openFolder } from '../../../workers/model-files.js';

/** The code of the fault that `work` throws, or null. */
function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ModelFault) return error.fault.code;
    throw error;
  }
}

describe('chooseOnnx', () => {
  const all = ['onnx/model.onnx', 'onnx/model_fp16.onnx', 'onnx/model_quantized.onnx', 'onnx/model_q4.onnx'];
  it.each([
    ['webgpu', false, all, 'onnx/model.onnx'],
    ['webgpu', true, all, 'onnx/model.onnx'],
    ['webgpu', true, ['onnx/model_fp16.onnx'], 'onnx/model_fp16.onnx'],
    ['wasm', false, all, 'onnx/model_quantized.onnx'],
    ['wasm', false, ['onnx/model_int8.onnx', 'onnx/model.onnx'], 'onnx/model_int8.onnx'],
    ['wasm', false, ['onnx/model.onnx', 'onnx/model_q4.onnx'], 'onnx/model.onnx'],
    ['wasm', false, ['onnx/model_fp16.onnx'], 'onnx/model_fp16.onnx'],
    ['wasm', false, ['model.onnx'], 'model.onnx'],
    ['webgpu', false, ['classifier.onnx'], 'classifier.onnx'],
  ] as const)('%s, f16 %s, of %j: %s', (device, f16, paths, expected) => {
    expect(chooseOnnx(paths, device, f16)).toBe(expected);
  });

  it('takes the graph that a person chose', () => {
    expect(chooseOnnx(all, 'wasm', false, 'onnx/model_q4.onnx')).toBe('onnx/model_q4.onnx');
    expect(codeOf(() => chooseOnnx(all, 'webgpu', true, 'onnx/model_quantized.onnx'))).toBe('webgpu-failed');
  });

  it('does not put on WebGPU what would silently run on the CPU', () => {
    expect(codeOf(() => chooseOnnx(['onnx/model_quantized.onnx'], 'webgpu', true))).toBe('webgpu-failed');
    expect(codeOf(() => chooseOnnx(['onnx/model_fp16.onnx'], 'webgpu', false))).toBe('webgpu-failed');
  });

  it('reports that there is none', () => {
    expect(codeOf(() => chooseOnnx(['config.json', 'pytorch_model.bin'], 'wasm', false))).toBe('model-missing-onnx');
    expect(codeOf(() => chooseOnnx(['a.onnx', 'b.onnx'], 'wasm', false))).toBe('model-missing-onnx');
  });

  it('finds external data in the folder of the .onnx', () => {
    expect(besideOnnx('onnx/model.onnx', 'model.onnx_data')).toBe('onnx/model.onnx_data');
    expect(besideOnnx('model.onnx', 'weights.bin')).toBe('weights.bin');
    expect(besideOnnx('onnx/model.onnx', './model.onnx_data')).toBe('onnx/model.onnx_data');
    expect(besideOnnx('onnx/model.onnx', 'w\\a/../b.bin')).toBe('onnx/w/b.bin');
  });
});

describe('openFolder, dropped files', () => {
  const folder = (content: string | Uint8Array<ArrayBuffer>): ReturnType<typeof openFolder> =>
    openFolder({ kind: 'files', files: [{ path: 'm/config.json', blob: new Blob([content]) }] }, new DownloadMeter());
  const readCode = (content: string | Uint8Array<ArrayBuffer>): Promise<unknown> =>
    folder(content)
      .read('config.json')
      .then(
        () => null,
        (error: unknown) => (error instanceof ModelFault ? error.fault : error),
      );

  it('reads by path without the leading folder', async () => {
    expect(folder('{}').paths).toEqual(['config.json']);
    expect(await folder('{}').read('config.json')).toEqual(Uint8Array.of(123, 125));
  });

  it('leaves out the files beside the model', () => {
    const files = ['m/config.json', 'other/notes.txt'].map((path) => ({ path, blob: new Blob(['{}']) }));
    expect(openFolder({ kind: 'files', files }, new DownloadMeter()).paths).toEqual(['config.json']);
  });

  it.each([
    ['<!doctype html><title>Sign in</title>', 'model-html'],
    ['\ufeff  \n<html>', 'model-html'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n', 'model-lfs-pointer'],
    ['', 'model-file-empty'],
  ])('recognises %j', async (content, code) => {
    expect(await readCode(content)).toMatchObject({ code, params: { file: 'config.json' } });
  });

  it.each([
    ['GGUF', 'GGUF\u0003\0\0\0'],
    ['TensorFlow Lite', '\u001c\0\0\0TFL3'],
    ['PyTorch', 'PK\u0003\u0004'],
    ['safetensors', '\u0040\0\0\0\0\0\0\0{"__metadata__":{}}'],
  ])('recognises %s under the name of a graph', async (kind, content) => {
    const source = { kind: 'files', files: [{ path: 'model.onnx', blob: new Blob([content]) }] } as const;
    await expect(openFolder(source, new DownloadMeter()).read('model.onnx')).rejects.toMatchObject({
      fault: { code: 'model-other-format', params: { file: 'model.onnx', kind } },
    });
  });

  it('names the missing file', async () => {
    await expect(folder('{}').read('tokenizer.json')).rejects.toMatchObject({
      fault: { code: 'model-not-found', params: { file: 'tokenizer.json' } },
    });
  });

  it('counts bytes', async () => {
    const meter = new DownloadMeter();
    const blob = new Blob(['{"a":1}']);
    await openFolder({ kind: 'files', files: [{ path: 'config.json', blob }] }, meter).read('config.json');
    expect(meter.state()).toEqual({ receivedBytes: 7, totalBytes: 7, phase: 'idle' });
  });
});

describe('config.json', () => {
  const parse = (text: string): unknown => parseJsonObject('config.json', new TextEncoder().encode(text));

  it.each(['', '{', '[]', 'null', '"x"', '{"a":1} x'])('%j is no JSON object', (text) => {
    expect(codeOf(() => parse(text))).toBe('model-json');
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(codeOf(() => parseJsonObject('config.json', Uint8Array.of(0x7b, 0xff, 0x7d)))).toBe('model-json');
  });

  it('takes class names by index, whatever their order', () => {
    const config = readConfig({ model_type: 'bert', id2label: { '1': 'b', '0': 'a', '2': 'c' } });
    expect(config).toEqual({ modelType: 'bert', classes: ['a', 'b', 'c'], maxPositions: null });
    expect(readConfig({ num_labels: 2 }).classes).toEqual(['LABEL_0', 'LABEL_1']);
    expect(readConfig({}).classes).toBeNull();
    expect(
      readConfig(JSON.parse('{"id2label":{"0":"__proto__","1":"constructor"}}') as Record<string, unknown>).classes,
    ).toEqual(['__proto__', 'constructor']);
  });

  it.each([
    ['numbers from 1', { id2label: { '2': 'b', '1': 'a', '3': 'c' } }, ['a', 'b', 'c']],
    ['a list', { id2label: ['a', 'b'] }, ['a', 'b']],
    ['names in the place of numbers', { id2label: { b: 1, a: 0 } }, ['a', 'b']],
    ['label2id alone', { label2id: { b: 1, a: 0 } }, ['a', 'b']],
    ['neither', { num_labels: 2, label2id: { a: 1, b: 5 } }, ['LABEL_0', 'LABEL_1']],
    ['an empty one', { id2label: {} }, null],
  ])('class names of %s', (_, config, expected) => {
    expect(readConfig(config).classes).toEqual(expected);
  });

  it.each([
    ['another architecture', { architectures: ['BertForMaskedLM'] }, 'model-not-classifier'],
    ['token classification', { architectures: ['BertForTokenClassification'] }, 'model-not-classifier'],
    ['no head at all', { architectures: ['BertModel'] }, 'model-not-classifier'],
    ['regression', { problem_type: 'regression', num_labels: 3 }, 'model-one-number'],
    ['several labels at once', { problem_type: 'multi_label_classification' }, 'model-several-labels'],
    ['one class', { id2label: { '0': 'score' } }, 'model-one-number'],
    ['a gap in the classes', { id2label: { '0': 'a', '2': 'c' } }, 'model-label-gap'],
    ['a gap in the classes from 1', { id2label: { '1': 'a', '3': 'c' } }, 'model-label-gap'],
    ['classes from 2', { id2label: { '2': 'a', '3': 'c' } }, 'model-label-gap'],
    ['a classifier', { architectures: ['XLMRobertaForSequenceClassification'], num_labels: 3 }, null],
    ['a class of its author', { architectures: ['NewsClassifier'], num_labels: 3 }, null],
  ])('%s', (_, config, code) => {
    expect(codeOf(() => readConfig(config))).toBe(code);
  });

  it('names the class that has no name', () => {
    expect(() => readConfig({ id2label: { '0': 'a', '2': 'c' } })).toThrow(
      expect.objectContaining({
        fault: expect.objectContaining({ params: { id: 1, named: '0, 2' } }) as unknown,
      }) as Error,
    );
  });

  it('compares class names with logits', () => {
    expect(classNames({ modelType: 'bert', classes: null, maxPositions: null }, 2)).toEqual(['LABEL_0', 'LABEL_1']);
    expect(codeOf(() => classNames({ modelType: 'bert', classes: ['a', 'b'], maxPositions: null }, 3))).toBe(
      'model-class-count',
    );
  });

  it.each([
    ['bert', { max_position_embeddings: 512 }, { model_max_length: 1e30 }, 512],
    ['distilbert', { max_position_embeddings: 128 }, { model_max_length: 128 }, 128],
    ['distilbert', { max_position_embeddings: 128 }, {}, 128],
    ['roberta', { max_position_embeddings: 514 }, { model_max_length: 512 }, 512],
    ['xlm-roberta', { max_position_embeddings: 130 }, {}, 128],
    ['longformer', { max_position_embeddings: 4098 }, { model_max_length: 4096 }, 512],
    ['bert', { max_position_embeddings: 512 }, { model_max_length: 64 }, 64],
    ['bert', { max_position_embeddings: 512 }, { model_max_length: 0 }, 512],
    ['bert', { max_position_embeddings: 0 }, { model_max_length: 'many' }, 512],
  ])('longest input of %s, %j, %j: %i', (modelType, config, tokenizer, expected) => {
    expect(longestInput(readConfig({ model_type: modelType, ...config }), tokenizer)).toBe(expected);
  });
});

describe('isOutOfMemory', () => {
  it.each([
    [new RangeError('Array buffer allocation failed'), true],
    [new Error('std::bad_alloc'), true],
    [
      new Error('failed to call OrtRun(). ERROR_CODE: 6, Failed to allocate memory for requested buffer of size 1'),
      true,
    ],
    [new Error('GPUOutOfMemoryError: Out of memory'), true],
    [new Error('Non-zero status code returned while running MatMul node'), false],
  ])('%s: %s', (error, expected) => {
    expect(isOutOfMemory(error)).toBe(expected);
  });
});
