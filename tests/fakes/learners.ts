import type { LearningWire } from '../../src/protocol/learning-wire.js';
import type { LearningWorker, LearningWorkers } from '../../src/protocol/ports.js';
import { Learning } from '../../workers/learning/learning.js';
import { controlled, type Controlled } from './controlled.js';

/** A learning worker whose work is done in this process: calls can be held up and can fail. */
export interface LearnerInProcess {
  readonly wire: Controlled<LearningWire>;
  ended: boolean;
}

/** Learning workers that work in this process. */
export class LearnersInProcess implements LearningWorkers {
  most = 2;
  readonly shared = true;
  readonly started: LearnerInProcess[] = [];
  /** Done to every worker that is started. */
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

  /** Workers that have not been ended. */
  get alive(): number {
    return this.started.filter(({ ended }) => !ended).length;
  }
}
