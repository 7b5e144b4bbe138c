import { describe, expect, test } from 'vitest';
import {
  graphFor,
  graphOf,
  modelsAmong,
  otherWeights,
  pickModelFiles,
  sharedRoot,
  slowTokenizer,
} from '../../../src/domain/model-folder.js';

describe('pickModelFiles', () => {
  test('the graphs of a Hub repository are one model in several precisions', () => {
    const picked = pickModelFiles([
      '.gitattributes',
      'README.md',
      'config.json',
      'model.safetensors',
      'onnx/model.onnx',
      'onnx/model_bnb4.onnx',
      'onnx/model_fp16.onnx',
      'onnx/model_quantized.onnx',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
    expect(picked.common).toEqual(['config.json', 'tokenizer.json', 'tokenizer_config.json']);
    expect(picked.graphs).toEqual([
      { onnx: 'onnx/model.onnx', precision: 'fp32', beside: [] },
      { onnx: 'onnx/model_fp16.onnx', precision: 'fp16', beside: [] },
      { onnx: 'onnx/model_quantized.onnx', precision: 'quantized', beside: [] },
      { onnx: 'onnx/model_bnb4.onnx', precision: 'bnb4', beside: [] },
    ]);
  });

  test.each([
    [['model_fp16.onnx'], ['model_fp16.onnx']],
    [['exported.onnx'], ['exported.onnx']],
    [['deep/er/graph.onnx'], ['deep/er/graph.onnx']],
    [['encoder.onnx', 'decoder.onnx'], []],
    [['model.onnx.txt'], []],
    [['model_int8.onnx', 'onnx/model_int8.onnx'], ['onnx/model_int8.onnx']],
    [
      ['model.onnx', 'onnx/model_fp16.onnx'],
      ['model.onnx', 'onnx/model_fp16.onnx'],
    ],
    [
      ['int8/model.onnx', 'fp32/model.onnx'],
      ['fp32/model.onnx', 'int8/model.onnx'],
    ],
    [
      ['news_quantized.onnx', 'news.onnx'],
      ['news.onnx', 'news_quantized.onnx'],
    ],
    [['model.onnx', 'decoder.onnx'], ['model.onnx']],
  ])('graphs of %j: %j', (paths, chosen) => {
    expect(pickModelFiles(paths).graphs.map((graph) => graph.onnx)).toEqual(chosen);
  });

  test('external data belongs to its own graph, and weights of other frameworks are left out', () => {
    const { graphs } = pickModelFiles([
      'model.onnx',
      'model.onnx_data',
      'model.onnx_data_1',
      'model_fp16.onnx_data',
      'weights.bin',
      'pytorch_model.bin',
      'training_args.bin',
      'sub/model.onnx_data',
    ]);
    const beside = ['model.onnx_data', 'model.onnx_data_1', 'weights.bin'];
    expect(graphs).toEqual([{ onnx: 'model.onnx', precision: 'fp32', beside }]);
  });

  test('weights in files of their own, named by their tensors, belong to their graph', () => {
    const { graphs } = pickModelFiles([
      'onnx/model.onnx',
      'onnx/encoder.layer.0.weight',
      'onnx/w/onnx__MatMul_7',
      'LICENSE',
    ]);
    expect(graphs[0]?.beside).toEqual(['onnx/encoder.layer.0.weight', 'onnx/w/onnx__MatMul_7']);
  });

  test.each([
    ['model_fp16', 'fp16'],
    ['model_float16', 'fp16'],
    ['model_q4f16', 'q4f16'],
    ['model_uint8', 'uint8'],
    ['model_qint8_avx512_vnni', 'int8_avx512_vnni'],
    ['model_quint8_avx2', 'uint8_avx2'],
    ['model-bnb4', 'bnb4'],
    ['model_optimized', 'optimized'],
    ['model_O3', 'o3'],
    ['int8', 'int8'],
    ['step-2', 'fp32'],
  ])('the precision of %s.onnx: %s', (name, precision) => {
    expect(pickModelFiles([`onnx/${name}.onnx`]).graphs[0]?.precision).toBe(precision);
  });
});

describe('the graph for a device', () => {
  const graphs = (...names: string[]) => pickModelFiles(names.map((name) => `onnx/${name}.onnx`)).graphs;
  test.each([
    ['wasm', false, ['model', 'model_int8'], 'model_int8'],
    ['wasm', false, ['model', 'model_q4'], 'model'],
    ['wasm', false, ['model_q4f16', 'model_bnb4'], 'model_bnb4'],
    ['wasm', false, ['model_O2', 'model_fp16'], 'model_O2'],
    ['webgpu', false, ['model_int8', 'model_q4'], 'model_q4'],
    ['webgpu', true, ['model_q4f16', 'model_fp16'], 'model_fp16'],
    ['webgpu', false, ['model_q4f16', 'model_fp16'], null],
    ['webgpu', true, ['model_bnb4', 'model_uint8'], null],
  ] as const)('%s, half precision %s, of %j: %s', (device, f16, names, expected) => {
    const found = graphFor(graphs(...names), device, f16);
    expect(found?.onnx ?? null).toBe(expected && `onnx/${expected}.onnx`);
  });

  test('a wish for int8 accepts one for a processor', () => {
    expect(graphOf(graphs('model', 'model_qint8_avx2'), 'int8')?.onnx).toBe('onnx/model_qint8_avx2.onnx');
    expect(graphOf(graphs('model'), 'int8')).toBeNull();
  });
});

describe('other weights in a folder without a graph', () => {
  test('checkpoints are preferred to other formats, and a tokenizer’s files are none', () => {
    expect(otherWeights(['a.tflite', 'model.safetensors'])).toEqual({ path: 'model.safetensors', kind: null });
    expect(otherWeights(['m.gguf'])).toEqual({ path: 'm.gguf', kind: 'GGUF' });
    expect(otherWeights(['config.json', 'spiece.model', 'vocab.txt'])).toBeNull();
  });

  test('files of a slow tokenizer', () => {
    expect(slowTokenizer(['config.json', 'sub/spiece.model'])).toBe('sub/spiece.model');
    expect(slowTokenizer(['config.json', 'tokenizer_config.json'])).toBeNull();
  });
});

describe('sharedRoot', () => {
  test.each([
    [['config.json', 'onnx/model.onnx'], ''],
    [['m/config.json', 'm/onnx/model.onnx'], 'm/'],
    [['a/m/config.json', 'a/m/x/config.json'], 'a/m/'],
    [['m/onnx/model.onnx', 'm/tokenizer.json'], 'm/'],
    [['m/onnx/model.onnx'], 'm/'],
    [['m/onnx/model.onnx', 'm/onnx/config.json', 'm/config.json'], 'm/'],
    [['a/config.json', 'b/model.onnx'], 'a/'],
    [['onnx/model.onnx'], ''],
    [[], ''],
  ])('%j: %j', (paths, root) => {
    expect(sharedRoot(paths)).toBe(root);
  });
});

describe('the models among the files of a folder', () => {
  const files = (folder: string): string[] =>
    ['config.json', 'tokenizer.json', 'onnx/model.onnx'].map((name) => `${folder}/${name}`);

  test('checkpoints side by side are in natural order, and folders without a graph are none', () => {
    const paths = [
      ...files('run/checkpoint-1000'),
      ...files('run/checkpoint-500'),
      'run/logs/config.json',
      'run/log.txt',
    ];
    expect(modelsAmong(paths, 'run')).toEqual([
      { name: 'checkpoint-500', paths: files('run/checkpoint-500') },
      { name: 'checkpoint-1000', paths: files('run/checkpoint-1000') },
    ]);
  });

  test('several graphs beside one config.json, each with its own weights', () => {
    const common = ['m/config.json', 'm/tokenizer.json'];
    const paths = [...common, 'm/step-2.onnx', 'm/step-10.onnx', 'm/step-10.onnx_data', 'm/step-2.onnx.data'];
    expect(modelsAmong(paths, 'm')).toEqual([
      { name: 'step-2', paths: [...common, 'm/step-2.onnx', 'm/step-2.onnx.data'] },
      { name: 'step-10', paths: [...common, 'm/step-10.onnx', 'm/step-10.onnx_data'] },
    ]);
  });

  test('two models beside one config.json, one of them in two precisions', () => {
    const common = ['m/config.json', 'm/tokenizer.json'];
    const paths = [...common, 'm/model.onnx', 'm/model_q4.onnx', 'm/other.onnx'];
    expect(modelsAmong(paths, 'm')).toEqual([
      { name: 'model', paths: [...common, 'm/model.onnx', 'm/model_q4.onnx'] },
      { name: 'other', paths: [...common, 'm/other.onnx'] },
    ]);
  });

  test('graphs of one name in two folders beside one config.json are two models', () => {
    const paths = ['config.json', 'a/model.onnx', 'b/model.onnx'];
    expect(modelsAmong(paths, 'm').map(({ name }) => name)).toEqual(['a/model', 'b/model']);
  });

  test.each([
    ['one folder', files('m')],
    ['a folder for each precision', ['m/config.json', 'm/fp32/model.onnx', 'm/int8/model.onnx']],
    ['one model in several element types', [...files('m'), 'm/onnx/model_q4.onnx', 'm/onnx/model_quantized.onnx']],
    ['a config inside of a model', [...files('m'), 'm/checkpoint/config.json', 'm/checkpoint/model.onnx']],
    ['a single graph of any name', ['config.json', 'tokenizer.json', 'classifier.onnx']],
    ['no graph', ['a/config.json', 'b/config.json']],
  ])('%s is one model', (_, paths) => {
    expect(modelsAmong(paths, 'name')).toEqual([{ name: 'name', paths }]);
  });
});
