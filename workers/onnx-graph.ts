import { protoFields, protoString, type ProtoField } from './onnx-proto.js';

/** Element types of ONNX tensors (TensorProto.DataType) that matter here. */
export const ONNX_FLOAT = 1;
export const ONNX_INT32 = 6;
export const ONNX_INT64 = 7;
export const ONNX_BOOL = 9;
export const ONNX_FLOAT16 = 10;
export const ONNX_DOUBLE = 11;
export const ONNX_BFLOAT16 = 16;

/** An input or output of a graph. */
export interface OnnxValue {
  readonly name: string;
  /** TensorProto.DataType. 0 = not a tensor. */
  readonly elementType: number;
  /** Null = rank unknown. In it, a string is a symbolic size and null an unknown one. */
  readonly shape: readonly (number | string | null)[] | null;
}

/** What an ONNX file shows without a run. */
export interface OnnxSummary {
  /** Version of the default operator set. 0 = the file names none. */
  readonly opset: number;
  /** Inputs that the caller feeds, without the initialisers that are listed as inputs. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Every value name of the graph, so that added names can differ. */
  readonly names: ReadonlySet<string>;
  /**
   * Files that hold weights outside the .onnx, as named in it (relative to its folder), with the bytes that each must
   * have.
   */
  readonly externalFiles: ReadonlyMap<string, number>;
  /** The operator that gives each value of the graph. */
  readonly makers: ReadonlyMap<string, OnnxNode>;
}

/** An operator of a graph. */
interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
}

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7, opsetImport: 8 };
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 };

/**
 * Reads opset, inputs, outputs and names from the bytes of an .onnx file. It steps over weights without copying them.
 * Throws `ProtoError` when the bytes are cut short or no protocol buffer, and `Error` when they hold no graph.
 */
export function readOnnx(bytes: Uint8Array): OnnxSummary {
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const names = new Set<string>();
  const initializers = new Set<string>();
  const externalFiles = new Map<string, number>();
  const makers = new Map<string, OnnxNode>();
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
        const { outputs: made, ...node } = readNode(bytes, part);
        for (const name of made) {
          names.add(name);
          makers.set(name, node);
        }
      } else if (part.number === GRAPH.initializer) {
        const tensor = readTensorHead(bytes, part);
        initializers.add(tensor.name);
        const { external } = tensor;
        if (external) externalFiles.set(external.file, Math.max(external.end, externalFiles.get(external.file) ?? 0));
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
    externalFiles,
    makers,
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

/** A NodeProto: input = 1, output = 2, op_type = 4. */
function readNode(bytes: Uint8Array, field: ProtoField): OnnxNode & { readonly outputs: readonly string[] } {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let operator = '';
  for (const part of protoFields(bytes, field.from, field.to)) {
    if (part.number === 1) inputs.push(protoString(bytes, part));
    if (part.number === 2) outputs.push(protoString(bytes, part));
    if (part.number === 4) operator = protoString(bytes, part);
  }
  return { operator, inputs, outputs };
}

interface TensorHead {
  readonly name: string;
  /** The file that holds the tensor, and the end of the tensor in it. Null = the .onnx itself holds it. */
  readonly external: { readonly file: string; readonly end: number } | null;
}

/** Name and external file of a TensorProto (name = 8, external_data = 13, data_location = 14). */
function readTensorHead(bytes: Uint8Array, field: ProtoField): TensorHead {
  let name = '';
  let isExternal = false;
  const where = new Map<string, string>();
  for (const part of protoFields(bytes, field.from, field.to)) {
    if (part.number === 8) name = protoString(bytes, part);
    if (part.number === 14) isExternal = part.value === 1;
    if (part.number === 13) where.set(...readPair(bytes, part));
  }
  const file = where.get('location');
  const end = Number(where.get('offset') ?? 0) + Number(where.get('length') ?? 0);
  return { name, external: isExternal && file !== undefined ? { file, end } : null };
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
      // Some exporters write -1 for any size, which is a huge number without its sign.
      if (part.number === 1) size = part.value < 2 ** 63 ? part.value : null;
      if (part.number === 2) size = protoString(bytes, part);
    }
    shape.push(size);
  }
  return shape;
}
