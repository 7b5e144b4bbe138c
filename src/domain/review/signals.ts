import { SIGNAL_NAMES, type SignalName as TrainingSignal } from '../training/signals.js';

export const SIGNALS = ['self_confidence', 'normalized_margin', 'entropy', 'loss', 'tokens'] as const;
/** A score of the model. */
export type ScoreSignal = (typeof SIGNALS)[number];
/** A signal of rows: a score of the model, or a training signal. */
export type SignalName = ScoreSignal | TrainingSignal;

export const ALL_SIGNALS: readonly SignalName[] = [...SIGNALS, ...SIGNAL_NAMES];

/** Whether a signal is a training signal. */
export function isTrainingSignal(name: SignalName): name is TrainingSignal {
  return (SIGNAL_NAMES as readonly string[]).includes(name);
}

/** The signal of this name, if there is one. */
export function signalNamed(name: string | undefined): SignalName | undefined {
  return ALL_SIGNALS.find((known) => known === name);
}
