import { isClassNumber, type MatchBasis } from '../../domain/labels/match.js';
import type { Language } from '../../i18n/language.svelte.js';

/** The fields of a label map that the sentence needs. */
interface MapFacts {
  readonly labels: readonly { readonly name: string }[];
  readonly classes: readonly string[];
  /** Class of each label by index, -1 = none. */
  readonly assignment: ArrayLike<number>;
  readonly basis: MatchBasis;
}

/** Number of labels that the sentence names. */
const MOST_NAMED = 4;

/** The basis of a label map in a sentence. A map by number names the class of each number. A map without classes says why. */
export function basisText({ labels, classes, assignment, basis }: MapFacts, { t }: Language): string {
  if (basis === 'none' && mostlyNumbers(labels)) {
    return t('run.basis-none-numbers', { labels: labels.length, classes: classes.length });
  }
  const pairs: string[] = [];
  for (let label = 0; label < labels.length && pairs.length <= MOST_NAMED; label++) {
    const name = classes[assignment[label] ?? -1];
    if (name !== undefined) pairs.push(t('run.basis-pair', { label: labels[label]?.name ?? '', class: name }));
  }
  if (pairs.length > MOST_NAMED) pairs[MOST_NAMED] = '…';
  const listed = pairs.reduce((before, next) => (before === '' ? next : t('run.basis-and', { before, next })), '');
  return t(`run.basis-${basis}`, { pairs: listed });
}

function mostlyNumbers(labels: MapFacts['labels']): boolean {
  return labels.filter(({ name }) => isClassNumber(name)).length * 2 > labels.length;
}
