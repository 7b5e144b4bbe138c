import { orNull, type ValueRange } from '../../domain/map/histogram.js';

/** What a range is of: numbers, or days, whose values are in ms since 1970 (UTC). */
export type RangeKind = 'number' | 'date';

const DAY_MS = 86_400_000;

/** The text of a field for one end of a range. Empty for an open end. */
export function endText(range: ValueRange | null, end: 'min' | 'max', kind: RangeKind): string {
  const value = range?.[end] ?? Number.NaN;
  if (!Number.isFinite(value)) return '';
  return kind === 'number' ? String(value) : dayText(value);
}

/**
 * The range between two typed ends, whichever is larger. An empty or invalid end is open. The last day counts whole. Null
 * = every value.
 */
export function rangeOf(from: string, to: string, kind: RangeKind): ValueRange | null {
  const ends = [valueOf(from, kind), valueOf(to, kind)] as const;
  const [min, max] = ends[0] !== null && ends[1] !== null && ends[0] > ends[1] ? [ends[1], ends[0]] : ends;
  const last = max !== null && kind === 'date' ? max + DAY_MS - 1 : max;
  return orNull({ min: min ?? -Infinity, max: last ?? Infinity });
}

function valueOf(typed: string, kind: RangeKind): number | null {
  if (typed.trim() === '') return null;
  const value = kind === 'number' ? Number(typed) : Date.parse(`${typed}T00:00:00Z`);
  return Number.isFinite(value) ? value : null;
}

/** A day as a date field has it: `2024-01-31`. Empty for NaN. */
export function dayText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}
