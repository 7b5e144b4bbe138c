import { rowsOfFold, sharesOfClasses, type Lesson } from './lesson.js';
import type { TermSpace } from './material.js';
import { vote, type Neighbours } from './neighbours.js';
import { fitPool, mixPool } from './pool.js';

/** The parts of the pool. */
export const PARTS = ['bayes', 'nearest-10', 'nearest-30', 'nearest-character', 'logistic'] as const;
export type Part = (typeof PARTS)[number];

/** The parts that vote by the neighbours found in a space, and the number of neighbours of each. */
const VOTES: Readonly<Record<TermSpace, readonly { readonly part: Part; readonly most: number }[]>> = {
  word: [
    { part: 'nearest-10', most: 10 },
    { part: 'nearest-30', most: 30 },
  ],
  character: [{ part: 'nearest-character', most: 20 }],
};

/** Neighbours that are searched in a space. */
export function neighboursIn(space: TermSpace): number {
  return Math.max(...VOTES[space].map(({ most }) => most));
}

/** The joint results of the learners. */
export interface PoolResult {
  /** Log-probabilities, rows x classes. A row that is not learnt from, or that cannot be judged, is NaN throughout. */
  readonly logits: Float32Array<ArrayBuffer>;
  /** The parts in use, and the weight of each. The weights sum to 1. */
  readonly parts: readonly Part[];
  readonly weights: readonly number[];
  /** The divisor of the mixed scores. */
  readonly temperature: number;
  /** Rows that were learnt from. */
  readonly learnt: number;
  /** The rows among them whose label no other fold has. They cannot be judged. */
  readonly noOpinion: number;
  /** Share of the labels that are predicted out of sample. A row that cannot be judged counts as not predicted. */
  readonly accuracy: number;
  /** The most frequent label, and its share of the rows that were learnt from. */
  readonly majorityClass: number;
  readonly majority: number;
}

/** Gathers the learners' results of each fold, and mixes them. Rows are judged by learners that never saw them. */
export class PartsKeeper {
  readonly #lesson: Omit<Lesson, 'rows'>;
  readonly #folds: number;
  readonly #found = new Map<Part, { readonly logProbs: Float32Array; readonly folds: Set<number> }>();

  constructor(lesson: Omit<Lesson, 'rows'>, folds: number) {
    this.#lesson = lesson;
    this.#folds = folds;
  }

  /** Keeps the log-probabilities of a fold's rows, ascending, rows x classes. */
  keep(part: Part, fold: number, logProbs: Float32Array): void {
    const { classes, label } = this.#lesson;
    const known = this.#found.get(part) ?? {
      logProbs: new Float32Array(label.length * classes),
      folds: new Set<number>(),
    };
    this.#found.set(part, known);
    rowsOfFold(this.#lesson.fold, fold).forEach((row, place) => {
      known.logProbs.set(logProbs.subarray(place * classes, (place + 1) * classes), row * classes);
    });
    known.folds.add(fold);
  }

  /** Lets the neighbours of a fold's rows vote. */
  vote(space: TermSpace, fold: number, neighbours: Neighbours): void {
    const prior = sharesOfClasses(this.#lesson, fold);
    for (const { part, most } of VOTES[space]) this.keep(part, fold, vote(neighbours, most, this.#lesson.label, prior));
  }

  /** Mixes the parts that all folds have. There must be at least one. */
  pool(): PoolResult {
    const { classes } = this.#lesson;
    const parts = PARTS.filter((part) => this.#found.get(part)?.folds.size === this.#folds);
    if (parts.length === 0) throw new Error('no part is complete');
    const all = { classes, parts: parts.map((part) => this.#found.get(part)?.logProbs ?? new Float32Array(0)) };
    const { judged, learnt } = this.#judged();
    const { weights, temperature } = fitPool(all, judged);
    const logits = mixPool(all, { weights, temperature });
    let right = 0;
    let said = 0;
    judged.forEach((own, row) => {
      if (own < 0) {
        logits.fill(NaN, row * classes, (row + 1) * classes);
        return;
      }
      said++;
      if (largestOf(logits, row * classes, classes) === own) right++;
    });
    const shares = sharesOfClasses(this.#lesson, -1);
    const majorityClass = largestOf(shares, 0, classes);
    return {
      logits,
      parts,
      weights: [...weights],
      temperature,
      learnt,
      noOpinion: learnt - said,
      accuracy: right / Math.max(learnt, 1),
      majorityClass,
      majority: shares[majorityClass] ?? 0,
    };
  }

  /**
   * The class of each row that can be judged, else -1. Such a row is learnt from, and another fold has its label too.
   */
  #judged(): { readonly judged: Int32Array; readonly learnt: number } {
    const { label, classes, fold } = this.#lesson;
    /** By class: the fold of its rows, -1 = none yet, -2 = several. */
    const only = new Int32Array(classes).fill(-1);
    let learnt = 0;
    label.forEach((own, row) => {
      if (own < 0) return;
      learnt++;
      const before = only[own] as number;
      if (before === -1) only[own] = fold[row] as number;
      else if (before !== fold[row]) only[own] = -2;
    });
    return { judged: label.map((own) => (own >= 0 && only[own] === -2 ? own : -1)), learnt };
  }
}

function largestOf(values: Float32Array | Float64Array, from: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if ((values[from + k] as number) > (values[from + best] as number)) best = k;
  return best;
}

/** The least gain over guessing: two points, or a quarter fewer mistakes where there are few. */
const LEAST_GAIN = 0.02;
const LEAST_SHARE_OF_MISTAKES = 0.25;

/**
 * Whether the learners do better than a constant guess of the most frequent label: by more than two standard errors of
 * that guess, and by two points or a quarter of its mistakes.
 */
export function isUseful({ accuracy, majority, learnt, noOpinion }: PoolResult): boolean {
  const judged = learnt - noOpinion;
  if (judged === 0) return false;
  const mistakes = 1 - majority;
  const error = Math.sqrt((majority * mistakes) / judged);
  return accuracy - majority > Math.max(2 * error, Math.min(LEAST_GAIN, LEAST_SHARE_OF_MISTAKES * mistakes));
}
