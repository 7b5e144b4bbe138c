import type { Store } from '../protocol/ports.js';
import { projectSetting } from '../protocol/setting-keys.js';
import { isLabelKey, verbOfKey } from './keyboard.js';
import type { Notices } from './notices.svelte.js';
import type { Review } from './review.svelte.js';
import type { Restorable } from './store-recovery.js';

export interface LabelKeysDeps {
  readonly store: Store;
  readonly notices: Notices;
  readonly review: Pick<Review, 'mayStore'>;
}

/** Keys that a person gave to labels of the open work. They are stored with it. */
export class LabelKeys implements Restorable {
  /** Key of each such label by its name; empty for a label that gave its key away. No two labels have one key. */
  chosen = $state.raw<ReadonlyMap<string, string>>(new Map());
  #projectId = '';
  #stored = true;
  readonly #deps: LabelKeysDeps;

  constructor(deps: LabelKeysDeps) {
    this.#deps = deps;
  }

  /** A project is open: reads its keys. */
  async opened(projectId: string): Promise<void> {
    if (projectId !== this.#projectId) this.closed();
    this.#projectId = projectId;
    const found = await this.#deps.store.setting(projectSetting('label-keys', projectId));
    if (projectId === this.#projectId && found.ok && this.#stored) this.chosen = keysIn(found.value);
  }

  closed(): void {
    this.#projectId = '';
    this.#stored = true;
    this.chosen = new Map();
  }

  /** Gives keys to labels, by name. */
  async set(changes: readonly (readonly [name: string, key: string])[]): Promise<void> {
    this.chosen = new Map([...this.chosen, ...changes]);
    await this.#keep();
  }

  /** Every label has the key of its place again. */
  async reset(): Promise<void> {
    this.chosen = new Map();
    await this.#keep();
  }

  storedIsGone(): void {
    this.#stored = this.chosen.size === 0;
  }

  async storeAgain(): Promise<boolean> {
    if (!this.#stored) await this.#keep();
    return this.#stored;
  }

  async #keep(): Promise<void> {
    const { store, notices, review } = this.#deps;
    if (this.#projectId === '' || !review.mayStore) return;
    const kept = await store.putSetting(projectSetting('label-keys', this.#projectId), [...this.chosen]);
    this.#stored = kept.ok;
    if (!kept.ok) notices.raise(kept.fault, 'warning');
  }
}

/** Keys as they were stored. What is no key, has become an action's, or is another label's too is left out. */
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
