type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** A new array of the same kind with `length` places: it holds the values that fit, and 0 behind them. */
export function resized<T extends NumberArray>(values: T, length: number): T {
  const copy = new (values.constructor as new (length: number) => T)(length);
  copy.set(values.length > length ? values.subarray(0, length) : values);
  return copy;
}

/** The values in an array with room for `needed` of them: the same one, or one of at least twice its length. */
export function withRoom<T extends NumberArray>(values: T, needed: number): T {
  return needed <= values.length ? values : resized(values, Math.max(needed, values.length * 2));
}
