import type { Outcome } from '../../protocol/outcome.js';
import type { ProjectRecord, Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Outbox } from './outbox.svelte.js';
import type { Project } from './project.svelte.js';

export interface ProjectsDeps {
  readonly store: Store;
  readonly notices: Notices;
  readonly project: Project;
  readonly outbox: Outbox;
}

/** The records of all work that is stored, that of the open work included. */
export class Projects {
  /** The latest first. */
  list = $state.raw<readonly ProjectRecord[]>([]);
  readonly #deps: ProjectsDeps;

  constructor(deps: ProjectsDeps) {
    this.#deps = deps;
  }

  /** Reads the list; false where it cannot be read, and the list stays as it is. */
  async refresh(): Promise<boolean> {
    const projects = await this.#deps.store.projects();
    if (projects.ok) this.list = [...projects.value].sort((a, b) => b.openedAt - a.openedAt);
    return projects.ok;
  }

  /** Changes and stores the record of the open work, where this page may store it. A failure is shown. */
  async remember(change: Partial<ProjectRecord>): Promise<void> {
    const stored = await this.#put(change);
    if (stored && !stored.ok) this.#deps.notices.raise(stored.fault, 'warning');
  }

  /** The count in the list keeps up with the journal. It is no more than a count: its failure is not shown. */
  async rememberDecided(): Promise<void> {
    await this.#put({});
  }

  /**
   * An older page has set aside records that are rows now: everything that is stored by row is about other rows then, and is removed.
   * Decisions stay, since they name the position in the source.
   */
  async dropMoved({ id, rows }: ProjectRecord, now: number): Promise<void> {
    if (rows === now) return;
    const { store } = this.#deps;
    await store.removeChunks(id);
    for (const kind of ['learned', 'results'] as const) await store.putSetting(projectSetting(kind, id), null);
  }

  /** Null where this page may not store the record. */
  async #put(change: Partial<ProjectRecord>): Promise<Outcome<null> | null> {
    const { store, project, outbox } = this.#deps;
    if (!project.record || !outbox.mayStore) return null;
    project.record = { ...project.record, decided: project.decidedInStore, ...change };
    return store.putProject(project.record);
  }
}
