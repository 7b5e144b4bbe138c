import { guarded, type WatchedDevice } from './device-watch.js';
import { ModelFault } from './model-fault.js';
import type { Filling } from './model-feeds.js';
import type { ModelParts } from './model-load.js';
import { oneNumber } from './model-outputs.js';
import type { Runtime } from './model-runtime.js';
import { ScoringSession, withProbabilities, type Classifier, type SessionOutput } from './model-session.js';

/** Texts of different lengths. No logits are between 0 and 1 and sum to 1 for all of them. */
const TEXTS = [
  'a',
  'The match ended without a goal.',
  'Shares of the company fell after it had reported a loss, and its bank said that it expects more of the same.',
  '1 2 3',
];
/** How far the sum of a row's probabilities may be from 1. Half precision and quantised weights round. */
const SUM_TOLERANCE = 1e-2;

/** A compiled classifier, and what it did with a few first texts. */
export interface OpenSession {
  readonly session: ScoringSession;
  readonly classifier: Classifier;
  /** Number of its classes. */
  readonly width: number;
  /** Its graph gives probabilities, and the session takes their logarithm for logits. */
  readonly probabilities: boolean;
}

/**
 * Compiles a classifier and runs a few short texts, so that its limits are known before a run begins. A graph that
 * cannot take several rows at once gets them one by one. Probabilities in place of logits are recognised by their
 * values.
 */
export async function openSession(
  runtime: Runtime,
  { classifier: found, external, tokenizer }: ModelParts,
  filling: Filling,
  gpu: WatchedDevice | null,
  device: GPUDevice | null,
): Promise<OpenSession> {
  const create = (classifier: Classifier): Promise<ScoringSession> =>
    ScoringSession.create(runtime, classifier, external, device, filling);
  let classifier = found;
  let session = await create(classifier);
  try {
    const batch = probeBatch(tokenizer);
    const run = (): Promise<SessionOutput> => guarded(gpu, () => session.run(batch));
    let output = await run().catch((error: unknown) => {
      const singly = error instanceof ModelFault && error.fault.code === 'model-cannot-run';
      if (!singly || classifier.feeds.rows !== null) throw error;
      return null;
    });
    if (output === null) {
      await session.release();
      classifier = { ...classifier, feeds: { ...classifier.feeds, rows: 1 } };
      session = await create(classifier);
      output = await run();
    }
    if (output.classes === 1) throw oneNumber(classifier.scores);
    const probabilities = areProbabilities(output);
    if (probabilities) {
      await session.release();
      classifier = withProbabilities(classifier);
      session = await create(classifier);
    }
    return { session, classifier, width: output.classes, probabilities };
  } catch (error) {
    // It may have been released for another one that did not compile.
    await session.release().catch(() => undefined);
    throw error;
  }
}

function probeBatch(tokenizer: ModelParts['tokenizer']): Parameters<ScoringSession['run']>[0] {
  const encoder = new TextEncoder();
  const parts = TEXTS.map((text) => encoder.encode(text));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, row) => (offsets[row + 1] = (offsets[row] ?? 0) + part.length));
  const tokens = tokenizer.tokenize({ bytes: encoder.encode(TEXTS.join('')), offsets }, null);
  const lengths = parts.map((_, row) => (tokens.offsets[row + 1] ?? 0) - (tokens.offsets[row] ?? 0));
  const columns = Math.max(...lengths, Math.min(8, tokenizer.maxTokens));
  return { ...tokens, columns, labels: new Int32Array(parts.length) };
}

/** Whether each row's numbers are within [0, 1] and sum to 1. */
function areProbabilities({ logits, classes }: SessionOutput): boolean {
  for (let from = 0; from < logits.length; from += classes) {
    const row = logits.subarray(from, from + classes);
    const sum = row.reduce((total, p) => total + p, 0);
    // Not `>`: a sum that is NaN is no sum of probabilities.
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE) || row.some((p) => p < 0 || p > 1 + SUM_TOLERANCE)) return false;
  }
  return logits.length > 0;
}
