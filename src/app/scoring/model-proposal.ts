import { isClass, type Dataset } from '../../domain/reading/dataset.js';
import { matchLabels } from '../../domain/labels/match.js';
import type { ReadResult } from '../../protocol/source-wire.js';
import { usableResults, type KeptResults } from '../predictions/imported.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from './models.svelte.js';

/** Facts that speak for a model when a dataset is opened. */
export interface ModelEvidence {
  /** Key of the model that was used with it before. */
  readonly earlier: string | undefined;
  /** Results of a second file that are stored with it. */
  readonly kept: KeptResults | null;
  /** The dataset may be learnt from. */
  readonly learns: boolean;
}

/** Key of the model to open a dataset with: usable results that came along, else the earlier model, else one that fits. */
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
