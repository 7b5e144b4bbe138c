import { ByteWriter } from './bytes.js';
import { isSplitName } from './file-set.js';
import { appendLiteralText } from './python-values.js';

const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
/** Bytes of a key that are compared. A longer one is not the wanted key. */
const MAX_KEY_BYTES = 4096;
/** Keys beside the wanted one that are remembered, at most. */
const MAX_BESIDE = 20;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Finds the container at the end of a way of keys in a stream of JSON documents, byte by byte and without holding the
 * bytes in front of it. The first key is one of the outermost object. Without keys the container is that object itself.
 */
export class ContainerSeeker {
  readonly #keys: readonly string[];
  readonly #splits: boolean;
  /** Open containers, and how many of them lie on the way. */
  #depth = 0;
  #onWay = 0;
  /** The next value is that of the wanted key. */
  #wanted = false;
  /** A colon has been passed: a value follows. */
  #atValue = false;
  /** Quote of the open string, 0 = none. */
  #quote = 0;
  #escaped = false;
  readonly #key = new ByteWriter();
  /** The last key of the object on the way, and whether an array that has just begun is its value. */
  #lastKey = '';
  #arrayBegins = false;
  /** Keys beside the wanted one, in the same object, that hold an array of objects. */
  readonly beside = new Set<string>();
  readonly #scratch = new ByteWriter();

  /** `splits`: also finds lists beside the wanted one with names of splits. */
  constructor(keys: readonly string[], splits = false) {
    this.#keys = keys;
    this.#splits = splits;
  }

  /** The key of the container that was found last. */
  get name(): string {
    return this.#lastKey;
  }

  /**
   * Continues in `bytes[from .. to)`. Returns the position of the container's opening bracket. -1 = it is not in this
   * piece. To continue behind the container, call again from behind its closing bracket.
   */
  scan(bytes: Uint8Array, from: number, to: number): number {
    for (let i = from; i < to; i++) {
      const byte = bytes[i] ?? 0;
      if (this.#quote !== 0) this.#passString(byte);
      else if (byte === QUOTE || byte === APOSTROPHE) this.#beginString(byte);
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.#isContainer(byte)) return i;
        this.#noteBeside(byte);
        this.#open(byte);
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#close();
      else if (this.#depth === this.#onWay && byte === COLON) this.#atValue = true;
      else if (this.#depth === this.#onWay && byte === COMMA) this.#endMember();
      else if (byte > 32) this.#arrayBegins = false;
    }
    return -1;
  }

  #beginString(byte: number): void {
    this.#quote = byte;
    this.#arrayBegins = false;
  }

  #passString(byte: number): void {
    const isKey = this.#depth === this.#onWay && this.#depth > 0 && !this.#atValue;
    if (!this.#escaped && byte === this.#quote) {
      this.#quote = 0;
      if (isKey) this.#endKey();
      return;
    }
    this.#escaped = !this.#escaped && byte === BACKSLASH;
    if (isKey && this.#key.length < MAX_KEY_BYTES) this.#key.push(byte);
  }

  #endKey(): void {
    const key = this.#key;
    const scratch = this.#scratch;
    scratch.length = 0;
    appendLiteralText(key.bytes, 0, key.length, scratch);
    this.#lastKey = decoder.decode(scratch.bytes.subarray(0, scratch.length));
    this.#wanted = this.#lastKey === this.#keys[this.#onWay - 1];
    key.length = 0;
  }

  #endMember(): void {
    this.#atValue = false;
    this.#wanted = false;
  }

  #isContainer(byte: number): boolean {
    if (this.#onWay !== this.#keys.length || this.#depth !== this.#onWay) return false;
    const split = this.#splits && this.#atValue && byte === OPEN_BRACKET && isSplitName(this.#lastKey);
    const found = this.#depth === 0 ? byte === OPEN_BRACE : this.#wanted || split;
    if (found) this.#wanted = false;
    return found;
  }

  #noteBeside(byte: number): void {
    if (this.#arrayBegins && byte === OPEN_BRACE && this.beside.size < MAX_BESIDE) this.beside.add(this.#lastKey);
    const beside = this.#keys.length > 0 && this.#onWay === this.#keys.length && this.#depth === this.#onWay;
    this.#arrayBegins = beside && byte === OPEN_BRACKET;
  }

  #open(byte: number): void {
    const onWay = this.#depth === this.#onWay && byte === OPEN_BRACE && (this.#depth === 0 || this.#wanted);
    this.#depth++;
    if (onWay) this.#onWay++;
    if (onWay) this.#endMember();
  }

  #close(): void {
    this.#arrayBegins = false;
    if (this.#depth === 0) return;
    if (this.#depth === this.#onWay) {
      this.#onWay--;
      this.#key.length = 0;
    }
    this.#depth--;
    // The container's member ends with its comma.
    if (this.#depth === this.#onWay) {
      this.#atValue = true;
      this.#wanted = false;
    }
  }
}
