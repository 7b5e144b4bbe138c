import type { TextChunk } from '../../src/domain/batch.js';
import { Learner } from '../../src/domain/learning/learner.js';
import type {
  EpochResult,
  Explanation,
  LearningMaterial,
  LearningPlan,
  LearningPrepared,
  LearningWire,
  Neighbours,
  Part,
  PoolResult,
  TermSpace,
} from '../../src/protocol/learning-wire.js';
import { unexpected } from '../../src/protocol/fault.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';

/** The learning worker's work without the messages. See `LearningWire` for the promise of each method. */
export class Learning implements LearningWire {
  readonly #learner = new Learner();

  begin(plan: LearningPlan): Promise<Outcome<null>> {
    return done(() => this.#learner.begin(plan));
  }

  read(text: TextChunk, second: TextChunk | null): Promise<Outcome<null>> {
    return done(() => this.#learner.read(text, second));
  }

  prepare(label: Int32Array): Promise<Outcome<LearningPrepared>> {
    return outcomeOf(() => {
      const { word, character, fold, folds } = this.#learner.prepare(label);
      const spaces: readonly TermSpace[] = character ? ['word', 'character'] : ['word'];
      return { fold: fold.slice(), folds, spaces, entries: (character ?? word).index.length };
    });
  }

  material(): Promise<Outcome<LearningMaterial>> {
    return outcomeOf(() => this.#learner.prepared());
  }

  attach(material: LearningMaterial): Promise<Outcome<null>> {
    return done(() => this.#learner.attach(material));
  }

  teach(label: Int32Array, classes: number): Promise<Outcome<null>> {
    return done(() => this.#learner.teach(label, classes));
  }

  bayes(fold: number): Promise<Outcome<Float32Array<ArrayBuffer>>> {
    return outcomeOf(() => this.#learner.bayes(fold));
  }

  nearest(space: TermSpace, fold: number): Promise<Outcome<Neighbours>> {
    return outcomeOf(() => this.#learner.nearest(space, fold));
  }

  beginEpochs(fold: number, epochs: number): Promise<Outcome<null>> {
    return done(() => this.#learner.beginEpochs(fold, epochs));
  }

  epoch(fold: number): Promise<Outcome<EpochResult>> {
    return outcomeOf(() => this.#learner.epoch(fold));
  }

  keepPart(part: Part, fold: number, logProbs: Float32Array<ArrayBuffer>): Promise<Outcome<null>> {
    return done(() => this.#learner.keepPart(part, fold, logProbs));
  }

  keepNeighbours(space: TermSpace, fold: number, neighbours: Neighbours): Promise<Outcome<null>> {
    return done(() => this.#learner.keepNeighbours(space, fold, neighbours));
  }

  pool(): Promise<Outcome<PoolResult>> {
    return outcomeOf(() => this.#learner.pool());
  }

  explain(
    row: number,
    text: string,
    second: string | null,
    given: number,
    rival: number,
  ): Promise<Outcome<Explanation>> {
    return outcomeOf(() => this.#learner.explain(row, text, second, given, rival));
  }
}

function done(work: () => void): Promise<Outcome<null>> {
  return outcomeOf(() => {
    work();
    return null;
  });
}

/** A lack of memory is expected of a large dataset. Any other exception is a bug. */
function outcomeOf<T>(work: () => T): Promise<Outcome<T>> {
  try {
    return Promise.resolve(ok(work()));
  } catch (error) {
    const fault = error instanceof RangeError ? { code: 'learning-memory' as const, detail: error.message } : null;
    return Promise.resolve(failed(fault ?? unexpected(error)));
  }
}
