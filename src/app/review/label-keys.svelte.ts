import { ProjectValue, type ProjectValueDeps } from '../project/project-value.svelte.js';
import { isLabelKey, verbOfKey } from './keyboard.js';
import { renamedKeys } from './renamed-keys.js';

/** Key of each label that a person gave one, by name. Empty for a label that gave its key away. No two labels share a key. */
type KeyByName = ReadonlyMap<string, string>;

const NO_KEYS: KeyByName = new Map();

/** Keys of labels that a person set in the open project. */
export class LabelKeys {
  readonly stored: ProjectValue<KeyByName>;

  constructor({ outbox }: Pick<ProjectValueDeps<KeyByName>, 'outbox'>) {
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

  /** Takes keys over from elsewhere, for labels without a key here. Discards keys of another label or of an action. */
  async adopt(keys: readonly (readonly [name: string, key: string])[]): Promise<void> {
    const all = keysIn([...this.chosen, ...keys.filter(([name]) => !this.chosen.has(name))]);
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
}

/** Restores stored keys. Discards values that are no key, an action's key, or another label's key. */
function keysIn(stored: unknown): KeyByName {
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
