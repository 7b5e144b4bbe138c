import type { Dataset } from '../../domain/reading/dataset.js';
import { textOf } from '../../domain/bytes/text-column.js';
import { decodeEntities } from '../../domain/review/entities.js';

/** A row's text as a person reads it; of a pair, one text under the other. */
export function displayText(dataset: Dataset, row: number): string {
  const first = decodeEntities(textOf(dataset.text, row));
  return dataset.textB ? `${first}\n${decodeEntities(textOf(dataset.textB, row))}` : first;
}
