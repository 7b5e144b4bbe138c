/** A change of the list of labels. Labels are named as at its place in the journal. */
export type LabelEdit =
  /** A new label. A removed label of this name is offered again. */
  | { readonly do: 'add'; readonly name: string }
  /** The label has another name from now on, in every row. */
  | { readonly do: 'rename'; readonly from: string; readonly to: string }
  /** Every row with the label `from`, given or chosen, has the label `to`. `from` is no longer offered. */
  | { readonly do: 'merge'; readonly from: string; readonly to: string }
  /** The label is no longer offered. Rows keep it. */
  | { readonly do: 'remove'; readonly name: string };

/** Whether a list of edits has the shape of its type, and is not empty. */
export function areLabelEdits(value: unknown): value is readonly LabelEdit[] {
  return Array.isArray(value) && value.length > 0 && value.every(isLabelEdit);
}

function isLabelEdit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { do: kind, name, from, to } = value as Record<string, unknown>;
  if (kind === 'add' || kind === 'remove') return typeof name === 'string';
  return (kind === 'rename' || kind === 'merge') && typeof from === 'string' && typeof to === 'string';
}

/** The name of a label after edits, by its name before them. */
export function nameAfter(name: string, edits: readonly LabelEdit[]): string {
  return edits.reduce((now, edit) => ('from' in edit && edit.from === now ? edit.to : now), name);
}
