import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect } from 'vitest';
import { encodeText, SHIFT_BACK } from '../../../../src/domain/bytes/encoder.js';
import {
  CORRECTED,
  DISCARDED,
  type ColumnRoles,
  type ReadSettings,
  type SourceEncoding,
} from '../../../../src/domain/reading/dataset.js';
import type { ExportColumns } from '../../../../src/protocol/export-spec.js';
import type { ReadResult } from '../../../../src/protocol/source-wire.js';
import { Source } from '../../../../workers/source/source.js';
import { exportAll, readAll, rowsOf, untouched, valueOf } from './helpers.js';

/** A row of a source that is exported. */
export interface Row {
  readonly text: string;
  readonly label: string;
  /** The label that the row is given; null = it keeps its own. */
  readonly now: string | null;
  readonly discarded: boolean;
}

/** A way of writing rows. The label of each is given apart, so that the corrected file can be written as well. */
export interface Form {
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  write(rows: readonly Row[], labelOf: (row: Row) => string): string;
}

/** The columns of every source here. */
export const ROLES: ColumnRoles = { text: 'text', textJoin: '', textB: '', label: 'label', id: '', sLabel: '' };
/** A table with commas. */
export const BASE: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: true,
};
/** Labels that need quotes, or escapes, in some formats. */
export const LABELS = ['x', 'two words', 'a,b;c|d', 'say "z"', String.raw`back\slash`, '=SUM(A1)'];

/** A text in an encoding, back in its first state. */
export function bytesOf(text: string, encoding: SourceEncoding): Uint8Array<ArrayBuffer> {
  const { bytes, shifted } = encodeText(text, encoding);
  return Uint8Array.from([...bytes, ...(shifted ? SHIFT_BACK : [])]);
}

/** Rows with labels of `labels`; the first is never discarded, so that something is left. */
export function rowsWith(labels: readonly string[], texts: fc.Arbitrary<string>): fc.Arbitrary<Row[]> {
  const label = fc.constantFrom(...labels);
  const row = fc.record({
    text: texts,
    label,
    now: fc.option(label),
    discarded: fc.boolean(),
  });
  return fc
    .array(row, { minLength: 1, maxLength: 12 })
    .map((rows) => [...labels.map((own) => ({ text: 'words', label: own, now: null, discarded: false })), ...rows]);
}

/** The columns of an export with the labels that rows are given. */
function decided(read: ReadResult, rows: readonly Row[], withoutDiscarded: boolean): ExportColumns {
  const columns = untouched(read);
  rows.forEach(({ now, discarded }, row) => {
    if (discarded) columns.status[row] = DISCARDED;
    if (now === null) return;
    columns.label[row] = columns.labels.findIndex(({ name }) => name === now);
    if (!discarded) columns.status[row] = CORRECTED;
  });
  return { ...columns, withoutDiscarded };
}

/** Exports rows in the format of their source, without and with their changes, and without discarded rows. */
export async function checkForm({ settings, roles, write }: Form, rows: readonly Row[]): Promise<void> {
  const packed = (text: string): Uint8Array<ArrayBuffer> => {
    const bytes = bytesOf(text, settings.encoding);
    return settings.gzip ? new Uint8Array(gzipSync(bytes)) : bytes;
  };
  const plain = (bytes: Uint8Array): Uint8Array => (settings.gzip ? new Uint8Array(gunzipSync(bytes)) : bytes);
  const file = new Blob([packed(write(rows, ({ label }) => label))]);
  const read = valueOf(await readAll(new Source(), file, settings, roles));
  expect(rowsOf(read).map(({ label }) => label)).toEqual(rows.map(({ label }) => label));
  const exported = async (columns: ExportColumns): Promise<Uint8Array<ArrayBuffer>> =>
    exportAll(file, settings, roles, 'source', columns);

  const same = await exported(untouched(read));
  expect(plain(same)).toEqual(plain(new Uint8Array(await file.arrayBuffer())));

  const corrected = await exported(decided(read, rows, false));
  const now = (row: Row): string => row.now ?? row.label;
  expect(plain(corrected)).toEqual(bytesOf(write(rows, now), settings.encoding));

  const left = await exported(decided(read, rows, true));
  const again = valueOf(await readAll(new Source(), new Blob([left]), settings, roles));
  const kept = rows.flatMap((row, i) => (row.discarded ? [] : [{ text: rowsOf(read)[i]?.text, label: now(row) }]));
  expect(rowsOf(again)).toEqual(kept);
  expect(again.rejectedCount).toBe(0);
  if (settings.format.startsWith('json-'))
    expect(() => JSON.parse(new TextDecoder().decode(left)) as unknown).not.toThrow();
}
