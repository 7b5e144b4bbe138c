import { characterStart } from '../../domain/bytes/cut-text.js';
import { united, wordSpans, type Span } from '../../domain/review/search-marks.js';
import { decodedSpan, replacementsIn } from './entities.js';

/** A piece of a text; `found`: whether the search found it. */
export interface FoundPiece {
  readonly text: string;
  readonly found: boolean;
}

/**
 * The places of a search in a text after `decodeEntities`: of its words, and of its patterns (`spans`). `source`: the text
 * as the dataset has it, or the start of it.
 */
export function foundSpans(source: string, words: readonly string[], spans: readonly Span[] = []): readonly Span[] {
  const inside = spans.filter(({ end }) => end <= source.length);
  if (words.length === 0 && inside.length === 0) return [];
  const replacements = replacementsIn(source);
  return united([...wordSpans(source, words), ...inside]).map(({ start, end }) =>
    decodedSpan(replacements, start, end),
  );
}

/** Pieces `from` up to `to` of a text, cut where the spans begin and end. Spans are in order and do not overlap. */
export function foundPieces(
  text: string,
  spans: readonly Span[],
  from = 0,
  to: number = text.length,
): readonly FoundPiece[] {
  const pieces: FoundPiece[] = [];
  let at = from;
  const add = (end: number, found: boolean): void => {
    if (end > at) pieces.push({ text: text.slice(at, end), found });
    at = Math.max(at, end);
  };
  for (const { start, end } of spans) {
    add(Math.min(start, to), false);
    add(Math.min(end, to), true);
  }
  add(to, false);
  return pieces;
}

/** A match further from the start than this is outside the two lines. */
const FAR = 70;
/** Characters to show before a match, and from the match on. */
const BEFORE = 24;
const SHOWN = 900;

/** The start of a text in pieces, or, where the first match is far from it, an ellipsis and the text around that match. */
export function foundExcerpt(text: string, spans: readonly Span[]): readonly FoundPiece[] {
  const first = spans[0]?.start ?? 0;
  if (first < FAR) return foundPieces(text, spans, 0, characterStart(text, SHOWN));
  const from = characterStart(text, first - BEFORE);
  return [{ text: '…', found: false }, ...foundPieces(text, spans, from, characterStart(text, from + SHOWN))];
}
