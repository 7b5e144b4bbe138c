import { transfer, type Remote } from 'comlink';
import type { TextChunk } from '../../domain/models/batch.js';
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
} from '../../protocol/learning-wire.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { LearningWorker } from '../../protocol/ports.js';
import { withDeadline } from './deadline.js';
import { ownedBuffers, WorkerClient, type WorkerLike } from './worker-client.js';

/** One step of a large dataset takes seconds. A worker that is silent for this long computes nothing any more. */
const STEP_LIMIT_MS = 5 * 60_000;

function spawnLearningWorker(): WorkerLike {
  return new Worker(new URL('../../../workers/learning/learning.worker.ts', import.meta.url), {
    type: 'module',
    name: 'learning',
  });
}

/**
 * The page's side of one learning worker, for one dataset. Every call settles. A worker that has died or was ended
 * stays dead.
 */
export class LearningClient implements LearningWorker {
  readonly #worker: WorkerClient<LearningWire>;

  constructor(spawn: () => WorkerLike = spawnLearningWorker) {
    this.#worker = new WorkerClient(spawn());
  }

  end(): void {
    this.#worker.end();
  }

  begin(plan: LearningPlan): Promise<Outcome<null>> {
    return this.#ask((remote) => remote.begin(plan));
  }

  /** Transfers the texts, which are slices of their own. */
  read(text: TextChunk, second: TextChunk | null): Promise<Outcome<null>> {
    const views = [text, second].flatMap((chunk) => (chunk ? [chunk.bytes, chunk.offsets] : []));
    return this.#ask((remote) => remote.read(transfer(text, ownedBuffers(...views)), second));
  }

  prepare(label: Int32Array): Promise<Outcome<LearningPrepared>> {
    return this.#ask((remote) => remote.prepare(label));
  }

  material(): Promise<Outcome<LearningMaterial>> {
    return this.#ask((remote) => remote.material());
  }

  attach(material: LearningMaterial): Promise<Outcome<null>> {
    return this.#ask((remote) => remote.attach(material));
  }

  teach(label: Int32Array, classes: number): Promise<Outcome<null>> {
    return this.#ask((remote) => remote.teach(label, classes));
  }

  bayes(fold: number): Promise<Outcome<Float32Array<ArrayBuffer>>> {
    return this.#ask((remote) => remote.bayes(fold));
  }

  nearest(space: TermSpace, fold: number): Promise<Outcome<Neighbours>> {
    return this.#ask((remote) => remote.nearest(space, fold));
  }

  beginEpochs(fold: number, epochs: number): Promise<Outcome<null>> {
    return this.#ask((remote) => remote.beginEpochs(fold, epochs));
  }

  epoch(fold: number): Promise<Outcome<EpochResult>> {
    return this.#ask((remote) => remote.epoch(fold));
  }

  keepPart(part: Part, fold: number, logProbs: Float32Array<ArrayBuffer>): Promise<Outcome<null>> {
    return this.#ask((remote) => remote.keepPart(part, fold, transfer(logProbs, ownedBuffers(logProbs))));
  }

  keepNeighbours(space: TermSpace, fold: number, neighbours: Neighbours): Promise<Outcome<null>> {
    const buffers = ownedBuffers(neighbours.row, neighbours.similarity);
    return this.#ask((remote) => remote.keepNeighbours(space, fold, transfer(neighbours, buffers)));
  }

  pool(): Promise<Outcome<PoolResult>> {
    return this.#ask((remote) => remote.pool());
  }

  explain(
    row: number,
    text: string,
    second: string | null,
    given: number,
    rival: number,
  ): Promise<Outcome<Explanation>> {
    return this.#ask((remote) => remote.explain(row, text, second, given, rival));
  }

  #ask<T>(call: (remote: Remote<LearningWire>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const giveUp = (): void => this.#worker.end({ code: 'worker-stalled', detail: 'learning' });
    return withDeadline(this.#worker.ask(call), STEP_LIMIT_MS, giveUp);
  }
}
