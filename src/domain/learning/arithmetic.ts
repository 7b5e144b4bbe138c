/**
 * Exponential and logarithm made of additions, multiplications and divisions alone. IEEE 754 fixes those to the last
 * bit, while engines differ in `Math.exp` and `Math.log`. Learning repeats them so often that the difference would
 * grow.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const LN2_INVERSE = 1.4426950408889634;
/** Beyond these the result is 0 or Infinity. */
const SMALLEST_EXPONENT = -745.2;
const LARGEST_EXPONENT = 709.79;

/** 2^k for k = -1074 .. 1023, exact. */
const POWERS_OF_TWO = powersOfTwo();
const POWER_OFFSET = 1074;
/** 2^-100 */
const SMALL_POWER = POWERS_OF_TWO[POWER_OFFSET - 100] as number;

/** 1/2!, 1/3!, ... of the series of e^r. */
const INVERSE_FACTORIALS = inverseFactorials(14);

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const HIGH_WORD = LITTLE_ENDIAN ? 1 : 0;

/** e^x with an error of about one unit in the last place, equal in every engine. NaN gives NaN. */
export function exp(x: number): number {
  if (!(x > SMALLEST_EXPONENT)) return x === x ? 0 : NaN;
  if (x > LARGEST_EXPONENT) return Infinity;
  const k = Math.floor(x * LN2_INVERSE + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 0;
  for (let i = INVERSE_FACTORIALS.length - 1; i >= 0; i--) sum = sum * r + (INVERSE_FACTORIALS[i] as number);
  const value = 1 + (r + r * r * sum);
  // Two steps where one power is not enough: 2^1024 is no number, and tiny results are rounded once.
  if (k > 1023) return value * 2 * (POWERS_OF_TWO[k - 1 + POWER_OFFSET] as number);
  if (k < -1000) return value * (POWERS_OF_TWO[k + 100 + POWER_OFFSET] as number) * SMALL_POWER;
  return value * (POWERS_OF_TWO[k + POWER_OFFSET] as number);
}

/** Natural logarithm with an error of about one unit in the last place, equal in every engine. Of 0 it is -Infinity. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let scaled = x;
  let exponent = 0;
  if (scaled < 2.2250738585072014e-308) {
    scaled *= 18014398509481984;
    exponent = -54;
  }
  double[0] = scaled;
  const high = words[HIGH_WORD] as number;
  exponent += (high >>> 20) - 1023;
  words[HIGH_WORD] = (high & 0xfffff) | 0x3ff00000;
  let mantissa = double[0];
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const s2 = s * s;
  let sum = 0;
  for (let odd = 23; odd >= 3; odd -= 2) sum = (sum + 1 / odd) * s2;
  return exponent * LN2_HIGH + (exponent * LN2_LOW + 2 * (s + s * sum));
}

/**
 * Turns the scores `z[from .. from + classes)` into log-probabilities in place: z - log(sum(exp(z))). -Infinity is a
 * class that is ruled out. At least one score must be finite, none NaN.
 */
export function logSoftmax(z: Float32Array | Float64Array, from: number, classes: number): void {
  let largest = -Infinity;
  for (let k = from; k < from + classes; k++) if ((z[k] as number) > largest) largest = z[k] as number;
  if (largest === -Infinity) {
    z.fill(-log(classes), from, from + classes);
    return;
  }
  let sum = 0;
  for (let k = from; k < from + classes; k++) sum += exp((z[k] as number) - largest);
  const total = largest + log(sum);
  for (let k = from; k < from + classes; k++) z[k] = (z[k] as number) - total;
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2098);
  let power = Number.MIN_VALUE;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power;
    power *= 2;
  }
  return powers;
}

function inverseFactorials(count: number): Float64Array {
  const inverse = new Float64Array(count - 1);
  let factorial = 1;
  for (let n = 2; n <= count; n++) {
    factorial *= n;
    inverse[n - 2] = 1 / factorial;
  }
  return inverse;
}
