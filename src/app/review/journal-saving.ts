import type { JournalEntry } from '../../domain/review/edits.js';
import { unexpected } from '../../protocol/fault.js';
import { failed, type Outcome } from '../../protocol/outcome.js';
import type { Store } from '../../protocol/ports.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Projects } from '../project/projects.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';

export interface JournalSavingDeps {
  readonly outbox: Outbox;
  readonly store: Pick<Store, 'entries'>;
  readonly notices: Notices;
  readonly projects: Projects;
  /** Called with the whole journal of the open project when its unsaved entries got other places. */
  readonly onMoved: (entries: readonly JournalEntry[]) => void;
  /** Called when a save ends. `whole`: the store has every entry. */
  readonly onEnd: (whole: boolean) => void;
}

/** More moves than this are no accident: two pages write to the journal without a lock. */
const MOST_MOVES = 20;

/** Stores the unsaved entries of journals, in order. One save runs at a time. */
export class JournalSaving {
  #saving: Promise<void> | null = null;
  readonly #deps: JournalSavingDeps;

  constructor(deps: JournalSavingDeps) {
    this.#deps = deps;
  }

  /** Stores the unsaved entries in order after `due`. A failure raises a notice. */
  flush(due: Promise<void>): Promise<void> {
    this.#deps.outbox.draining = true;
    this.#saving ??= due.then(() => this.#drain());
    return this.#saving;
  }

  /** Settles when no save is running. */
  async settled(): Promise<void> {
    while (this.#saving) await this.#saving;
  }

  async #drain(): Promise<void> {
    const { outbox, notices, projects } = this.#deps;
    let moves = 0;
    let retried = false;
    for (;;) {
      const due = outbox.next();
      if (!due) {
        if (retried) break;
        retried = true;
        if (outbox.isAllStored) for (const code of ['storage-full', 'storage-failed'] as const) notices.withdraw(code);
        // The store may have room for the rest now.
        await outbox.retry();
        continue;
      }
      const stored = await attempt(() => (due === 'project' ? outbox.storeProject() : outbox.storeEntries(due)));
      if (stored.ok) continue;
      const isTaken = due !== 'project' && stored.fault.code === 'read-only-tab' && moves++ < MOST_MOVES;
      if (isTaken && (await this.#move(due.projectId))) continue;
      this.#end(false);
      notices.raise(stored.fault);
      return;
    }
    this.#end(true);
    void projects.rememberDecided();
  }

  /** Ends at once, not after a promise settles. Otherwise no save would store an entry that arrives in between. */
  #end(whole: boolean): void {
    this.#saving = null;
    this.#deps.outbox.draining = false;
    this.#deps.onEnd(whole);
  }

  /** Resolves taken places in the journal: reads it again and gives the unsaved entries the places after it. */
  async #move(projectId: string): Promise<boolean> {
    const { outbox, store, onMoved } = this.#deps;
    const stored = await attempt(() => store.entries(projectId));
    if (!stored.ok) return false;
    const entries = outbox.journals.open(projectId, stored.value, outbox.journals.isMine(projectId));
    if (projectId === outbox.projectId) onMoved(entries);
    return true;
  }
}

async function attempt<T>(call: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await call();
  } catch (error) {
    return failed(unexpected(error));
  }
}
