/**
 * Every expected failure. The codes are closed: each has one sentence per language in `i18n` that says what happened
 * and what to do next. `detail` is technical text for the "details" fold, never the message itself.
 */
export type FaultCode =
  // files
  | 'file-empty'
  | 'file-no-rows'
  | 'file-binary'
  | 'file-unreadable'
  | 'file-encoding'
  | 'file-too-many-columns'
  | 'file-parquet-broken'
  | 'file-gzip-broken'
  | 'file-gzip-member'
  | 'file-gzip-bomb'
  | 'file-too-large'
  | 'file-too-many-labels'
  | 'file-changed'
  | 'file-kind-unknown'
  | 'file-second'
  | 'signals-second'
  // results that came with a dataset, or in a file of their own
  | 'results-waiting'
  | 'results-not-normalised'
  | 'results-missing'
  // models
  | 'model-missing-config'
  | 'model-missing-tokenizer'
  | 'model-missing-onnx'
  | 'model-html'
  | 'model-truncated'
  | 'model-corrupt'
  | 'model-not-classifier'
  | 'model-unsupported-tokenizer'
  | 'model-class-count'
  | 'model-download'
  | 'model-not-found'
  | 'model-offline'
  | 'model-stalled'
  | 'model-tokenizer-stalled'
  | 'model-hub-unavailable'
  // devices and running
  | 'webgpu-missing'
  | 'webgpu-none'
  | 'webgpu-software'
  | 'webgpu-failed'
  | 'webgpu-silent'
  | 'webgpu-silent-asked'
  | 'webgpu-parity'
  | 'device-lost'
  | 'out-of-memory'
  | 'bad-numbers'
  | 'worker-died'
  | 'worker-stalled'
  | 'job-ended'
  | 'no-labels-matched'
  | 'results-labels-unmatched'
  // learning from the dataset itself
  | 'learning-memory'
  | 'learning-too-many-labels'
  // storage
  | 'storage-missing'
  | 'storage-full'
  | 'storage-failed'
  | 'storage-newer'
  | 'storage-blocked'
  | 'storage-evicted'
  | 'read-only-tab'
  | 'read-only-unsaved'
  // page
  | 'insecure-origin'
  | 'export-failed'
  | 'map-context-lost'
  | 'update-broken'
  | 'unexpected';

/** A fault as it crosses the wire and is shown. `params` fill the sentence's placeholders. */
export interface Fault {
  readonly code: FaultCode;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly detail?: string;
}

/** A fault from anything caught: only for what no code foresees. */
export function unexpected(error: unknown): Fault {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'unexpected', detail };
}
