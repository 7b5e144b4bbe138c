import type { ImportedPredictions } from '../predictions/imported.js';
import type { LearnedResults } from '../learning/learned-results.js';
import type { LeaveGuard, LeavingQuestion } from './leaving.svelte.js';
import type { ModelResults } from '../predictions/model-results.js';
import type { Outbox } from './outbox.svelte.js';
import type { Project } from './project.svelte.js';
import type { Projects } from './projects.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { StoredSetting } from '../review/project-settings.js';
import type { Restorable } from './store-recovery.js';
import type { Training } from '../training/training.js';

export interface WorkKeeperDeps {
  readonly outbox: Outbox;
  readonly project: Project;
  readonly projects: Projects;
  readonly review: Review;
  readonly imported: ImportedPredictions;
  readonly modelResults: ModelResults;
  readonly learned: LearnedResults;
  readonly training: Training;
  /** Settings of the project. */
  readonly settings: readonly StoredSetting[];
  readonly leaving: LeaveGuard;
}

/** Stores the open project with all its parts, and reports unsaved ones. */
export class WorkKeeper implements Restorable {
  readonly #deps: WorkKeeperDeps;

  constructor(deps: WorkKeeperDeps) {
    this.#deps = deps;
  }

  /** Whether closing the page now would lose data. */
  get holdsUnsaved(): boolean {
    const { outbox, projects } = this.#deps;
    if (!outbox.durable && projects.list.length > 0) return true;
    return outbox.journals.unsaved > 0 || this.#atRisk() !== null;
  }

  /** Whether the open project may close in favour of project `next`, null = none. Reopening the same one is allowed. */
  async mayLeave(next: string | null): Promise<boolean> {
    const { leaving, review, outbox, project } = this.#deps;
    if (project.record?.id === next) return true;
    // A project that can be stored now needs no question.
    const settled = async (): Promise<void> => {
      if (outbox.hasUnsaved && outbox.mayStore) await review.keep();
      await review.settled();
      await outbox.settled();
    };
    return leaving.mayLeave({ settled, question: () => this.#atRisk() });
  }

  /** Whether a project may be removed. Asks the person if it has unsaved decisions. */
  mayRemove(projectId: string): Promise<boolean> {
    const { leaving, review, outbox } = this.#deps;
    const question = (): LeavingQuestion | null => {
      const decisions = outbox.journals.unsavedOf(projectId);
      return decisions > 0 ? { about: 'removed', decisions } : null;
    };
    return leaving.mayLeave({ settled: () => review.settled(), question });
  }

  /** Marks the open project with all its parts as unsaved, because the browser deleted the store. See `storeAgain`. */
  storedIsGone(): void {
    const { outbox, review, project, imported, modelResults, learned, training, settings } = this.#deps;
    outbox.losses++;
    if (!project.record || !outbox.mayStore) return;
    project.record = { ...project.record, decided: 0 };
    review.storedIsGone(project.file);
    for (const part of [imported, modelResults, learned, training, ...settings]) part.storedIsGone();
  }

  /** Stores all unsaved decisions and results of the open project. True if all are stored. */
  async storeAgain(): Promise<boolean> {
    const { outbox, review, projects } = this.#deps;
    if (outbox.hasUnsaved && outbox.mayStore) await review.keep();
    await outbox.retry();
    await outbox.settled();
    await projects.refresh();
    return this.#atRisk() === null;
  }

  /** The question about the open project if parts of it are unsaved, else null. */
  #atRisk(): LeavingQuestion | null {
    const { outbox, project } = this.#deps;
    if (!project.record || !project.dataset || (!outbox.hasUnsaved && !outbox.hasFailed)) return null;
    return { about: 'open', decisions: outbox.journals.unsavedOf(project.record.id) };
  }
}
