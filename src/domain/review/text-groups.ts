import { textOf } from '../bytes/text-column.js';
import { NearDuplicates } from '../learning/near-duplicates.js';
import { kindOf, UNSPACED } from '../learning/scripts.js';
import { TermReader } from '../learning/terms.js';
import type { TextChunk } from '../models/batch.js';
import { decodeEntities } from './entities.js';
import { foldCase } from './fold.js';

/** Rows with alike texts, and rows that say too little. Each column has a value for each row. */
export interface TextGroups {
  /** Number of the first row with the same text after `comparable`; of a pair, with the same two texts. */
  readonly same: Uint32Array<ArrayBuffer>;
  /**
   * Number of the first row of the group of near-duplicates, which has the rows of the same text too. Null where there
   * are too many rows to look for near-duplicates.
   */
  readonly near: Uint32Array<ArrayBuffer> | null;
  /** 1 = the text is empty, one word, or nothing but addresses. Of a pair, both texts are. */
  readonly bare: Uint8Array<ArrayBuffer>;
}

/** Near-duplicates of more rows need too much memory. */
const MOST_NEAR_ROWS = 300_000;
/** Joins texts of nine words or more where one word differs. Of such texts, 99 % are found. */
const NEAR_TEXTS = { near: 0.7, bands: 12, inBand: 3 };
/** Letters of a word in a script without spaces. */
const UNSPACED_WORD = 2;
const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const LETTER = /\p{L}/u;
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/gu;
/** A web address with or without its scheme, or a mail address, perhaps in brackets. */
const ADDRESS =
  /^[<([]*(?:[a-z][a-z\d+.-]*:\/\/\S+|www\.\S+|(?:mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+|(?:[\p{L}\d-]+\.)+\p{L}{2,}(?:[/?#:]\S*)?)$/u;

/** A text as texts are compared: character references decoded, compatibility form, lower case, single spaces. */
export function comparable(text: string): string {
  return foldCase(decodeEntities(text).normalize('NFKC')).replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
}

/** Reads texts, row by row, and groups them. */
export class TextGroupsReader {
  readonly #reader = new TermReader();
  readonly #near = new NearDuplicates(NEAR_TEXTS);
  /** Number of the first row with each text, by the digest of the text. */
  readonly #first = new Map<number, number>();
  readonly #same: number[] = [];
  readonly #bare: number[] = [];
  readonly #readsTerms: boolean;

  /** `rows`: number of rows that will be read. */
  constructor(rows: number) {
    this.#readsTerms = rows <= MOST_NEAR_ROWS;
  }

  /** Reads the next rows; `second` holds the second texts of pairs. */
  read(text: TextChunk, second: TextChunk | null): void {
    for (let row = 0; row + 1 < text.offsets.length; row++) {
      const a = comparable(textOf(text, row));
      const b = second && comparable(textOf(second, row));
      this.#bare.push(isBare(a) && (b === null || isBare(b)) ? 1 : 0);
      this.#addText(b === null ? a : `${a}\n${b}`);
      if (this.#readsTerms) this.#addTerms(a, b);
    }
  }

  /** Groups the rows that were read. */
  finish(): TextGroups {
    const same = Uint32Array.from(this.#same);
    const bare = Uint8Array.from(this.#bare);
    if (!this.#readsTerms) return { same, near: null, bare };
    // A text without any term, such as punctuation alone, has only the rows of the same text beside it.
    const groups = this.#near.groups();
    const near = groups.map((group, row) => (group === row ? (groups[same[row] as number] as number) : group));
    return { same, near, bare };
  }

  #addText(text: string): void {
    const row = this.#same.length;
    const key = digestOf(text);
    const first = this.#first.get(key);
    if (first === undefined) this.#first.set(key, row);
    this.#same.push(first ?? row);
  }

  #addTerms(first: string, second: string | null): void {
    const reader = this.#reader;
    reader.read(first);
    if (second === null) {
      this.#near.add(reader.words.subarray(0, reader.wordCount));
      return;
    }
    const words = reader.words.slice(0, reader.wordCount);
    reader.read(second);
    this.#near.addPair(words, reader.words.subarray(0, reader.wordCount));
  }
}

/** Whether a text is empty, one word, or nothing but addresses. */
function isBare(text: string): boolean {
  let words = 0;
  let isAddress = true;
  for (const part of text.split(' ')) {
    if (!WORD.test(part)) continue;
    words++;
    isAddress &&= ADDRESS.test(part);
    if (words > 1 && !isAddress) return false;
  }
  return isAddress || unspacedLetters(text) <= UNSPACED_WORD;
}

/** Number of letters of scripts without spaces. */
function unspacedLetters(text: string): number {
  let count = 0;
  for (const character of text) {
    if (kindOf(character.codePointAt(0) as number) === UNSPACED && LETTER.test(character)) count++;
  }
  return count;
}

/** A number of 53 bits for a text. Two of a million texts have the same one by chance in one of 20,000 datasets. */
function digestOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return 0x1_0000_0000 * (high & 0x1f_ffff) + (low >>> 0);
}
