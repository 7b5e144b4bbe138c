import type { JournalEntry } from '../../domain/review/edits.js';
import type { ProjectRecord, Store } from '../../protocol/ports.js';
import type { ReadResult } from '../../protocol/source-wire.js';
import type { Downloaded } from '../export/downloaded.svelte.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { BothDoubt } from '../learning/both-doubt.js';
import type { LearningRun } from '../learning/learning-run.svelte.js';
import type { ImportedPredictions, KeptResults } from '../predictions/imported.js';
import type { StoredSetting } from '../review/project-settings.js';
import type { Review } from '../review/review.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { Analysis } from '../scoring/analysis.js';
import type { Models } from '../scoring/models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { PassesRun } from '../training/passes-run.svelte.js';
import type { StoredSignals } from '../training/joined-signals.js';
import type { Training } from '../training/training.js';
import type { Outbox } from './outbox.svelte.js';
import type { Project } from './project.svelte.js';
import type { Projects } from './projects.svelte.js';
import type { ProjectSource } from './source.svelte.js';
import { hasEnded } from './turn.js';
import type { WorkKeeper } from './work-keeper.js';
import type { WriteRight } from './write-right.js';

export interface OpenWorkDeps {
  readonly store: Store;
  readonly notices: Notices;
  readonly project: Project;
  readonly projects: Projects;
  readonly source: ProjectSource;
  readonly keeper: WorkKeeper;
  readonly outbox: Outbox;
  readonly right: WriteRight;
  readonly models: Models;
  readonly labelMap: LabelMap;
  readonly review: Review;
  readonly view: RowView;
  readonly learning: LearningRun;
  readonly doubts: BothDoubt;
  readonly imported: ImportedPredictions;
  readonly training: Training;
  readonly passes: PassesRun;
  /** Settings of the project. */
  readonly settings: readonly StoredSetting[];
  readonly downloaded: Downloaded;
  readonly analysis: Analysis;
}

/** A project that is ready to show: its rows and their source. */
export interface ReadyWork {
  readonly record: ProjectRecord;
  readonly result: ReadResult;
  /** The page's own copy of the source. */
  readonly file: Blob;
  /** Whether the source is stored. */
  readonly stored: boolean;
  /** The value of `Outbox.losses` before the store was read. */
  readonly losses: number;
  readonly kept: KeptResults | null;
  /** The signals that the dataset was made of. Null = it was not made of signals. */
  readonly signals: StoredSignals | null;
}

/** Shows a project in all parts of the app, and closes it. */
export class OpenWork {
  readonly #deps: OpenWorkDeps;

  constructor(deps: OpenWorkDeps) {
    this.#deps = deps;
  }

  /**
   * Shows a dataset with its stored journal, results and settings. False if `signal` ends before that. Calls `gained`
   * when another tab releases the right to write.
   */
  async show(signal: AbortSignal, ready: ReadyWork, gained: () => void): Promise<boolean> {
    const { store, right, review, outbox, view, project, projects, training, settings, downloaded } = this.#deps;
    const { analysis, notices, source } = this.#deps;
    const { record } = ready;
    const another = project.record !== null && project.record.id !== record.id;
    if (!(await this.#leave(signal, another))) return false;
    right.release();
    const claim = await right.claim(record.id);
    const entries = await store.entries(record.id);
    if (hasEnded(signal)) {
      claim.release();
      return false;
    }
    if (another) view.close();
    if (another && project.record) outbox.journals.release(project.record.id);
    right.take(claim, gained);
    if (!entries.ok) notices.raise(entries.fault);
    this.#show(ready, entries.ok ? entries.value : []);
    await downloaded.open(record.id);
    await training.opened(ready.signals);
    await Promise.all(settings.map((setting) => setting.opened(record.id)));
    if (hasEnded(signal)) return false;
    if (outbox.hasUnsaved) await review.keep();
    else await projects.remember({});
    await store.putSetting('last-project', record.id);
    await analysis.restore();
    if (hasEnded(signal)) return false;
    source.end();
    return true;
  }

  /** Closes the open project. */
  async close(signal: AbortSignal): Promise<void> {
    const { models, view, review, outbox, store, right, project, projects, analysis, source } = this.#deps;
    const { doubts, imported, labelMap, training, settings, passes, downloaded } = this.#deps;
    if (!(await this.#leave(signal, true))) return;
    doubts.forget();
    const { mayStore } = outbox;
    view.close();
    if (project.record) outbox.journals.release(project.record.id);
    review.close();
    right.close();
    project.dataset = null;
    project.record = null;
    project.file = null;
    source.end();
    labelMap.clear();
    analysis.forgetAdvice();
    training.closed();
    for (const setting of settings) setting.closed();
    passes.pause();
    downloaded.close();
    imported.close();
    models.offerLearned(null);
    // Another tab that has the project open still resumes it after a reload.
    if (mayStore) await store.putSetting('last-project', '');
    await projects.refresh();
  }

  /** Ends the runs, and waits for the pending writes of decisions. False if `signal` ends meanwhile. */
  async #leave(signal: AbortSignal, another: boolean): Promise<boolean> {
    const { learning, projects, analysis, review } = this.#deps;
    // Learning is resumed when the dataset is opened again.
    if (another) await projects.remember({ running: learning.busy });
    analysis.leave();
    await review.settled();
    return !hasEnded(signal);
  }

  #show({ record, result, file, stored, losses, kept }: ReadyWork, entries: readonly JournalEntry[]): void {
    const { review, outbox, view, learning, project, keeper, imported, doubts, models, labelMap, analysis } =
      this.#deps;
    const { dataset, results, rejectedCount } = result;
    project.restoring ||= project.dataset === null || project.record?.id !== record.id;
    project.record = record;
    project.file = file;
    project.rejectedCount = rejectedCount;
    review.open(record.id, dataset, entries, stored || !review.writable ? null : file);
    project.dataset = dataset;
    imported.open(record.id, results, kept);
    // The browser deleted the store after it was read.
    if (losses !== outbox.losses) keeper.storedIsGone();
    doubts.forget();
    learning.open(labelMap.learntFrom(record.id, dataset));
    models.choose(record.model);
    analysis.proposeMap();
    view.open(dataset);
  }
}
