import type { ColumnRoles, ReadSettings } from '../domain/dataset.js';
import type { Outcome } from '../protocol/outcome.js';
import type { ReadProgress, ReadResult, SourceWire } from '../protocol/source-wire.js';

/** Reads a whole source, a few MiB at a time, and reports after each. */
export async function readSource(
  source: SourceWire,
  file: Blob,
  settings: ReadSettings,
  roles: ColumnRoles,
  onProgress: (progress: ReadProgress) => void,
): Promise<Outcome<ReadResult>> {
  let step = await source.begin(file, settings, roles);
  while (step.ok && !step.value.done) {
    onProgress(step.value);
    step = await source.advance();
  }
  return step.ok ? source.take() : step;
}
