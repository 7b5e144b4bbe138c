import type { KeepRuns } from '../domain/signals-builder.js';
import type { SignalsKind } from '../domain/signals-report.js';
import type { Outcome } from '../protocol/outcome.js';
import type { SignalsProgress, SignalsResult, SignalsWire } from '../protocol/signals-wire.js';
import { WorkerClient, type WorkerLike } from './worker-client.js';

function spawnSignalsWorker(): WorkerLike {
  return new Worker(new URL('../../workers/signals.worker.ts', import.meta.url), { type: 'module', name: 'signals' });
}

/**
 * The page's side of the signals worker, which is started by the first call. Every call settles; after `worker-died`,
 * `respawn` and begin again.
 */
export class SignalsClient implements SignalsWire {
  readonly #spawn: () => WorkerLike;
  #worker: WorkerClient<SignalsWire> | null = null;

  constructor(spawn: () => WorkerLike = spawnSignalsWorker) {
    this.#spawn = spawn;
  }

  /** Ends the worker with whatever it holds; the next call starts another. */
  respawn(): void {
    this.#worker?.end();
    this.#worker = null;
  }

  recognise(file: Blob): Promise<Outcome<SignalsKind | null>> {
    return this.#started().ask((remote) => remote.recognise(file));
  }

  begin(files: readonly Blob[]): Promise<Outcome<SignalsProgress>> {
    return this.#started().ask((remote) => remote.begin(files));
  }

  advance(): Promise<Outcome<SignalsProgress>> {
    return this.#started().ask((remote) => remote.advance());
  }

  take(keep: KeepRuns): Promise<Outcome<SignalsResult>> {
    return this.#started().ask((remote) => remote.take(keep));
  }

  release(): Promise<Outcome<null>> {
    return this.#started().ask((remote) => remote.release());
  }

  #started(): WorkerClient<SignalsWire> {
    return (this.#worker ??= new WorkerClient(this.#spawn()));
  }
}
