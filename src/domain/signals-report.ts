/** The kind of a file of training signals, by its content. */
export type SignalsKind = 'trustai-signals' | 'trustai-summary' | 'cartography-dynamics' | 'cartography-coordinates';

/**
 * A note about a line or an id, with its rule. Lines that are set aside:
 * - `broken-line`: neither JSON nor a Python literal, or not text that UTF-8 can hold.
 * - `not-an-object`: another literal.
 * - `line-too-long`.
 * - `column-count`: a summary line with more or fewer cells than its header.
 * - `missing-id`, `missing-label`, `missing-probability`, `missing-prediction`: the line needs it.
 * - `bad-number`: a value that must be a number and is none.
 * - `label-out-of-range`: a gold label without a logit.
 * - `repeated-in-evaluation`: the same id twice in one evaluation. The last line counts.
 * - `repeated-id`: the same id twice in a summary. The first line counts.
 *
 * Lines and ids that are kept:
 * - `not-a-probability`: p(label) is no number from 0 to 1. Right and wrong count, p does not.
 * - `label-differs`: another label than in the id's first line. The id has the first one, and every p(label) counts.
 * - `prediction-differs`: `pred_label` is not the argmax of `probs`. The argmax counts, as in the original.
 * - `correct-differs`: `correct` contradicts label and prediction. `correct` counts, as in the original.
 * - `unknown-correct`: neither true nor false. Label and prediction decide.
 * - `missing-evaluations`: the id has fewer evaluations than the run. They are summarised.
 * - `left-out`: the id occurs only in evaluations that the choice of run leaves out.
 */
export type SignalNoteKind =
  | 'broken-line'
  | 'not-an-object'
  | 'line-too-long'
  | 'column-count'
  | 'missing-id'
  | 'missing-label'
  | 'missing-probability'
  | 'missing-prediction'
  | 'bad-number'
  | 'label-out-of-range'
  | 'repeated-in-evaluation'
  | 'repeated-id'
  | 'not-a-probability'
  | 'label-differs'
  | 'prediction-differs'
  | 'correct-differs'
  | 'unknown-correct'
  | 'missing-evaluations'
  | 'left-out';

/** The place of a note. */
interface SignalExample {
  /** Position of the file among those given. */
  readonly file: number;
  /** 1-based line number. */
  readonly line: number;
  /** The subject of the note: the id, or the start of the line where there is none. */
  readonly content: string;
}

export interface SignalNote {
  readonly kind: SignalNoteKind;
  readonly count: number;
  /** The first `MAX_EXAMPLES`. */
  readonly examples: readonly SignalExample[];
}

/** The evidence for the beginning of a run. See `findRuns`. */
export type RunReason = 'start' | 'repeats' | 'labels' | 'fell';

/** A row of evaluations that belong to one training. */
export interface SignalRun {
  /** Number of its first evaluation, 0-based over everything read. */
  readonly first: number;
  readonly evaluations: number;
  readonly reason: RunReason;
}

/** The report of a reading. It names everything that was dropped. */
export interface SignalsReport {
  readonly kind: SignalsKind;
  readonly files: number;
  /** Lines that are not blank, without headers. */
  readonly lines: number;
  /** Distinct ids in the result. */
  readonly rows: number;
  /** Evaluations in the result, and the source's names of them (epoch numbers, else 0, 1, ...). */
  readonly evaluations: number;
  readonly epochs: readonly number[];
  /** Number of ids in each of them. */
  readonly rowsOfEvaluation: readonly number[];
  /** Runs found in the whole file, whatever was kept. One = there is no sign of a second. */
  readonly runs: readonly SignalRun[];
  readonly notes: readonly SignalNote[];
}

/** Examples that a note keeps. */
const MAX_EXAMPLES = 20;

const SET_ASIDE: ReadonlySet<SignalNoteKind> = new Set<SignalNoteKind>([
  'broken-line',
  'not-an-object',
  'line-too-long',
  'column-count',
  'missing-id',
  'missing-label',
  'missing-probability',
  'missing-prediction',
  'bad-number',
  'label-out-of-range',
  'repeated-in-evaluation',
  'repeated-id',
]);

/** Whether a note means that lines were set aside. */
export function isSetAside(kind: SignalNoteKind): boolean {
  return SET_ASIDE.has(kind);
}

/** Counts notes and keeps the first examples of each kind. */
export class SignalNotes {
  readonly #found = new Map<SignalNoteKind, { count: number; examples: SignalExample[] }>();

  /** `content` is called only while examples are kept. */
  add(kind: SignalNoteKind, file: number, line: number, content: () => string): void {
    let note = this.#found.get(kind);
    if (note === undefined) {
      note = { count: 0, examples: [] };
      this.#found.set(kind, note);
    }
    note.count++;
    if (note.examples.length < MAX_EXAMPLES) note.examples.push({ file, line, content: content() });
  }

  /** The notes so far, in order of first appearance. */
  list(): SignalNote[] {
    return Array.from(this.#found, ([kind, { count, examples }]) => ({ kind, count, examples: [...examples] }));
  }
}
