import type { ColumnRoles, ReadSettings } from '../../domain/reading/dataset.js';
import type { JobId } from '../../protocol/job.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { ReadProgress, ReadResult, SourceWire } from '../../protocol/source-wire.js';
import { guarded } from '../project/guarded.js';
import { hasEnded } from '../project/turn.js';

/** A file, and how it becomes rows. */
export interface SourceToRead {
  readonly file: Blob;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
}

/**
 * Reads a whole source as a dataset, a few MiB at a time, and reports after each. Returns null once `signal` is aborted:
 * then the worker keeps nothing of it.
 */
export function readSource(
  signal: AbortSignal,
  source: SourceWire,
  { file, settings, roles }: SourceToRead,
  onProgress: (progress: ReadProgress) => void,
): Promise<Outcome<ReadResult> | null> {
  const begun = source.begin(file, settings, roles);
  return readToEnd(signal, source, begun, (job) => source.take(job), onProgress);
}

/** The same for a reading of either sort: one that has `begun`, and whose result `take` hands over. */
export async function readToEnd<T>(
  signal: AbortSignal,
  source: SourceWire,
  begun: Promise<Outcome<ReadProgress>>,
  take: (job: JobId) => Promise<Outcome<T>>,
  onProgress: (progress: ReadProgress) => void,
): Promise<Outcome<T> | null> {
  let step = await guarded(begun);
  for (;;) {
    if (hasEnded(signal)) {
      if (step.ok) void guarded(source.end(step.value.job));
      return null;
    }
    if (!step.ok) return step;
    onProgress(step.value);
    const { job, done } = step.value;
    if (done) break;
    step = await guarded(source.advance(job));
  }
  const taken = await guarded(take(step.value.job));
  return hasEnded(signal) ? null : taken;
}
