import type { ColumnRoles } from '../../domain/reading/dataset.js';
import type { JournalEntry } from '../../domain/review/edits.js';
import type { Clock, ProjectRecord, Store } from '../../protocol/ports.js';
import type { ReadResult } from '../../protocol/source-wire.js';
import type { Analysis } from '../scoring/analysis.js';
import type { Downloaded } from '../export/downloaded.svelte.js';
import { usableResults, type ImportedPredictions, type KeptResults } from '../predictions/imported.js';
import type { ReadySource } from '../import/confirmed.js';
import type { LabelKeys } from '../review/label-keys.svelte.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { BothDoubt } from '../learning/both-doubt.js';
import type { LearningRun } from '../learning/learning-run.svelte.js';
import { modelToOpen } from '../scoring/model-proposal.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from '../scoring/models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Outbox } from './outbox.svelte.js';
import type { PassesRun } from '../training/passes-run.svelte.js';
import { projectId } from './id.js';
import { recordOf } from './record.js';
import { openingOf, type ProjectSource } from './source.svelte.js';
import type { Project } from './project.svelte.js';
import type { Projects } from './projects.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { StoredSignals } from '../training/joined-signals.js';
import type { Training } from '../training/training.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { WorkKeeper } from './work-keeper.js';
import type { WriteRight } from './write-right.js';
import { hasEnded } from './turn.js';

export interface SessionDeps {
  readonly store: Store;
  readonly clock: Clock;
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
  readonly labelKeys: LabelKeys;
  readonly downloaded: Downloaded;
  readonly analysis: Analysis;
  /** A dataset whose labels no model knows is learnt from without a press of a button. */
  readonly learnsByItself: boolean;
}

/** Work that is ready to be shown: the rows, and where they come from. */
interface Opened {
  readonly record: ProjectRecord;
  readonly result: ReadResult;
  /** The source, in a copy of the page's own. */
  readonly file: Blob;
  /** The source is stored. */
  readonly stored: boolean;
  /** How often the store had been deleted when it was looked into. */
  readonly losses: number;
  readonly kept: KeptResults | null;
  /** Signals that the dataset was made of; null = it is no such dataset. */
  readonly signals: StoredSignals | null;
}

/** How a file is opened without the mapping dialog. */
interface DirectOpening {
  /** Null = as they are guessed. */
  readonly roles: ColumnRoles | null;
  readonly signals: StoredSignals | null;
  /** False where the texts are none. */
  readonly learns: boolean;
}

/** Opens work and closes it: one turn after the other, and each ends the turn before. */
export class Session {
  #turn = new AbortController();
  readonly #deps: SessionDeps;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  /** Finds the work that was open when the page went away, and says that it is being opened; undefined where there is none. */
  async findLast(): Promise<ProjectRecord | undefined> {
    const { projects, store, source } = this.#deps;
    await projects.refresh();
    const last = await store.setting('last-project');
    const record = last.ok ? projects.list.find((project) => project.id === last.value) : undefined;
    if (record) source.opening = openingOf(record);
    return record;
  }

  /** Opens the work that was open when the page went away. */
  async resumeLast(): Promise<void> {
    const record = await this.findLast();
    if (record) await this.openStored(record);
  }

  /**
   * Opens a dataset that the mapping dialog confirmed, with earlier work on the same data read the same way. Settles when
   * the rows are shown; learning may begin after that.
   */
  async openImported(ready: ReadySource): Promise<void> {
    const { keeper, learnsByItself } = this.#deps;
    const id = await projectId(ready);
    if (!(await keeper.mayLeave(id))) return;
    const signal = this.#newTurn({ name: ready.name, sizeBytes: ready.inspection.sizeBytes });
    await this.#openReady(signal, id, ready, learnsByItself, null);
  }

  /** Opens a file without the mapping dialog: the sample, or rows without texts of their own, by `roles`. */
  async openDirectly(file: File, roles: ColumnRoles | null = null): Promise<void> {
    const learns = roles === null && this.#deps.learnsByItself;
    await this.#openDirectly(file, { roles, signals: null, learns });
  }

  /** Joins the signals that were read to the open dataset; without one, a dataset made of them is opened. */
  async confirmSignals(): Promise<void> {
    const standIn = await this.#deps.training.confirm();
    if (standIn) await this.#openDirectly(standIn.file, { ...standIn, learns: false });
  }

  /** Opens earlier work: reads its stored source again. Settles when the rows are shown; a run is resumed after that. */
  async openStored(record: ProjectRecord): Promise<void> {
    const { review, clock, source, outbox, keeper, imported, models, projects, analysis, learnsByItself } = this.#deps;
    if (!(await keeper.mayLeave(record.id))) return;
    const signal = this.#newTurn(record);
    const { losses } = outbox;
    const found = await source.find(signal, record);
    if (!found) return;
    const { file, stored } = found;
    const result = await source.read(signal, { ...record, file });
    if (!result) return;
    await projects.dropMoved(record, result.dataset.rows);
    const kept = await imported.kept(record.id);
    const useless = record.model === RESULTS_KEY && !kept && !usableResults(result.results);
    const evidence = { earlier: undefined, kept, learns: learnsByItself };
    const model = useless ? modelToOpen(models, result, evidence) : record.model;
    const { rows } = result.dataset;
    const now = { ...record, rows, rejected: result.rejectedCount, model, openedAt: clock.now() };
    const opened = { record: now, result, file, stored, losses, kept, signals: null };
    if ((await this.#open(signal, opened)) && record.running && review.writable) void analysis.start();
  }

  /** Closes the open work. What is not stored is asked about first. */
  async close(): Promise<void> {
    const { learning, models, view, review, outbox, store, keeper, right, project, projects, analysis } = this.#deps;
    const { doubts, imported, labelMap, training, labelKeys, passes, downloaded } = this.#deps;
    if (!(await keeper.mayLeave(null))) return;
    const signal = this.#newTurn();
    // Learning is resumed when the dataset is opened again.
    await projects.remember({ running: learning.busy });
    analysis.leave();
    await review.settled();
    if (hasEnded(signal)) return;
    doubts.forget();
    const { mayStore } = outbox;
    view.close();
    if (project.record) outbox.journals.release(project.record.id);
    review.close();
    right.close();
    project.dataset = null;
    project.record = null;
    project.file = null;
    this.#deps.source.end();
    labelMap.clear();
    analysis.forgetAdvice();
    training.closed();
    labelKeys.closed();
    passes.pause();
    downloaded.close();
    imported.close();
    models.offerLearned(null);
    // Where another tab works on it, that one resumes it after a reload.
    if (mayStore) await store.putSetting('last-project', '');
    await projects.refresh();
  }

  /** Removes earlier work, unless another tab has it open. */
  async removeProject(record: ProjectRecord): Promise<void> {
    const { right, store, notices, outbox, keeper, projects } = this.#deps;
    if (!(await keeper.mayRemove(record.id))) return;
    const claim = await right.claim(record.id);
    if (claim.writable) {
      const removed = await store.removeProject(record.id);
      if (removed.ok) outbox.journals.forget(record.id, true);
      else notices.raise(removed.fault);
    } else notices.raise({ code: 'read-only-tab' }, 'warning');
    claim.release();
    await projects.refresh();
  }

  /** Makes this tab the one that writes. */
  async takeOver(): Promise<void> {
    if (await this.#deps.right.takeOver()) await this.#reload();
  }

  /** Reloads the open work after another tab wrote to it. */
  async #reload(): Promise<void> {
    const { project, projects } = this.#deps;
    const { record } = project;
    if (!record) return;
    await projects.refresh();
    if (record.id !== project.record?.id) return;
    await this.openStored(projects.list.find(({ id }) => id === record.id) ?? record);
  }

  /** `opened`: what is opened in this turn; null = nothing. */
  #newTurn(opened: Pick<ProjectRecord, 'name' | 'sizeBytes'> | null = null): AbortSignal {
    this.#turn.abort();
    this.#turn = new AbortController();
    this.#deps.source.opening = opened && openingOf(opened);
    return this.#turn.signal;
  }

  async #openDirectly(file: File, { roles: given, signals, learns }: DirectOpening): Promise<void> {
    const { source, keeper } = this.#deps;
    if (!(await keeper.mayLeave(null))) return;
    const { name } = file;
    const signal = this.#newTurn({ name, sizeBytes: file.size });
    const inspection = await source.inspect(signal, file);
    if (!inspection) return;
    const { settings } = inspection;
    const roles = given ?? inspection.roles;
    const result = await source.read(signal, { file, name, settings, roles });
    if (!result) return;
    const ready = { file, name, inspection, settings, roles, result };
    await this.#openReady(signal, await projectId(ready), ready, learns, signals);
  }

  async #openReady(
    signal: AbortSignal,
    id: string,
    ready: ReadySource,
    learns: boolean,
    signals: StoredSignals | null,
  ): Promise<void> {
    const { clock, review, outbox, project, projects, imported, models, learning, analysis } = this.#deps;
    const { losses } = outbox;
    const listed = await projects.refresh();
    const own = project.record?.id === id && outbox.mayStore ? project.record : undefined;
    const earlier = own ?? projects.list.find((known) => known.id === id);
    // Another tab has removed it: what was stored of it is not wanted any more.
    if (listed && !earlier && losses === 0) outbox.journals.forget(id, false);
    const { result, file, name } = ready;
    const { dataset, results } = result;
    if (earlier) await projects.dropMoved(earlier, dataset.rows);
    const kept = await imported.kept(id);
    const model = modelToOpen(models, result, { earlier: earlier?.model, kept, learns });
    const record = recordOf(ready, { id, earlier, model, now: clock.now() });
    if (!(await this.#open(signal, { record, result, file, stored: false, losses, kept, signals }))) return;
    if (!kept) imported.tellDoubts(name, results);
    const unlearnt = models.chosenKey === LEARNED_KEY && learning.state.at === 'idle';
    if (unlearnt && learns && review.writable) void analysis.start();
  }

  /** Shows a dataset with all that is stored of it; false when something else is opened meanwhile. */
  async #open(signal: AbortSignal, opened: Opened): Promise<boolean> {
    const { store, right, review, outbox, view, learning, project, projects, training, labelKeys, downloaded } =
      this.#deps;
    const { analysis } = this.#deps;
    const { record } = opened;
    const another = project.record !== null && project.record.id !== record.id;
    if (another) await projects.remember({ running: learning.busy });
    analysis.leave();
    await review.settled();
    if (hasEnded(signal)) return false;
    right.release();
    const claim = await right.claim(record.id);
    const entries = await store.entries(record.id);
    if (hasEnded(signal)) {
      claim.release();
      return false;
    }
    if (another) view.close();
    if (another && project.record) outbox.journals.release(project.record.id);
    right.take(claim, () => void this.#reload());
    if (!entries.ok) this.#deps.notices.raise(entries.fault);
    this.#show(opened, entries.ok ? entries.value : []);
    await downloaded.open(record.id);
    await training.opened(opened.signals);
    await labelKeys.opened(record.id);
    if (hasEnded(signal)) return false;
    if (outbox.hasUnsaved) await review.keep();
    else await projects.remember({});
    await store.putSetting('last-project', record.id);
    await analysis.restore();
    if (hasEnded(signal)) return false;
    this.#deps.source.end();
    return true;
  }

  #show({ record, result, file, stored, losses, kept }: Opened, entries: readonly JournalEntry[]): void {
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
    // It was deleted after it had been read.
    if (losses !== outbox.losses) keeper.storedIsGone();
    doubts.forget();
    learning.open(labelMap.learntFrom(record.id, dataset));
    models.choose(record.model);
    analysis.proposeMap();
    view.open(dataset);
  }
}
