import type { ActionName } from './key-actions.js';
import { isComposing, keyNames, letterOf, type KeyFacts } from './key-press.js';

/** Other state that the keys depend on. */
export interface KeyState {
  /** Number of labels that a person can choose. */
  readonly labels: number;
  /** The label that a key chooses, from 0. Its keys are those of `labelKeys`. */
  readonly labelOfKey: ReadonlyMap<string, number>;
  /** The action of a key. A label with the same key comes first. */
  readonly actionOfKey: ReadonlyMap<string, ActionName>;
  /** The list is on the screen, so that rows can be picked in it. */
  readonly list: boolean;
  /** Keys without Ctrl act (WCAG 2.1.4: a person can switch them off). */
  readonly singleKeys: boolean;
}

export type Command =
  | { readonly do: 'label'; /** From 0. */ readonly index: number }
  | {
      readonly do:
        | ActionName
        | 'undo'
        | 'redo'
        | 'export'
        | 'close'
        /** Pick every row of the list. */
        | 'pick-all'
        /** Pick rows of the list from the selected one on. */
        | 'pick-down'
        | 'pick-up';
    };
type Verb = Command['do'];

/** From this number of labels on, the card has a filter box. */
export const FILTERED_FROM = 21;

/** A held key repeats these. It does all others once: it decides one row, not a hundred. */
const REPEATED: ReadonlySet<Verb> = new Set([
  'next',
  'previous',
  'pick-down',
  'pick-up',
  'undo',
  'redo',
  'search',
  'as-it-was',
  'close',
]);

/** The command of a key press; null = no command, and the event continues. */
export function commandOf(facts: KeyFacts, state: KeyState): Command | null {
  if (facts.handled || isComposing(facts) || facts.alt) return null;
  if (facts.target === 'field' || facts.target === 'dialog') return null;
  const command = facts.ctrl || facts.meta ? chord(facts, state) : singleKey(facts, state);
  return command && facts.repeat && !REPEATED.has(command.do) ? null : command;
}

function chord(facts: KeyFacts, state: KeyState): Command | null {
  switch (letterOf(facts)) {
    case 'a':
      return facts.shift || !state.list ? null : { do: 'pick-all' };
    case 'z':
      return { do: facts.shift ? 'redo' : 'undo' };
    case 'y':
      return facts.shift ? null : { do: 'redo' };
    case 's':
      return facts.shift ? null : { do: 'export' };
    default:
      return null;
  }
}

function singleKey(facts: KeyFacts, state: KeyState): Command | null {
  if (facts.key === 'Escape') return { do: 'close' };
  if (!state.singleKeys) return null;
  switch (facts.key) {
    case 'ArrowDown':
      return arrow(facts, state, 'next', 'pick-down');
    case 'ArrowUp':
      return arrow(facts, state, 'previous', 'pick-up');
  }
  const names = keyNames(facts).filter((name) => isFree(name, facts));
  for (const name of names) {
    const index = state.labelOfKey.get(name);
    if (index !== undefined) return { do: 'label', index };
  }
  for (const name of names) {
    const action = state.actionOfKey.get(name);
    if (action !== undefined) return action === 'find-label' && state.labels < FILTERED_FROM ? null : { do: action };
  }
  return null;
}

/** Whether the focused element leaves a key to the page. */
function isFree(name: string, { target }: KeyFacts): boolean {
  if (name === 'Enter') return target !== 'button';
  return name !== 'Space' || target === 'page';
}

/** The command of an arrow key, and the one with Shift. */
function arrow(
  { target, shift }: KeyFacts,
  { list }: KeyState,
  plain: 'next' | 'previous',
  shifted: 'pick-down' | 'pick-up',
): Command | null {
  if (target === 'scroller' || (shift && !list)) return null;
  return { do: shift ? shifted : plain };
}
