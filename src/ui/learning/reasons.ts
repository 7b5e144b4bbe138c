import type { TermWeight } from '../../protocol/learning-wire.js';
import { decodedSpan, replacementsIn } from '../review/entities.js';

/** A piece of a text. `sign`: 1 = it speaks for the label, -1 = against it, 0 = neither. */
interface Segment {
  readonly text: string;
  readonly sign: -1 | 0 | 1;
}

/** A span of a text that counts, in UTF-16 units, and its weight in nats. */
export interface WeighedSpan {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** So many terms at most are shown for the label, and so many against it. */
const MOST_TERMS = 5;

/**
 * The terms to show: at most five for the label and five against it, largest first. A term is left out where all its
 * places are inside those of a stronger term with the same sign.
 */
export function shownTerms(terms: readonly TermWeight[]): readonly TermWeight[] {
  const shown: TermWeight[] = [];
  const counts = { for: 0, against: 0 };
  for (const term of [...terms].sort(byWeight)) {
    if (!(Math.abs(term.weight) > 0)) continue;
    const side = term.weight > 0 ? 'for' : 'against';
    if (counts[side] === MOST_TERMS) continue;
    const stronger = shown.filter((other) => other.weight > 0 === term.weight > 0);
    if (isCovered(term, stronger)) continue;
    counts[side]++;
    shown.push(term);
  }
  return shown;
}

/** Of terms that weigh the same the longer one comes first: it says more than its parts. */
function byWeight(a: TermWeight, b: TermWeight): number {
  return Math.abs(b.weight) - Math.abs(a.weight) || b.term.length - a.term.length;
}

/** Whether each place of a term is inside a place of one of the others. A term without places is inside none. */
function isCovered({ places }: TermWeight, others: readonly TermWeight[]): boolean {
  const around = others.flatMap((other) => other.places);
  return (
    places.length > 0 &&
    places.every(({ side, start, end }) =>
      around.some((place) => place.side === side && place.start <= start && place.end >= end),
    )
  );
}

/**
 * Where terms are in one text of a row, as spans of that text after `decodeEntities`. `text`: as it is in the dataset, where
 * the places of terms are. `side`: 0 = the text, 1 = the second text of a pair.
 */
export function spansOf(terms: readonly TermWeight[], text: string, side: 0 | 1): readonly WeighedSpan[] {
  const replacements = replacementsIn(text);
  return terms.flatMap(({ weight, places }) =>
    places
      .filter((place) => place.side === side)
      .map(({ start, end }) => ({ ...decodedSpan(replacements, start, end), weight })),
  );
}

/**
 * A text cut where its spans begin and end. Where spans overlap the one with the largest weight counts, and neighbouring
 * spans with one sign are one segment. What is beyond the end of the text does not count.
 */
export function segmentsOf(text: string, spans: readonly WeighedSpan[]): readonly Segment[] {
  if (spans.length === 0) return text === '' ? [] : [{ text, sign: 0 }];
  const weights = new Float64Array(text.length);
  for (const { start, end, weight } of spans) {
    for (let at = Math.max(0, start); at < Math.min(end, text.length); at++) {
      if (Math.abs(weight) > Math.abs(weights[at] ?? 0)) weights[at] = weight;
    }
  }
  const segments: Segment[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at++) {
    const sign = signOf(weights[from]);
    if (at < text.length && signOf(weights[at]) === sign) continue;
    segments.push({ text: text.slice(from, at), sign });
    from = at;
  }
  return segments;
}

function signOf(weight = 0): -1 | 0 | 1 {
  return weight > 0 ? 1 : weight < 0 ? -1 : 0;
}
