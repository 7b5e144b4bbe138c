import { transfer, type Remote } from 'comlink';
import type { TextChunk } from '../../domain/models/batch.js';
import type { Pattern } from '../../domain/review/pattern.js';
import type { Span } from '../../domain/review/search-marks.js';
import type { JobId } from '../../protocol/job.js';
import { failed, type Outcome } from '../../protocol/outcome.js';
import type { PatternWire } from '../../protocol/pattern-wire.js';
import type { PatternWorker } from '../../protocol/ports.js';
import { withDeadline } from './deadline.js';
import { ownedBuffers, WorkerClient, type WorkerLike } from './worker-client.js';

/** How long a fresh worker may take to start. */
const START_MS = 60_000;
/** How long patterns may take on one slice, which an ordinary one passes in some 20 ms. */
const SLICE_MS = 2000;
/** How often a wait for a slice is checked. */
const LOOK_MS = 100;
/** How long a stopped call may still take. */
const STOP_MS = 200;

function spawnPatternWorker(): WorkerLike {
  return new Worker(new URL('../../../workers/patterns/patterns.worker.ts', import.meta.url), {
    type: 'module',
    name: 'patterns',
  });
}

/** The page's side of the pattern worker, which the first call starts. Every call settles in time. */
export class PatternClient implements PatternWorker {
  readonly #spawn: () => WorkerLike;
  #worker: WorkerClient<PatternWire> | null = null;
  /** The calls under way, of the present worker and of ended ones. */
  readonly #underWay = new Set<object>();

  constructor(spawn: () => WorkerLike = spawnPatternWorker) {
    this.#spawn = spawn;
  }

  open(): Promise<Outcome<JobId>> {
    const worker = this.#living();
    return withDeadline(
      worker.ask((remote) => remote.open()),
      START_MS,
      () => worker.end({ code: 'worker-stalled', detail: 'patterns' }),
    );
  }

  /** Transfers the texts, which are slices of their own. */
  give(job: JobId, slice: number, text: TextChunk, second: TextChunk | null): Promise<Outcome<null>> {
    const views = [text, second].flatMap((chunk) => (chunk ? [chunk.bytes, chunk.offsets] : []));
    return this.#ask((remote) => remote.give(job, slice, transfer(text, ownedBuffers(...views)), second));
  }

  find(job: JobId, slice: number, patterns: readonly Pattern[]): Promise<Outcome<Uint8Array | null>> {
    return this.#ask((remote) => remote.find(job, slice, patterns));
  }

  places(
    job: JobId,
    patterns: readonly Pattern[],
    texts: readonly string[],
  ): Promise<Outcome<readonly (readonly Span[])[]>> {
    return this.#ask((remote) => remote.places(job, patterns, texts));
  }

  stop(): void {
    const stopped = [...this.#underWay];
    const worker = this.#worker;
    if (stopped.length === 0) return;
    setTimeout(() => {
      if (stopped.some((call) => this.#underWay.has(call))) worker?.end({ code: 'job-ended' });
    }, STOP_MS);
  }

  async #ask<T>(call: (remote: Remote<PatternWire>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const worker = this.#worker;
    // Only `open` waits for the start of a worker. An ended worker has no texts.
    if (!worker || worker.fault) return failed({ code: 'job-ended' });
    const asked = {};
    this.#underWay.add(asked);
    const answer = await withDeadline(worker.ask(call), SLICE_MS, () => worker.end({ code: 'pattern-slow' }), LOOK_MS);
    this.#underWay.delete(asked);
    return answer;
  }

  #living(): WorkerClient<PatternWire> {
    if (this.#worker?.fault) this.#worker = null;
    return (this.#worker ??= new WorkerClient(this.#spawn()));
  }
}
