import type { GivenResults as Results } from '../../domain/predictions/builder.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { ReadyResults } from '../import/confirmed.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { Models } from '../scoring/models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { ScoringRun } from '../scoring/run.svelte.js';
import type { Predictions } from './predictions.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';

/** The stored form of results from a second file, by row of the project's dataset. */
export interface KeptResults {
  /** Name of the file. */
  readonly name: string;
  readonly results: Results;
}

export interface ImportedPredictionsDeps {
  readonly outbox: Outbox;
  readonly models: Models;
  readonly predictions: Predictions;
  readonly run: ScoringRun;
  readonly view: RowView;
  readonly notices: Notices;
  readonly labelMap: LabelMap;
}

/** The results if at least one row has a usable number. Null where no row has one. */
export function usableResults(results: Results | null): Results | null {
  return results && results.report.usable > 0 ? results : null;
}

/**
 * Results that were computed elsewhere: columns of the dataset itself, or a second file that replaces them. A person
 * chooses them like a model.
 */
export class ImportedPredictions {
  /** The dataset's own columns. */
  #own: Results | null = null;
  #joined: KeptResults | null = null;
  /** The project of the results. */
  #projectId = '';
  readonly #deps: ImportedPredictionsDeps;

  constructor(deps: ImportedPredictionsDeps) {
    this.#deps = deps;
  }

  /** The results of a second file for a project, or null. Memory keeps results that could not be stored. */
  async kept(projectId: string): Promise<KeptResults | null> {
    const found = await this.#deps.outbox.setting(projectSetting('results', projectId));
    if (found.ok) return (found.value as KeptResults | null | undefined) ?? null;
    this.#deps.notices.raise(found.fault, 'warning');
    return null;
  }

  /** Takes the results of a newly opened project. Null = none. */
  open(projectId: string, own: Results | null, joined: KeptResults | null): void {
    this.#projectId = projectId;
    this.#own = usableResults(own);
    this.#joined = joined;
    this.#offer();
  }

  close(): void {
    this.open('', null, null);
  }

  /** Replaces all results with those of a second file. */
  async apply(projectId: string, { name, results, fileReport }: ReadyResults, datasetName: string): Promise<void> {
    this.#joined = { name, results };
    this.#offer();
    await this.#deps.outbox.putSetting(projectSetting('results', projectId), this.#joined);
    this.#tellNotNormalised(fileReport, name);
    this.#tellMissing(results.report, datasetName);
  }

  /** Holds a second file's results to store them again, after the browser has deleted the store. */
  storedIsGone(): void {
    if (this.#joined) this.#deps.outbox.holdSetting(projectSetting('results', this.#projectId), this.#joined);
  }

  /** Removes a second file's results and restores the dataset's own, if there are any. */
  async remove(projectId: string): Promise<void> {
    this.open(projectId, this.#own, null);
    await this.#deps.outbox.putSetting(projectSetting('results', projectId), null);
  }

  /** Shows the results in place of a model's. Returns false where there are none. */
  show(): boolean {
    const { view, run, predictions, labelMap, notices } = this.#deps;
    const results = this.#joined?.results ?? this.#own;
    if (!results) return false;
    // Tokens are not known here, and without probabilities there is no entropy.
    view.suggestAxis(results.logits && results.classes.length > 2 ? 'entropy' : 'loss');
    predictions.fill(results, labelMap.rowClasses());
    run.takeGiven(results.report.rows);
    view.lookAtFirst();
    if (labelMap.anyMatched) return true;
    notices.raise({ code: results.loss ? 'results-labels-unmatched' : 'no-labels-matched' }, 'warning');
    return true;
  }

  /** Reports unusable results among the dataset's own, which were `given`. */
  tellDoubts(name: string, given: Results | null): void {
    if (given && !this.#own) this.#deps.notices.raise({ code: 'results-unusable', params: { name } }, 'warning');
    if (!this.#own) return;
    this.#tellNotNormalised(this.#own.report, name);
    this.#tellMissing(this.#own.report, name);
  }

  #offer(): void {
    const results = this.#joined?.results ?? this.#own;
    this.#deps.models.offerResults(results?.classes ?? null, this.#joined?.name ?? '');
  }

  #tellNotNormalised({ notNormalised, rows }: Results['report'], name: string): void {
    if (notNormalised === 0) return;
    const params = { name, count: notNormalised, total: rows };
    this.#deps.notices.raise({ code: 'results-not-normalised', params }, 'warning');
  }

  #tellMissing({ rows, usable }: Results['report'], name: string): void {
    if (usable === rows) return;
    const params = { name, count: rows - usable, total: rows };
    this.#deps.notices.raise({ code: 'results-missing', params }, 'warning');
  }
}
