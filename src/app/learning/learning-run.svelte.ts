import type { Explanation } from '../../protocol/learning-wire.js';
import type { Learned, LearningState } from './learning-state.js';

/** Learns the open dataset from itself, in folds, and shows the results as predictions. */
export class LearningRun {
  state = $state.raw<LearningState>({ at: 'idle' });
  /** Share of the work that is done, 0..1. */
  share = $state.raw(0);
  /** Seconds left; null = not known yet. */
  etaS = $state.raw<number | null>(null);
  /** What the shown results rest on; null before there are any. */
  learned = $state.raw<Learned | null>(null);
  /** Results are shown already, and are being learnt again from the labels as they are now. */
  again = $state.raw(false);
  /** Decisions since the shown results were learnt. */
  newDecisions = $state.raw(0);
  /** Why the row `row` stands where it does; null while that is not known. */
  explanation = $state.raw<{ readonly row: number; readonly value: Explanation } | null>(null);
  busy = $derived(this.state.at === 'learning');

  /** Starts or resumes. */
  async start(): Promise<void> {}
  pause(): void {}
  cancel(): void {}
  /** Learns again from the labels as they are now. */
  async relearn(): Promise<void> {}
  /** Asks for the explanation of a row, to be shown in `explanation`. */
  async explain(_row: number): Promise<void> {}
}
