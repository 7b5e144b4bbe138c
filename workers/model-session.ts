import type * as Ort from 'onnxruntime-web';
import type { ScoreBatch } from '../src/protocol/model-wire.js';
import { appendLossHead, OLDEST_OPSET, type HeadedModel } from './loss-head.js';
import { describe, isOutOfMemory, ModelFault } from './model-fault.js';
import { fillInput, fillLabels, KNOWN_INPUTS, toInt64, type KnownInput } from './model-feeds.js';
import type { Runtime } from './model-runtime.js';
import { ONNX_FLOAT, ONNX_FLOAT16, ONNX_INT32, ONNX_INT64, readOnnx, type OnnxSummary } from './onnx-graph.js';
import { ProtoError } from './onnx-proto.js';

/** A classifier's graph that was found fit for scoring, with the loss head on. */
export interface Classifier {
  /** The .onnx, to be named in faults. */
  readonly path: string;
  readonly headed: HeadedModel;
  readonly inputs: readonly { readonly name: KnownInput; readonly int64: boolean }[];
  /** Width of the logits as declared; null where the graph does not say. */
  readonly width: number | null;
  readonly half: boolean;
}

/** A file of weights beside the .onnx. */
export interface ExternalFile {
  readonly path: string;
  readonly data: Blob;
}

/** Reads the .onnx far enough to know that it can be scored. `model-truncated`, `model-corrupt` otherwise. */
export function inspectOnnx(path: string, bytes: Uint8Array): OnnxSummary {
  try {
    return readOnnx(bytes);
  } catch (error) {
    const code = error instanceof ProtoError && error.truncated ? 'model-truncated' : 'model-corrupt';
    throw new ModelFault(code, `${path}: ${describe(error)}`, { file: path });
  }
}

/** Checks inputs and outputs and appends the loss head. `model-not-classifier` when there is nothing to append it to. */
export function asClassifier(path: string, bytes: Uint8Array, summary: OnnxSummary): Classifier {
  const refuse = (why: string): never => {
    throw new ModelFault('model-not-classifier', why);
  };
  const found = summary.outputs.find((output) => output.name === 'logits');
  const logits = found ?? refuse(`outputs ${summary.outputs.map((output) => output.name).join(', ')}: no logits`);
  const rank = logits.shape?.length ?? 2;
  if (rank !== 2) refuse(`logits have ${rank} dimensions, not 2`);
  if (logits.elementType !== ONNX_FLOAT && logits.elementType !== ONNX_FLOAT16) {
    refuse(`logits of element type ${logits.elementType}`);
  }
  if (summary.opset < OLDEST_OPSET) refuse(`operator set ${summary.opset}, older than ${OLDEST_OPSET}`);
  const inputs = summary.inputs.map((input) => {
    const name = KNOWN_INPUTS.find((known) => known === input.name) ?? refuse(`an input called ${input.name}`);
    if (input.elementType !== ONNX_INT64 && input.elementType !== ONNX_INT32) refuse(`${name} of another type`);
    return { name, int64: input.elementType === ONNX_INT64 };
  });
  if (!inputs.some((input) => input.name === 'input_ids')) refuse('no input_ids');
  const width = logits.shape?.[1];
  return {
    path,
    headed: appendLossHead(bytes, summary, logits),
    inputs,
    width: typeof width === 'number' ? width : null,
    half: logits.elementType === ONNX_FLOAT16,
  };
}

/** What a run gives back. */
export interface SessionOutput {
  /** rows x classes, row-major. */
  readonly logits: Float32Array<ArrayBuffer>;
  readonly classes: number;
  /** NaN where the label is -1. */
  readonly loss: Float32Array<ArrayBuffer>;
}

/** A compiled classifier on one device. One run at a time. */
export class ScoringSession {
  readonly #ort: typeof Ort;
  readonly #session: Ort.InferenceSession;
  readonly #inputs: Classifier['inputs'];
  readonly #width: number;
  /** Names to feed and fetch; not the model's bytes, which the session has copied. */
  readonly #names: Omit<HeadedModel, 'bytes'>;
  readonly #padId: number;

  private constructor(ort: typeof Ort, session: Ort.InferenceSession, classifier: Classifier, padId: number) {
    this.#ort = ort;
    this.#session = session;
    this.#inputs = classifier.inputs;
    this.#width = classifier.width ?? Infinity;
    const { labels, logits, loss } = classifier.headed;
    this.#names = { labels, logits, loss };
    this.#padId = padId;
  }

  /** Compiles for WebGPU when a device is given, else for the CPU. */
  static async create(
    runtime: Runtime,
    classifier: Classifier,
    external: readonly ExternalFile[],
    device: GPUDevice | null,
    padId: number,
  ): Promise<ScoringSession> {
    const options: Ort.InferenceSession.SessionOptions = {
      executionProviders:
        device === null ? ['wasm'] : [{ name: 'webgpu', device, storageBufferCacheMode: 'simple' as const }],
      // Warnings name operators placed on the CPU by intent (shape arithmetic): nothing a user can act on.
      logSeverityLevel: 3,
      externalData: await Promise.all(
        external.map(async ({ path, data }) => ({ path, data: new Uint8Array(await data.arrayBuffer()) })),
      ),
    };
    try {
      const session = await runtime.ort.InferenceSession.create(classifier.headed.bytes, options);
      return new ScoringSession(runtime.ort, session, classifier, padId);
    } catch (error) {
      throw compileFault(error, classifier.path, device !== null);
    }
  }

  /** Runs a batch. Rejects as onnxruntime does; labels out of range and rows too long throw. */
  async run(batch: ScoreBatch): Promise<SessionOutput> {
    const rows = batch.offsets.length - 1;
    const names = this.#names;
    const feeds: Record<string, Ort.Tensor> = {};
    for (const input of this.#inputs) {
      const values = fillInput(input.name, batch, this.#padId);
      feeds[input.name] = this.#integers(values, input.int64, [rows, batch.columns]);
    }
    const labels = fillLabels(batch, this.#width);
    feeds[names.labels] = this.#integers(labels, true, [rows, 1]);
    const outputs = await this.#session.run(feeds, [names.logits, names.loss]);
    try {
      const logits = floats(outputs[names.logits]);
      const loss = floats(outputs[names.loss]);
      batch.labels.forEach((label, row) => {
        if (label < 0) loss[row] = NaN;
      });
      return { logits, classes: rows === 0 ? 0 : logits.length / rows, loss };
    } finally {
      for (const tensor of Object.values(outputs)) tensor.dispose();
    }
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  #integers(values: Int32Array<ArrayBuffer>, int64: boolean, dims: readonly number[]): Ort.Tensor {
    return int64 ? new this.#ort.Tensor('int64', toInt64(values), dims) : new this.#ort.Tensor('int32', values, dims);
  }
}

/** Copies a tensor out of onnxruntime's memory. */
function floats(tensor: Ort.Tensor | undefined): Float32Array<ArrayBuffer> {
  const data = tensor?.data;
  if (!(data instanceof Float32Array)) throw new Error('the session gave no float32 output');
  return new Float32Array(data);
}

/** onnxruntime says why it refused a model in English only. */
function compileFault(error: unknown, file: string, webgpu: boolean): ModelFault {
  const detail = describe(error);
  if (isOutOfMemory(error)) return new ModelFault('out-of-memory', detail);
  if (/protobuf|parsing|load model|modelproto|invalid model|external data/i.test(detail)) {
    return new ModelFault('model-corrupt', detail, { file });
  }
  return new ModelFault(webgpu ? 'webgpu-failed' : 'model-corrupt', detail, { file });
}
