import { ONNX_FLOAT, ONNX_FLOAT16, ONNX_INT64, type OnnxSummary, type OnnxValue } from './onnx-graph.js';
import { bytesField, concatBytes, messageField, numberField } from './onnx-proto.js';

/** A model with the loss head, and the names to feed and fetch. */
export interface HeadedModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many of them, from the first, are the model's own. */
  readonly modelBytes: number;
  /** Input: int64, [batch, 1], the class of each row. */
  readonly labels: string;
  /** Output: float32, [batch, classes]. Of a model that gives probabilities, their logarithms. */
  readonly logits: string;
  /** Output: float32, [batch, 1], cross-entropy in nats. */
  readonly loss: string;
}

/** GatherElements came with opset 11. */
export const OLDEST_OPSET = 11;

/** Least probability above 0: the smallest normal float32, or the smallest half-precision number. */
const LEAST = { full: 2 ** -126, half: 2 ** -24 };

const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/**
 * Appends cross-entropy to a classifier's .onnx bytes: `loss = log(sum(exp(z - max z))) - (z[label] - max z)`.
 *
 * Protocol buffers merge a repeated embedded message, so a second `graph` field adds its nodes, inputs and outputs to
 * the first one's. ReduceMax, Sub, Exp, ReduceSum, Log and GatherElements all have WebGPU kernels, which LogSoftmax has
 * not. Numbers of another precision are cast to float32 first.
 *
 * `scores` is the output of shape [batch, classes]. The caller has checked its rank and `summary.opset >= 11`. With
 * `probabilities` it holds those, and z is their logarithm: then the loss is -log p of the model's own output. A
 * probability of 0 counts as the least one that its precision can express.
 */
export function appendLossHead(
  model: Uint8Array,
  summary: OnnxSummary,
  scores: Pick<OnnxValue, 'name' | 'elementType'>,
  probabilities = false,
): HeadedModel {
  const name = freeNames(summary.names);
  const cast = scores.elementType !== ONNX_FLOAT;
  const single = cast ? name('single') : scores.name;
  const z = probabilities ? name('logits') : single;
  const axes = name('axes');
  const labels = name('labels');
  const loss = name('loss');
  // Reductions take their axes as an attribute up to an opset that differs between them, and then as an input.
  const reduce = (operator: string, from: string, to: string, axesAsInput: boolean): Uint8Array =>
    axesAsInput ? node(operator, [from, axes], [to]) : node(operator, [from], [to], [intsAttribute('axes', [1])]);

  const parts: Uint8Array[] = [];
  if (cast) parts.push(node('Cast', [scores.name], [single], [intAttribute('to', ONNX_FLOAT)]));
  if (probabilities) {
    const least = scores.elementType === ONNX_FLOAT16 ? LEAST.half : LEAST.full;
    parts.push(
      scalarInitializer(name('least'), least),
      node('Clip', [single, name('least')], [name('clipped')]),
      node('Log', [name('clipped')], [z]),
    );
  }
  parts.push(
    reduce('ReduceMax', z, name('max'), summary.opset >= 18),
    node('Sub', [z, name('max')], [name('shifted')]),
    node('Exp', [name('shifted')], [name('exp')]),
    reduce('ReduceSum', name('exp'), name('sum'), summary.opset >= 13),
    node('Log', [name('sum')], [name('log')]),
    node('GatherElements', [name('shifted'), labels], [name('picked')], [intAttribute('axis', 1)]),
    node('Sub', [name('log'), name('picked')], [loss]),
  );
  if (summary.opset >= 13) parts.push(axesInitializer(axes));
  parts.push(bytesField(11, value(labels, ONNX_INT64, 1)));
  parts.push(bytesField(12, value(loss, ONNX_FLOAT, 1)));
  if (z !== scores.name) parts.push(bytesField(12, value(z, ONNX_FLOAT, null)));
  const bytes = concatBytes([model, messageField(7, parts)]);
  return { bytes, modelBytes: model.length, labels, logits: z, loss };
}

/** Names with a prefix that no value of the graph has. */
function freeNames(taken: ReadonlySet<string>): (role: string) => string {
  let prefix = 'rinse_';
  while ([...taken].some((name) => name.startsWith(prefix))) prefix += '_';
  return (role) => prefix + role;
}

/** GraphProto.node: input = 1, output = 2, op_type = 4, attribute = 5. */
function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Uint8Array[] = [],
): Uint8Array {
  return messageField(1, [
    ...inputs.map((name) => bytesField(1, name)),
    ...outputs.map((name) => bytesField(2, name)),
    // Node names are optional, but an error message without one is of little use.
    bytesField(3, `${outputs[0] ?? operator}_node`),
    bytesField(4, operator),
    ...attributes.map((attribute) => bytesField(5, attribute)),
  ]);
}

/** AttributeProto: name = 1, i = 3, ints = 8, type = 20. */
function intAttribute(name: string, value: number): Uint8Array {
  return concatBytes([bytesField(1, name), numberField(3, value), numberField(20, ATTRIBUTE_INT)]);
}

function intsAttribute(name: string, values: readonly number[]): Uint8Array {
  return concatBytes([
    bytesField(1, name),
    ...values.map((value) => numberField(8, value)),
    numberField(20, ATTRIBUTE_INTS),
  ]);
}

/** GraphProto.initializer with the single axis 1: dims = 1, data_type = 2, name = 8, raw_data = 9 (little endian). */
function axesInitializer(name: string): Uint8Array {
  return messageField(5, [
    numberField(1, 1),
    numberField(2, ONNX_INT64),
    bytesField(8, name),
    bytesField(9, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)),
  ]);
}

/** GraphProto.initializer with one float32 and no dimension. */
function scalarInitializer(name: string, number: number): Uint8Array {
  return messageField(5, [
    numberField(2, ONNX_FLOAT),
    bytesField(8, name),
    bytesField(9, new Uint8Array(Float32Array.of(number).buffer)),
  ]);
}

/** ValueInfoProto of shape [batch, columns]. `columns` null = unnamed size. */
function value(name: string, elementType: number, columns: number | null): Uint8Array {
  const shape = [
    messageField(1, [bytesField(2, 'rinse_batch')]),
    messageField(1, columns === null ? [] : [numberField(1, columns)]),
  ];
  return concatBytes([
    bytesField(1, name),
    messageField(2, [messageField(1, [numberField(1, elementType), messageField(2, shape)])]),
  ]);
}
