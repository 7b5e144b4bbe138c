/**
 * The protocol-buffer wire format, as far as ONNX needs it: it reads fields one by one without copying, and writes
 * small messages. See https://protobuf.dev/programming-guides/encoding/.
 */

/** Wire types that ONNX uses. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/**
 * The bytes are no protocol buffer. `needed`: the file must have this many bytes at least. Null = more bytes would not
 * help.
 */
export class ProtoError extends Error {
  readonly needed: number | null;
  constructor(message: string, needed: number | null) {
    super(message);
    this.needed = needed;
  }
}

/** One field of a message. `value` holds a varint (exact below 2^53). `from`..`to` is the payload of any other kind. */
export interface ProtoField {
  readonly number: number;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** Walks the fields of the message in `bytes[from .. to)`. Throws `ProtoError` at the first byte that does not fit. */
export function* protoFields(bytes: Uint8Array, from = 0, to = bytes.length): Generator<ProtoField> {
  let at = from;
  const beyondFile = (needed: number): number | null => (needed > bytes.length ? needed : null);

  /** Reads a varint at `at`. Above 2^53 the value is inexact. No field read here reaches that. */
  function varint(): number {
    let value = 0;
    let scale = 1;
    for (let n = 0; n < 10; n++) {
      const byte = bytes[at];
      if (byte === undefined || at >= to) {
        throw new ProtoError('a number runs past the end', beyondFile(at + 1));
      }
      at++;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new ProtoError('a number of more than 10 bytes', null);
  }

  while (at < to) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 0) throw new ProtoError('field number 0', null);
    if (wire === VARINT) {
      yield { number, value: varint(), from: at, to: at };
      continue;
    }
    let length: number;
    if (wire === BYTES) length = varint();
    else if (wire === FIXED32) length = 4;
    else if (wire === FIXED64) length = 8;
    else throw new ProtoError(`wire type ${wire}`, null);
    if (length > to - at) {
      throw new ProtoError(`field ${number} of ${length} bytes runs past the end`, beyondFile(at + length));
    }
    yield { number, value: 0, from: at, to: at + length };
    at += length;
  }
}

const utf8Decoder = new TextDecoder();
const utf8Encoder = new TextEncoder();

/** The payload of a string field. */
export function protoString(bytes: Uint8Array, field: ProtoField): string {
  return utf8Decoder.decode(bytes.subarray(field.from, field.to));
}

/** Joins byte sequences. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varintBytes(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
  return out;
}

/** Encodes a number field. `value` is a non-negative integer below 2^53. */
export function numberField(number: number, value: number): Uint8Array {
  return Uint8Array.from([...varintBytes(number * 8 + VARINT), ...varintBytes(value)]);
}

/** Encodes a string, bytes or embedded-message field. */
export function bytesField(number: number, payload: Uint8Array | string): Uint8Array {
  const bytes = typeof payload === 'string' ? utf8Encoder.encode(payload) : payload;
  return concatBytes([Uint8Array.from([...varintBytes(number * 8 + BYTES), ...varintBytes(bytes.length)]), bytes]);
}

/** Encodes an embedded message from the encodings of its fields. */
export function messageField(number: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(number, concatBytes(fields));
}
