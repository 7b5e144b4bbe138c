/**
 * Every expected failure. The list of codes is closed. Each code has one sentence per language in `i18n`, which says
 * what happened and what to do next. `detail` is technical text for the "details" fold, never the message itself.
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
  | 'file-json-in-string'
  | 'file-changed'
  | 'file-kind-unknown'
  | 'file-second'
  | 'signals-second'
  // files of work on a dataset
  | 'session-damaged'
  | 'session-newer'
  | 'session-other-dataset'
  | 'session-other-mapping'
  | 'changes-damaged'
  | 'changes-unmatched'
  // results that came with a dataset, or in a file of their own
  | 'results-waiting'
  | 'results-not-normalised'
  | 'results-missing'
  | 'results-unusable'
  // models
  | 'model-missing-config'
  | 'model-missing-tokenizer'
  | 'model-missing-onnx'
  | 'model-weights-only'
  | 'model-other-format'
  | 'model-slow-tokenizer'
  | 'model-no-precision'
  | 'model-html'
  | 'model-file-empty'
  | 'model-lfs-pointer'
  | 'model-truncated'
  | 'model-json'
  | 'model-corrupt'
  | 'model-external-missing'
  | 'model-external-outside'
  | 'model-external-short'
  | 'model-not-classifier'
  | 'model-per-token'
  | 'model-one-number'
  | 'model-several-labels'
  | 'model-outputs'
  | 'model-no-scores'
  | 'model-input'
  | 'model-no-tokens'
  | 'model-opset'
  | 'model-too-new'
  | 'model-operator'
  | 'model-cannot-run'
  | 'model-unsupported-tokenizer'
  | 'model-class-count'
  | 'model-label-gap'
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
  // labels that are given to rows
  | 'label-among-numbers'
  | 'label-among-booleans'
  | 'label-fields-unknown'
  | 'labels-permuted'
  | 'labels-spelled'
  // learning from the dataset itself
  | 'learning-memory'
  | 'learning-too-many-labels'
  // comparing the texts of a dataset
  | 'texts-not-compared'
  | 'nearest-not-found'
  // the search
  | 'pattern-invalid'
  | 'pattern-slow'
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
  | 'export-label-encoding'
  | 'export-label-column'
  | 'export-label-separator'
  | 'map-context-lost'
  | 'update-broken'
  | 'unexpected';

/** A fault on the wire and on the page. `params` fill the placeholders of the sentence. */
export interface Fault {
  readonly code: FaultCode;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly detail?: string;
  /** What a person can choose among, to try the work again with it. */
  readonly choices?: readonly Choice[];
}

/** One choice: its value in the work, and how it is shown. */
export interface Choice {
  readonly value: string;
  readonly title: string;
}

/** A fault for a caught value that no code foresees. */
export function unexpected(error: unknown): Fault {
  return { code: 'unexpected', detail: errorText(error) };
}

/** A caught value as one line of a fault's `detail`. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
