import { isClass, type Dataset } from '../../domain/reading/dataset.js';
import { matchLabels } from '../../domain/labels/match.js';
import type { ReadResult } from '../../protocol/source-wire.js';
import { usableResults, type KeptResults } from '../predictions/imported.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from './models.svelte.js';

/** Facts that decide the proposed model for a newly opened dataset. */
export interface ModelEvidence {
  /** Key of the dataset's earlier model. */
  readonly earlier: string | undefined;
  /** Stored results of a second file. */
  readonly kept: KeptResults | null;
  /** Whether the page may learn from the dataset. */
  readonly learns: boolean;
}

/**
 * Key of the model for a newly opened dataset: its own usable results, else the earlier model, else a model that fits.
 */
export function modelToOpen(
  models: Models,
  { dataset, results }: Pick<ReadResult, 'dataset' | 'results'>,
  { earlier, kept, learns }: ModelEvidence,
): string {
  if (usableResults(results) || kept) return RESULTS_KEY;
  return earlier === undefined || earlier === RESULTS_KEY ? fittingModel(models, dataset, learns) : earlier;
}

/** The chosen model if it knows every label by name, else the dataset itself. */
function fittingModel(models: Models, { labels }: Dataset, learns: boolean): string {
  const key = models.runnable ? models.chosenKey : 'default';
  const entry = models.entries.find((known) => known.key === key);
  if (!learns || !entry) return key;
  const { basis, unmatchedLabels } = matchLabels(labels.filter(isClass), entry.classes);
  return basis === 'name' && unmatchedLabels === 0 ? key : LEARNED_KEY;
}
