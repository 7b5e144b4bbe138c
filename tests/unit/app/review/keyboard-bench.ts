import { keysOfActions, type ActionName } from '../../../../src/app/review/key-actions.js';
import type { KeyFacts } from '../../../../src/app/review/key-press.js';
import { commandOf, type Command } from '../../../../src/app/review/keyboard.js';
import { labelKeys } from '../../../../src/app/review/label-key-places.js';

/** Actions by their standard keys. */
export const STANDARD: ReadonlyMap<string, ActionName> = new Map(
  [...keysOfActions(new Map())].map(([action, key]) => [key, action]),
);

/** A press of no key. */
export const PLAIN: KeyFacts = {
  key: '',
  code: '',
  keyCode: 0,
  ctrl: false,
  meta: false,
  shift: false,
  alt: false,
  repeat: false,
  composing: false,
  handled: false,
  target: 'page',
};

/** Names of labels. */
export const NAMES = Array.from({ length: 77 }, (_, index) => `name ${index}`);

/** Places of labels by their keys. */
export function labelOfKey(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    labelKeys(names)
      .map((key, index) => [key, index] as const)
      .filter(([key]) => key !== ''),
  );
}

/** The command of a key at a place of the keyboard, in words. */
export function press(key: string, code: string, more: Partial<KeyFacts> = {}, labels = 20, singleKeys = true): string {
  return written(
    commandOf(
      { ...PLAIN, key, code, ...more },
      { labels, labelOfKey: labelOfKey(NAMES.slice(0, labels)), actionOfKey: STANDARD, singleKeys, list: true },
    ),
  );
}

/** A command in words; - for none. */
export function written(command: Command | null): string {
  if (command === null) return '-';
  return command.do === 'label' ? `label ${command.index}` : command.do;
}
