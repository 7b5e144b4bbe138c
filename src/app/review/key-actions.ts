/** An action of a single key. */
interface KeyAction {
  readonly name: string;
  /** Its key until a person chooses another one. */
  readonly key: string;
  readonly group: 'decide' | 'move' | 'work';
  /** A person can give its key to a label, and the action then has no key in that dataset. */
  readonly yields?: true;
}

/** Every action of a single key, in the order of the help. No two have the same key. */
export const KEY_ACTIONS = [
  { name: 'confirm', key: 'Enter', group: 'decide' },
  { name: 'accept', key: 'a', group: 'decide' },
  { name: 'discard', key: 'x', group: 'decide' },
  { name: 'unsure', key: 'u', group: 'decide', yields: true },
  { name: 'note', key: 'n', group: 'decide', yields: true },
  { name: 'next', key: 'j', group: 'move' },
  { name: 'previous', key: 'k', group: 'move' },
  { name: 'search', key: '/', group: 'move' },
  { name: 'find-label', key: 'l', group: 'move' },
  { name: 'focus', key: 'f', group: 'work' },
  { name: 'as-it-was', key: 'Space', group: 'work' },
  { name: 'help', key: '?', group: 'work' },
] as const satisfies readonly KeyAction[];

export type ActionName = (typeof KEY_ACTIONS)[number]['name'];
export type ActionGroup = KeyAction['group'];

const ALL: readonly (KeyAction & { readonly name: ActionName })[] = KEY_ACTIONS;
const YIELDING: ReadonlySet<ActionName> = new Set(ALL.filter(({ yields }) => yields).map(({ name }) => name));

/** Whether a person can give the key of an action to a label. */
export function yieldsToLabels(action: ActionName): boolean {
  return YIELDING.has(action);
}

/** The key of each action, empty for none. No two share a key. `chosen`: keys that a person set, each for one action. */
export function keysOfActions(chosen: ReadonlyMap<ActionName, string>): ReadonlyMap<ActionName, string> {
  const given = new Set(chosen.values());
  return new Map(KEY_ACTIONS.map(({ name, key }) => [name, chosen.get(name) ?? (given.has(key) ? '' : key)]));
}

/** What lost its key, with the key that it has instead. Empty = none. */
export type KeyLoser =
  | { readonly lost: 'label'; readonly title: string; readonly key: string }
  | { readonly lost: 'action'; readonly action: ActionName; readonly key: string }
  /** The action has no key in the open dataset, because a label of it has the key. */
  | { readonly lost: 'action-here'; readonly action: ActionName };

/** The result of giving a key to a label or an action. */
export type KeyAnswer =
  | { readonly at: 'given'; readonly losers: readonly KeyLoser[] }
  /** The label or the action had the key already. */
  | { readonly at: 'had' }
  /** The key belongs to an action, and a label cannot have it. */
  | { readonly at: 'action'; readonly action: ActionName };
