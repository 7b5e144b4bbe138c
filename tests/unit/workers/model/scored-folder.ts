import * as ort from 'onnxruntime-web/wasm';
import type { ModelFile, ModelSource } from '../../../../src/protocol/model-wire.js';
import { DownloadMeter } from '../../../../workers/model/download.js';
import { ModelFault } from '../../../../workers/model/fault.js';
import { loadParts, type ModelParts } from '../../../../workers/model/load.js';
import { openSession, type OpenSession } from '../../../../workers/model/probe.js';
import type { SessionOutput } from '../../../../workers/model/session.js';

ort.env.wasm.numThreads = 1;
const RUNTIME = { ort, build: 'wasm', threads: 1 };

/** Texts for the kept model, a longer one last. */
export const TEXTS = [
  'Troops left the border town as the ceasefire held',
  'The sprinter took gold',
  'Oil prices rose as the company reported lower stocks, and investors sold bonds in the hope of better days to come',
];
const LABELS = [0, 1, 3];

/** The parts of a model from a folder's files, for WASM. */
export async function load(files: readonly ModelFile[], wish: Partial<ModelSource> = {}): Promise<ModelParts> {
  const source = { kind: 'files', files, ...wish } as ModelSource;
  return loadParts(source, 'wasm', false, new DownloadMeter());
}

/** The scores of the texts, with what they were made with. */
export interface Scored extends SessionOutput {
  readonly opened: OpenSession;
  readonly parts: ModelParts;
  readonly truncated: number[];
}

/** Loads a model like the worker, and scores the texts. */
export async function score(files: readonly ModelFile[], wish: Partial<ModelSource> = {}): Promise<Scored> {
  const parts = await load(files, wish);
  const opened = await openSession(RUNTIME, parts, { padId: parts.tokenizer.padId, firstPosition: 0 }, null, null);
  const bytes = TEXTS.map((text) => new TextEncoder().encode(text));
  const offsets = Uint32Array.from([
    0,
    ...bytes.map((_, i) => bytes.slice(0, i + 1).reduce((n, b) => n + b.length, 0)),
  ]);
  const tokens = parts.tokenizer.tokenize({ bytes: new Uint8Array(Buffer.concat(bytes)), offsets }, null);
  const columns = Math.max(...TEXTS.map((_, i) => (tokens.offsets[i + 1] ?? 0) - (tokens.offsets[i] ?? 0)));
  const output = await opened.session.run({ ...tokens, columns, labels: Int32Array.from(LABELS) });
  await opened.session.release();
  return { ...output, opened, parts, truncated: [...tokens.truncated] };
}

/** The fault with which a model is refused. Null = it is not. */
export async function faultOf(files: readonly ModelFile[]): Promise<unknown> {
  try {
    await score(files);
    return null;
  } catch (error) {
    if (error instanceof ModelFault) return error.fault;
    throw error;
  }
}
