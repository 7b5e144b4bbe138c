import { describe, expect, test } from 'vitest';
import { modelsAmong, pickModelFiles, sharedRoot } from '../../../src/domain/model-folder.js';

describe('pickModelFiles', () => {
  test('of a Hub repository with many element types, fp32 and int8 are kept', () => {
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
      { onnx: 'onnx/model.onnx', beside: [] },
      { onnx: 'onnx/model_quantized.onnx', beside: [] },
    ]);
  });

  test.each([
    [['model_fp16.onnx'], ['model_fp16.onnx']],
    [['exported.onnx'], ['exported.onnx']],
    [['deep/er/graph.onnx'], ['deep/er/graph.onnx']],
    [['encoder.onnx', 'decoder.onnx'], []],
    [['model.onnx.txt'], []],
    [['model_int8.onnx', 'onnx/model_int8.onnx'], ['onnx/model_int8.onnx']],
  ])('graphs of %j: %j', (paths, chosen) => {
    expect(pickModelFiles(paths).graphs.map((graph) => graph.onnx)).toEqual(chosen);
  });

  test('external data goes with its own graph, and weights of other frameworks stay behind', () => {
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
    expect(graphs).toEqual([{ onnx: 'model.onnx', beside: ['model.onnx_data', 'model.onnx_data_1', 'weights.bin'] }]);
  });
});

describe('sharedRoot', () => {
  test.each([
    [['config.json', 'onnx/model.onnx'], ''],
    [['m/config.json', 'm/onnx/model.onnx'], 'm/'],
    [['a/m/config.json', 'a/m/x/config.json'], 'a/m/'],
    [['m/onnx/model.onnx', 'm/tokenizer.json'], 'm/'],
    [['m/onnx/model.onnx'], 'm/'],
    [['onnx/model.onnx'], ''],
    [[], ''],
  ])('%j: %j', (paths, root) => {
    expect(sharedRoot(paths)).toBe(root);
  });
});

describe('the models among the files of a folder', () => {
  const files = (folder: string): string[] =>
    ['config.json', 'tokenizer.json', 'onnx/model.onnx'].map((name) => `${folder}/${name}`);

  test('checkpoints side by side, in natural order; folders without a graph are none', () => {
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

  test.each([
    ['one folder', files('m')],
    ['one model in several element types', [...files('m'), 'm/onnx/model_q4.onnx', 'm/onnx/model_quantized.onnx']],
    ['a config inside of a model', [...files('m'), 'm/checkpoint/config.json', 'm/checkpoint/model.onnx']],
    ['a single graph of any name', ['config.json', 'tokenizer.json', 'classifier.onnx']],
    ['no graph', ['a/config.json', 'b/config.json']],
  ])('%s is one model', (_, paths) => {
    expect(modelsAmong(paths, 'name')).toEqual([{ name: 'name', paths }]);
  });
});
