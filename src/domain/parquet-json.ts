const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * JSON of a value as a Parquet reader gives it. A bigint keeps its digits; a date is ISO 8601; a number that is not
 * finite is null, as JSON has none; bytes are text where they are UTF-8, else hexadecimal; lists, maps and structs are
 * arrays and objects. Anything missing is null.
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
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}
