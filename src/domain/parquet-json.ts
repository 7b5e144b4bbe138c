import { hexOf } from './bytes.js';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * JSON of a value from a Parquet reader. A bigint keeps its digits. A date is ISO 8601. A number that is not finite is
 * null, because JSON has none. Bytes are text where they are UTF-8, else hexadecimal. Lists, maps and structs are
 * arrays and objects. A missing value is null.
 */
export function jsonOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return JSON.stringify(value);
    case 'bigint':
      return value.toString();
    case 'object':
      return value === null ? 'null' : objectJson(value);
    default:
      return 'null';
  }
}

/**
 * JSON of a decimal in a Parquet file, a whole number (as such, or in big-endian bytes with a sign) of which the last
 * `scale` digits are behind the point. All digits stay, except zeros at the end of a fraction. A missing value is null.
 */
export function decimalJson(value: unknown, scale: number): string {
  const whole = wholeOf(value);
  if (whole === null) return jsonOf(value);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
}

function wholeOf(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  if (!(value instanceof Uint8Array)) return null;
  let whole = 0n;
  for (const byte of value) whole = whole * 256n + BigInt(byte);
  return BigInt.asIntN(value.length * 8, whole);
}

/**
 * A moment as a date, where that has all of its digits. Otherwise its ISO 8601 text. `ticks`: since 1970, `digits` of
 * them behind the point of a second.
 */
export function momentOf(ticks: bigint, digits: 6 | 9): Date | string {
  const perMillisecond = 10n ** BigInt(digits - 3);
  const rest = ((ticks % perMillisecond) + perMillisecond) % perMillisecond;
  const date = new Date(Number((ticks - rest) / perMillisecond));
  if (rest === 0n || Number.isNaN(date.getTime())) return date;
  return date.toISOString().replace('Z', `${rest.toString().padStart(digits - 3, '0')}Z`);
}

function objectJson(value: object): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'null' : JSON.stringify(value.toISOString());
  if (value instanceof Uint8Array) return JSON.stringify(textOf(value));
  if (Array.isArray(value)) return arrayJson(value);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) return arrayJson(value as unknown as Iterable<unknown>);
  const entries = value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value);
  return `{${entries.map(([key, item]) => `${JSON.stringify(String(key))}:${jsonOf(item)}`).join(',')}}`;
}

function arrayJson(items: Iterable<unknown>): string {
  return `[${Array.from(items, jsonOf).join(',')}]`;
}

function textOf(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return hexOf(bytes);
  }
}
