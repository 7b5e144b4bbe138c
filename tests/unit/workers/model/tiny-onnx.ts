import { bytesField, concatBytes, messageField, numberField } from '../../../../workers/model/onnx-proto.js';

/** Element types, as onnx.proto numbers them. */
export const FLOAT = 1;
export const INT64 = 7;
export const FLOAT16 = 10;

export interface TinyModel {
  readonly opset?: number;
  readonly output?: string;
  readonly outputType?: number;
  /** Sizes of the output, a string for a symbol; null = the rank is not declared. */
  readonly shape?: readonly (number | string)[] | null;
  readonly inputs?: readonly string[];
  /** Puts the weights into this file instead of the model. */
  readonly external?: string;
}

/** Weights of the tiny model: columns x classes. */
export const TINY_WEIGHTS = Float32Array.of(0.5, -1, 0.25, 0, 1, -0.5, -0.25, 0.125, 1, 0.75, 0, -1);
export const TINY_CLASSES = 3;
/** The tiny model takes rows of exactly this many tokens. */
export const TINY_COLUMNS = 4;

/** What the tiny model computes: (ids x mask) times the weights, in float64. */
export function tinyLogits(ids: readonly number[]): number[] {
  return Array.from({ length: TINY_CLASSES }, (_, k) =>
    ids.reduce((sum, id, i) => sum + id * (TINY_WEIGHTS[i * TINY_CLASSES + k] ?? NaN), 0),
  );
}

/** A classifier of a few hundred bytes: logits = (float(input_ids) * float(attention_mask)) x weights. */
export function tinyOnnx(model: TinyModel = {}): Uint8Array<ArrayBuffer> {
  const { opset = 17, output = 'logits', outputType = FLOAT, external } = model;
  const shape = model.shape === undefined ? ['batch', TINY_CLASSES] : model.shape;
  const inputs = model.inputs ?? ['input_ids', 'attention_mask'];
  const half = outputType === FLOAT16;
  const graph = [
    node('Cast', ['input_ids'], ['ids'], [castTo(FLOAT)]),
    node('Cast', ['attention_mask'], ['mask'], [castTo(FLOAT)]),
    node('Mul', ['ids', 'mask'], ['masked']),
    node('MatMul', ['masked', 'weights'], [half ? 'wide' : output]),
    ...(half ? [node('Cast', ['wide'], [output], [castTo(FLOAT16)])] : []),
    bytesField(2, 'tiny'),
    messageField(5, weights(external)),
    ...inputs.map((name) => messageField(11, value(name, INT64, ['batch', 'columns']))),
    messageField(12, value(output, outputType, shape)),
  ];
  return concatBytes([
    numberField(1, 8),
    messageField(7, graph),
    messageField(8, [bytesField(1, ''), numberField(2, opset)]),
  ]);
}

function weights(external: string | undefined): Uint8Array[] {
  const raw = new Uint8Array(TINY_WEIGHTS.buffer);
  const head = [
    numberField(1, TINY_COLUMNS),
    numberField(1, TINY_CLASSES),
    numberField(2, FLOAT),
    bytesField(8, 'weights'),
  ];
  if (external === undefined) return [...head, bytesField(9, raw)];
  const entry = (key: string, text: string): Uint8Array => messageField(13, [bytesField(1, key), bytesField(2, text)]);
  return [
    ...head,
    entry('location', external),
    entry('offset', '0'),
    entry('length', String(raw.length)),
    numberField(14, 1),
  ];
}

function node(operator: string, inputs: string[], outputs: string[], attributes: Uint8Array[] = []): Uint8Array {
  return messageField(1, [
    ...inputs.map((name) => bytesField(1, name)),
    ...outputs.map((name) => bytesField(2, name)),
    bytesField(4, operator),
    ...attributes.map((attribute) => bytesField(5, attribute)),
  ]);
}

function castTo(type: number): Uint8Array {
  return concatBytes([bytesField(1, 'to'), numberField(3, type), numberField(20, 2)]);
}

function value(name: string, type: number, shape: readonly (number | string)[] | null): Uint8Array[] {
  const sizes = (shape ?? []).map((size) =>
    messageField(1, [typeof size === 'number' ? numberField(1, size) : bytesField(2, size)]),
  );
  const tensor = [numberField(1, type), ...(shape === null ? [] : [messageField(2, sizes)])];
  return [bytesField(1, name), messageField(2, [messageField(1, tensor)])];
}

/** A graph of a single operator: `logits` = operator(`z`), both float32 [batch, 3]. */
export function logitsOnlyOnnx(operator: string, opset: number): Uint8Array<ArrayBuffer> {
  const graph = [
    node(operator, ['z'], ['logits']),
    bytesField(2, 'tiny'),
    messageField(11, value('z', FLOAT, ['batch', TINY_CLASSES])),
    messageField(12, value('logits', FLOAT, ['batch', TINY_CLASSES])),
  ];
  return concatBytes([
    numberField(1, 8),
    messageField(7, graph),
    messageField(8, [bytesField(1, ''), numberField(2, opset)]),
  ]);
}
