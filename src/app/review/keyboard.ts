import { classNumber } from '../../domain/labels/match.js';

/** The place of a key press. The focused element decides which keys are free. */
export type KeyTarget =
  /** An element that uses no keys. */
  | 'page'
  /** A button, a link or a similar element: it uses Enter and Space. */
  | 'button'
  /** A region that scrolls: it uses the arrow keys. */
  | 'scroller'
  /** A text field, a select or another input: it uses every key. */
  | 'field'
  /** An open dialog or menu: it uses every key. */
  | 'dialog';

/** The fields of a keydown event, without the event. */
export interface KeyFacts {
  readonly key: string;
  readonly code: string;
  /** 229 while an input method uses the key, whatever the other members contain. */
  readonly keyCode: number;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  /** Alt or AltGraph. */
  readonly alt: boolean;
  readonly repeat: boolean;
  readonly composing: boolean;
  /** A nearer element has handled the key. */
  readonly handled: boolean;
  readonly target: KeyTarget;
}

/** Other state that the keys depend on. */
export interface KeyState {
  /** Number of labels that a person can choose. */
  readonly labels: number;
  /** The label that a key chooses, from 0. Keys are those of `labelKeys`, without any that `verbOfKey` knows. */
  readonly labelOfKey: ReadonlyMap<string, number>;
  /** The list is on the screen, so that rows can be picked in it. */
  readonly list: boolean;
  /** Keys without Ctrl act (WCAG 2.1.4: a person can switch them off). */
  readonly singleKeys: boolean;
}

export type Command =
  | { readonly do: 'label'; /** From 0. */ readonly index: number }
  | {
      readonly do:
        | 'confirm'
        | 'accept'
        | 'discard'
        | 'unsure'
        | 'next'
        | 'previous'
        | 'undo'
        | 'redo'
        | 'search'
        | 'find-label'
        | 'note'
        | 'help'
        | 'export'
        | 'close'
        /** Pick every row of the list. */
        | 'pick-all'
        /** Pick rows of the list from the selected one on. */
        | 'pick-down'
        | 'pick-up'
        | 'focus'
        /** Show the dataset as it was, as long as the key is held. */
        | 'as-it-was';
    };
export type Verb = Command['do'];

/** Number of labels with a key. */
const KEYED_LABELS = 20;
/** From this number of labels on, the card has a filter box. */
export const FILTERED_FROM = 21;

/** A held key decides one row, not a hundred. */
const ONCE: ReadonlySet<Verb> = new Set([
  'label',
  'confirm',
  'accept',
  'discard',
  'unsure',
  'export',
  'help',
  'find-label',
  'note',
  'focus',
  'pick-all',
]);

const LETTERS: ReadonlyMap<string, Verb> = new Map([
  ['a', 'accept'],
  ['x', 'discard'],
  ['j', 'next'],
  ['k', 'previous'],
  ['l', 'find-label'],
  ['f', 'focus'],
]);

/** A label with such a key comes first. */
const YIELDING: ReadonlyMap<string, Verb> = new Map([
  ['n', 'note'],
  ['u', 'unsure'],
]);

/** The action of a letter; null for a key that a label can have. */
export function verbOfKey(key: string): Verb | null {
  return LETTERS.get(key) ?? null;
}

/** Whether text is a key that a person can give to a label: a digit, or a Latin letter in lower case. */
export function isLabelKey(text: string): boolean {
  return /^[a-z\d]$/.test(text);
}

/** The key that typed text gives to a label: its last character; empty if no label can have it. */
export function typedLabelKey(text: string): string {
  const last = text.normalize('NFKC').trim().slice(-1).toLowerCase();
  return isLabelKey(last) ? last : '';
}

/** The key that a press gives to a label, as in `isLabelKey`. Empty for any other press. */
export function pressedLabelKey(facts: KeyFacts): string {
  if (facts.ctrl || facts.meta || facts.alt || isComposing(facts)) return '';
  const digit = labelKeyOf({ ...facts, shift: false });
  return digit === '' ? letterOf(facts) : digit;
}

/** The command of a key press; null = no command, and the event continues. */
export function commandOf(facts: KeyFacts, state: KeyState): Command | null {
  if (facts.handled || isComposing(facts) || facts.alt) return null;
  if (facts.target === 'field' || facts.target === 'dialog') return null;
  const command = facts.ctrl || facts.meta ? chord(facts, state) : singleKey(facts, state);
  return command && facts.repeat && ONCE.has(command.do) ? null : command;
}

/**
 * The printed key of each label, empty for none. A label that is a number from 0 to 9 has that digit, whatever other
 * labels exist. Other labels have the remaining keys, in order. `chosen`: keys of labels that a person set, by name.
 * Each is the key of one label, and empty for a label that gave its key away.
 */
export function labelKeys(
  names: readonly string[],
  chosen: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const keys = defaultKeys(names);
  if (chosen.size === 0) return keys;
  const given = new Set(names.map((name) => chosen.get(name) ?? ''));
  return names.map((name, index) => {
    const own = keys[index] ?? '';
    return chosen.get(name) ?? (given.has(own) ? '' : own);
  });
}

/** 1 to 9, 0, then the same with Shift. */
const KEYS_IN_ORDER: readonly string[] = Array.from({ length: KEYED_LABELS }, (_, place) => {
  const digit = String((place + 1) % 10);
  return place < 10 ? digit : `⇧${digit}`;
});

/**
 * A label that is the only one with its number from 0 to 9 has this digit. Other labels have the remaining keys in
 * order.
 */
function defaultKeys(names: readonly string[]): readonly string[] {
  const labelOfDigit = new Map<number, number | null>();
  for (const [index, name] of names.entries()) {
    const number = classNumber(name);
    if (number !== null && number <= 9) labelOfDigit.set(number, labelOfDigit.has(number) ? null : index);
  }
  const keys = names.map(() => '');
  for (const [digit, index] of labelOfDigit) if (index !== null) keys[index] = String(digit);
  const taken = new Set(keys);
  const free = KEYS_IN_ORDER.filter((key) => !taken.has(key));
  let next = 0;
  return keys.map((key) => (key === '' ? (free[next++] ?? '') : key));
}

/** A label's key as `aria-keyshortcuts` has it. */
export function labelShortcut(key: string): string {
  return key.replace('⇧', 'Shift+');
}

function isComposing(facts: KeyFacts): boolean {
  return facts.composing || facts.keyCode === 229 || facts.key === 'Process' || facts.key === 'Dead';
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
  const letter = facts.shift ? '' : letterOf(facts);
  const index = state.labelOfKey.get(labelKeyOf(facts) || letter);
  if (index !== undefined) return { do: 'label', index };
  switch (facts.key) {
    // On many layouts these two need Shift.
    case '/':
      return { do: 'search' };
    case '?':
      return { do: 'help' };
    case 'Enter':
      return facts.target === 'button' || facts.shift ? null : { do: 'confirm' };
    case ' ':
      return facts.target !== 'page' || facts.shift ? null : { do: 'as-it-was' };
    case 'ArrowDown':
      return arrow(facts, state, 'next', 'pick-down');
    case 'ArrowUp':
      return arrow(facts, state, 'previous', 'pick-up');
    default:
      return letterCommand(letter, state);
  }
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

function letterCommand(letter: string, state: KeyState): Command | null {
  const verb = LETTERS.get(letter) ?? YIELDING.get(letter);
  if (verb === 'find-label' && state.labels < FILTERED_FROM) return null;
  return verb === undefined || verb === 'label' ? null : { do: verb };
}

/**
 * The label key of a digit key, empty for none. By position, not by character: with Shift, and on layouts such as
 * AZERTY without it, the digit row types other characters. The number pad counts only while it types digits.
 */
function labelKeyOf(facts: KeyFacts): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(facts.code)?.[1] ?? (facts.code === '' ? facts.key : '');
  if (!/^\d$/.test(digit)) return '';
  if (facts.code.startsWith('Numpad') && facts.key !== digit) return '';
  return facts.shift ? `⇧${digit}` : digit;
}

/** The Latin letter of a key in lower case. On keyboards of another script: the letter in its place on QWERTY. */
function letterOf(facts: KeyFacts): string {
  const { key, code } = facts;
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const foreign = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  return foreign ? (/^Key([A-Z])$/.exec(code)?.[1] ?? '').toLowerCase() : '';
}
