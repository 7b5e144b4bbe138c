import type * as Ort from 'onnxruntime-web';
import type { ScoreBatch } from '../../src/protocol/model-wire.js';
import { errorText } from '../../src/protocol/fault.js';
import { appendLossHead, OLDEST_OPSET, type HeadedModel } from './loss-head.js';
import { ModelFault } from './fault.js';
import { cutBatch, fillInput, fillLabels, toInt64, type FeedType, type Filling } from './feeds.js';
import { readInputs, type GraphInputs } from './inputs.js';
import { findScores, type OutputWish } from './outputs.js';
import { compileFault } from './runtime-fault.js';
import type { Runtime } from './runtime.js';
import { ONNX_FLOAT16, readOnnx, type OnnxSummary, type OnnxValue } from './onnx-graph.js';
import { ProtoError } from './onnx-proto.js';

/** The graph of a classifier that can be scored, with the loss head on. */
export interface Classifier {
  /** The .onnx, for the names in faults. */
  readonly path: string;
  readonly headed: HeadedModel;
  readonly summary: OnnxSummary;
  readonly feeds: GraphInputs;
  /** The output that holds a number for each class. */
  readonly scores: OnnxValue;
  /** Declared width of that output. Null where the graph does not declare it. */
  readonly width: number | null;
  readonly half: boolean;
}

/** A file of weights beside the .onnx. */
export interface ExternalFile {
  readonly path: string;
  readonly data: Blob;
}

/**
 * Reads the .onnx far enough to know that it can be scored. Throws `model-truncated` or `model-corrupt` where it
 * cannot.
 */
export function inspectOnnx(path: string, bytes: Uint8Array): OnnxSummary {
  try {
    return readOnnx(bytes);
  } catch (error) {
    if (error instanceof ProtoError && error.needed !== null) {
      const params = { file: path, bytes: bytes.length, needed: error.needed };
      throw new ModelFault('model-truncated', `${path}: ${errorText(error)}`, params);
    }
    throw new ModelFault('model-corrupt', `${path}: ${errorText(error)}`, { file: path });
  }
}

/**
 * Checks operator set, inputs and outputs and appends the loss head. Throws `model-opset` when the head cannot be
 * appended, and the faults of `findScores` and `readInputs`.
 */
export function asClassifier(
  path: string,
  bytes: Uint8Array,
  summary: OnnxSummary,
  wish: OutputWish = { classes: null, output: null },
): Classifier {
  const feeds = readInputs(path, summary);
  const scores = findScores(summary, wish);
  const found = summary.opset;
  if (found < OLDEST_OPSET) {
    const params = { file: path, found, needed: OLDEST_OPSET };
    throw new ModelFault('model-opset', `operator set ${found}, older than ${OLDEST_OPSET}`, params);
  }
  const width = scores.shape?.[1];
  return {
    path,
    headed: appendLossHead(bytes, summary, scores),
    summary,
    feeds,
    scores,
    width: typeof width === 'number' ? width : null,
    half: scores.elementType === ONNX_FLOAT16,
  };
}

/** The same classifier for a graph that gives probabilities. The loss head takes their logarithm. */
export function withProbabilities(classifier: Classifier): Classifier {
  const { headed, summary, scores } = classifier;
  const model = headed.bytes.subarray(0, headed.modelBytes);
  return { ...classifier, headed: appendLossHead(model, summary, scores, true) };
}

/** The result of a run. */
export interface SessionOutput {
  /** rows x classes, row-major. */
  readonly logits: Float32Array<ArrayBuffer>;
  readonly classes: number;
  /** NaN where the label is -1. */
  readonly loss: Float32Array<ArrayBuffer>;
}

/** A compiled classifier on one device. It does one run at a time. */
export class ScoringSession {
  readonly #ort: typeof Ort;
  readonly #session: Ort.InferenceSession;
  readonly #feeds: GraphInputs;
  readonly #width: number;
  /** Names to feed and fetch, without the model's bytes, which the session has copied. */
  readonly #names: Pick<HeadedModel, 'labels' | 'logits' | 'loss'>;
  readonly #filling: Filling;

  private constructor(ort: typeof Ort, session: Ort.InferenceSession, classifier: Classifier, filling: Filling) {
    this.#ort = ort;
    this.#session = session;
    this.#feeds = classifier.feeds;
    this.#width = classifier.width ?? Infinity;
    const { labels, logits, loss } = classifier.headed;
    this.#names = { labels, logits, loss };
    this.#filling = filling;
  }

  /** Compiles for WebGPU when a device is given, else for the CPU. Throws the faults of `compileFault`. */
  static async create(
    runtime: Runtime,
    classifier: Classifier,
    external: readonly ExternalFile[],
    device: GPUDevice | null,
    filling: Filling,
  ): Promise<ScoringSession> {
    const options: Ort.InferenceSession.SessionOptions = {
      executionProviders:
        device === null ? ['wasm'] : [{ name: 'webgpu', device, storageBufferCacheMode: 'simple' as const }],
      // Warnings name operators placed on the CPU by intent (shape arithmetic). A person cannot act on them.
      logSeverityLevel: 3,
      externalData: await Promise.all(
        external.map(async ({ path, data }) => ({ path, data: new Uint8Array(await data.arrayBuffer()) })),
      ),
    };
    try {
      const session = await runtime.ort.InferenceSession.create(classifier.headed.bytes, options);
      return new ScoringSession(runtime.ort, session, classifier, filling);
    } catch (error) {
      throw compileFault(error, classifier.path, device !== null);
    }
  }

  /**
   * Runs a batch, in the sizes that the graph fixes. Rejects with onnxruntime's errors. Throws for labels out of range
   * and for rows that are too long.
   */
  async run(batch: ScoreBatch): Promise<SessionOutput> {
    const rows = batch.labels.length;
    const columns = this.#feeds.columns ?? batch.columns;
    if (this.#feeds.rows === null) return this.#runWhole({ ...batch, columns });
    const outputs: SessionOutput[] = [];
    for (const part of cutBatch(batch, this.#feeds.rows, columns)) outputs.push(await this.#runWhole(part));
    const classes = outputs[0]?.classes ?? 0;
    const logits = new Float32Array(rows * classes);
    const loss = new Float32Array(rows);
    outputs.forEach((output, part) => {
      const from = part * (this.#feeds.rows ?? 0);
      logits.set(output.logits.subarray(0, (rows - from) * classes), from * classes);
      loss.set(output.loss.subarray(0, rows - from), from);
    });
    return { logits, classes, loss };
  }

  async #runWhole(batch: ScoreBatch): Promise<SessionOutput> {
    const rows = batch.labels.length;
    const names = this.#names;
    const feeds: Record<string, Ort.Tensor> = {};
    for (const { name, role, type } of this.#feeds.inputs) {
      feeds[name] = this.#tensor(fillInput(role, batch, this.#filling), type, [rows, batch.columns]);
    }
    feeds[names.labels] = this.#tensor(fillLabels(batch, this.#width), 'int64', [rows, 1]);
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

  #tensor(values: Int32Array<ArrayBuffer>, type: FeedType, dims: readonly number[]): Ort.Tensor {
    const { Tensor } = this.#ort;
    switch (type) {
      case 'int64':
        return new Tensor('int64', toInt64(values), dims);
      case 'int32':
        return new Tensor('int32', values, dims);
      case 'float32':
        return new Tensor('float32', Float32Array.from(values), dims);
      case 'bool':
        return new Tensor('bool', Uint8Array.from(values), dims);
    }
  }
}

/** Copies a tensor out of onnxruntime's memory. */
function floats(tensor: Ort.Tensor | undefined): Float32Array<ArrayBuffer> {
  const data = tensor?.data;
  if (!(data instanceof Float32Array)) throw new Error('the session gave no float32 output');
  return new Float32Array(data);
}
