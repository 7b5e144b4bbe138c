import type { TermWeight } from '../../protocol/learning-wire.js';
import { decodedSpan, replacementsIn } from '../../domain/review/entities.js';

/** A piece of a text. `sign`: 1 = for the label, -1 = against it, 0 = neither. */
interface Segment {
  readonly text: string;
  readonly sign: -1 | 0 | 1;
}

/** A span of a text that has a weight (nats). Positions are in UTF-16 units. */
export interface WeighedSpan {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** At most this many terms for the label, and this many against it. */
const MOST_TERMS = 5;

/**
 * The terms to show: at most five for the label and five against it, largest first. A term is left out if a stronger
 * term with the same sign covers all its places.
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

/** Of terms with the same weight the longer one comes first. */
function byWeight(a: TermWeight, b: TermWeight): number {
  return Math.abs(b.weight) - Math.abs(a.weight) || b.term.length - a.term.length;
}

/** Whether one of the other terms covers each place of a term. False for a term without places. */
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
 * The spans of terms in one text of a row after `decodeEntities`. `text`: the text as the dataset has it, which the
 * places of terms refer to. `side`: 0 = the text, 1 = the second text of a pair.
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
 * A text cut where its spans begin and end. Where spans overlap, the one with the largest weight counts. Adjacent
 * spans with one sign are one segment. Positions beyond the end of the text do not count.
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
