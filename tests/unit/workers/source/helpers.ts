import type { ColumnRoles, ReadSettings } from '../../../../src/domain/reading/dataset.js';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import type { ExportColumns, ExportKind } from '../../../../src/protocol/export-spec.js';
import type { Outcome } from '../../../../src/protocol/outcome.js';
import type { ReadResult } from '../../../../src/protocol/source-wire.js';
import { Source } from '../../../../workers/source/source.js';

/** The value of an outcome that must be one. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`fault ${JSON.stringify(outcome.fault)}`);
  return outcome.value;
}

/** Reads a file to its end. */
export async function readAll(
  source: Source,
  file: Blob,
  settings: ReadSettings,
  roles: ColumnRoles,
): Promise<Outcome<ReadResult>> {
  let progress = await source.begin(file, settings, roles);
  while (progress.ok && !progress.value.done) progress = await source.advance(progress.value.job);
  return progress.ok ? source.take(progress.value.job) : progress;
}

/** Inspects a file and reads it as detected, with roles changed at will. */
export async function readDetected(
  file: Blob,
  change: { settings?: Partial<ReadSettings>; roles?: Partial<ColumnRoles> } = {},
): Promise<ReadResult & { settings: ReadSettings; roles: ColumnRoles }> {
  const source = new Source();
  const inspection = valueOf(await source.inspect(file));
  const settings = { ...inspection.settings, ...change.settings };
  const roles = { ...inspection.roles, ...change.roles };
  return { ...valueOf(await readAll(source, file, settings, roles)), settings, roles };
}

/** An export's whole bytes. */
export async function exportAll(
  file: Blob,
  settings: ReadSettings,
  roles: ColumnRoles,
  kind: ExportKind,
  columns: ExportColumns,
): Promise<Uint8Array<ArrayBuffer>> {
  const source = new Source();
  const job = valueOf(await source.beginExport(file, settings, roles, kind, columns));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let part = valueOf(await source.nextExport(job)); part !== null; part = valueOf(await source.nextExport(job))) {
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Columns of an export in which nothing was decided yet. */
export function untouched({ dataset, rejectedCount }: Pick<ReadResult, 'dataset' | 'rejectedCount'>): ExportColumns {
  return {
    rows: dataset.rows,
    records: dataset.rows + rejectedCount,
    sourceRow: dataset.sourceRow,
    labels: dataset.labels,
    originalLabel: dataset.label,
    label: dataset.label.slice(),
    status: new Uint8Array(dataset.rows),
    updatedAt: new Float64Array(dataset.rows),
    loss: null,
    probs: null,
    predicted: null,
    classes: [],
  };
}

/** Rows as objects, for reading in a failed comparison. */
export function rowsOf({ dataset }: ReadResult): { text: string; textB?: string; id?: string; label: string }[] {
  return Array.from({ length: dataset.rows }, (_, row) => ({
    text: textOf(dataset.text, row),
    ...(dataset.textB === null ? {} : { textB: textOf(dataset.textB, row) }),
    ...(dataset.id === null ? {} : { id: textOf(dataset.id, row) }),
    label: dataset.labels[dataset.label[row] ?? 0]?.name ?? '?',
  }));
}
