import type { ByteWindow } from '../../bytes/lines.js';
import type { RecordPlace, SourceItem } from '../records.js';

/** The place of the element at a window's start, in the list that it is part of. */
export class ElementPlace implements RecordPlace {
  /** Position in the stream of the element's key. -1 = it has none. */
  keyAt = -1;
  /** Position in the window behind the element. */
  end = 0;
  readonly #window: ByteWindow;
  /** Number of the array or object whose elements are read. */
  #list = 0;
  /** Position in the stream behind the element before. -1 = it is the first of its list. */
  #before = -1;

  constructor(window: ByteWindow) {
    this.#window = window;
  }

  /** The next elements are those of another list. */
  beginList(): void {
    this.#list++;
    this.#before = -1;
  }

  /** The next element begins behind this position of the window. */
  endElement(until: number): void {
    this.#before = this.#window.base + until;
    this.keyAt = -1;
  }

  /** Position in the stream from which on the element's bytes are needed, with the comma and the key in front of it. */
  consumed(): number {
    return this.#before >= 0 ? this.#before : this.#start();
  }

  at(position: number): number {
    return this.#window.base + position;
  }

  items(): readonly SourceItem[] {
    return [{ list: this.#list, start: this.#start(), end: this.#window.base + this.end, before: this.#before }];
  }

  #start(): number {
    return this.keyAt >= 0 ? this.keyAt : this.#window.consumed();
  }
}
