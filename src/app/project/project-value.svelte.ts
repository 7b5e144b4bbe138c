import { projectSetting, type ProjectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from './outbox.svelte.js';

export interface ProjectValueDeps<Value> {
  readonly outbox: Pick<Outbox, 'setting' | 'putSetting' | 'holdSetting'>;
  readonly kind: ProjectSetting;
  /** The value of a project that has none stored. */
  readonly empty: Value;
  /** Restores a stored value, and discards its invalid parts. */
  readonly read: (stored: unknown) => Value;
  /** The form of a value that the store can clone. */
  readonly write: (value: Value) => unknown;
}

/** A setting of the open project. The store keeps it with the project, and deletes it with the project. */
export class ProjectValue<Value> {
  #held = $state.raw<{ readonly value: Value } | null>(null);
  #projectId = '';
  readonly #deps: ProjectValueDeps<Value>;

  constructor(deps: ProjectValueDeps<Value>) {
    this.#deps = deps;
  }

  get value(): Value {
    return this.#held ? this.#held.value : this.#deps.empty;
  }

  /** Reads the value of a project that was opened. */
  async opened(projectId: string): Promise<void> {
    if (projectId !== this.#projectId) this.closed();
    this.#projectId = projectId;
    const found = await this.#deps.outbox.setting(this.#key);
    if (projectId === this.#projectId && found.ok) this.#held = { value: this.#deps.read(found.value) };
  }

  closed(): void {
    this.#projectId = '';
    this.#held = null;
  }

  /** Replaces the value and stores it. */
  async set(value: Value): Promise<void> {
    this.#held = { value };
    if (this.#projectId !== '') await this.#deps.outbox.putSetting(this.#key, this.#deps.write(value));
  }

  /** Stores the value again after the browser deleted the store. */
  storedIsGone(): void {
    const { value } = this;
    if (value !== this.#deps.empty) this.#deps.outbox.holdSetting(this.#key, this.#deps.write(value));
  }

  get #key(): string {
    return projectSetting(this.#deps.kind, this.#projectId);
  }
}
