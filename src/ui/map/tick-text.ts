import type { Ticks } from '../../domain/map/axes.js';

/** A number this large, or with this many decimals, is written with its power of ten, because there is little room. */
const LARGE = 1e6;
const DECIMALS_MAX = 5;

/** The format of an axis's values in a language: all with the same decimals, so that neighbours differ. */
export function tickWriter({ values, decimals }: Ticks, locale: string): (value: number) => string {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const powers = largest >= LARGE || decimals > DECIMALS_MAX;
  const format = new Intl.NumberFormat(
    locale,
    powers
      ? { notation: 'scientific', maximumSignificantDigits: 4 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals },
  );
  return (value) => (value === 0 && powers ? '0' : format.format(value));
}
