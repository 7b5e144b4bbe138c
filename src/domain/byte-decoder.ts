import type { SourceEncoding } from './dataset.js';

/** The part of `TextDecoder` that is used. */
export type ByteDecoder = Pick<TextDecoder, 'decode'>;

/** Windows-1252 from 0x80 to 0x9F. The five bytes that it leaves open are controls, as in the Encoding Standard. */
const UPPER_CONTROLS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Windows-1252 by its own table, because Node 20 reads it as Latin-1. */
class Windows1252Decoder implements ByteDecoder {
  readonly #latin1 = new TextDecoder('latin1');

  decode(bytes?: Uint8Array): string {
    const text = this.#latin1.decode(bytes);
    return text.replace(/[\x80-\x9f]/g, (control) => UPPER_CONTROLS[control.charCodeAt(0) - 0x80] ?? control);
  }
}

/** A decoder for an encoding. With `fatal` it throws `TypeError` at bytes that the encoding does not allow. */
export function byteDecoder(encoding: SourceEncoding, fatal: boolean): ByteDecoder {
  return encoding === 'windows-1252' ? new Windows1252Decoder() : new TextDecoder(encoding, { fatal });
}
