import type { SourceEncoding } from './dataset.js';

/** The UTF-8 bytes that came before bytes which are invalid in the chosen encoding. */
export class InvalidEncoding extends Error {
  readonly valid: Uint8Array;

  constructor(valid: Uint8Array) {
    super('bytes are not valid in this encoding');
    this.valid = valid;
  }
}

/** Strict UTF-8 validation of a stream in pieces (no overlong forms, no surrogates, nothing above U+10FFFF). */
export class Utf8Checker {
  /** Continuation bytes still to come, and the range that the next one must be in. */
  private needed = 0;
  private low = 0x80;
  private high = 0xbf;

  /** Position of the first byte of `chunk` that cannot be UTF-8, -1 = none. */
  check(chunk: Uint8Array): number {
    const { length } = chunk;
    let i = 0;
    for (;;) {
      while (this.needed > 0 && i < length) {
        const byte = chunk[i] ?? 0;
        if (byte < this.low || byte > this.high) return i;
        this.low = 0x80;
        this.high = 0xbf;
        this.needed--;
        i++;
      }
      while (i < length && (chunk[i] ?? 0) < 0x80) i++;
      if (i >= length) return -1;
      if (!this.lead(chunk[i] ?? 0)) return i;
      i++;
    }
  }

  /** Whether the stream may end here: false inside a character. */
  complete(): boolean {
    return this.needed === 0;
  }

  private lead(byte: number): boolean {
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.needed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte === 0xe0) this.low = 0xa0;
    else if (byte === 0xed) this.high = 0x9f;
    else if (byte === 0xf0) this.low = 0x90;
    else if (byte === 0xf4) this.high = 0x8f;
    return true;
  }
}

/** Turns a stream of bytes into UTF-8, piece by piece. Throws `InvalidEncoding`; never puts U+FFFD in their place. */
export interface Transcoder {
  push(chunk: Uint8Array): Uint8Array;
  /** What is left at the end of the stream. */
  end(): Uint8Array;
}

/** UTF-8 passes through as it stands, byte order mark included; UTF-16 loses its mark. */
export function createTranscoder(encoding: SourceEncoding): Transcoder {
  return encoding === 'utf-8' ? new Utf8Passage() : new DecodingTranscoder(encoding);
}

const NOTHING = new Uint8Array(0);

class Utf8Passage implements Transcoder {
  private readonly checker = new Utf8Checker();

  push(chunk: Uint8Array): Uint8Array {
    const bad = this.checker.check(chunk);
    if (bad >= 0) throw new InvalidEncoding(chunk.subarray(0, bad));
    return chunk;
  }

  end(): Uint8Array {
    if (!this.checker.complete()) throw new InvalidEncoding(NOTHING);
    return NOTHING;
  }
}

class DecodingTranscoder implements Transcoder {
  private readonly encoding: SourceEncoding;
  private readonly decoder: TextDecoder;
  private readonly encoder = new TextEncoder();

  constructor(encoding: SourceEncoding) {
    this.encoding = encoding;
    this.decoder = new TextDecoder(encoding, { fatal: true });
  }

  push(chunk: Uint8Array): Uint8Array {
    try {
      return this.encoder.encode(this.decoder.decode(chunk, { stream: true }));
    } catch {
      const lenient = new TextDecoder(this.encoding).decode(chunk, { stream: true });
      const bad = lenient.indexOf('\ufffd');
      throw new InvalidEncoding(this.encoder.encode(bad < 0 ? lenient : lenient.slice(0, bad)));
    }
  }

  end(): Uint8Array {
    try {
      return this.encoder.encode(this.decoder.decode());
    } catch {
      throw new InvalidEncoding(NOTHING);
    }
  }
}

/** What the first bytes say about the encoding. */
export type EncodingJudgement =
  | { readonly kind: 'certain'; readonly encoding: SourceEncoding }
  /** Not UTF-8, no byte order mark: possible readings, best first; empty = none fits. */
  | { readonly kind: 'choice'; readonly candidates: readonly { encoding: SourceEncoding; sample: string }[] };

/** Characters of the sample that a candidate shows. */
const SAMPLE_CHARS = 400;
/** Bytes that are decoded to judge a candidate. */
const JUDGED_BYTES = 256 * 1024;

/**
 * Judges the encoding by the byte order mark, then strictly as UTF-8, else lists what the bytes could be. `utf8Valid`:
 * what is known of the bytes behind the head; false = somewhere they are not UTF-8.
 */
export function judgeEncoding(head: Uint8Array, utf8Valid: boolean): EncodingJudgement {
  const marked = byMark(head);
  if (marked !== null) return { kind: 'certain', encoding: marked };
  const zeros = zeroPattern(head);
  if (zeros === null && utf8Valid && new Utf8Checker().check(head) < 0) return { kind: 'certain', encoding: 'utf-8' };
  const judged = head.subarray(0, JUDGED_BYTES);
  const encodings: SourceEncoding[] = ['gb18030', 'big5', 'utf-16le', 'utf-16be'];
  const candidates = encodings.flatMap((encoding) => {
    const text = decodeStrictly(judged, encoding);
    return text === null ? [] : [{ encoding, sample: text.slice(0, SAMPLE_CHARS), score: plausibility(text) }];
  });
  for (const candidate of candidates) if (candidate.encoding === zeros) candidate.score += 10;
  candidates.sort((a, b) => b.score - a.score);
  const plausible = candidates.filter(({ score }) => score > MIN_PLAUSIBILITY);
  const choices = plausible.map(({ encoding, sample }) => ({ encoding, sample }));
  if (zeros === null && mostlyUtf8(head)) {
    choices.unshift({ encoding: 'utf-8', sample: new TextDecoder().decode(judged).slice(0, SAMPLE_CHARS) });
  }
  return { kind: 'choice', candidates: choices };
}

function byMark(head: Uint8Array): SourceEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0x84 && head[1] === 0x31 && head[2] === 0x95 && head[3] === 0x33) return 'gb18030';
  return null;
}

/** How much more often zero bytes stand at positions of one parity than of the other, for it to be UTF-16. */
const PARITY_RATIO = 4;

/**
 * UTF-16 of text with ASCII in it (tabs, line ends) has zero bytes, most of them at positions of one parity; and it
 * decodes to text. Null for anything else.
 */
export function zeroPattern(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const count = Math.min(head.length, JUDGED_BYTES);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < count; i++) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  if (even + odd < Math.max(1, count * 0.02)) return null;
  const encoding = odd >= even * PARITY_RATIO ? 'utf-16le' : even >= odd * PARITY_RATIO ? 'utf-16be' : null;
  const text = encoding === null ? null : decodeStrictly(head.subarray(0, count), encoding);
  return text !== null && impossibleShare(text) < 0.01 ? encoding : null;
}

function decodeStrictly(bytes: Uint8Array, encoding: SourceEncoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/** UTF-8 with a few broken bytes: nearly all that is not ASCII is well formed. */
function mostlyUtf8(head: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  let from = 0;
  while (from < head.length && bad < 1000) {
    const rest = head.subarray(from);
    const offence = new Utf8Checker().check(rest);
    const valid = offence < 0 ? rest : rest.subarray(0, offence);
    for (const byte of valid) if (byte >= 0xc2) good++;
    if (offence < 0) break;
    bad++;
    from += offence + 1;
  }
  return good > bad * 10;
}

/** Characters that fill ordinary Chinese text, in both scripts, and its punctuation. */
const COMMON = new Set(
  '的一是不了在人有我他这这個個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發' +
    '后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開' +
    '但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重' +
    '并並物手应應向头頭文体體政美相见見被利什二等产產新己制身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通教' +
    '，。！？、：；“”（）《》「」',
);
const MIN_PLAUSIBILITY = -0.5;

/** From -1 (nonsense) to 1: the share of common characters among those beyond ASCII, less a penalty for impossible ones. */
function plausibility(text: string): number {
  let foreign = 0;
  let common = 0;
  for (const character of text) {
    if (character < '\x80') continue;
    foreign++;
    if (COMMON.has(character)) common++;
  }
  return (foreign === 0 ? 0 : common / foreign) - Math.min(1, 20 * impossibleShare(text));
}

/** Share of characters that text does not hold: controls, private use, unassigned. */
function impossibleShare(text: string): number {
  let impossible = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 9 || (code > 13 && code < 32) || code === 127 || isPrivateOrUnassigned(code)) impossible++;
  }
  return impossible / Math.max(1, text.length);
}

function isPrivateOrUnassigned(code: number): boolean {
  return (code >= 0xe000 && code <= 0xf8ff) || (code & 0xfffe) === 0xfffe || code > 0x3ffff;
}
