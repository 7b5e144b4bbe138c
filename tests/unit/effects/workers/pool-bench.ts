import { ModelPool, type PoolChoice } from '../../../../src/effects/workers/model-pool.js';
import type { LoadRequest, ModelSource, ScoreBatch } from '../../../../src/protocol/model-wire.js';
import { ok } from '../../../../src/protocol/outcome.js';
import { FakeClock } from '../../../fakes/clock.js';
import { tick, type gate } from '../../../fakes/controlled.js';
import { FakeModelHost } from '../../../fakes/model-host.js';

const SOURCE: ModelSource = {
  kind: 'files',
  files: [
    { path: 'config.json', blob: new Blob(['{}']) },
    { path: 'onnx/model.onnx', blob: new Blob(['graph']) },
  ],
};
/** The key of the model's files. */
export const KEY = '\nconfig.json 2\nonnx/model.onnx 5';
export const REQUEST: LoadRequest = { source: SOURCE, device: 'wasm', threads: 2 };

/** A worker of the pool. */
class Worker extends FakeModelHost {
  ended = false;
  /** Batches and loads wait here. */
  held: ReturnType<typeof gate> | null = null;
  /** ms that a batch takes. */
  ms = 10;

  dispose(): void {
    this.ended = true;
  }

  override async load(request: LoadRequest) {
    const loaded = await super.load(request);
    await this.held?.passed;
    return loaded;
  }

  override async score(batch: ScoreBatch) {
    // A real worker takes the buffers over.
    const scored = await super.score(structuredClone(batch, { transfer: [batch.ids.buffer as ArrayBuffer] }));
    await this.held?.passed;
    return scored.ok ? ok({ ...scored.value, elapsedMs: this.ms }) : scored;
  }
}

/** A pool on a machine with `cores` cores. `known`: the remembered choice. `made`: sets up each worker, by number. */
export function poolOn(
  cores: number,
  known: PoolChoice | null = null,
  made: (worker: Worker, nth: number) => void = () => {},
) {
  const started: Worker[] = [];
  const clock = new FakeClock();
  const kept: (readonly [string, PoolChoice])[] = [];
  const pool = new ModelPool({
    start: () => {
      const worker = new Worker();
      made(worker, started.length);
      started.push(worker);
      return worker;
    },
    machine: { cores, memory: 8e9 },
    clock,
    recall: () => Promise.resolve(known),
    remember: (...choice) => kept.push(choice),
  });
  const score = (first: number) => pool.score(batchOf(first));
  const living = () => started.filter(({ ended }) => !ended).length;
  return { pool, started, clock, kept, score, living };
}

/** A batch of one row with one token. */
function batchOf(first: number): ScoreBatch {
  return {
    ids: Int32Array.of(first),
    offsets: Uint32Array.of(0, 1),
    segmentB: new Uint16Array(1),
    columns: 1,
    labels: Int32Array.of(0),
  };
}

/** Scores `rounds` batches on each worker, side by side. */
export async function scoreRounds({ pool, score }: ReturnType<typeof poolOn>, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: pool.inUse.workers }, (_, n) => score(10 + n)));
  }
  await tick();
}
