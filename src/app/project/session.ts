import type { ColumnRoles } from '../../domain/reading/dataset.js';
import type { Clock, ProjectRecord, Store } from '../../protocol/ports.js';
import type { Analysis } from '../scoring/analysis.js';
import { usableResults, type ImportedPredictions } from '../predictions/imported.js';
import type { ReadySource } from '../import/confirmed.js';
import type { LearningRun } from '../learning/learning-run.svelte.js';
import { modelToOpen } from '../scoring/model-proposal.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from '../scoring/models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { OpenWork, ReadyWork } from './open-work.js';
import type { Outbox } from './outbox.svelte.js';
import { projectId } from './id.js';
import { recordOf } from './record.js';
import { openingOf, type ProjectSource } from './source.svelte.js';
import type { Project } from './project.svelte.js';
import type { Projects } from './projects.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { StoredSignals } from '../training/joined-signals.js';
import type { Training } from '../training/training.js';
import { Turns } from './turn.js';
import type { WorkKeeper } from './work-keeper.js';
import type { WriteRight } from './write-right.js';

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
  readonly review: Review;
  readonly learning: LearningRun;
  readonly imported: ImportedPredictions;
  readonly training: Training;
  readonly analysis: Analysis;
  readonly work: OpenWork;
  /** Whether learning starts without a button on a dataset whose labels no model knows. */
  readonly learnsByItself: boolean;
}

/** The options for opening a file without the mapping dialog. */
interface DirectOpening {
  /** Null = the guessed roles. */
  readonly roles: ColumnRoles | null;
  readonly signals: StoredSignals | null;
  /** False if the rows have no texts of their own. */
  readonly learns: boolean;
}

/** Opens and closes projects. Each opening or closing begins a turn and ends the turn before. */
export class Session {
  /** Work was opened or closed. */
  #begun = false;
  readonly #turns = new Turns();
  readonly #deps: SessionDeps;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  /** Finds the project that was open on the last visit, and shows it as opening. Undefined = none. */
  async findLast(): Promise<ProjectRecord | undefined> {
    const { projects, store, source } = this.#deps;
    await projects.refresh();
    const last = await store.setting('last-project');
    const record = last.ok ? projects.list.find((project) => project.id === last.value) : undefined;
    if (record) source.opening = openingOf(record);
    return record;
  }

  /** Opens the project that was open on the last visit. */
  async resumeLast(): Promise<void> {
    // A person can open other work first.
    if (this.#begun) return;
    const record = await this.findLast();
    if (record) await this.openStored(record);
  }

  /**
   * Opens a dataset from the mapping dialog, and restores the earlier project with the same data, settings and roles.
   * Settles when the rows are shown. Learning may begin after that.
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

  /** Joins the signals to the open dataset. Without one, opens a dataset made of the signals. */
  async confirmSignals(): Promise<void> {
    const standIn = await this.#deps.training.confirm();
    if (standIn) await this.#openDirectly(standIn.file, { ...standIn, learns: false });
  }

  /** Reads the stored source of a project and opens it. Settles when the rows are shown. A run resumes after that. */
  async openStored(record: ProjectRecord): Promise<void> {
    const { review, clock, source, outbox, keeper, imported, models, projects, analysis, learnsByItself } = this.#deps;
    if (!(await keeper.mayLeave(record.id))) return;
    const signal = this.#newTurn(record);
    const { losses } = outbox;
    const found = await source.find(signal, record);
    if (!found) return;
    const { file, stored } = found;
    const result = await source.read(signal, { ...record, file });
    // A person can open work before the models are listed.
    await models.init();
    if (!result) return;
    await projects.dropMoved(record, result.dataset.rows);
    const kept = await imported.kept(record.id);
    const useless = record.model === RESULTS_KEY && !kept && !usableResults(result.results);
    const evidence = { earlier: undefined, kept, learns: learnsByItself };
    const model = useless ? modelToOpen(models, result, evidence) : record.model;
    const { rows } = result.dataset;
    const now = { ...record, rows, rejected: result.rejectedCount, model, openedAt: clock.now() };
    const ready = { record: now, result, file, stored, losses, kept, signals: null };
    if ((await this.#show(signal, ready)) && record.running && review.writable) void analysis.start();
  }

  /** Closes the open project. Asks the person first if parts of it are unsaved. */
  async close(): Promise<void> {
    const { keeper, work } = this.#deps;
    if (await keeper.mayLeave(null)) await work.close(this.#newTurn());
  }

  /** Removes a stored project, unless another tab has it open. */
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

  /** Takes over the right to write from another tab. */
  async takeOver(): Promise<void> {
    if (await this.#deps.right.takeOver()) await this.#reload();
  }

  /** Reloads the project after another tab wrote to it. */
  async #reload(): Promise<void> {
    const { project, projects } = this.#deps;
    const { record } = project;
    if (!record) return;
    await projects.refresh();
    if (record.id !== project.record?.id) return;
    await this.openStored(projects.list.find(({ id }) => id === record.id) ?? record);
  }

  #show(signal: AbortSignal, ready: ReadyWork): Promise<boolean> {
    return this.#deps.work.show(signal, ready, () => void this.#reload());
  }

  /** Ends the turn under way and begins the next one. `opened`: the project that it opens, null = none. */
  #newTurn(opened: Pick<ProjectRecord, 'name' | 'sizeBytes'> | null = null): AbortSignal {
    this.#begun = true;
    this.#deps.source.opening = opened && openingOf(opened);
    return this.#turns.next();
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
    // A person can open work before the models are listed.
    await models.init();
    const listed = await projects.refresh();
    const own = project.record?.id === id && outbox.mayStore ? project.record : undefined;
    const earlier = own ?? projects.list.find((known) => known.id === id);
    // Another tab removed the project: this page forgets its stored entries.
    if (listed && !earlier && losses === 0) outbox.journals.forget(id, false);
    const { result, file, name } = ready;
    const { dataset, results } = result;
    if (earlier) await projects.dropMoved(earlier, dataset.rows);
    const kept = await imported.kept(id);
    const model = modelToOpen(models, result, { earlier: earlier?.model, kept, learns });
    const record = recordOf(ready, { id, earlier, model, now: clock.now() });
    if (!(await this.#show(signal, { record, result, file, stored: false, losses, kept, signals }))) return;
    if (!kept) imported.tellDoubts(name, results);
    const unlearnt = models.chosenKey === LEARNED_KEY && learning.state.at === 'idle';
    if (unlearnt && learns && review.writable) void analysis.start();
  }
}
