import { readFileSync } from 'node:fs';
import { bytesField, concatBytes, messageField, numberField } from '../../../../workers/model/onnx-proto.js';

/** Element types, as onnx.proto numbers them. */
export const TYPE = { float: 1, int32: 6, int64: 7, bool: 9, float16: 10, double: 11 } as const;

type Size = number | string;

/** How a classifier differs from one with dynamic inputs `input_ids`, `attention_mask` and the output `logits`. */
export interface NewsModel {
  /** Operators after the logits, such as Softmax. */
  readonly tail?: readonly string[];
  readonly output?: string;
  readonly outputType?: number;
  /** Declared form of the output. */
  readonly outputShape?: readonly Size[];
  readonly inputShape?: readonly Size[];
  readonly inputType?: number;
  readonly maskType?: number;
  /** More inputs, which no operator reads. */
  readonly moreInputs?: readonly string[];
  /** More outputs: the value of that name, or else the same numbers, by their names and forms. */
  readonly moreOutputs?: readonly (readonly [name: string, shape: readonly Size[]])[];
  /** Rows that the graph can compute although its inputs name no number. */
  readonly hiddenRows?: number;
  /** Weights are in this file beside the graph. */
  readonly external?: string;
  readonly opset?: number;
}

export const NEWS_CLASSES = 4;
const WORDS = 8192;

/** Weights of each word for each class: small numbers that differ. */
export const NEWS_WEIGHTS = Float32Array.from({ length: WORDS * NEWS_CLASSES }, (_, i) => Math.sin(i * 1.7) / 4);

/** The bytes of a classifier: the weights of a row's words, summed under its mask. */
export function newsOnnx(model: NewsModel = {}): Uint8Array<ArrayBuffer> {
  const { tail = [], output = 'logits', outputType = TYPE.float, opset = 17, hiddenRows } = model;
  const inputShape = model.inputShape ?? ['batch', 'sequence'];
  const outputShape = model.outputShape ?? ['batch', NEWS_CLASSES];
  const more = model.moreOutputs ?? [];
  const last = outputType === TYPE.float ? [] : [node('Cast', ['scores'], [output], [toType(outputType)])];
  const chain = ['Identity', ...tail];
  const steps = chain.map((operator, at) =>
    node(operator, [at === 0 ? 'sum' : `step${at - 1}`], [at === chain.length - 1 ? 'scores' : `step${at}`]),
  );
  const whole = hiddenRows === undefined ? 'ids64' : 'fixed';
  const graph = [
    node('Cast', ['input_ids'], ['ids64'], [toType(TYPE.int64)]),
    ...(hiddenRows === undefined ? [] : [node('Reshape', ['ids64', 'fixed_shape'], ['fixed'])]),
    node('Gather', ['embedding', whole], ['words']),
    node('Cast', ['attention_mask'], ['mask'], [toType(TYPE.float)]),
    node('Unsqueeze', ['mask', 'two'], ['mask3']),
    node('Mul', ['words', 'mask3'], ['masked']),
    node('ReduceSum', ['masked', 'one'], ['sum'], [keepDims()]),
    node('Concat', ['sum', 'sum'], ['twice'], [axis(1)]),
    ...steps,
    ...(last.length > 0 ? last : [node('Identity', ['scores'], [output])]),
    ...more.flatMap(([name]) => (VALUES.has(name) ? [] : [node('Identity', ['sum'], [name])])),
    bytesField(2, 'news'),
    messageField(5, embedding(model.external)),
    messageField(5, integers('one', [1])),
    messageField(5, integers('two', [2])),
    messageField(5, integers('fixed_shape', [hiddenRows ?? 1, -1])),
    messageField(11, value('input_ids', model.inputType ?? TYPE.int64, inputShape)),
    messageField(11, value('attention_mask', model.maskType ?? model.inputType ?? TYPE.int64, inputShape)),
    ...(model.moreInputs ?? []).map((name) => messageField(11, value(name, TYPE.int64, inputShape))),
    messageField(12, value(output, outputType, outputShape)),
    ...more.map(([name, shape]) => messageField(12, value(name, TYPE.float, shape))),
  ];
  return concatBytes([
    numberField(1, 8),
    messageField(7, graph),
    messageField(8, [bytesField(1, ''), numberField(2, opset)]),
  ]);
}

/** Values inside of the graph. */
const VALUES = new Set(['words', 'twice']);

const FIXTURES = new URL('../../../fixtures/cases/', import.meta.url);

/** A file of the folder with a model that this project keeps for its tests. */
export function newsFile(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`31-onnx-output-name/my-model/${path}`, FIXTURES)));
}

function embedding(external: string | undefined): Uint8Array[] {
  const raw = new Uint8Array(NEWS_WEIGHTS.buffer);
  const head = [numberField(1, WORDS), numberField(1, NEWS_CLASSES), numberField(2, TYPE.float)];
  const name = bytesField(8, 'embedding');
  if (external === undefined) return [...head, name, bytesField(9, raw)];
  const entry = (key: string, text: string): Uint8Array => messageField(13, [bytesField(1, key), bytesField(2, text)]);
  return [
    ...head,
    name,
    entry('location', external),
    entry('offset', '0'),
    entry('length', String(raw.length)),
    numberField(14, 1),
  ];
}

function integers(name: string, values: readonly number[]): Uint8Array[] {
  const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return [numberField(1, values.length), numberField(2, TYPE.int64), bytesField(8, name), bytesField(9, raw)];
}

function node(operator: string, inputs: string[], outputs: string[], attributes: Uint8Array[] = []): Uint8Array {
  return messageField(1, [
    ...inputs.map((name) => bytesField(1, name)),
    ...outputs.map((name) => bytesField(2, name)),
    bytesField(4, operator),
    ...attributes.map((attribute) => bytesField(5, attribute)),
  ]);
}

function toType(type: number): Uint8Array {
  return concatBytes([bytesField(1, 'to'), numberField(3, type), numberField(20, 2)]);
}

function axis(at: number): Uint8Array {
  return concatBytes([bytesField(1, 'axis'), numberField(3, at), numberField(20, 2)]);
}

function keepDims(): Uint8Array {
  return concatBytes([bytesField(1, 'keepdims'), numberField(3, 0), numberField(20, 2)]);
}

function value(name: string, type: number, shape: readonly Size[]): Uint8Array[] {
  const sizes = shape.map((size) =>
    messageField(1, [typeof size === 'number' ? numberField(1, size) : bytesField(2, size)]),
  );
  return [bytesField(1, name), messageField(2, [messageField(1, [numberField(1, type), messageField(2, sizes)])])];
}
