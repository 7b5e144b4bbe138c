import type { LearningWire } from '../../src/protocol/learning-wire.js';
import type { LearningWorker, LearningWorkers } from '../../src/protocol/ports.js';
import { Learning } from '../../workers/learning/learning.js';
import { controlled, type Controlled } from './controlled.js';

/** A learning worker that works in this process. A test can delay its calls or make them fail. */
export interface LearnerInProcess {
  readonly wire: Controlled<LearningWire>;
  ended: boolean;
}

/** Learning workers that work in this process. */
export class LearnersInProcess implements LearningWorkers {
  most = 2;
  readonly shared = true;
  readonly started: LearnerInProcess[] = [];
  /** Runs on every started worker. */
  onStart: (learner: LearnerInProcess) => void = () => undefined;

  start(): LearningWorker {
    const learner: LearnerInProcess = { wire: controlled<LearningWire>(new Learning()), ended: false };
    learner.wire.before = () => (learner.ended ? { code: 'worker-died', detail: 'ended' } : undefined);
    this.started.push(learner);
    this.onStart(learner);
    const end = (): void => void (learner.ended = true);
    return new Proxy(learner.wire.it, {
      get: (wire, name): unknown => (name === 'end' ? end : Reflect.get(wire, name)),
    }) as LearningWorker;
  }

  /** Workers still running. */
  get alive(): number {
    return this.started.filter(({ ended }) => !ended).length;
  }
}
