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

/** Keys of actions that are neither a letter nor a digit: their names by the character that they type. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['Enter', 'Enter'],
  [' ', 'Space'],
  // On many layouts these two need Shift.
  ['/', '/'],
  ['?', '?'],
]);
const SPECIAL_NAMES: ReadonlySet<string> = new Set(SPECIAL.values());
/** Special keys that have another meaning with Shift. */
const WITHOUT_SHIFT: ReadonlySet<string> = new Set(['Enter', 'Space']);

/** Whether an input method uses the press, or a dead key waits for the next one. */
export function isComposing(facts: KeyFacts): boolean {
  return facts.composing || facts.keyCode === 229 || facts.key === 'Process' || facts.key === 'Dead';
}

/** Whether text is a key that a person can give to a label: a digit, or a Latin letter in lower case. */
export function isLabelKey(text: string): boolean {
  return /^[a-z\d]$/.test(text);
}

/** Whether text is a key that a person can give to an action: a key as of a label, `Enter`, `Space`, `/` or `?`. */
export function isActionKey(text: string): boolean {
  return isLabelKey(text) || SPECIAL_NAMES.has(text);
}

/**
 * The names of a press without Ctrl, as labels and actions have them: `1`, `⇧1`, `a`, `Enter`, `Space`, `/`, `?`. There
 * can be two, by place and by character. The earlier one counts first.
 */
export function keyNames(facts: KeyFacts): readonly string[] {
  const special = SPECIAL.get(facts.key) ?? '';
  return [
    digitOf(facts),
    facts.shift && WITHOUT_SHIFT.has(special) ? '' : special,
    facts.shift ? '' : letterOf(facts),
  ].filter((name) => name !== '');
}

/** The key that typed text gives to a label: its last character; empty if no label can have it. */
export function typedLabelKey(text: string): string {
  const last = text.normalize('NFKC').trim().slice(-1).toLowerCase();
  return isLabelKey(last) ? last : '';
}

/** The key that typed text gives to an action: its last character; empty if no action can have it. */
export function typedActionKey(text: string): string {
  const last = text.slice(-1).normalize('NFKC');
  return SPECIAL.get(last) ?? typedLabelKey(last);
}

/** The key that a press gives to a label, as in `isLabelKey`. Empty for any other press. */
export function pressedLabelKey(facts: KeyFacts): string {
  if (facts.ctrl || facts.meta || facts.alt || isComposing(facts)) return '';
  const digit = digitOf({ ...facts, shift: false });
  return digit === '' ? letterOf(facts) : digit;
}

/** The key that a press gives to an action, as in `isActionKey`. Empty for any other press. */
export function pressedActionKey(facts: KeyFacts): string {
  if (facts.ctrl || facts.meta || facts.alt || isComposing(facts)) return '';
  return SPECIAL.get(facts.key) ?? pressedLabelKey(facts);
}

/** A key as `aria-keyshortcuts` has it. Undefined for none. */
export function keyShortcut(key: string): string | undefined {
  return key === '' ? undefined : key.replace('⇧', 'Shift+');
}

/**
 * The name of a digit key, empty for none. By position, not by character: with Shift, and on layouts such as AZERTY
 * without it, the digit row types other characters. The number pad counts only while it types digits.
 */
function digitOf(facts: KeyFacts): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(facts.code)?.[1] ?? (facts.code === '' ? facts.key : '');
  if (!/^\d$/.test(digit)) return '';
  if (facts.code.startsWith('Numpad') && facts.key !== digit) return '';
  return facts.shift ? `⇧${digit}` : digit;
}

/** The Latin letter of a key in lower case. On keyboards of another script: the letter in its place on QWERTY. */
export function letterOf(facts: KeyFacts): string {
  const { key, code } = facts;
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const foreign = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  return foreign ? (/^Key([A-Z])$/.exec(code)?.[1] ?? '').toLowerCase() : '';
}
