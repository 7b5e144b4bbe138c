import type { TextChunk } from '../batch.js';
import { Explainer, type TermWeight } from './explain.js';
import { rowsOfFold, type Lesson } from './lesson.js';
import { LogisticLearner, type RowOpinions } from './logistic.js';
import { MaterialReader, type LearningMaterial, type LearningPlan, type TermSpace } from './material.js';
import { learnBayes, predictBayes } from './naive-bayes.js';
import { NeighbourSearch, type Neighbours } from './neighbours.js';
import { neighboursIn, PartsKeeper, type Part, type PoolResult } from './parts.js';
import type { TermMatrix } from './term-matrix.js';

/** The results of the logistic learner of one fold after an epoch. */
export interface EpochResult {
  /** Rows of the fold itself, which it has not seen. */
  readonly outOfSample: RowOpinions;
  /** Rows of the next fold, which it learns from: the results before each of them was learnt once more. */
  readonly inSample: RowOpinions;
  /** After the last epoch: log-probabilities of the fold's rows, rows x classes. Otherwise null. */
  readonly logProbs: Float32Array<ArrayBuffer> | null;
}

/** Why a row is at its place in the order. */
export interface Explanation {
  /** Terms by the size of their weight, largest first. */
  readonly terms: readonly TermWeight[];
  /** Nearest other rows, nearest first, with their cosine similarity 0..1. */
  readonly neighbours: readonly { readonly row: number; readonly similarity: number }[];
}

const NEIGHBOURS_SHOWN = 5;

/**
 * One dataset from its texts to its results. Either `read` for all rows and `prepare`, or `attach` the material of
 * another learner. Then `teach` the labels, then run the learners, in any order of folds.
 */
export class Learner {
  #reading: MaterialReader | null = null;
  #material: LearningMaterial | null = null;
  #lesson: Omit<Lesson, 'rows'> | null = null;
  #parts: PartsKeeper | null = null;
  readonly #searches = new Map<TermSpace, NeighbourSearch>();
  readonly #logistic = new Map<number, { readonly learner: LogisticLearner; left: number }>();
  #explainer: Explainer | null = null;
  /** Neighbours do not depend on labels. They vote again when other labels are taught. */
  readonly #neighbours = new Map<string, readonly [TermSpace, number, Neighbours]>();

  begin(plan: LearningPlan): void {
    this.#reading = new MaterialReader(plan);
  }

  read(text: TextChunk, second: TextChunk | null): void {
    begun(this.#reading).read(text, second);
  }

  prepare(label: Int32Array): LearningMaterial {
    const material = begun(this.#reading).finish(label);
    this.#reading = null;
    this.attach(material);
    return material;
  }

  /** The material of `prepare`, for other learners. */
  prepared(): LearningMaterial {
    return begun(this.#material);
  }

  /** Forgets everything about another material. */
  attach(material: LearningMaterial): void {
    this.#material = material;
    this.#lesson = null;
    this.#parts = null;
    this.#explainer = null;
    this.#searches.clear();
    this.#logistic.clear();
  }

  /** `label`: the class of each row, -1 = not learnt from. Forgets the earlier results. */
  teach(label: Int32Array, classes: number): void {
    const { fold, folds } = begun(this.#material);
    this.#lesson = { label, classes, fold };
    this.#parts = new PartsKeeper(this.#lesson, folds);
    this.#logistic.clear();
    for (const kept of this.#neighbours.values()) this.#parts.vote(...kept);
  }

  /** Log-probabilities of a fold's rows by naive Bayes on words, rows x classes. */
  bayes(fold: number): Float32Array<ArrayBuffer> {
    const { word } = begun(this.#material);
    const lesson = this.#lessonOn(word);
    return predictBayes(learnBayes(lesson, fold), word, rowsOfFold(lesson.fold, fold));
  }

  /** The nearest rows outside of the fold for each row of it. They do not depend on labels. */
  nearest(space: TermSpace, fold: number): Neighbours {
    const { fold: foldOf } = begun(this.#material);
    const search = this.#searchIn(space);
    return search.nearest(rowsOfFold(foldOf, fold), neighboursIn(space), (_, other) => foldOf[other] !== fold);
  }

  /** Starts the logistic learner of a fold for `epochs` epochs. */
  beginEpochs(fold: number, epochs: number): void {
    const { word, character } = begun(this.#material);
    const learner = new LogisticLearner(this.#lessonOn(character ?? word), fold);
    this.#logistic.set(fold, { learner, left: epochs });
  }

  epoch(fold: number): EpochResult {
    const running = begun(this.#logistic.get(fold) ?? null);
    const { fold: foldOf, folds } = begun(this.#material);
    const own = rowsOfFold(foldOf, fold);
    const inSample = running.learner.epoch(rowsOfFold(foldOf, (fold + 1) % folds));
    running.left--;
    const logProbs = running.left > 0 ? null : running.learner.logProbs(own);
    if (running.left <= 0) this.#logistic.delete(fold);
    return { outOfSample: running.learner.opinions(own), inSample, logProbs };
  }

  keepPart(part: Part, fold: number, logProbs: Float32Array): void {
    begun(this.#parts).keep(part, fold, logProbs);
  }

  keepNeighbours(space: TermSpace, fold: number, neighbours: Neighbours): void {
    this.#neighbours.set(`${space} ${fold}`, [space, fold, neighbours]);
    begun(this.#parts).vote(space, fold, neighbours);
  }

  pool(): PoolResult {
    return begun(this.#parts).pool();
  }

  explain(row: number, text: string, second: string | null, given: number, rival: number): Explanation {
    const { word, character } = begun(this.#material);
    this.#explainer ??= new Explainer(word);
    const lesson = this.#lessonOn(word);
    const { row: rows, similarity } = this.#searchIn(character ? 'character' : 'word').nearest(
      Uint32Array.of(row),
      NEIGHBOURS_SHOWN,
      (_, other) => (lesson.label[other] as number) >= 0,
    );
    const neighbours = Array.from(rows, (other, i) => ({ row: other, similarity: similarity[i] as number }));
    return {
      terms: this.#explainer.explain(lesson, row, text, second, given, rival),
      neighbours: neighbours.filter(({ row: other }) => other >= 0),
    };
  }

  #lessonOn(rows: TermMatrix): Lesson {
    return { rows, ...begun(this.#lesson) };
  }

  #searchIn(space: TermSpace): NeighbourSearch {
    const { word, wordColumns, character, characterColumns } = begun(this.#material);
    const known = this.#searches.get(space);
    if (known) return known;
    const search =
      space === 'character' && character && characterColumns
        ? new NeighbourSearch(character, characterColumns)
        : new NeighbourSearch(word, wordColumns);
    this.#searches.set(space, search);
    return search;
  }
}

function begun<T>(value: T | null): T {
  if (value === null) throw new Error('a step before this one was left out');
  return value;
}
