import type { ColumnRoles, Dataset, ReadSettings } from '../reading/dataset.js';
import { layoutsOf } from '../reading/part-layouts.js';

/**
 * Why a column is no label, or hardly one. `index`: it holds the names or the numbers of the rows. `own`: each row has a
 * value of its own.
 */
export type LabelDoubt = 'index' | 'own';

/** With fewer rows labels can all be different. */
const MIN_ROWS = 10;

/** What speaks against the label of a dataset that was read; null = nothing. */
export function labelDoubt(
  settings: ReadSettings,
  { label }: Pick<ColumnRoles, 'label'>,
  dataset: Pick<Dataset, 'rows' | 'labels' | 'label' | 'sourceRow'>,
): LabelDoubt | null {
  if (label !== '' && layoutsOf(settings).some(({ index }) => index === label)) return 'index';
  const used = dataset.labels.filter(({ count }) => count > 0);
  if (dataset.rows < MIN_ROWS || used.length < dataset.rows) return null;
  return areNumbersOfRows(dataset) ? 'index' : 'own';
}

function areNumbersOfRows({ rows, labels, label, sourceRow }: Parameters<typeof labelDoubt>[2]): boolean {
  const nameOf = (row: number): string => labels[label[row] ?? 0]?.name ?? '';
  const first = Number(nameOf(0)) - (sourceRow[0] ?? 0);
  if (first !== 0 && first !== 1) return false;
  for (let row = 0; row < rows; row++) if (nameOf(row) !== String(first + (sourceRow[row] ?? 0))) return false;
  return true;
}
