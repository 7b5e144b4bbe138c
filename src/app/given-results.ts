import type { GivenResults as Results } from '../domain/results-builder.js';
import { projectSetting } from '../protocol/setting-keys.js';
import type { ReadyResults } from './importer.svelte.js';
import type { LabelMap } from './label-map.svelte.js';
import type { Models } from './models.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { Outbox } from './outbox.svelte.js';
import type { Run } from './run.svelte.js';
import type { Scores } from './scores.svelte.js';
import type { View } from './view.svelte.js';

/** Results of a second file as they are kept with the project: by row of its dataset. */
export interface KeptResults {
  /** Name of the file. */
  readonly name: string;
  readonly results: Results;
}

export interface GivenResultsParts {
  readonly outbox: Outbox;
  readonly models: Models;
  readonly scores: Scores;
  readonly run: Run;
  readonly view: View;
  readonly notices: Notices;
  readonly labelMap: LabelMap;
}

/** Results of which some row has a number that can be used; null for others, which are as good as none. */
export function usableResults(results: Results | null): Results | null {
  return results && results.report.usable > 0 ? results : null;
}

/**
 * Results that were computed elsewhere: columns of the dataset itself, or a second file that was joined to it, which
 * then stands in their place. They are chosen like a model.
 */
export class GivenResults {
  /** The dataset's own columns. */
  #own: Results | null = null;
  #joined: KeptResults | null = null;
  /** The project that they belong to. */
  #projectId = '';
  readonly #parts: GivenResultsParts;

  constructor(parts: GivenResultsParts) {
    this.#parts = parts;
  }

  /** What is kept of a second file for a project, or null. What could not be stored is kept in memory. */
  async kept(projectId: string): Promise<KeptResults | null> {
    const found = await this.#parts.outbox.setting(projectSetting('results', projectId));
    if (found.ok) return (found.value as KeptResults | null | undefined) ?? null;
    this.#parts.notices.raise(found.fault, 'warning');
    return null;
  }

  /** A project's dataset was opened with these results; null = none. */
  open(projectId: string, own: Results | null, joined: KeptResults | null): void {
    this.#projectId = projectId;
    this.#own = usableResults(own);
    this.#joined = joined;
    this.#offer();
  }

  close(): void {
    this.open('', null, null);
  }

  /** Puts the results of a second file in the place of all others. */
  async apply(projectId: string, { name, results, fileReport }: ReadyResults, datasetName: string): Promise<void> {
    this.#joined = { name, results };
    this.#offer();
    await this.#parts.outbox.putSetting(projectSetting('results', projectId), this.#joined);
    this.#tellNotNormalised(fileReport, name);
    this.#tellMissing(results.report, datasetName);
  }

  /** The browser has deleted the store: a second file's results are to be stored again. */
  storedIsGone(): void {
    if (this.#joined) this.#parts.outbox.holdSetting(projectSetting('results', this.#projectId), this.#joined);
  }

  /** Takes a second file's results off; the dataset's own stand again, if there are any. */
  async remove(projectId: string): Promise<void> {
    this.open(projectId, this.#own, null);
    await this.#parts.outbox.putSetting(projectSetting('results', projectId), null);
  }

  /** Shows the results in place of a model's; false where there are none. */
  show(): boolean {
    const { view, run, scores, labelMap, notices } = this.#parts;
    const results = this.#joined?.results ?? this.#own;
    if (!results) return false;
    // Tokens are not known here, and without probabilities there is no entropy.
    view.suggestAxis(results.logits && results.classes.length > 2 ? 'entropy' : 'loss');
    scores.fill(results, labelMap.rowClasses());
    run.takeGiven(results.report.rows);
    view.refresh();
    view.lookAtFirst();
    if (labelMap.anyMatched) return true;
    notices.raise({ code: results.loss ? 'results-labels-unmatched' : 'no-labels-matched' }, 'warning');
    return true;
  }

  /** Says what of the dataset's own results, as they were `given`, could not be used. */
  tellDoubts(name: string, given: Results | null): void {
    if (given && !this.#own) this.#parts.notices.raise({ code: 'results-unusable', params: { name } }, 'warning');
    if (!this.#own) return;
    this.#tellNotNormalised(this.#own.report, name);
    this.#tellMissing(this.#own.report, name);
  }

  #offer(): void {
    const results = this.#joined?.results ?? this.#own;
    this.#parts.models.offerResults(results?.classes ?? null, this.#joined?.name ?? '');
  }

  #tellNotNormalised({ notNormalised, rows }: Results['report'], name: string): void {
    if (notNormalised === 0) return;
    const params = { name, count: notNormalised, total: rows };
    this.#parts.notices.raise({ code: 'results-not-normalised', params }, 'warning');
  }

  #tellMissing({ rows, usable }: Results['report'], name: string): void {
    if (usable === rows) return;
    const params = { name, count: rows - usable, total: rows };
    this.#parts.notices.raise({ code: 'results-missing', params }, 'warning');
  }
}
