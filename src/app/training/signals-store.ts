import { projectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { SignalsOrigin } from './applied-signals.svelte.js';
import type { StoredSignals } from './joined-signals.js';

/** The store of a project's signals from files, and of the origin that a person requested. */
export class SignalsStore {
  readonly #outbox: Pick<Outbox, 'setting' | 'putSetting' | 'holdSetting'>;

  constructor(outbox: Pick<Outbox, 'setting' | 'putSetting' | 'holdSetting'>) {
    this.#outbox = outbox;
  }

  /** A project's signals from files. Null where it has none, or where they cannot be read. */
  async read(projectId: string): Promise<StoredSignals | null> {
    const stored = await this.#outbox.setting(projectSetting('signals', projectId));
    return stored.ok ? ((stored.value as StoredSignals | null | undefined) ?? null) : null;
  }

  /** The signals' origin that a person requested last for a project. */
  async requested(projectId: string): Promise<SignalsOrigin> {
    const stored = await this.#outbox.setting(projectSetting('signals-made', projectId));
    return stored.ok && stored.value === true ? 'model' : 'file';
  }

  /** Stores signals from files. Null = the project has none. */
  put(projectId: string, stored: StoredSignals | null): Promise<void> {
    return this.#outbox.putSetting(projectSetting('signals', projectId), stored);
  }

  /** Stores the origin that a person requested. */
  putRequested(projectId: string, requested: SignalsOrigin): Promise<void> {
    return this.#outbox.putSetting(projectSetting('signals-made', projectId), requested === 'model');
  }

  /** Keeps signals that the browser has deleted until they are stored again. */
  hold(projectId: string, stored: StoredSignals): void {
    this.#outbox.holdSetting(projectSetting('signals', projectId), stored);
  }
}
