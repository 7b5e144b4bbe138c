import { describe, expect, it } from 'vitest';
import { CORRECTED, DISCARDED } from '../../../../src/domain/reading/dataset.js';
import { isWritten } from '../../../../src/domain/export/form.js';
import type { ExportColumns } from '../../../../src/protocol/export-spec.js';
import { exportAll, readDetected, rowsOf, untouched } from './helpers.js';

export interface Row {
  readonly text: string;
  readonly label: string;
}
export type Rows = readonly Row[];
export type Read = Awaited<ReturnType<typeof readDetected>>;
export type Write = (rows: Rows) => string;

export const LABELS = ['World', 'Sports', 'Business'];
export const ROWS: Rows = Array.from({ length: 12 }, (_, i) => ({
  text: `Some words of the "report" with number ${i}, {[é`,
  label: LABELS[i % 3] ?? '',
}));
/** Rows that are corrected, with their new label. */
export const CHANGES: Readonly<Record<number, string>> = { 0: 'Business', 4: 'World', 7: 'World', 11: 'Sports' };
/** Sets of rows that are discarded. */
export const DISCARDS: readonly (readonly number[])[] = [
  [0],
  [11],
  [0, 1],
  [0, 2],
  [0, 1, 3],
  [0, 1, 2, 3, 4, 5],
  [6, 7, 8, 9, 10, 11],
  [5, 6],
  [2, 3, 4, 6, 7, 9],
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
];

/** The values of a text that is JSON, or that holds JSON values one after the other. */
export function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .trim()
      .split(/\n(?=[{["])/)
      .map((value): unknown => JSON.parse(value));
  }
}

export async function exportedText(file: Blob, read: Read, columns: ExportColumns): Promise<string> {
  const bytes = await exportAll(file, read.settings, read.roles, 'source', columns);
  return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
}

export function corrected(read: Read): ExportColumns {
  const columns = untouched(read);
  for (const [row, name] of Object.entries(CHANGES)) {
    const label = columns.labels.findIndex((one) => one.name === name);
    if (label < 0) throw new Error(`no label ${name}`);
    columns.label[Number(row)] = label;
    columns.status[Number(row)] = CORRECTED;
  }
  return columns;
}

export function without(columns: ExportColumns, rows: readonly number[]): ExportColumns {
  for (const row of rows) columns.status[row] = DISCARDED;
  return { ...columns, withoutDiscarded: true };
}

export const plain = (read: Read): Row[] => rowsOf(read).map(({ text, label }) => ({ text, label }));

/** Tests the corrected file of each form: untouched, with corrections, and without rows. */
export function describeForms(forms: readonly (readonly [name: string, write: Write])[]): void {
  describe.each(forms)('the corrected file of %s', (_, write) => {
    const now = ROWS.map((row, i) => ({ ...row, label: CHANGES[i] ?? row.label }));
    const content = write(ROWS);
    const file = new Blob([content]);

    it('is the source where nothing was changed', async () => {
      const read = await readDetected(file);
      expect(plain(read)).toEqual(ROWS);
      expect(isWritten(read.settings)).toBe(true);
      expect(await exportedText(file, read, untouched(read))).toBe(content);
    });

    it('has the new labels and no other difference', async () => {
      const read = await readDetected(file);
      expect(await exportedText(file, read, corrected(read))).toBe(write(now));
    });

    it('lacks the discarded rows alone', async () => {
      const read = await readDetected(file);
      for (const rows of DISCARDS) {
        const text = await exportedText(file, read, without(corrected(read), rows));
        if (read.settings.format !== 'delimited' && /^\s*[{["]/.test(content)) expect(() => parsed(text)).not.toThrow();
        const again = await readDetected(new Blob([text]), { settings: read.settings, roles: read.roles });
        expect(plain(again)).toEqual(now.filter((_row, i) => !rows.includes(i)));
        expect(again.rejectedCount).toBe(read.rejectedCount);
      }
    });
  });
}
