import type { Page } from '../../../fakes/page.js';

/** The labels of the dataset, and the losses of its rows. */
export const LABELS = ['World', 'Sports', 'Business', 'World'];
export const LOSSES = [0.25, 4, 0.5, 2];

/** A file with a line for each row. */
export const jsonl = (rows: readonly object[], name: string): File =>
  new File(
    rows.map((row) => `${JSON.stringify(row)}\n`),
    name,
  );
/** The rows of the dataset. */
export const ROWS = LABELS.map((label, i) => ({ id: `row-${i}`, text: `Text number ${i} of four`, label }));
/** The dataset that results are joined to. */
export const dataset = (): File => jsonl(ROWS, 'news.jsonl');
/** Losses in another order than the rows. */
export const losses = (change: object = {}): File =>
  jsonl(
    [2, 0, 3, 1].map((i) => ({ id: `row-${i}`, loss: LOSSES[i], predicted_label: 'Sports', ...change })),
    'losses.jsonl',
  );

/** Adds a file of results to the open dataset. */
export async function add(file: File, to: Page): Promise<void> {
  await to.importer.open(file, file.name);
  const ready = to.importer.confirmResults();
  if (!ready) throw new Error(`nothing to add: ${JSON.stringify(to.importer.fault)}`);
  await to.analysis.applyResults(ready);
}
