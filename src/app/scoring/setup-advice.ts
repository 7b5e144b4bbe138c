/** The facts of the setup panel before a start. */
export interface SetupFacts {
  /** Whether learning is chosen in place of a model. */
  readonly learns: boolean;
  /** Whether results from a file are chosen, which need no start. */
  readonly given: boolean;
  /** Whether a model is available to run. */
  readonly runnable: boolean;
  /** Number of labels of the dataset that are classes. */
  readonly labels: number;
  /** Number of rows, and of rows whose label has a class of the model. */
  readonly rows: number;
  readonly matchedRows: number;
  /** Whether there is a doubt about the model. */
  readonly misfit: boolean;
  /** Whether learning from the dataset gave no useful results. */
  readonly learntNothing: boolean;
}

/** Why a start helps little: no model, one label, no row or few rows with a class, or rows the model cannot read. */
export type StartDoubt = 'no-model' | 'one-label' | 'no-labels' | 'few-labels' | 'misfit';

export interface SetupAdvice {
  /** The doubt about a start. Null = no doubt, and the Start button is the primary one. */
  readonly doubt: StartDoubt | null;
  /** Whether learning from the dataset helps, so that its button is the primary one. */
  readonly learnFirst: boolean;
}

/** Chooses the primary button of the setup panel, and says why it is not Start. */
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
