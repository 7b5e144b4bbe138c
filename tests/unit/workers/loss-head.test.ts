import { existsSync, readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { crossEntropies } from '../../../src/domain/loss.js';
import type { ScoreBatch } from '../../../src/domain/batch.js';
import { appendLossHead } from '../../../workers/loss-head.js';
import { asClassifier, inspectOnnx, ScoringSession, type ExternalFile } from '../../../workers/model-session.js';
import { readOnnx } from '../../../workers/onnx-graph.js';
import { bytesField, concatBytes, messageField, numberField } from '../../../workers/onnx-proto.js';
import { FLOAT16, TINY_COLUMNS, tinyLogits, tinyOnnx, TINY_WEIGHTS } from './tiny-onnx.js';

ort.env.wasm.numThreads = 1;
const RUNTIME = { ort, build: 'wasm', threads: 1 };

async function open(bytes: Uint8Array, external: ExternalFile[] = []): Promise<ScoringSession> {
  const classifier = asClassifier('onnx/model.onnx', bytes, inspectOnnx('onnx/model.onnx', bytes));
  return ScoringSession.create(RUNTIME, classifier, external, null, { padId: 0, firstPosition: 0 });
}

const ROWS = [
  [3, 1, 4, 1],
  [2, 7],
  [6, 0, 2, 8],
];
const LABELS = [2, -1, 0];

function batchOf(rows: readonly (readonly number[])[], labels: readonly number[], columns: number): ScoreBatch {
  const offsets = Uint32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]);
  return {
    ids: Int32Array.from(rows.flat()),
    offsets,
    segmentB: new Uint16Array(rows.length),
    columns,
    labels: Int32Array.from(labels),
  };
}

describe('the loss head on the CPU', () => {
  // Reductions change where they take their axes at 13 and 18; 11 is the oldest with GatherElements.
  it.each([11, 12, 13, 17, 18, 21])('is cross-entropy with operator set %i', async (opset) => {
    const session = await open(tinyOnnx({ opset }));
    const { logits, loss, classes } = await session.run(batchOf(ROWS, LABELS, TINY_COLUMNS));
    await session.release();
    expect(classes).toBe(3);
    const expected = ROWS.flatMap(tinyLogits);
    expected.forEach((z, i) => expect(logits[i]).toBeCloseTo(z, 5));
    crossEntropies(logits, 3, LABELS).forEach((reference, row) => {
      if (Number.isNaN(reference)) expect(loss[row]).toBeNaN();
      else expect(loss[row]).toBeCloseTo(reference, 5);
    });
  });

  it('casts half precision and keeps within it', async () => {
    const session = await open(tinyOnnx({ outputType: FLOAT16 }));
    const { logits, loss } = await session.run(batchOf(ROWS, [2, 1, 0], TINY_COLUMNS));
    await session.release();
    ROWS.flatMap(tinyLogits).forEach((z, i) => expect(Math.abs((logits[i] ?? NaN) - z)).toBeLessThan(0.01));
    crossEntropies(logits, 3, [2, 1, 0]).forEach((reference, row) => expect(loss[row]).toBeCloseTo(reference, 4));
  });

  it('survives logits beyond the range of exp', async () => {
    const session = await open(tinyOnnx());
    const { loss } = await session.run(batchOf([[4000, 4000, 0, 0]], [1], TINY_COLUMNS));
    await session.release();
    expect(loss[0]).toBeCloseTo(2000, 1);
  });

  it('reads weights kept beside the model', async () => {
    const data = new Blob([TINY_WEIGHTS]);
    const session = await open(tinyOnnx({ external: 'model.onnx_data' }), [{ path: 'model.onnx_data', data }]);
    const { logits } = await session.run(batchOf(ROWS, LABELS, TINY_COLUMNS));
    await session.release();
    ROWS.flatMap(tinyLogits).forEach((z, i) => expect(logits[i]).toBeCloseTo(z, 5));
  });

  it('agrees with the float64 reference on a DistilBERT, with any padding and batch', async () => {
    const path = new URL('../../../../shared/models/agnews-distilbert-tiny-trial/onnx/model.onnx', import.meta.url);
    if (!existsSync(path)) {
      console.log('loss-head.test: no shared model here, the DistilBERT part steps aside');
      return;
    }
    const session = await open(readFileSync(path));
    const rows = [
      [2, 60, 61, 62, 63, 64, 3],
      [2, 500, 3],
      [2, 4000, 8000, 12, 13, 14, 15, 16, 17, 18, 3],
    ];
    const labels = [0, 3, 1];
    const together = await session.run(batchOf(rows, labels, 16));
    crossEntropies(together.logits, 4, labels).forEach((reference, row) => {
      expect(Math.abs((together.loss[row] ?? NaN) - reference)).toBeLessThan(1e-6);
    });
    for (const [row, ids] of rows.entries()) {
      const alone = await session.run(batchOf([ids], [labels[row] ?? -1], 32));
      expect(alone.loss[0]).toBeCloseTo(together.loss[row] ?? NaN, 4);
    }
    await session.release();
  }, 60_000);
});

describe('appendLossHead', () => {
  it('leaves the model’s own bytes unchanged', () => {
    const model = tinyOnnx();
    const { bytes } = appendLossHead(model, readOnnx(model), { name: 'logits', elementType: 1 });
    expect([...bytes.subarray(0, model.length)]).toEqual([...model]);
    expect(bytes.length - model.length).toBeLessThan(1000);
  });

  it('takes names that the graph does not have', () => {
    const taken = messageField(7, [
      messageField(1, [bytesField(1, 'ids'), bytesField(2, 'rinse_loss'), bytesField(4, 'Identity')]),
    ]);
    const model = concatBytes([tinyOnnx(), taken]);
    const headed = appendLossHead(model, readOnnx(model), { name: 'logits', elementType: 1 });
    expect(headed.loss).not.toBe('rinse_loss');
    expect(readOnnx(headed.bytes).outputs.map((output) => output.name)).toEqual(['logits', headed.loss]);
  });
});

describe('models that are no classifier', () => {
  const refusal = (bytes: Uint8Array): unknown => {
    try {
      asClassifier('model.onnx', bytes, inspectOnnx('model.onnx', bytes));
      return null;
    } catch (error) {
      return error instanceof Error && 'fault' in error ? (error.fault as { code: string }).code : error;
    }
  };

  it.each([
    ['no logits', tinyOnnx({ output: 'last_hidden_state' }), 'model-no-scores'],
    ['logits for each token', tinyOnnx({ shape: ['batch', 'columns', 3] }), 'model-per-token'],
    ['a number for each text', tinyOnnx({ shape: ['batch', 1] }), 'model-one-number'],
    ['logits of whole numbers', tinyOnnx({ outputType: 7 }), 'model-no-scores'],
    [
      'an input that cannot be filled',
      tinyOnnx({ inputs: ['input_ids', 'attention_mask', 'pixel_values'] }),
      'model-input',
    ],
    ['no tokens', tinyOnnx({ inputs: ['attention_mask'] }), 'model-no-tokens'],
    ['too old an operator set', tinyOnnx({ opset: 9 }), 'model-opset'],
  ])('%s', (_, bytes, code) => {
    expect(refusal(bytes)).toBe(code);
  });

  it.each([
    ['cut short', tinyOnnx().subarray(0, 100), 'model-truncated'],
    ['no ONNX', new TextEncoder().encode('not a model at all, just words'), 'model-corrupt'],
  ])('%s', (_, bytes, code) => {
    expect(refusal(bytes)).toBe(code);
  });

  it('a rank that is not declared may still be a classifier', () => {
    expect(refusal(tinyOnnx({ shape: null }))).toBeNull();
  });

  it.each(['NoSuch', 'BitXor'])('names the operator %s, which the runtime does not have', async (operator) => {
    const bytes = tinyOnnx();
    // The first operator's name, spoiled.
    const at = new TextDecoder('latin1').decode(bytes).indexOf('MatMul');
    bytes.set(new TextEncoder().encode(operator), at);
    await expect(open(bytes)).rejects.toMatchObject({
      fault: { code: 'model-operator', params: { file: 'onnx/model.onnx', operator } },
    });
  });

  it.each([
    [99, concatBytes([tinyOnnx(), numberField(1, 99)]), 'IR 99'],
    [98, tinyOnnx({ opset: 98 }), 'opset 98'],
  ])('version %i of ONNX is too new', async (_, bytes, found) => {
    await expect(open(bytes)).rejects.toMatchObject({ fault: { code: 'model-too-new', params: { found } } });
  });
});
