import { ONNX_FLOAT, ONNX_FLOAT16, ONNX_INT64, type OnnxSummary } from './onnx-graph.js';
import { bytesField, concatBytes, messageField, numberField } from './onnx-proto.js';

/** A model with the loss head, and the names to feed and fetch. */
export interface HeadedModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Input: int64, [batch, 1], the class of each row. */
  readonly labels: string;
  /** Output: float32, [batch, classes]. */
  readonly logits: string;
  /** Output: float32, [batch, 1], cross-entropy in nats. */
  readonly loss: string;
}

/** GatherElements came with opset 11. */
export const OLDEST_OPSET = 11;

const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/**
 * Appends cross-entropy to a classifier's .onnx bytes: `loss = log(sum(exp(z - max z))) - (z[label] - max z)`.
 *
 * Protocol buffers merge a repeated embedded message, so a second `graph` field adds its nodes, inputs and outputs to
 * the first one's. ReduceMax, Sub, Exp, ReduceSum, Log and GatherElements all have WebGPU kernels, which LogSoftmax has
 * not. Half-precision logits are cast to float32 first, and the cast ones are the output.
 *
 * `logits` names the output of shape [batch, classes]; the caller has checked its rank and `summary.opset >= 11`.
 */
export function appendLossHead(
  model: Uint8Array,
  summary: OnnxSummary,
  logits: { readonly name: string; readonly elementType: number },
): HeadedModel {
  const name = freeNames(summary.names);
  const half = logits.elementType === ONNX_FLOAT16;
  const z = half ? name('logits') : logits.name;
  const axes = name('axes');
  const labels = name('labels');
  const loss = name('loss');
  // Reductions take their axes as an attribute up to an opset that differs from one to the other, then as an input.
  const reduce = (operator: string, from: string, to: string, axesAsInput: boolean): Uint8Array =>
    axesAsInput ? node(operator, [from, axes], [to]) : node(operator, [from], [to], [intsAttribute('axes', [1])]);

  const parts: Uint8Array[] = [];
  if (half) parts.push(node('Cast', [logits.name], [z], [intAttribute('to', ONNX_FLOAT)]));
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
  if (half) parts.push(bytesField(12, value(z, ONNX_FLOAT, null)));
  return { bytes: concatBytes([model, messageField(7, parts)]), labels, logits: z, loss };
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

/** ValueInfoProto of shape [batch, columns]; `columns` null = unnamed size. */
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
