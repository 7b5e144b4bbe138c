import { protoFields, protoString, type ProtoField } from './onnx-proto.js';

/** Element types of ONNX tensors (TensorProto.DataType) that matter here. */
export const ONNX_FLOAT = 1;
export const ONNX_INT32 = 6;
export const ONNX_INT64 = 7;
export const ONNX_FLOAT16 = 10;

/** An input or output of a graph. */
export interface OnnxValue {
  readonly name: string;
  /** TensorProto.DataType; 0 = not a tensor. */
  readonly elementType: number;
  /** Null = rank unknown; in it, a string is a symbolic size and null an unknown one. */
  readonly shape: readonly (number | string | null)[] | null;
}

/** What is needed of an ONNX file without running it. */
export interface OnnxSummary {
  /** Version of the default operator set. */
  readonly opset: number;
  /** Inputs that the caller feeds (initialisers listed as inputs left out). */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Every value name of the graph, so that added ones can differ. */
  readonly names: ReadonlySet<string>;
  /** Files that hold weights outside the .onnx, as named in it (relative to its folder). */
  readonly externalFiles: readonly string[];
}

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7, opsetImport: 8 };
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 };

/**
 * Reads opset, inputs, outputs and names from the bytes of an .onnx file; weights are stepped over, not copied.
 * Throws `ProtoError` when the bytes are cut short or no protocol buffer, and `Error` when they hold no graph.
 */
export function readOnnx(bytes: Uint8Array): OnnxSummary {
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const names = new Set<string>();
  const initializers = new Set<string>();
  const externalFiles = new Set<string>();
  let opset = 0;
  let nodes = 0;
  for (const field of protoFields(bytes)) {
    if (field.number === MODEL.opsetImport) {
      const imported = readOpset(bytes, field);
      if (imported.domain === '' || imported.domain === 'ai.onnx') opset = imported.version;
    }
    if (field.number !== MODEL.graph) continue;
    for (const part of protoFields(bytes, field.from, field.to)) {
      if (part.number === GRAPH.node) {
        nodes++;
        for (const name of nodeOutputs(bytes, part)) names.add(name);
      } else if (part.number === GRAPH.initializer) {
        const tensor = readTensorHead(bytes, part);
        initializers.add(tensor.name);
        if (tensor.externalFile !== null) externalFiles.add(tensor.externalFile);
      } else if (part.number === GRAPH.input) inputs.push(readValue(bytes, part));
      else if (part.number === GRAPH.output) outputs.push(readValue(bytes, part));
    }
  }
  if (nodes === 0 || outputs.length === 0) throw new Error('the file holds no graph');
  for (const name of initializers) names.add(name);
  for (const input of inputs) names.add(input.name);
  return {
    opset,
    inputs: inputs.filter((input) => !initializers.has(input.name)),
    outputs,
    names,
    externalFiles: [...externalFiles],
  };
}

function readOpset(bytes: Uint8Array, field: ProtoField): { domain: string; version: number } {
  let domain = '';
  let version = 0;
  for (const part of protoFields(bytes, field.from, field.to)) {
    if (part.number === 1) domain = protoString(bytes, part);
    if (part.number === 2) version = part.value;
  }
  return { domain, version };
}

function nodeOutputs(bytes: Uint8Array, field: ProtoField): string[] {
  const out: string[] = [];
  for (const part of protoFields(bytes, field.from, field.to)) {
    if (part.number === 2) out.push(protoString(bytes, part));
  }
  return out;
}

/** Name and external file of a TensorProto (name = 8, external_data = 13, data_location = 14). */
function readTensorHead(bytes: Uint8Array, field: ProtoField): { name: string; externalFile: string | null } {
  let name = '';
  let location: string | null = null;
  let external = false;
  for (const part of protoFields(bytes, field.from, field.to)) {
    if (part.number === 8) name = protoString(bytes, part);
    if (part.number === 14) external = part.value === 1;
    if (part.number === 13) {
      const [key, value] = readPair(bytes, part);
      if (key === 'location') location = value;
    }
  }
  return { name, externalFile: external ? location : null };
}

function readPair(bytes: Uint8Array, field: ProtoField): [string, string] {
  let key = '';
  let value = '';
  for (const part of protoFields(bytes, field.from, field.to)) {
    if (part.number === 1) key = protoString(bytes, part);
    if (part.number === 2) value = protoString(bytes, part);
  }
  return [key, value];
}

/** A ValueInfoProto: name = 1, type = 2 { tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 } } }. */
function readValue(bytes: Uint8Array, field: ProtoField): OnnxValue {
  let name = '';
  let elementType = 0;
  let shape: (number | string | null)[] | null = null;
  for (const part of protoFields(bytes, field.from, field.to)) {
    if (part.number === 1) name = protoString(bytes, part);
    if (part.number !== 2) continue;
    for (const kind of protoFields(bytes, part.from, part.to)) {
      if (kind.number !== 1) continue;
      for (const item of protoFields(bytes, kind.from, kind.to)) {
        if (item.number === 1) elementType = item.value;
        if (item.number === 2) shape = readShape(bytes, item);
      }
    }
  }
  return { name, elementType, shape };
}

function readShape(bytes: Uint8Array, field: ProtoField): (number | string | null)[] {
  const shape: (number | string | null)[] = [];
  for (const dimension of protoFields(bytes, field.from, field.to)) {
    if (dimension.number !== 1) continue;
    let size: number | string | null = null;
    for (const part of protoFields(bytes, dimension.from, dimension.to)) {
      if (part.number === 1) size = part.value;
      if (part.number === 2) size = protoString(bytes, part);
    }
    shape.push(size);
  }
  return shape;
}
