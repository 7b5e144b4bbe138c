import { projectSetting } from '../../protocol/setting-keys.js';
import { isLabelKey, verbOfKey } from './keyboard.js';
import type { Outbox } from '../project/outbox.svelte.js';

export interface LabelKeysDeps {
  readonly outbox: Pick<Outbox, 'setting' | 'putSetting' | 'holdSetting'>;
}

/** Keys that a person gave to labels of the open work. They are stored with it. */
export class LabelKeys {
  /** Key of each label that was given one, by its name; empty for a label that gave its key away. No two labels have one key. */
  chosen = $state.raw<ReadonlyMap<string, string>>(new Map());
  #projectId = '';
  readonly #deps: LabelKeysDeps;

  constructor(deps: LabelKeysDeps) {
    this.#deps = deps;
  }

  /** A project is open: reads its keys. */
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

  /** Every label has the key of its place again. */
  async reset(): Promise<void> {
    this.chosen = new Map();
    await this.#keep();
  }

  /** The browser has deleted the store: the keys are to be stored again. */
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
