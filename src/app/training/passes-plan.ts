import { MASK_PERCENT } from '../../domain/models/mask.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import { rowsToEvaluate } from '../../domain/training/passes.js';
import type { ModelEntry } from '../../protocol/ports.js';
import { LEARNED_KEY, RESULTS_KEY } from '../scoring/models.svelte.js';

/** The kind of passes: one model under masks, or several checkpoints of one model in the order of their training. */
export type PassesKind = 'masks' | 'checkpoints';

/** The most suspicious rows at the start of the passes. The rows stay the same while their number does. */
export interface Picked {
  readonly most: number;
  readonly rows: Uint32Array;
}

/** The choices of a person, stored by dataset and model. */
export interface PassesChoice {
  readonly kind: PassesKind;
  readonly passes: number;
  readonly most: number | 'all';
  /** Null where all rows are chosen. Earlier versions did not store it. */
  readonly picked: Picked | null;
  readonly seed: number;
  readonly maskPercent: number;
  /** Keys of models, first evaluation first. */
  readonly checkpoints: readonly string[];
}

/** The choices before a person has chosen. */
export const FIRST_CHOICE: PassesChoice = {
  kind: 'masks',
  passes: 8,
  most: 'all',
  picked: null,
  seed: 1,
  maskPercent: MASK_PERCENT.largest,
  checkpoints: [],
};

/** One evaluation of every row. */
export interface Evaluation {
  readonly entry: ModelEntry;
  /** Number of the masked pass. Null = the unmasked texts. */
  readonly pass: number | null;
}

/** The rows and evaluations of one start. A plan does not change during its run. */
export interface PassesPlan {
  readonly projectId: string;
  readonly dataset: Dataset;
  readonly chosen: ModelEntry;
  /** The model's class of each label of the dataset, and of the label of each row. -1 = none. */
  readonly classOfLabel: Int32Array;
  readonly labelClass: Int32Array;
  readonly rows: Uint32Array;
  /** 1 for each of these rows. */
  readonly wanted: Uint8Array;
  readonly seed: number;
  readonly maskPercent: number;
  readonly evaluations: readonly Evaluation[];
}

/** The dataset and the models that passes are planned for. */
export interface PassesInput {
  readonly projectId: string;
  readonly dataset: Dataset;
  readonly chosen: ModelEntry;
  /** The model's class of each label of the dataset, -1 = none. */
  readonly classes: ArrayLike<number>;
  /** Loss of each row. NaN = none. */
  readonly loss: Float32Array;
  /** Models that can be checkpoints. */
  readonly candidates: readonly ModelEntry[];
}

/** The plan for a choice, and the rows that it picks. The plan is null where no evaluation is needed. */
export function planOf(
  input: PassesInput,
  choice: PassesChoice,
): { readonly plan: PassesPlan | null; readonly picked: Picked | null } {
  const { projectId, dataset, chosen, loss } = input;
  const { seed, maskPercent } = choice;
  const classOfLabel = Int32Array.from(input.classes);
  const labelClass = Int32Array.from(dataset.label, (label) => classOfLabel[label] ?? -1);
  const { rows, picked } = rowsOf(choice, labelClass, loss);
  const wanted = new Uint8Array(dataset.rows);
  for (const row of rows) wanted[row] = 1;
  const evaluations = evaluationsOf(choice, chosen, input.candidates);
  if (rows.length === 0 || evaluations.length === 0) return { plan: null, picked };
  const models = { chosen, evaluations };
  return {
    plan: { projectId, dataset, ...models, classOfLabel, labelClass, rows, wanted, seed, maskPercent },
    picked,
  };
}

/** The rows of a choice. Later losses do not change the picked rows. */
function rowsOf(
  { most, picked }: PassesChoice,
  labelClass: Int32Array,
  loss: Float32Array,
): { readonly rows: Uint32Array; readonly picked: Picked | null } {
  const known = picked?.most === most ? picked.rows : new Uint32Array(0);
  const left = known.filter((row) => (labelClass[row] ?? -1) >= 0);
  if (left.length > 0) return { rows: left, picked };
  const rows = rowsToEvaluate(labelClass, loss, most);
  return { rows, picked: most === 'all' ? null : { most, rows } };
}

function evaluationsOf(
  { kind, passes, checkpoints }: PassesChoice,
  chosen: ModelEntry,
  candidates: readonly ModelEntry[],
): readonly Evaluation[] {
  if (kind === 'masks') return Array.from({ length: passes }, (_, pass) => ({ entry: chosen, pass }));
  return checkpoints.flatMap((key) => {
    const entry = candidates.find((candidate) => candidate.key === key);
    return entry ? [{ entry, pass: null }] : [];
  });
}

/** The key of an evaluation's stored results: the model's hash alone where no tokens are hidden. */
export function resultsKey(
  hash: string,
  { pass }: Evaluation,
  { seed, maskPercent }: Pick<PassesPlan, 'seed' | 'maskPercent'>,
): string {
  return pass === null ? hash : `${hash}#mask-${maskPercent}-${seed}-${pass}`;
}

/** Models with the classes of the chosen model. They can be its checkpoints. */
export function checkpointsFor(chosen: ModelEntry, entries: readonly ModelEntry[]): readonly ModelEntry[] {
  return entries
    .filter(({ key }) => key !== RESULTS_KEY && key !== LEARNED_KEY)
    .filter((entry) => sameNames(entry.classes, chosen.classes));
}

/** An order with this checkpoint one place earlier (-1) or later (1). A checkpoint at the end keeps its place. */
export function movedCheckpoint(order: readonly string[], key: string, by: -1 | 1): readonly string[] {
  const from = order.indexOf(key);
  const other = order[from + by];
  if (from < 0 || other === undefined) return order;
  return order.with(from, other).with(from + by, key);
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
