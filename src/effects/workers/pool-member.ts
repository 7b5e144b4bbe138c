import { Pace } from '../../domain/models/pool.js';
import type { ModelWorker } from '../../protocol/app-ports.js';

/** A model worker that can end for good. */
export interface PooledWorker extends Omit<ModelWorker, 'inUse'> {
  /** Ends the worker. Calls under way settle with `worker-died`. */
  dispose(): void;
}

/** A worker that takes batches. */
export interface Member {
  readonly worker: PooledWorker;
  /** Threads of its runtime, which stay for the life of the worker. Null before the first load. */
  threads: number | null;
  /** Calls under way. */
  calls: number;
  pace: Pace;
  /** Ends after its last call. */
  leaving: boolean;
}

/** A member without calls. `threads`: of its runtime, null before its first load. */
export function memberOf(worker: PooledWorker, threads: number | null): Member {
  return { worker, threads, calls: 0, pace: new Pace(), leaving: false };
}

/** Ends a member after the calls that it still has. */
export function leave(member: Member): void {
  member.leaving = true;
  if (member.calls === 0) member.worker.dispose();
}
