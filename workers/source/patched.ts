import { NotEncodable } from '../../src/domain/bytes/encoder.js';
import type { ByteWriter } from '../../src/domain/bytes/bytes.js';
import type { ReadSettings } from '../../src/domain/reading/dataset.js';
import type { RoleColumns } from '../../src/domain/reading/dataset-builder.js';
import type { ExportRows } from '../../src/domain/export/json.js';
import { SourceEdits, UnwritableLabel } from '../../src/domain/export/source.js';
import { isWritten } from '../../src/domain/export/form.js';
import { PatchedBytes } from '../../src/domain/export/patched-bytes.js';
import type { Fault } from '../../src/protocol/fault.js';
import type { ExportKind } from '../../src/protocol/export-spec.js';
import type { ByteTap } from './stream.js';

/** Makes a copy of a source in which labels differ. */
export interface PatchedCopy {
  readonly sink: SourceEdits;
  /** Takes the source's bytes before their records. */
  readonly tap: ByteTap;
  /** Writes the bytes that cannot change any more. `consumed`: see `RecordReader`. */
  settle(consumed: number): void;
  /** Writes the remaining bytes. */
  end(): void;
}

/**
 * The copy for an export. Null for exports of another format than the source. A Parquet file is copied as JSONL.
 * `names`: the columns of the reader.
 */
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

/** The fault of a label that the source cannot hold, with the row and the reason. Null = the error is another one. */
export function unwritableFault(error: unknown, { encoding }: ReadSettings): Fault | null {
  if (!(error instanceof UnwritableLabel)) return null;
  const { label, sourceRow, reason } = error;
  const params = { label, row: sourceRow + 1 };
  if (reason instanceof NotEncodable) {
    return { code: 'export-label-encoding', params: { ...params, character: reason.character, encoding } };
  }
  return { code: reason.lacks === 'column' ? 'export-label-column' : 'export-label-separator', params };
}
