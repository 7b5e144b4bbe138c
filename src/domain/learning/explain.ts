import { log } from './arithmetic.js';
import type { Lesson } from './lesson.js';
import { SMOOTHING } from './naive-bayes.js';
import { pairTerm } from './pairs.js';
import { TermTable, type TermMatrix } from './term-matrix.js';
import { TermReader } from './terms.js';

/** The place of a term: in the text (0) or the second text of a pair (1), in UTF-16 units. */
interface TermPlace {
  readonly side: 0 | 1;
  readonly start: number;
  readonly end: number;
}

/** A word or n-gram with its evidence for (positive) or against (negative) the given label. */
export interface TermWeight {
  /** In the form of its first place in the text. */
  readonly term: string;
  /** Log-odds in nats between the given label and its rival. */
  readonly weight: number;
  /** Every occurrence. */
  readonly places: readonly TermPlace[];
}

/** Terms of an explanation, at most. */
const MOST_TERMS = 60;

/**
 * Why naive Bayes takes a row for class `given` or for another class `rival`: the share of each of its terms in the
 * log-odds, largest first. The rows of the row's own fold do not count, so that it is judged as it was in learning.
 */
export class Explainer {
  readonly #matrix: TermMatrix;
  readonly #features = new TermTable();
  readonly #reader = new TermReader();
  /** By feature: its place in the explained row, plus 1. 0 = missing. */
  readonly #place: Uint32Array;

  constructor(matrix: TermMatrix) {
    this.#matrix = matrix;
    this.#place = new Uint32Array(matrix.features);
    for (const hash of matrix.hashes) this.#features.idOf(hash);
  }

  explain(
    lesson: Lesson,
    row: number,
    text: string,
    second: string | null,
    given: number,
    rival: number,
  ): readonly TermWeight[] {
    const places = this.#placesOf(text, second);
    const odds = this.#logOdds(lesson, row, given, rival);
    const { offsets, index, value } = this.#matrix;
    const terms: TermWeight[] = [];
    const start = offsets[row] as number;
    for (let e = start; e < (offsets[row + 1] as number); e++) {
      const feature = index[e] as number;
      const found = places.get(feature);
      const [first] = found ?? [];
      if (!found || !first) continue;
      const weight = (value[e] as number) * (odds[e - start] as number);
      const source = first.side === 0 ? text : (second ?? '');
      terms.push({ term: source.slice(first.start, first.end), weight, places: found });
    }
    terms.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.term.length - b.term.length);
    return terms.slice(0, MOST_TERMS);
  }

  /** Occurrences of the features in the texts. */
  #placesOf(text: string, second: string | null): Map<number, TermPlace[]> {
    const first = this.#read(text);
    if (second === null) {
      return this.#gather(first.map(({ hash, start, end }) => ({ hash, side: 0 as const, start, end })));
    }
    const other = this.#read(second);
    const inFirst = new Set(first.map(({ hash }) => hash));
    const inSecond = new Set(other.map(({ hash }) => hash));
    const sided = (side: 0 | 1) => (term: { hash: number; start: number; end: number }) => ({
      ...term,
      side,
      hash: pairTerm(term.hash, inFirst.has(term.hash), inSecond.has(term.hash)),
    });
    return this.#gather([...first.map(sided(0)), ...other.map(sided(1))]);
  }

  #gather(terms: readonly (TermPlace & { readonly hash: number })[]): Map<number, TermPlace[]> {
    const places = new Map<number, TermPlace[]>();
    for (const { hash, side, start, end } of terms) {
      const feature = this.#features.find(hash);
      if (feature < 0) continue;
      const known = places.get(feature) ?? [];
      known.push({ side, start, end });
      places.set(feature, known);
    }
    return places;
  }

  #read(text: string): { hash: number; start: number; end: number }[] {
    const reader = this.#reader;
    reader.read(text);
    return Array.from({ length: reader.wordCount }, (_, i) => ({
      hash: reader.words[i] as number,
      start: reader.starts[i] as number,
      end: reader.ends[i] as number,
    }));
  }

  /** log P(term | given) - log P(term | rival) for each entry of a row, from the other folds. */
  #logOdds({ label, fold }: Lesson, row: number, given: number, rival: number): Float64Array {
    const { rows, features, offsets, index, value } = this.#matrix;
    const place = this.#place;
    const start = offsets[row] as number;
    const count = (offsets[row + 1] as number) - start;
    for (let i = 0; i < count; i++) place[index[start + i] as number] = i + 1;
    const ofGiven = new Float64Array(count + 1);
    const ofRival = new Float64Array(count + 1);
    let givenTotal = SMOOTHING * features;
    let rivalTotal = SMOOTHING * features;
    for (let other = 0; other < rows; other++) {
      const own = label[other] as number;
      if ((own !== given && own !== rival) || fold[other] === fold[row]) continue;
      const sums = own === given ? ofGiven : ofRival;
      let total = 0;
      const end = offsets[other + 1] as number;
      for (let e = offsets[other] as number; e < end; e++) {
        const x = value[e] as number;
        const at = place[index[e] as number] as number;
        total += x;
        sums[at] = (sums[at] as number) + x;
      }
      if (own === given) givenTotal += total;
      else rivalTotal += total;
    }
    for (let i = 0; i < count; i++) place[index[start + i] as number] = 0;
    const base = log(rivalTotal) - log(givenTotal);
    return Float64Array.from({ length: count }, (_, i) => {
      return log((ofGiven[i + 1] as number) + SMOOTHING) - log((ofRival[i + 1] as number) + SMOOTHING) + base;
    });
  }
}
