import type { SignalColumns, SignalName } from '../../domain/training/signals.js';

/** One signal of a row. */
interface SignalFact {
  readonly signal: SignalName;
  /** Null = never. An evaluation 0 means that for `first_forget` and `first_learn`. */
  readonly value: number | null;
}

/** Signals with two names. Where both are available, only one is shown. */
const TWINS: Partial<Record<SignalName, SignalName>> = { confidence: 'avg_probs', correctness: 'correct_times' };

/** The known signals of a row, in the order of `available`. */
export function signalFacts(columns: SignalColumns, available: readonly SignalName[], row: number): SignalFact[] {
  const facts: SignalFact[] = [];
  for (const signal of available) {
    const value = columns[signal][row] ?? Number.NaN;
    const twin = TWINS[signal];
    if (Number.isNaN(value) || (twin !== undefined && available.includes(twin))) continue;
    const never = (signal === 'first_forget' || signal === 'first_learn') && value === 0;
    facts.push({ signal, value: never ? null : value });
  }
  return facts;
}
