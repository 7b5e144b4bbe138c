import type { ColumnRoles, ReadSettings } from '../../domain/reading/dataset.js';
import type { JobId } from '../../protocol/job.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { ReadProgress, ReadResult, SourceWire } from '../../protocol/source-wire.js';
import { guarded } from '../project/guarded.js';
import { hasEnded } from '../project/turn.js';

/** A file, with the settings and roles of its reading. */
export interface SourceToRead {
  readonly file: Blob;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
}

/**
 * Reads a whole source as a dataset, a few MiB at a time, and reports progress after each step. Once `signal` is
 * aborted, returns null and ends the reading in the worker.
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

/** Completes a reading of a dataset or of results that has `begun`. `take` returns its result. */
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
