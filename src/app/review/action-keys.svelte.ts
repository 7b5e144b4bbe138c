import type { Store } from '../../protocol/ports.js';
import { KEY_ACTIONS, keysOfActions, type ActionName, type KeyAnswer } from './key-actions.js';
import { isActionKey } from './key-press.js';

/** Keys of actions that differ from the standard ones, by action. Empty for none. No two share a key. */
type ChosenKeys = ReadonlyMap<ActionName, string>;

const NO_KEYS: ChosenKeys = new Map();
const STANDARD = keysOfActions(NO_KEYS);

/** The keys of actions. The browser keeps them for all projects. */
export class ActionKeys {
  #chosen = $state.raw<ChosenKeys>(NO_KEYS);
  readonly #keys = $derived(keysOfActions(this.#chosen));
  /** Every action with a key, by key. */
  readonly byKey: ReadonlyMap<string, ActionName> = $derived(
    new Map([...this.#keys].filter(([, key]) => key !== '').map(([action, key]) => [key, action])),
  );
  readonly #store: Pick<Store, 'setting' | 'putSetting'>;

  constructor(store: Pick<Store, 'setting' | 'putSetting'>) {
    this.#store = store;
  }

  /** Reads the stored keys. */
  async init(): Promise<void> {
    const stored = await this.#store.setting('action-keys');
    if (stored.ok) this.#chosen = chosenIn(stored.value);
  }

  /** The key of an action, as in `isActionKey`. Empty = none. */
  of(action: ActionName): string {
    return this.#keys.get(action) ?? '';
  }

  /** Whether an action has another key than the standard one. */
  get own(): boolean {
    return this.#chosen.size > 0;
  }

  /** Gives an action a key, or none (empty). The action that had the key gets the other one's. */
  giveAction(action: ActionName, key: string): KeyAnswer {
    const own = this.of(action);
    if (own === key) return { at: 'had' };
    const before = this.byKey.get(key);
    const changes: [ActionName, string][] = before ? [[before, own]] : [];
    this.#set(new Map([...this.#keys, [action, key], ...changes]));
    return { at: 'given', losers: before ? [{ lost: 'action', action: before, key: own }] : [] };
  }

  /** Restores the standard key of every action. */
  reset(): void {
    this.#set(NO_KEYS);
  }

  #set(keys: ReadonlyMap<ActionName, string>): void {
    this.#chosen = new Map([...keys].filter(([action, key]) => key !== STANDARD.get(action)));
    void this.#store.putSetting('action-keys', [...this.#chosen]);
  }
}

/** Restores stored keys. Discards unknown actions, values that are no key, and keys that another action has. */
function chosenIn(stored: unknown): ChosenKeys {
  const pairs: readonly unknown[] = Array.isArray(stored) ? stored : [];
  const keys = new Map<ActionName, string>();
  const taken = new Set<string>();
  for (const pair of pairs) {
    const [name, key] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    const action = KEY_ACTIONS.find((known) => known.name === name)?.name;
    if (action === undefined || keys.has(action) || typeof key !== 'string' || taken.has(key)) continue;
    if (key !== '' && !isActionKey(key)) continue;
    keys.set(action, key);
    if (key !== '') taken.add(key);
  }
  return keys;
}
