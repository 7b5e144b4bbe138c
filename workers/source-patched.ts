import type { ByteWriter } from '../src/domain/bytes.js';
import type { ReadSettings } from '../src/domain/dataset.js';
import type { RoleColumns } from '../src/domain/dataset-builder.js';
import type { ExportRows } from '../src/domain/export-json.js';
import { SourceEdits, UnwritableLabel } from '../src/domain/export-source.js';
import { PatchedBytes } from '../src/domain/patched-bytes.js';
import type { ExportKind } from '../src/protocol/export-spec.js';
import { SourceFault } from './source-fault.js';
import type { ByteTap } from './source-read.js';

/** A source on its way into a copy of itself in which labels differ. */
export interface PatchedCopy {
  readonly sink: SourceEdits;
  /** Takes the source's bytes before their records come. */
  readonly tap: ByteTap;
  /** Writes what is settled; `consumed`: see `RecordReader`. */
  settle(consumed: number): void;
  /** Writes the rest. */
  end(): void;
}

/** The copy that an export is; null for exports of another format than the source. A Parquet file is copied as JSONL. */
export function patchedCopy(
  kind: ExportKind,
  settings: ReadSettings,
  roles: RoleColumns,
  rows: ExportRows,
  out: ByteWriter,
): PatchedCopy | null {
  const { format, encoding } = settings;
  const lines = format === 'jsonl' || format === 'parquet';
  const own = kind === 'source' && format !== 'parquet';
  if (!own && !(lines && (kind === 'dataset' || kind === 'source'))) return null;
  const patched = new PatchedBytes(own ? encoding : 'utf-8', out);
  const sink = new SourceEdits(settings, roles, rows, patched);
  return {
    sink,
    tap: (raw, utf8) => patched.push(own ? raw : utf8),
    settle: (consumed) => patched.settle(Math.min(consumed, sink.settledAt())),
    end: () => {
      sink.close();
      patched.end();
    },
  };
}

/** A label that the source cannot hold, as a fault that says which row and why. */
export function unwritableFault(error: unknown, { encoding }: ReadSettings): unknown {
  if (!(error instanceof UnwritableLabel)) return error;
  const { label, sourceRow, character } = error;
  const row = sourceRow + 1;
  return new SourceFault(
    character === null
      ? { code: 'export-label-separator', params: { label, row } }
      : { code: 'export-label-encoding', params: { label, row, character, encoding } },
  );
}
