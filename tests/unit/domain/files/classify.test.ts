import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openingOrder, classifyFiles, type DataKind } from '../../../../src/domain/files/classify.js';

describe('classifyFiles', () => {
  test.each([['tickets.tsv'], ['tickets.CSV.gz'], ['rows.ndjson'], ['array.json'], ['no-ending'], ['picture.png']])(
    'one loose file is a dataset under any name: %s',
    (name) => {
      expect(classifyFiles([name])).toEqual({ model: null, datasets: [name], ignored: [] });
    },
  );

  test('a folder with config.json is a model with all files below, named after the folder', () => {
    const paths = ['m/config.json', 'm/tokenizer.json', 'm/onnx/model.onnx', 'm/eval.csv'];
    expect(classifyFiles(paths)).toEqual({ model: { name: 'm', paths }, datasets: [], ignored: [] });
  });

  test('a model folder and a dataset dropped together', () => {
    const taken = classifyFiles(['data.tsv', 'hub/m/config.json', 'hub/m/onnx/model.onnx', 'hub/note.md']);
    expect(taken.model).toEqual({ name: 'm', paths: ['hub/m/config.json', 'hub/m/onnx/model.onnx'] });
    expect(taken.datasets).toEqual(['data.tsv']);
    expect(taken.ignored).toEqual(['hub/note.md']);
  });

  test('loose model files beside a dataset', () => {
    const taken = classifyFiles(['config.json', 'train.jsonl', 'tokenizer.json', 'vocab.txt', 'model.onnx']);
    expect(taken.model).toEqual({
      name: 'model.onnx',
      paths: ['config.json', 'tokenizer.json', 'vocab.txt', 'model.onnx'],
    });
    expect(taken.datasets).toEqual(['train.jsonl']);
  });

  test.each([['news.gguf'], ['model.tflite'], ['m/model.safetensors']])(
    '%s alone counts as a model, so that a fault explains it',
    (path) => {
      expect(classifyFiles([path]).model?.paths).toEqual([path]);
      expect(classifyFiles([path, 'rows.tsv'])).toMatchObject({
        model: null,
        datasets: expect.arrayContaining(['rows.tsv']) as unknown,
      });
    },
  );

  test('an .onnx alone counts as a model folder, so that a fault names its missing config', () => {
    expect(classifyFiles(['m/onnx/model.onnx', 'm/README.md']).model).toEqual({
      name: 'm',
      paths: ['m/onnx/model.onnx', 'm/README.md'],
    });
    expect(classifyFiles(['onnx/model.onnx']).model?.name).toBe('model.onnx');
  });

  test('the uppermost config.json names the root', () => {
    expect(classifyFiles(['m/checkpoint/config.json', 'm/config.json']).model?.name).toBe('m');
  });

  test('checkpoints side by side are one model folder around them', () => {
    const paths = [
      'run/step-1/config.json',
      'run/step-1/model.onnx',
      'run/step-2/config.json',
      'run/step-2/model.onnx',
    ];
    expect(classifyFiles([...paths, 'data.tsv'])).toEqual({
      model: { name: 'run', paths },
      datasets: ['data.tsv'],
      ignored: [],
    });
    const apart = paths.map((path) => path.slice('run/'.length));
    expect(classifyFiles([...apart, 'data.tsv'])).toMatchObject({ model: { paths: apart }, datasets: ['data.tsv'] });
  });

  test('takes the data files of a folder without a model, and ignores its other files', () => {
    const taken = classifyFiles(['d/train.tsv', 'd/.DS_Store', 'd/.hidden.csv', 'd/logo.png', 'd/tokenizer.json']);
    expect(taken).toEqual({
      model: null,
      datasets: ['d/train.tsv', 'd/tokenizer.json'],
      ignored: ['d/.DS_Store', 'd/.hidden.csv', 'd/logo.png'],
    });
  });

  test('a description beside the files of a dataset is no data, but by itself it is', () => {
    const taken = classifyFiles(['ag/dataset_infos.json', 'ag/train.parquet', 'ag/test.parquet']);
    expect([taken.datasets, taken.ignored]).toEqual([
      ['ag/train.parquet', 'ag/test.parquet'],
      ['ag/dataset_infos.json'],
    ]);
    expect(classifyFiles(['dataset_infos.json']).datasets).toEqual(['dataset_infos.json']);
  });

  test('every path lands in exactly one place', () => {
    const name = fc.constantFrom(
      'config.json',
      'model.onnx',
      'a.csv',
      'b.json',
      '.x',
      'y.bin',
      'vocab.txt',
      '__proto__',
    );
    const path = fc
      .array(fc.constantFrom('a', 'b', 'onnx'), { maxLength: 3 })
      .chain((folders) => name.map((file) => [...folders, file].join('/')));
    fc.assert(
      fc.property(fc.uniqueArray(path), (paths) => {
        const { model, datasets, ignored } = classifyFiles(paths);
        expect([...(model?.paths ?? []), ...datasets, ...ignored].sort()).toEqual(paths.toSorted());
      }),
    );
  });
});

describe('openingOrder', () => {
  test.each<[DataKind[], number, number]>([
    [[], -1, -1],
    [['dataset'], 0, -1],
    [['results'], 0, -1],
    [['both'], 0, -1],
    [['results', 'dataset'], 1, 0],
    [['results', 'both'], 1, 0],
    [['both', 'dataset'], 1, 0],
    [['both', 'dataset', 'results'], 1, 2],
    [['both', 'both'], 0, -1],
    [['dataset', 'dataset'], 0, -1],
    [['results', 'results'], 0, -1],
  ])('%j: %i first, then the results %i', (kinds, first, results) => {
    expect(openingOrder(kinds)).toEqual({ first, results });
  });
});
