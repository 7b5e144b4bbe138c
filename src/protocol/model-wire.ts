import type { ScoreBatch, TextChunk, TokenChunk } from '../domain/batch.js';
import type { Outcome } from './outcome.js';

export type DeviceKind = 'webgpu' | 'wasm';

/** The source of a model's files. Paths are relative to the model's root, as on the Hugging Face Hub. */
export type ModelSource =
  | { readonly kind: 'url'; readonly base: string; readonly files: readonly string[] }
  | {
      readonly kind: 'files';
      readonly files: readonly ModelFile[];
      /** Path of the graph that a person chose among several precisions. Absent: the graph that suits the device. */
      readonly graph?: string;
      /** The output that a person chose to hold a number for each class. Absent: the graph shows it. */
      readonly output?: string;
    };

export interface ModelFile {
  readonly path: string;
  readonly blob: Blob;
}

export interface LoadRequest {
  readonly source: ModelSource;
  readonly device: DeviceKind;
  /** WASM threads wanted. 1 where the page is not cross-origin isolated. */
  readonly threads: number;
}

/** How a model differs from one that gives logits for any number of rows of any length. */
export interface ModelTraits {
  /** Its graph gives probabilities. Their logarithms count as logits, and the loss is -log p. */
  readonly probabilities: boolean;
  /** Rows of every batch, where the graph fixes them. Null = any number. */
  readonly rows: number | null;
  /** Tokens of every row, where the graph fixes them. Longer texts are cut. Null = any number. */
  readonly tokens: number | null;
}

export interface LoadedModel {
  /** SHA-256 over config, tokenizer and ONNX bytes, in hex. Results are stored under it. */
  readonly hash: string;
  /** Class names, by logit position. */
  readonly classes: readonly string[];
  /** Longest input in tokens, special tokens included. */
  readonly maxTokens: number;
  /** Id of a hidden token: the tokenizer's mask, else its unknown token, else its padding. */
  readonly maskId: number;
  /** Ids that are no part of a text: the tokenizer's tokens around texts, padding, and other special tokens. */
  readonly specialIds: readonly number[];
  readonly onnxPath: string;
  /** Paths of all files that were read. */
  readonly usedFiles: readonly string[];
  readonly traits: ModelTraits;
  readonly device: DeviceKind;
  readonly threads: number;
  /** Names the adapter or the WASM build, for the details fold. */
  readonly deviceName: string;
}

export interface BatchResult {
  /** rows x classes, row-major. */
  readonly logits: Float32Array<ArrayBuffer>;
  /** Cross-entropy in nats from the ONNX loss head; NaN where the label is -1. */
  readonly loss: Float32Array<ArrayBuffer>;
  readonly elapsedMs: number;
}

/** The comparison of the same rows on WebGPU and WASM, before a run is trusted. */
export interface ParityReport {
  readonly rows: number;
  readonly maxLogitDifference: number;
  readonly tolerance: number;
}

export interface DownloadState {
  readonly receivedBytes: number;
  /** 0 = unknown. */
  readonly totalBytes: number;
  readonly phase: 'idle' | 'download' | 'compile' | 'ready';
}

/** The model worker. It holds one session and one tokenizer. Batches carry everything else. */
export interface ModelWire {
  /**
   * Reports what this browser offers, also without a model. `webgpu-silent` where the graphics process does not answer.
   */
  devices(): Promise<Outcome<DeviceReport>>;
  /** Fetches, checks and compiles a model. Poll `loading` meanwhile. */
  load(request: LoadRequest): Promise<Outcome<LoadedModel>>;
  loading(): Promise<DownloadState>;
  tokenize(text: TextChunk, textB: TextChunk | null): Promise<Outcome<TokenChunk>>;
  /** Runs one batch on the device of the loaded model. */
  score(batch: ScoreBatch): Promise<Outcome<BatchResult>>;
  /**
   * Runs `batch` on WASM (in a session of its own, which is released afterwards) and on the loaded WebGPU session, and
   * compares the results.
   */
  parity(batch: ScoreBatch): Promise<Outcome<ParityReport>>;
}

/** What a device offers, before a model is loaded. */
export interface DeviceReport {
  readonly webgpu: boolean;
  /** A software adapter: correct, and slower than WASM. */
  readonly software: boolean;
  readonly adapter: string;
  readonly f16: boolean;
}

export type { ScoreBatch, TextChunk, TokenChunk };
