/** The product's own names in the export of changes. A file can also have `file` and `note`. */
export const CHANGE_NAMES: ReadonlySet<string> = new Set([
  'row',
  'id',
  'original_label',
  'corrected_label',
  'loss',
  'updated_at',
]);

/**
 * The name of a source field in the export. `source_` is put in front while it is one of the product's names or of
 * another field.
 */
export function fieldName(name: string, ours: ReadonlySet<string>, isField: (name: string) => boolean): string {
  if (!ours.has(name)) return name;
  let free = `source_${name}`;
  while (ours.has(free) || isField(free)) free = `source_${free}`;
  return free;
}
