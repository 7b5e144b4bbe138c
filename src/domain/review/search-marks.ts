import { foldCase } from './fold.js';
import { isByteWord } from './word-matcher.js';

/** A piece of a text, in UTF-16 units: from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A character with its combining marks, or the parts of a Korean syllable. */
const CLUSTER = /[\u1100-\u11ff]+|\P{M}\p{M}*|\p{M}+/gu;

/**
 * The places of the words of a search (`Query.words`) in a text, in order and without overlaps. Words that touch are
 * one span. A text has a word exactly where `searchRows` finds it.
 */
export function wordSpans(text: string, words: readonly string[]): readonly Span[] {
  const found: Span[] = [];
  const ascii = words.some(isByteWord) ? foldAscii(text) : '';
  const folded = words.every(isByteWord) ? null : foldWhole(text);
  for (const word of words) {
    if (word === '') continue;
    if (isByteWord(word)) found.push(...placesOf(word, ascii));
    else if (folded) found.push(...placesOf(word, folded.text).map(folded.spanOf));
  }
  return united(found);
}

function placesOf(word: string, text: string): readonly Span[] {
  const places: Span[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    places.push({ start: at, end: at + word.length });
  }
  return places;
}

/** The letters A to Z in lower case. Every unit keeps its place. */
function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A text in composed form and lower case, and the way back from its units to those of the text. */
function foldWhole(text: string): { readonly text: string; readonly spanOf: (span: Span) => Span } {
  const starts: number[] = [];
  const ends: number[] = [];
  let whole = '';
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const folded = foldCase(cluster.normalize('NFC'));
    whole += folded;
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
  }
  return { text: whole, spanOf: ({ start, end }) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0 }) };
}

/** Spans in order and without overlaps. Spans that touch are one. */
export function united(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = all.at(-1);
    if (last && span.start <= last.end) all[all.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else all.push(span);
  }
  return all;
}
