import { projectSetting } from '../../protocol/setting-keys.js';
import { isLabelKey, verbOfKey } from './keyboard.js';
import type { Outbox } from '../project/outbox.svelte.js';

export interface LabelKeysDeps {
  readonly outbox: Pick<Outbox, 'setting' | 'putSetting' | 'holdSetting'>;
}

/** Keys of labels that a person set in the open project. The store keeps them with the project. */
export class LabelKeys {
  /**
   * Key of each label that a person gave one, by name. Empty for a label that gave its key away. No two labels share a
   * key.
   */
  chosen = $state.raw<ReadonlyMap<string, string>>(new Map());
  #projectId = '';
  readonly #deps: LabelKeysDeps;

  constructor(deps: LabelKeysDeps) {
    this.#deps = deps;
  }

  /** Reads the keys of a project that was opened. */
  async opened(projectId: string): Promise<void> {
    if (projectId !== this.#projectId) this.closed();
    this.#projectId = projectId;
    const found = await this.#deps.outbox.setting(projectSetting('label-keys', projectId));
    if (projectId === this.#projectId && found.ok) this.chosen = keysIn(found.value);
  }

  closed(): void {
    this.#projectId = '';
    this.chosen = new Map();
  }

  /** Gives keys to labels, by name. */
  async set(changes: readonly (readonly [name: string, key: string])[]): Promise<void> {
    this.chosen = new Map([...this.chosen, ...changes]);
    await this.#keep();
  }

  /** Takes keys over from elsewhere, for labels without a key here. Discards keys of another label or of an action. */
  async adopt(keys: readonly (readonly [name: string, key: string])[]): Promise<void> {
    const all = keysIn([...this.chosen, ...keys.filter(([name]) => !this.chosen.has(name))]);
    if (all.size === this.chosen.size) return;
    this.chosen = all;
    await this.#keep();
  }

  /** Restores the key of its place for every label. */
  async reset(): Promise<void> {
    this.chosen = new Map();
    await this.#keep();
  }

  /** Stores the keys again after the browser deleted the store. */
  storedIsGone(): void {
    if (this.chosen.size > 0) this.#deps.outbox.holdSetting(this.#setting, [...this.chosen]);
  }

  async #keep(): Promise<void> {
    if (this.#projectId !== '') await this.#deps.outbox.putSetting(this.#setting, [...this.chosen]);
  }

  get #setting(): string {
    return projectSetting('label-keys', this.#projectId);
  }
}

/** Restores stored keys. Discards values that are no key, an action's key, or another label's key. */
function keysIn(stored: unknown): ReadonlyMap<string, string> {
  const pairs: readonly unknown[] = Array.isArray(stored) ? stored : [];
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  for (const pair of pairs) {
    const [name, key] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (typeof name !== 'string' || typeof key !== 'string' || !isStoredKey(key) || taken.has(key)) continue;
    keys.set(name, key);
    if (key !== '') taken.add(key);
  }
  return keys;
}

function isStoredKey(key: string): boolean {
  return key === '' || (isLabelKey(key.replace(/^⇧(?=\d$)/, '')) && verbOfKey(key) === null);
}
