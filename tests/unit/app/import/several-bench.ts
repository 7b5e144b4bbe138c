import { textOf } from '../../../../src/domain/bytes/text-column.js';
import type { Page } from '../../../fakes/page.js';

/** Files by their paths. */
export type Files = readonly (readonly [name: string, content: string | Uint8Array<ArrayBuffer>])[];

/** Drops files on a page. */
export async function takeFiles(page: Page, files: Files): Promise<void> {
  await page.app.take(files.map(([path, content]) => ({ path, file: new File([content], path) })));
}

/** Drops files on a page and opens them as the dialog reads them. */
export async function openFiles(page: Page, files: Files): Promise<void> {
  await takeFiles(page, files);
  const ready = page.importer.confirm();
  if (!ready) throw new Error(`not readable: ${JSON.stringify(page.importer.fault ?? page.codes())}`);
  await page.session.openImported(ready);
}

/** Text and label of every row of the open dataset. */
export function rowsOf({ project: { dataset } }: Page): [text: string, label: string][] {
  if (!dataset) return [];
  return Array.from({ length: dataset.rows }, (_, row) => [
    textOf(dataset.text, row),
    dataset.labels[dataset.label[row] ?? 0]?.name ?? '?',
  ]);
}

/** The records of the corrected files in JSONL, by file name. */
export async function correctedFiles(page: Page): Promise<Record<string, unknown[]>> {
  await page.exports.write('dataset');
  return Object.fromEntries(
    page.downloads.all.map(({ name, text }) => [
      name,
      text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown])),
    ]),
  );
}

const CLASSES = ['World', 'Sports', 'Business'];

/** Records `from` to `to` of a dataset of three classes. */
export const records = (from: number, to: number): { text: string; label: string }[] =>
  Array.from({ length: to - from }, (_, i) => ({
    text: `Row ${from + i} some words about teams and markets`,
    label: CLASSES[(from + i) % 3] ?? '',
  }));
