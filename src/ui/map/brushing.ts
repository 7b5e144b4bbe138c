import { binOf, edgeOf, orNull, type Bins, type ValueRange } from '../../domain/map/histogram.js';

/** A brush by the bins that it covers: from the lower edge of `from` to the lower edge of `to`, in bins. */
export interface BinSpan {
  readonly from: number;
  readonly to: number;
}

/** The span of a range. An open end is the end of the bins. */
export function spanOf(bins: Bins, range: ValueRange | null): BinSpan {
  const edge = (value: number): number => Math.min(bins.count, Math.max(0, (value - bins.start) / bins.step));
  return { from: range ? edge(range.min) : 0, to: range ? edge(range.max) : bins.count };
}

/** The range of a span. An end at the end of the bins is open, so that later values are inside. */
export function rangeOf(bins: Bins, { from, to }: BinSpan): ValueRange | null {
  return orNull({
    min: from <= 0 ? -Infinity : edgeOf(bins, from),
    max: to >= bins.count ? Infinity : edgeOf(bins, to),
  });
}

/** The span of whole bins between two positions, at least one bin. Positions are in bins and are clamped to them. */
export function between(bins: Bins, one: number, other: number): BinSpan {
  const inside = (place: number): number => Math.min(bins.count, Math.max(0, place));
  const from = Math.min(bins.count - 1, Math.floor(inside(Math.min(one, other))));
  return { from, to: Math.max(from + 1, Math.ceil(inside(Math.max(one, other)))) };
}

/** The span moved by `steps` bins. It keeps its length and stays within the bins. */
export function moved(bins: Bins, span: BinSpan, steps: number): BinSpan {
  const length = span.to - span.from;
  const from = Math.min(bins.count - length, Math.max(0, span.from + steps));
  return { from, to: from + length };
}

/** The span with one end moved to the edge of a bin. At least one bin remains. */
export function withEnd(bins: Bins, span: BinSpan, end: 'from' | 'to', place: number): BinSpan {
  const whole = Math.round(place);
  if (end === 'from') return { ...span, from: Math.min(Math.ceil(span.to) - 1, Math.max(0, whole)) };
  return { ...span, to: Math.max(Math.floor(span.from) + 1, Math.min(bins.count, whole)) };
}

/** The bins in a range of the axis: their indices from first to one past the last. */
export function binsWithin(bins: Bins, min: number, max: number): { readonly first: number; readonly end: number } {
  const first = binOf(bins, min);
  const last = binOf(bins, max);
  return { first: Math.max(0, first), end: last < 0 ? bins.count : last + 1 };
}
