import type { ImportedPredictions } from '../predictions/imported.js';
import type { LabelKeys } from '../review/label-keys.svelte.js';
import type { LearnedResults } from '../learning/learned-results.js';
import type { LeaveGuard, LeavingQuestion } from './leaving.svelte.js';
import type { ModelResults } from '../predictions/model-results.js';
import type { Outbox } from './outbox.svelte.js';
import type { Project } from './project.svelte.js';
import type { Projects } from './projects.svelte.js';
import type { Review } from '../review/review.svelte.js';
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
  readonly labelKeys: LabelKeys;
  readonly leaving: LeaveGuard;
}

/** Stores the open work with all its parts, and knows which of them are in this page alone. */
export class WorkKeeper implements Restorable {
  readonly #deps: WorkKeeperDeps;

  constructor(deps: WorkKeeperDeps) {
    this.#deps = deps;
  }

  /** Whether something would be lost if the page went away now. */
  get holdsUnsaved(): boolean {
    const { outbox, projects } = this.#deps;
    if (!outbox.durable && projects.list.length > 0) return true;
    return outbox.journals.unsaved > 0 || this.#atRisk() !== null;
  }

  /** Whether the open work may be left for project `next`, null = for none. The same project is no leave. */
  async mayLeave(next: string | null): Promise<boolean> {
    const { leaving, review, outbox, project } = this.#deps;
    if (project.record?.id === next) return true;
    // Work that can be stored now needs no question.
    const settled = async (): Promise<void> => {
      if (outbox.hasUnsaved && outbox.mayStore) await review.keep();
      await review.settled();
      await outbox.settled();
    };
    return leaving.mayLeave({ settled, question: () => this.#atRisk() });
  }

  /** Whether work may be removed, which asks where decisions of it were never stored. */
  mayRemove(projectId: string): Promise<boolean> {
    const { leaving, review, outbox } = this.#deps;
    const question = (): LeavingQuestion | null => {
      const decisions = outbox.journals.unsavedOf(projectId);
      return decisions > 0 ? { about: 'removed', decisions } : null;
    };
    return leaving.mayLeave({ settled: () => review.settled(), question });
  }

  /** The browser has deleted the store: everything that this page writes is to be stored again, see `storeAgain`. */
  storedIsGone(): void {
    const { outbox, review, project, imported, modelResults, learned, training, labelKeys } = this.#deps;
    outbox.losses++;
    if (!project.record || !outbox.mayStore) return;
    project.record = { ...project.record, decided: 0 };
    review.storedIsGone(project.file);
    for (const part of [imported, modelResults, learned, training, labelKeys]) part.storedIsGone();
  }

  /** Stores the open work with all its decisions and results, where that is not done; true when it is. */
  async storeAgain(): Promise<boolean> {
    const { outbox, review, projects } = this.#deps;
    if (outbox.hasUnsaved && outbox.mayStore) await review.keep();
    await outbox.retry();
    await outbox.settled();
    await projects.refresh();
    return this.#atRisk() === null;
  }

  /** The question about the open work where some of it is not stored, else null. */
  #atRisk(): LeavingQuestion | null {
    const { outbox, project } = this.#deps;
    if (!project.record || !project.dataset || (!outbox.hasUnsaved && !outbox.hasFailed)) return null;
    return { about: 'open', decisions: outbox.journals.unsavedOf(project.record.id) };
  }
}
