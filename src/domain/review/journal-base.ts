import { earlierNames } from '../labels/token.js';
import type { Dataset } from '../reading/dataset.js';
import type { JournalBase } from './edits.js';

/** The base of a dataset's journal. Decisions under earlier names of its labels count. */
export function journalBase({
  sourceRow,
  label,
  labels,
}: Pick<Dataset, 'sourceRow' | 'label' | 'labels'>): JournalBase {
  const otherNames = labels.flatMap((own, index) => earlierNames(own).map((name) => [name, index] as const));
  return { sourceRow, label, labels: labels.map(({ name }) => name), otherNames };
}
