/** A closed range of values on one axis: finite, `min < max`. */
export interface Domain {
  readonly min: number;
  readonly max: number;
}

/** The marks of an axis: the values, and the decimals that neighbours need to differ. */
export interface Ticks {
  readonly values: readonly number[];
  readonly decimals: number;
}

/** Smallest and largest finite value of a column. NaN and infinities do not count. Null without a finite value. */
export function extentOf(values: Float32Array | Float64Array): Domain | null {
  let min = Infinity;
  let max = -Infinity;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    if (value < min && value !== -Infinity) min = value;
    if (value > max && value !== Infinity) max = value;
  }
  return min <= max ? { min, max } : null;
}

/**
 * The smallest range of round numbers around `extent`, about `steps` tick steps long. A constant column gets room on
 * both sides. Without values the range is 0..1.
 */
export function niceDomain(extent: Domain | null, steps = 8): Domain {
  if (extent === null) return { min: 0, max: 1 };
  const { min, max } = extent.min < extent.max ? extent : widened(extent.min);
  const step = tickStep(max - min, steps);
  return { min: Math.floor(min / step) * step, max: Math.ceil(max / step) * step };
}

/** The range with a margin on both sides, as a share of its length. */
export function padded(domain: Domain, share: number): Domain {
  const margin = (domain.max - domain.min) * share;
  return { min: domain.min - margin, max: domain.max + margin };
}

/** Round values inside the range, about `count` of them: multiples of 1, 2 or 5 times a power of ten. */
export function ticksOf(domain: Domain, count: number): Ticks {
  const step = tickStep(domain.max - domain.min, Math.max(1, count));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(domain.min / step - 1e-9);
  const last = Math.floor(domain.max / step + 1e-9);
  const values: number[] = [];
  // Through text, because 3 * 0.1 is not 0.3.
  for (let index = first; index <= last; index += 1) values.push(Number((index * step).toFixed(decimals)) + 0);
  return { values, decimals };
}

/** The step of round ticks closest to `length / count`, compared by ratio: 1, 2 or 5 times a power of ten. */
export function tickStep(length: number, count: number): number {
  const raw = length / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const ratio = raw / power;
  if (ratio < Math.SQRT2) return power;
  if (ratio < Math.sqrt(10)) return 2 * power;
  return ratio < Math.sqrt(50) ? 5 * power : 10 * power;
}

/** The place of a value in the range, 0 at its start and 1 at its end. */
export function shareOf(domain: Domain, value: number): number {
  return (value - domain.min) / (domain.max - domain.min);
}

/** The value at a share of the range: the inverse of `shareOf`. */
export function valueAt(domain: Domain, share: number): number {
  return domain.min + share * (domain.max - domain.min);
}

function widened(value: number): Domain {
  const margin = value === 0 ? 0.5 : Math.abs(value) / 10;
  return { min: value - margin, max: value + margin };
}
