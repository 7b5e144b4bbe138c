import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../workers/onnx-graph.js';
import {
  bytesField,
  concatBytes,
  messageField,
  numberField,
  ProtoError,
  protoFields,
} from '../../../workers/onnx-proto.js';
import { FLOAT, FLOAT16, INT64, tinyOnnx } from './tiny-onnx.js';

describe('protocol buffers', () => {
  it('reads its own output', () => {
    const numbers = fc.record({ number: fc.integer({ min: 1, max: 5000 }), value: fc.maxSafeNat() });
    const payloads = fc.record({ number: fc.integer({ min: 1, max: 5000 }), bytes: fc.uint8Array({ maxLength: 300 }) });
    fc.assert(
      fc.property(fc.array(fc.oneof(numbers, payloads)), (fields) => {
        const written = concatBytes(
          fields.map((field) =>
            'value' in field ? numberField(field.number, field.value) : bytesField(field.number, field.bytes),
          ),
        );
        const read = [...protoFields(written)].map(({ number, value, from, to }) => ({ number, value, from, to }));
        expect(read).toHaveLength(fields.length);
        fields.forEach((field, i) => {
          const found = read[i];
          expect(found?.number).toBe(field.number);
          if ('value' in field) expect(found?.value).toBe(field.value);
          else expect([...written.subarray(found?.from, found?.to)]).toEqual([...field.bytes]);
        });
      }),
    );
  });

  it('steps over fixed-size fields', () => {
    const bytes = Uint8Array.of((1 << 3) | 5, 1, 2, 3, 4, (2 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8, 3 << 3, 9);
    expect([...protoFields(bytes)].map((field) => field.number)).toEqual([1, 2, 3]);
  });

  it('fails on any bytes without hanging or reading beyond them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          for (const field of protoFields(bytes)) expect(field.to).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtoError);
        }
      }),
    );
  });
});

describe('readOnnx', () => {
  it('summarises a graph', () => {
    const summary = readOnnx(tinyOnnx({ opset: 14 }));
    expect(summary.opset).toBe(14);
    expect(summary.inputs.map((input) => [input.name, input.elementType])).toEqual([
      ['input_ids', INT64],
      ['attention_mask', INT64],
    ]);
    expect(summary.outputs).toEqual([{ name: 'logits', elementType: FLOAT, shape: ['batch', 3] }]);
    expect([...summary.names].sort()).toEqual([
      'attention_mask',
      'ids',
      'input_ids',
      'logits',
      'mask',
      'masked',
      'weights',
    ]);
    expect([...summary.externalFiles]).toEqual([]);
    expect(summary.makers.get('logits')).toEqual({ operator: 'MatMul', inputs: ['masked', 'weights'] });
  });

  it('knows external weights, unknown ranks and half precision', () => {
    expect([...readOnnx(tinyOnnx({ external: 'model.onnx_data' })).externalFiles]).toEqual([['model.onnx_data', 48]]);
    expect(readOnnx(tinyOnnx({ shape: null })).outputs[0]?.shape).toBeNull();
    expect(readOnnx(tinyOnnx({ outputType: FLOAT16 })).outputs[0]?.elementType).toBe(FLOAT16);
  });

  it('leaves out initialisers that old files list as inputs', () => {
    const summary = readOnnx(tinyOnnx({ inputs: ['input_ids', 'attention_mask', 'weights'] }));
    expect(summary.inputs.map((input) => input.name)).toEqual(['input_ids', 'attention_mask']);
  });

  it('takes the version of the default operator set, not of another', () => {
    const other = messageField(8, [bytesField(1, 'com.microsoft'), numberField(2, 1)]);
    expect(readOnnx(concatBytes([tinyOnnx({ opset: 17 }), other])).opset).toBe(17);
  });

  it('tells a file cut short from other files', () => {
    const whole = tinyOnnx();
    for (const length of [whole.length - 1, Math.floor(whole.length / 2), 20]) {
      const cut = (): unknown => readOnnx(whole.subarray(0, length));
      expect(cut).toThrow(ProtoError);
      expect(cut).toThrow(/past the end/);
    }
    const half = whole.subarray(0, 100);
    expect(() => readOnnx(half)).toThrow(expect.objectContaining({ needed: whole.length - 6 }) as Error);
    expect(() => readOnnx(new Uint8Array(0))).toThrow('no graph');
    expect(() => readOnnx(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))).toThrow();
  });
});
