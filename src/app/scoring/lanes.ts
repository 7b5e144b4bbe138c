import { packBatch, tokenLengths, type BatchPlan, type TokenChunk } from '../../domain/models/batch.js';
import type { ModelWorker } from '../../protocol/app-ports.js';
import type { Fault } from '../../protocol/fault.js';
import type { BatchResult } from '../../protocol/model-wire.js';
import { failed, ok, type Outcome } from '../../protocol/outcome.js';
import { hasEnded } from '../project/turn.js';
import type { Batching } from './batching.js';

/** Rows of one chunk to score (ids relative to it). */
export interface RowsToScore {
  readonly tokens: TokenChunk;
  readonly rows: readonly number[];
  /** The model's class for each row of the chunk, -1 = none. */
  readonly labels: Int32Array;
  /** Takes every batch, in the order in which they are done. */
  take(rows: Uint32Array, result: BatchResult): Promise<void>;
}

/**
 * Scores rows in batches, as many side by side as `host` has workers at the time. A batch that does not fit into memory
 * is planned again with half the tokens, after the batches beside it are done. Ends with the first other fault, or when
 * `signal` ends.
 */
export async function scoreInLanes(
  signal: AbortSignal,
  host: Pick<ModelWorker, 'inUse' | 'score'>,
  batching: Batching,
  { tokens, rows, labels, ...receiver }: RowsToScore,
): Promise<Outcome<null>> {
  const lengths = tokenLengths(tokens);
  const queue = batching.plan(lengths, rows);
  const running = new Set<Promise<void>>();
  /** Batches that did not fit into memory. */
  const large: BatchPlan[] = [];
  const failures: Fault[] = [];
  const score = async (batch: BatchPlan): Promise<void> => {
    const result = await host.score(packBatch(tokens, batch, labels));
    if (hasEnded(signal)) return;
    if (result.ok) {
      await receiver.take(batch.rows, result.value);
      return;
    }
    if (result.fault.code === 'out-of-memory') large.push(batch);
    failures.push(result.fault);
  };
  for (;;) {
    while (failures.length === 0 && !hasEnded(signal) && running.size < host.inUse.workers) {
      const batch = queue.shift();
      if (batch === undefined) break;
      const lane: Promise<void> = score(batch).finally(() => running.delete(lane));
      running.add(lane);
    }
    if (running.size > 0) await Promise.race(running);
    if (hasEnded(signal)) return ok(null);
    if (running.size > 0 || (failures.length === 0 && queue.length > 0)) continue;
    const failure = failures.find(({ code }) => code !== 'out-of-memory') ?? failures[0];
    if (failure === undefined) return ok(null);
    if (failure.code !== 'out-of-memory' || !batching.halve()) return failed(failure);
    failures.length = 0;
    const left = [...large.splice(0), ...queue.splice(0)].flatMap((plan) => [...plan.rows]);
    queue.push(...batching.plan(lengths, left));
  }
}
