import { mix } from './terms.js';

/** Seeds of the spaces of a pair's terms: in both texts, in the first alone, in the second alone, and numbers in bins. */
const SEED_BOTH = 0x1b873593;
const SEED_FIRST = 0xe6546b64;
const SEED_SECOND = 0x38495ab5;
const SEED_NUMBER = 0x27d4eb2f;

const BINS = 10;
/** Characters of each text that are compared one by one. */
const COMPARED = 64;
/** The count of a number, because the many terms beside it would outweigh it otherwise. */
const TIMES = 8;

const NEGATIONS = new Set(
  'no not never none nothing cannot without neither nor nicht kein keine nie sans pas jamais nunca sin ningún non nem não не нет без'.split(
    ' ',
  ),
);
const NEGATING = /n['’]t\b|[不没沒無无非别別未勿]|ない|なく|않|못|(^|\s)안\s/u;
/** Words in which a character of `NEGATING` is no negation: very, special, other, others, sex, class, future. */
const HARMLESS = /非常|未[来來]|[特个個分区區级級类類性][别別]|[别別]人/gu;
const WORDS = /[\p{L}\p{M}]+/gu;

/** A side of a pair: its text and its terms. */
export interface PairSide {
  readonly text: string;
  readonly words: Uint32Array;
  readonly characters: Uint32Array;
}

/** The term that a word becomes in a pair: by whether it is in both texts, in the first alone or in the second alone. */
export function pairTerm(hash: number, inFirst: boolean, inSecond: boolean): number {
  return mix(inFirst && inSecond ? SEED_BOTH : inFirst ? SEED_FIRST : SEED_SECOND, hash);
}

/**
 * Passes every term of a pair, in one space, to `add`. A linear model on the two texts one after the other cannot
 * compare them. A model on their shared and their own terms can.
 */
export function addPairTerms(first: Uint32Array, second: Uint32Array, add: (hash: number) => void): void {
  const inFirst = new Set(first);
  const inSecond = new Set(second);
  for (const hash of first) add(pairTerm(hash, true, inSecond.has(hash)));
  for (const hash of second) if (!inFirst.has(hash)) add(pairTerm(hash, false, true));
}

/** Passes the numbers that compare the two texts to `add`, each as the term of its bin. */
export function addPairNumbers(a: PairSide, b: PairSide, add: (hash: number) => void): void {
  const numbers = [
    jaccard(a.characters, b.characters),
    cosine(a.words, b.words),
    lengthRatio(a.text, b.text),
    1 - editRatio(a.text, b.text),
  ];
  numbers.forEach((number, kind) => {
    const bin = Math.min(BINS - 1, Math.floor(number * BINS));
    for (let i = 0; i < TIMES; i++) add(mix(mix(SEED_NUMBER, kind), bin));
  });
  const mismatch = isNegated(a.text) === isNegated(b.text) ? 0 : 1;
  for (let i = 0; i < TIMES; i++) add(mix(mix(SEED_NUMBER, numbers.length), mismatch));
}

/** Whether a text has a negation. */
export function isNegated(text: string): boolean {
  const plain = text.normalize('NFKC').toLowerCase().replace(HARMLESS, ' ');
  if (NEGATING.test(plain)) return true;
  for (const [word] of plain.matchAll(WORDS)) if (NEGATIONS.has(word)) return true;
  return false;
}

/** Length of the shorter text over that of the longer. 1 for two empty ones. */
function lengthRatio(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : Math.min(a.length, b.length) / longer;
}

function jaccard(first: Uint32Array, second: Uint32Array): number {
  const a = new Set(first);
  const b = new Set(second);
  let both = 0;
  for (const hash of a) if (b.has(hash)) both++;
  const all = a.size + b.size - both;
  return all === 0 ? 1 : both / all;
}

/** Cosine of the counts of terms. */
function cosine(first: Uint32Array, second: Uint32Array): number {
  const a = countsOf(first);
  const b = countsOf(second);
  let product = 0;
  for (const [hash, count] of a) product += count * (b.get(hash) ?? 0);
  const lengths = Math.sqrt(squares(a) * squares(b));
  return lengths === 0 ? (first.length === second.length ? 1 : 0) : product / lengths;
}

function countsOf(hashes: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return counts;
}

function squares(counts: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count * count;
  return sum;
}

/** Edit distance (Levenshtein) of the texts' beginnings over the longer one's length, 0..1. */
export function editRatio(first: string, second: string): number {
  const a = Array.from(first.slice(0, 2 * COMPARED)).slice(0, COMPARED);
  const b = Array.from(second.slice(0, 2 * COMPARED)).slice(0, COMPARED);
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (before[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (before[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    before = row;
  }
  return (before[b.length] as number) / Math.max(a.length, b.length, 1);
}
