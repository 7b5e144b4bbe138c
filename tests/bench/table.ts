/** The rows of the published table. A measurement gives its figures under the number of its row. */
export const ROWS = [
  {
    number: 1,
    what: '4,096 rows, built-in model, CPU: from the start of scoring to the last loss in the page',
    peer: 'transformers.js `pipeline` in the same browser: chunks of 32, file order, all threads',
    goal: 3,
  },
  { number: 2, what: 'The same with a model of the size of DistilBERT-base, 256 rows', peer: 'the same', goal: 1.8 },
  { number: 3, what: 'Both models', peer: "PyTorch: the loss tutorial's loop on the same cores", goal: 1 },
  { number: 4, what: 'The built-in model over the same batches, one thread', peer: 'onnxruntime-node', goal: 0.6 },
  {
    number: 5,
    what: 'Padded tokens for each real one (less is better)',
    peer: 'batches of 32 in file order',
    goal: null,
  },
  { number: 6, what: 'Tokenizing 4,096 rows', peer: '@huggingface/tokenizers', goal: 8 },
  { number: 7, what: '120,000 rows of TSV into columns, with every check', peer: 'Papa Parse', goal: 2 },
  { number: 7.1, what: '120,000 rows of CSV', peer: 'Papa Parse', goal: 2 },
  { number: 7.2, what: '120,000 rows of JSONL', peer: '`JSON.parse` for each line', goal: 1 },
  {
    number: 8,
    what: 'Storing 120,000 results; opening them to the first row',
    peer: 'a record for each row',
    goal: 15,
  },
  {
    number: 9,
    what: 'A lasso of 500 corners over a million points',
    peer: 'point in polygon over all points',
    goal: 10,
  },
  { number: 10, what: 'Sorting a million rows by loss within one label', peer: 'an array of objects', goal: 10 },
  {
    number: 11,
    what: '120,000 rows x 10 evaluations summarised',
    peer: "the original's approach: an array of evaluations for each row",
    goal: 3,
  },
  {
    number: 12,
    what: 'Learning 120,000 rows: the first ranking',
    peer: "scikit-learn's TF-IDF and logistic regression in five folds",
    goal: 1,
  },
  { number: 12.1, what: 'Learning 120,000 rows: everything', peer: 'the same', goal: null },
  { number: 13, what: 'Peak memory of importing 250 MB', peer: 'Papa Parse in a worker', goal: 2 },
  { number: 14, what: 'Key to paint at 120,000 rows while scoring', peer: '', goal: null },
  { number: 14.1, what: 'Relabelling 100,000 of a million rows: plan, apply, undo', peer: '', goal: null },
  { number: 15, what: 'Scripts and styles of the start, gzip', peer: '', goal: null },
] as const satisfies readonly {
  readonly number: number;
  readonly what: string;
  readonly peer: string;
  /** Times as fast as the peer (or as small). Null = stated only. */
  readonly goal: number | null;
}[];

export type RowNumber = (typeof ROWS)[number]['number'];

/** What was measured for a row, or why not. */
export type Measured =
  | {
      readonly number: RowNumber;
      readonly ours: readonly number[];
      readonly peer: readonly number[];
      readonly unit: Unit;
      readonly note?: string;
    }
  | { readonly number: RowNumber; readonly why: string };

/** `ms` and `KB` of one run each; `times`: a plain number. Less is better for all. */
export type Unit = 'ms' | 'KB' | 'times';

/** The middle of values, that is the mean of the two middle ones where their number is even. NaN without any. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** The table as Markdown. */
export function tableOf(measured: readonly Measured[]): string {
  const lines = ROWS.map(({ number, what, peer, goal }) => {
    const found = measured.find((row) => row.number === number);
    const cells = found === undefined ? ['', '', 'not measured'] : cellsOf(found);
    return `| ${[String(number), what, peer, ...cells, goal === null ? '' : String(goal)].join(' | ')} |`;
  });
  return [
    '| # | measurement | peer | Rinse | peer’s | ratio | aim |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

/** Lines about single measurements. */
export function notesOf(measured: readonly Measured[]): readonly string[] {
  return measured.flatMap((row) => ('note' in row && row.note !== undefined ? [`- ${row.number}: ${row.note}`] : []));
}

function cellsOf(row: Measured): readonly string[] {
  if ('why' in row) return ['', '', `not measured: ${row.why}`];
  const { ours, peer, unit } = row;
  const ratio = peer.length === 0 ? '' : (median(peer) / median(ours)).toFixed(2);
  return [figures(ours, unit), figures(peer, unit), ratio];
}

/** The median, and the least and the most where there are several. */
function figures(values: readonly number[], unit: Unit): string {
  if (values.length === 0) return '';
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => short(value));
  const spread = values.length === 1 ? '' : ` (${least} to ${most})`;
  return `${short(median(values))}${unit === 'times' ? '' : ` ${unit}`}${spread}`;
}

function short(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
