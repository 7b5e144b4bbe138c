import type { KeepRuns } from '../../domain/training/builder.js';
import type { SignalsKind } from '../../domain/training/report.js';
import type { JobId } from '../../protocol/job.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { SignalsProgress, SignalsResult, SignalsWire } from '../../protocol/signals-wire.js';
import { WorkerClient, type WorkerLike } from './worker-client.js';

function spawnSignalsWorker(): WorkerLike {
  return new Worker(new URL('../../../workers/signals/signals.worker.ts', import.meta.url), {
    type: 'module',
    name: 'signals',
  });
}

/**
 * The page's side of the signals worker, which the first call starts. Every call settles. A reading under way ends with
 * a worker that dies. The next call that begins something starts a fresh worker.
 */
export class SignalsClient implements SignalsWire {
  readonly #spawn: () => WorkerLike;
  #worker: WorkerClient<SignalsWire> | null = null;

  constructor(spawn: () => WorkerLike = spawnSignalsWorker) {
    this.#spawn = spawn;
  }

  recognise(file: Blob): Promise<Outcome<SignalsKind | null>> {
    return this.#living().ask((remote) => remote.recognise(file));
  }

  begin(files: readonly Blob[]): Promise<Outcome<SignalsProgress>> {
    return this.#living().ask((remote) => remote.begin(files));
  }

  advance(job: JobId): Promise<Outcome<SignalsProgress>> {
    return this.#started().ask((remote) => remote.advance(job));
  }

  take(job: JobId, keep: KeepRuns): Promise<Outcome<SignalsResult>> {
    return this.#started().ask((remote) => remote.take(job, keep));
  }

  end(job: JobId): Promise<Outcome<null>> {
    return this.#started().ask((remote) => remote.end(job));
  }

  #living(): WorkerClient<SignalsWire> {
    if (this.#worker?.fault) this.#worker = null;
    return this.#started();
  }

  #started(): WorkerClient<SignalsWire> {
    return (this.#worker ??= new WorkerClient(this.#spawn()));
  }
}
