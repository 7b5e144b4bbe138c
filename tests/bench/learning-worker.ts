import { parentPort } from 'node:worker_threads';
import { Learner } from '../../src/domain/learning/learner.js';

/** A call of one method of the worker's learner. */
export interface LearnerCall {
  readonly id: number;
  readonly method: Exclude<keyof Learner, 'explain'>;
  readonly args: readonly unknown[];
}

/** What it returned, or why it failed. */
export interface LearnerReply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

const learner = new Learner();

parentPort?.on('message', ({ id, method, args }: LearnerCall) => {
  try {
    const call = learner[method] as (...values: unknown[]) => unknown;
    reply({ id, value: call.apply(learner, [...args]) });
  } catch (error) {
    reply({ id, error: String(error) });
  }
});

function reply(message: LearnerReply): void {
  parentPort?.postMessage(message);
}
