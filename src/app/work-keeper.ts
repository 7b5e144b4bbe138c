import { ok, type Outcome } from '../protocol/outcome.js';
import type { Store } from '../protocol/ports.js';
import type { GivenResults } from './given-results.js';
import type { LearnedResults } from './learning/learned-results.js';
import type { LeaveGuard, LeavingQuestion } from './leaving.svelte.js';
import type { ModelResults } from './model-results.js';
import type { Passes } from './passes.svelte.js';
import type { Project } from './project.svelte.js';
import type { Projects } from './projects.svelte.js';
import type { Review } from './review.svelte.js';
import type { Restorable } from './store-recovery.js';
import type { Training } from './training.svelte.js';

export interface WorkKeeperDeps {
  readonly store: Store;
  readonly project: Project;
  readonly projects: Projects;
  readonly review: Review;
  readonly given: GivenResults;
  readonly modelResults: ModelResults;
  readonly learned: LearnedResults;
  readonly training: Training;
  readonly passes: Passes;
  readonly leaving: LeaveGuard;
}

/** Stores the open work with all that belongs to it, and knows what of it is in this page alone. */
export class WorkKeeper implements Restorable {
  /** How often the browser has deleted the store. */
  losses = 0;
  /** The source of the open work, as long as it is not stored: without it nothing is found again. */
  #source: Blob | null = null;
  readonly #deps: WorkKeeperDeps;

  constructor(deps: WorkKeeperDeps) {
    this.#deps = deps;
  }

  /** The source of the work that is opened; null = it is stored, or is not this page's to store. */
  hold(source: Blob | null): void {
    this.#source = source;
  }

  /** Whether something would be lost if the page went away now. */
  get holdsUnsaved(): boolean {
    const { review, projects } = this.#deps;
    if (!review.durable && projects.list.length > 0) return true;
    return review.hasUnsavedAnywhere || this.#atRisk() !== null;
  }

  /** Whether the open work may be left for project `next`, null = for none. The same project is no leave. */
  async mayLeave(next: string | null): Promise<boolean> {
    const { leaving, review, modelResults, project } = this.#deps;
    if (project.record?.id === next) return true;
    // What can be stored now needs no question.
    const settled = async (): Promise<void> => {
      if (review.hasUnsaved && review.mayStore) await review.keep();
      await review.settled();
      await modelResults.settled();
    };
    return leaving.mayLeave({ settled, question: () => this.#atRisk() });
  }

  /** Whether work may be removed, which asks where decisions of it were never stored. */
  mayRemove(projectId: string): Promise<boolean> {
    const { leaving, review } = this.#deps;
    const question = (): LeavingQuestion | null => {
      const decisions = review.unsavedOf(projectId);
      return decisions > 0 ? { about: 'removed', decisions } : null;
    };
    return leaving.mayLeave({ settled: () => review.settled(), question });
  }

  /** Stores the open work itself, where that has not happened yet, and results that could not be stored before. */
  async keepBase(): Promise<Outcome<null>> {
    const { store, review, project, given, modelResults, learned } = this.#deps;
    const { record } = project;
    const source = this.#source;
    const { losses } = this;
    if (source && record && review.mayStore) {
      // The record first: a source without one would never be removed.
      const recorded = await store.putProject(record);
      if (!recorded.ok) return recorded;
      const kept = await store.putSource(record.sourceHash, source);
      if (!kept.ok) return kept;
      // What was stored before the store was deleted once more is gone.
      if (source === this.#source && losses === this.losses) {
        this.#source = null;
        await store.putSetting('last-project', record.id);
      }
    }
    if (!record || !review.mayStore) return ok(null);
    await given.keep(record.id);
    await modelResults.keepUnkept();
    await learned.storeAgain();
    return ok(null);
  }

  /** The browser has deleted the store: what this page writes is to be stored again, see `storeAgain`. */
  storedIsGone(): void {
    this.losses++;
    const { review, project, given, modelResults, learned } = this.#deps;
    if (!project.record || !review.mayStore) return;
    project.record = { ...project.record, decided: 0 };
    this.#source = project.file;
    given.storedIsGone();
    modelResults.storedIsGone();
    learned.storedIsGone();
    review.storedIsGone();
  }

  /** Stores the open work with all its decisions and results, where that is not done; true when it is. */
  async storeAgain(): Promise<boolean> {
    const { review, projects } = this.#deps;
    if (review.hasUnsaved && review.mayStore) await review.keep();
    await projects.refresh();
    return this.#atRisk() === null;
  }

  /** What would be lost if the open work were left now. */
  #atRisk(): LeavingQuestion | null {
    const { review, project, given, modelResults, training, passes } = this.#deps;
    if (!project.record || !project.dataset) return null;
    const results = given.hasUnsaved || modelResults.hasUnsaved;
    if (!review.hasUnsaved && !results && !training.hasUnsaved && !passes.hasUnsaved) return null;
    return { about: 'open', decisions: review.unsavedOf(project.record.id) };
  }
}
