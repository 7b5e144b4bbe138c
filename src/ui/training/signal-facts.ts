import type { SignalColumns, SignalName } from '../../domain/signals.js';

/** One signal of a row. */
interface SignalFact {
  readonly signal: SignalName;
  /** Null = it never happened: the first evaluation in which something did is 0. */
  readonly value: number | null;
}

/** Other names of a column, which say nothing new beside it. */
const TWINS: Partial<Record<SignalName, SignalName>> = { confidence: 'avg_probs', correctness: 'correct_times' };

/** The signals of a row that are known, in the order of `available`. */
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
