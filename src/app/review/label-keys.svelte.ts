import { ProjectValue, type ProjectValueDeps } from '../project/project-value.svelte.js';
import type { ActionKeys } from './action-keys.svelte.js';
import { yieldsToLabels } from './key-actions.js';
import { isLabelKey } from './key-press.js';
import { renamedKeys } from './renamed-keys.js';

/** Key of each label that a person gave one, by name. Empty for a label that gave its key away. No two labels share a key. */
type KeyByName = ReadonlyMap<string, string>;

const NO_KEYS: KeyByName = new Map();

/** Keys of labels that a person set in the open project. */
export class LabelKeys {
  readonly stored: ProjectValue<KeyByName>;
  /** The keys of actions, which labels leave free. */
  readonly actions: ActionKeys;

  constructor({ outbox, actions }: Pick<ProjectValueDeps<KeyByName>, 'outbox'> & { readonly actions: ActionKeys }) {
    this.actions = actions;
    this.stored = new ProjectValue({
      outbox,
      kind: 'label-keys',
      empty: NO_KEYS,
      read: keysIn,
      write: (keys) => [...keys],
    });
  }

  get chosen(): KeyByName {
    return this.stored.value;
  }

  /** Gives keys to labels, by name. */
  set(changes: readonly (readonly [name: string, key: string])[]): Promise<void> {
    return this.stored.set(new Map([...this.chosen, ...changes]));
  }

  /** Forgets the key that a person gave to a label. The label has the key of its place again. */
  forget(name: string): Promise<void> {
    return this.stored.set(new Map([...this.chosen].filter(([known]) => known !== name)));
  }

  /**
   * Takes keys over from elsewhere, for labels without a key here. Discards keys of another label, and keys of an action
   * that does not yield to labels.
   */
  async adopt(keys: readonly (readonly [name: string, key: string])[]): Promise<void> {
    const fitting = keys.filter(([name, key]) => !this.chosen.has(name) && this.#isFree(key));
    const all = keysIn([...this.chosen, ...fitting]);
    if (all.size > this.chosen.size) await this.stored.set(all);
  }

  /** Gives keys to labels that were renamed, by the names before and after. */
  async rename(renamed: readonly (readonly [from: string, to: string])[]): Promise<void> {
    const keys = renamedKeys(this.chosen, renamed);
    if (keys) await this.stored.set(keys);
  }

  /** Restores the key of its place for every label. */
  reset(): Promise<void> {
    return this.stored.set(NO_KEYS);
  }

  #isFree(key: string): boolean {
    const action = this.actions.byKey.get(key);
    return action === undefined || yieldsToLabels(action);
  }
}

/** Restores stored keys. Discards values that are no key, and another label's key. */
export function keysIn(stored: unknown): KeyByName {
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
  return key === '' || isLabelKey(key.replace(/^⇧(?=\d$)/, ''));
}
