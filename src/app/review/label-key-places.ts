import { classNumber } from '../../domain/labels/match.js';

/** Number of labels with a key. */
const KEYED_LABELS = 20;

/** 1 to 9, 0, then the same with Shift. */
const KEYS_IN_ORDER: readonly string[] = Array.from({ length: KEYED_LABELS }, (_, place) => {
  const digit = String((place + 1) % 10);
  return place < 10 ? digit : `⇧${digit}`;
});

/**
 * The printed key of each label, empty for none. A label that is a number from 0 to 9 has that digit, whatever other
 * labels exist. Other labels have the remaining keys, in order. `chosen`: keys of labels that a person set, by name.
 * Each is the key of one label, and empty for a label that gave its key away. `taken`: keys of actions. A label in the
 * place of such a key has a key that nothing else has.
 */
export function labelKeys(
  names: readonly string[],
  chosen: ReadonlyMap<string, string> = new Map(),
  taken: ReadonlySet<string> = new Set(),
): readonly string[] {
  const keys = placeKeys(names);
  const given = new Set(names.map((name) => chosen.get(name) ?? ''));
  const used = new Set([...keys, ...given, ...taken]);
  const spare = KEYS_IN_ORDER.filter((key) => !used.has(key));
  let next = 0;
  return names.map((name, index) => {
    const own = keys[index] ?? '';
    const key = chosen.get(name) ?? (given.has(own) ? '' : own);
    return key === own && taken.has(own) && !chosen.has(name) ? (spare[next++] ?? '') : key;
  });
}

/**
 * A label that is the only one with its number from 0 to 9 has this digit. Other labels have the remaining keys in
 * order.
 */
function placeKeys(names: readonly string[]): readonly string[] {
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
