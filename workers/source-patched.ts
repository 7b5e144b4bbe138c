import { NotEncodable } from '../src/domain/byte-encoder.js';
import type { ByteWriter } from '../src/domain/bytes.js';
import type { ReadSettings } from '../src/domain/dataset.js';
import type { RoleColumns } from '../src/domain/dataset-builder.js';
import type { ExportRows } from '../src/domain/export-json.js';
import { SourceEdits, UnwritableLabel } from '../src/domain/export-source.js';
import { isWritten } from '../src/domain/export-form.js';
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

/** The copy that an export is; null for exports of another format than the source. A Parquet file is copied as JSONL. `names`: the columns that the reader has. */
export function patchedCopy(
  kind: ExportKind,
  settings: ReadSettings,
  names: readonly string[],
  roles: RoleColumns,
  rows: ExportRows,
  out: ByteWriter,
): PatchedCopy | null {
  const { format, encoding } = settings;
  const lines = format === 'jsonl' || format === 'parquet';
  const own = kind === 'source' && isWritten(settings);
  if (!own && !(lines && (kind === 'dataset' || kind === 'source'))) return null;
  const patched = new PatchedBytes(own ? encoding : 'utf-8', out);
  const sink = new SourceEdits(settings, names, roles, rows, patched);
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
  const { label, sourceRow, reason } = error;
  const params = { label, row: sourceRow + 1 };
  if (reason instanceof NotEncodable) {
    return new SourceFault({
      code: 'export-label-encoding',
      params: { ...params, character: reason.character, encoding },
    });
  }
  return new SourceFault({
    code: reason.lacks === 'column' ? 'export-label-column' : 'export-label-separator',
    params,
  });
}
