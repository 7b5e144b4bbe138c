import { projectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Models } from '../scoring/models.svelte.js';
import type { PassesChoice } from './passes-plan.js';

export interface StoredChoiceDeps {
  readonly outbox: Outbox;
  readonly project: Project;
  readonly models: Models;
}

/** The stored choice of passes for the open dataset and the chosen model. */
export class StoredChoice {
  /** The choice that was removed last, and its key. */
  #removed: { readonly key: string; readonly choice: PassesChoice } | null = null;
  readonly #deps: StoredChoiceDeps;

  constructor(deps: StoredChoiceDeps) {
    this.#deps = deps;
  }

  /** The stored choice. Null where the store has none, or where it cannot be read. */
  async read(): Promise<PassesChoice | null> {
    const kept = await this.#deps.outbox.setting(this.#key);
    return kept.ok ? ((kept.value as PassesChoice | null | undefined) ?? null) : null;
  }

  /** Stores a choice. */
  keep(choice: PassesChoice): Promise<void> {
    return this.#deps.outbox.putSetting(this.#key, choice);
  }

  /** Removes the stored choice. `choice` can be restored. Null = nothing to restore. */
  async remove(choice: PassesChoice | null): Promise<void> {
    const key = this.#key;
    this.#removed = choice && { key, choice };
    await this.#deps.outbox.putSetting(key, null);
  }

  /** Stores the removed choice again. True where it belongs to the open dataset and the chosen model. */
  async putBack(): Promise<boolean> {
    const removed = this.#removed;
    this.#removed = null;
    if (!removed) return false;
    await this.#deps.outbox.putSetting(removed.key, removed.choice);
    return removed.key === this.#key;
  }

  get #key(): string {
    const { project, models } = this.#deps;
    return projectSetting('passes', project.record?.id ?? '', models.chosenKey);
  }
}
