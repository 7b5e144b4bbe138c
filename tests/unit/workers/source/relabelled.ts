import { expect } from 'vitest';
import { CORRECTED } from '../../../../src/domain/reading/dataset.js';
import type { ExportColumns, ExportKind } from '../../../../src/protocol/export-spec.js';
import { exportAll, readDetected, untouched } from './helpers.js';

type Read = Awaited<ReturnType<typeof readDetected>>;

/** Rows with another label by name. A new name has no token, as on the page. */
export function relabelled(read: Read, changes: Readonly<Record<number, string>>): ExportColumns {
  const columns = untouched(read);
  const labels = [...columns.labels];
  for (const [row, name] of Object.entries(changes)) {
    let label = labels.findIndex((known) => known.name === name);
    if (label < 0) label = labels.push({ name }) - 1;
    columns.label[Number(row)] = label;
    columns.status[Number(row)] = CORRECTED;
    columns.updatedAt[Number(row)] = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
  }
  return { ...columns, labels };
}

/** An export as text. */
export async function exported(file: Blob, read: Read, kind: ExportKind, columns: ExportColumns): Promise<string> {
  const bytes = await exportAll(file, read.settings, read.roles, kind, columns);
  return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
}

/** The values of a JSONL text. */
export function linesOf(text: string): unknown[] {
  expect(text.endsWith('\n') || text === '').toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

/** JSONL with a label of each token, and bytes around it that no writer would change. */
export function labelLines(tokens: readonly string[]): string {
  return tokens.map((token, i) => `{"text":"text ${i}", "label" : ${token},"n":${i}.0}\n`).join('');
}
