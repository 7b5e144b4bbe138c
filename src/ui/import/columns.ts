import { hotColumns } from '../../domain/reading/computed-columns.js';
import type { ColumnRoles, DatasetLabel, Reject, RejectReason } from '../../domain/reading/dataset.js';
import { segmentsOf } from '../../domain/reading/json/path.js';

/** The roles of a column, in the order of the dialog, each with the test id of its select. */
export const ROLES = [
  { role: 'text', testId: 'import-text', key: 'files.role-text' },
  { role: 'label', testId: 'import-label', key: 'files.role-label' },
  { role: 'textJoin', testId: 'import-text-join', key: 'files.role-text-join' },
  { role: 'textB', testId: 'import-text-b', key: 'files.role-text-b' },
  { role: 'id', testId: 'import-id', key: 'files.role-id' },
  { role: 'sLabel', testId: 'import-s-label', key: 'files.role-s-label' },
] as const satisfies readonly { readonly role: keyof ColumnRoles; readonly testId: string; readonly key: string }[];

/** A column that says whether a label was accepted. Offered where a file has one. */
export const ANSWER_ROLE = { role: 'answer', testId: 'import-answer', key: 'files.role-answer' } as const;

/** Columns with imported results. They are in a fold. */
export const RESULT_ROLES = [
  { role: 'resultLoss', testId: 'import-loss', key: 'files.role-loss' },
  { role: 'resultProbs', testId: 'import-probs', key: 'files.role-probs' },
  { role: 'resultLogits', testId: 'import-logits', key: 'files.role-logits' },
  { role: 'resultPredicted', testId: 'import-predicted', key: 'files.role-predicted' },
] as const satisfies readonly { readonly role: keyof ColumnRoles; readonly testId: string; readonly key: string }[];

/** Columns of a file of results that identify the rows. */
export const JOIN_ROLES = [
  { role: 'id', testId: 'import-id', key: 'files.role-id' },
  { role: 'label', testId: 'import-label', key: 'files.role-compare' },
] as const satisfies readonly { readonly role: keyof ColumnRoles; readonly testId: string; readonly key: string }[];

export type RoleEntry =
  (typeof ROLES)[number] | typeof ANSWER_ROLE | (typeof RESULT_ROLES)[number] | (typeof JOIN_ROLES)[number];

/** The role of a column, or null. */
export function roleOf(column: string, roles: ColumnRoles): RoleEntry | null {
  const plays = (name: string): boolean => name === column || hotColumns(name)?.includes(column) === true;
  return [...ROLES, ANSWER_ROLE, ...RESULT_ROLES].find(({ role }) => column !== '' && plays(roles[role] ?? '')) ?? null;
}

/**
 * Positions of the columns to show: first nested fields with a role, then all other columns in file order. Only the
 * first `limit` are shown. Columns with a role further right move in among them.
 */
export function shownColumns(columns: readonly string[], roles: ColumnRoles, limit: number): number[] {
  const positions = [...columns.keys()];
  const playing = positions.filter((position) => roleOf(columns[position] ?? '', roles) !== null);
  const isNested = (position: number): boolean => segmentsOf(columns[position] ?? '').length > 1;
  const nested = playing.filter(isNested);
  const others = positions.filter((position) => !playing.includes(position)).slice(0, limit - playing.length);
  const rest = [...playing.filter((position) => !isNested(position)), ...others].sort((a, b) => a - b);
  return [...nested, ...rest];
}

/** The labels of a dataset for the mapping dialog. */
interface LabelSummary {
  /** Labels with the most rows first, at most `most` of them. */
  readonly top: readonly DatasetLabel[];
  /** Number of labels that are classes, and the number of those that have rows. */
  readonly classes: number;
  readonly used: number;
  /** Numbers of rows with several labels, and of rows with none. */
  readonly severalRows: number;
  readonly unlabelledRows: number;
}

/** Sums up labels in one pass: there can be tens of thousands. Labels with equally many rows keep their order. */
export function summarizeLabels(labels: readonly DatasetLabel[], limit: number): LabelSummary {
  const top: DatasetLabel[] = [];
  let [classes, used, severalRows, unlabelledRows] = [0, 0, 0, 0];
  for (const label of labels) {
    const { count, several } = label;
    if (several) {
      if (several.length > 1) severalRows += count;
      else unlabelledRows += count;
      continue;
    }
    classes += 1;
    if (count > 0) used += 1;
    if (top.length === limit && count <= (top.at(-1)?.count ?? 0)) continue;
    const behind = top.findIndex((known) => known.count < count);
    top.splice(behind < 0 ? top.length : behind, 0, label);
    if (top.length > limit) top.pop();
  }
  return { top, classes, used, severalRows, unlabelledRows };
}

/** The number of each reason among `rejects`, the most frequent first. */
export function reasonCounts(rejects: readonly Reject[]): readonly (readonly [RejectReason, number])[] {
  const counts = new Map<RejectReason, number>();
  for (const { reason } of rejects) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
