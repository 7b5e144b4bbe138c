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

/** The records of all stored projects, the open one included. */
export class Projects {
  /** The last opened project first. */
  list = $state.raw<readonly ProjectRecord[]>([]);
  readonly #deps: ProjectsDeps;

  constructor(deps: ProjectsDeps) {
    this.#deps = deps;
  }

  /** Reads the list. False after a failure, which leaves the list unchanged. */
  async refresh(): Promise<boolean> {
    const projects = await this.#deps.store.projects();
    if (projects.ok) this.list = [...projects.value].sort((a, b) => b.openedAt - a.openedAt);
    return projects.ok;
  }

  /** Changes and stores the record of the open project, if this page may store it. Shows a failure. */
  async remember(change: Partial<ProjectRecord>): Promise<void> {
    const stored = await this.#put(change);
    if (stored && !stored.ok) this.#deps.notices.raise(stored.fault, 'warning');
  }

  /** Stores the current number of decided rows. Shows no failure, because the number is only a count in the list. */
  async rememberDecided(): Promise<void> {
    await this.#put({});
  }

  /**
   * Removes the values stored by row if the number of rows changed: an older version set aside records that are rows
   * now. Decisions stay, because they name the position in the source.
   */
  async dropMoved({ id, rows }: ProjectRecord, now: number): Promise<void> {
    if (rows === now) return;
    const { store } = this.#deps;
    await store.removeChunks(id);
    for (const kind of ['learned', 'results'] as const) await store.putSetting(projectSetting(kind, id), null);
  }

  /** Null if this page may not store the record. */
  async #put(change: Partial<ProjectRecord>): Promise<Outcome<null> | null> {
    const { store, project, outbox } = this.#deps;
    if (!project.record || !outbox.mayStore) return null;
    project.record = { ...project.record, decided: project.decidedInStore, ...change };
    return store.putProject(project.record);
  }
}
