/** Facts that the setup panel has before a start. */
export interface SetupFacts {
  /** The dataset itself is chosen in the place of a model. */
  readonly learns: boolean;
  /** Results from a file are chosen: nothing is started. */
  readonly given: boolean;
  /** A model is at hand that can be run. */
  readonly runnable: boolean;
  /** Labels of the dataset that are classes. */
  readonly labels: number;
  /** Rows, and those whose label has a class of the model. */
  readonly rows: number;
  readonly matchedRows: number;
  /** Something speaks against the model's reading of the rows. */
  readonly misfit: boolean;
  /** Learning from the dataset has found nothing. */
  readonly learntNothing: boolean;
}

/** Why a start would be of little use: no model, one label, no row with a class, few such rows, rows that the model cannot read. */
export type StartDoubt = 'no-model' | 'one-label' | 'no-labels' | 'few-labels' | 'misfit';

export interface SetupAdvice {
  /** Null = nothing speaks against a start, and its button is the primary one. */
  readonly doubt: StartDoubt | null;
  /** Learning from the dataset itself helps: its button is the primary one. */
  readonly learnFirst: boolean;
}

/** Which button of the setup panel is the primary one, and why it is not Start. */
export function setupAdvice(facts: SetupFacts): SetupAdvice {
  const doubt = doubtOf(facts);
  return { doubt, learnFirst: doubt !== null && !facts.learns && facts.labels > 1 && !facts.learntNothing };
}

function doubtOf({ learns, given, runnable, labels, rows, matchedRows, misfit }: SetupFacts): StartDoubt | null {
  if (learns) return labels > 1 ? null : 'one-label';
  if (given) return null;
  if (!runnable) return 'no-model';
  if (matchedRows === 0) return 'no-labels';
  if (misfit) return 'misfit';
  return matchedRows * 2 < rows ? 'few-labels' : null;
}
