import type { ColumnRoles, ReadSettings } from '../domain/dataset.js';
import type { Outcome } from '../protocol/outcome.js';
import type { ReadProgress, ReadResult, SourceWire } from '../protocol/source-wire.js';

/**
 * Reads a whole source, a few MiB at a time, and reports after each. Null when it is not `wanted` any more: the worker
 * reads something else by then, and what it would give is not ours.
 */
export async function readSource(
  source: SourceWire,
  file: Blob,
  settings: ReadSettings,
  roles: ColumnRoles,
  onProgress: (progress: ReadProgress) => void,
  wanted: () => boolean,
): Promise<Outcome<ReadResult> | null> {
  let step = await source.begin(file, settings, roles);
  while (wanted() && step.ok && !step.value.done) {
    onProgress(step.value);
    step = await source.advance();
  }
  if (!wanted()) return null;
  return step.ok ? source.take() : step;
}
