const encoder = new TextEncoder();

/** A value of Thrift's compact protocol, with its type. */
type Value = readonly [type: number, bytes: readonly number[]];
/** Values by the ids of their fields, in ascending order. */
export type Struct = readonly (readonly [id: number, value: Value])[];

/** The bytes of a struct. */
export function struct(fields: Struct): number[] {
  let last = 0;
  const out: number[] = [];
  for (const [id, [type, bytes]] of fields) {
    out.push(((id - last) << 4) | type, ...bytes);
    last = id;
  }
  return [...out, 0];
}

/** A list of structs, or of values without their types. */
export function list(type: number, items: readonly (Struct | readonly number[])[]): Value {
  const head = items.length < 15 ? [(items.length << 4) | type] : [0xf0 | type, ...varint(items.length)];
  const bytes = items.map((item) => (type === 12 ? struct(item as Struct) : (item as readonly number[])));
  return [9, [...head, ...bytes.flat()]];
}

/** A text as UTF-8. */
export function text(value: string): Value {
  const bytes = encoder.encode(value);
  return [8, [...varint(bytes.length), ...bytes]];
}

/** An integer of 32 bits. */
export function i32(value: number): Value {
  return [5, varint(zigzag(value))];
}

/** An integer of 64 bits. */
export function i64(value: number): Value {
  return [6, varint(zigzag(value))];
}

/** An integer mapped to a non-negative one. */
export function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

/** A non-negative integer in as few bytes as possible. */
export function varint(value: number): number[] {
  const out: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...out, left];
    out.push((left % 128) | 128);
  }
}
