import { transfer } from 'comlink';
import type { TextChunk } from '../../domain/models/batch.js';
import type { NearestRows } from '../../domain/review/nearest-rows.js';
import type { TextGroups, TextGroupsPlan } from '../../domain/review/text-groups.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { TextGroupsWire, TextGroupsWorker } from '../../protocol/text-groups-wire.js';
import { ownedBuffers, WorkerClient, type WorkerLike } from './worker-client.js';

function spawnTextGroupsWorker(): WorkerLike {
  return new Worker(new URL('../../../workers/review/text-groups.worker.ts', import.meta.url), {
    type: 'module',
    name: 'text-groups',
  });
}

/** The page's side of a worker that compares the texts of one dataset. Every call settles. A dead worker stays dead. */
export class TextGroupsClient implements TextGroupsWorker {
  readonly #worker: WorkerClient<TextGroupsWire>;

  constructor(spawn: () => WorkerLike = spawnTextGroupsWorker) {
    this.#worker = new WorkerClient(spawn());
  }

  begin(plan: TextGroupsPlan): Promise<Outcome<null>> {
    return this.#worker.ask((remote) => remote.begin(plan));
  }

  /** Transfers the texts, which are slices of their own. */
  read(text: TextChunk, second: TextChunk | null): Promise<Outcome<null>> {
    const views = [text, second].flatMap((chunk) => (chunk ? [chunk.bytes, chunk.offsets] : []));
    return this.#worker.ask((remote) => remote.read(transfer(text, ownedBuffers(...views)), second));
  }

  finish(): Promise<Outcome<TextGroups>> {
    return this.#worker.ask((remote) => remote.finish());
  }

  nearest(from: number, to: number): Promise<Outcome<NearestRows>> {
    return this.#worker.ask((remote) => remote.nearest(from, to));
  }

  end(): void {
    this.#worker.end();
  }
}
