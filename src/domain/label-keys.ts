/** Keys of a label's name, the likeliest first. They are compared without case, `_` and `-`. */
export const NAME_KEYS = [
  'label',
  'name',
  'labelname',
  'labeltext',
  'class',
  'classname',
  'category',
  'categoryname',
  'tag',
  'value',
  'choice',
  'choices',
  'labels',
  'text',
  'title',
] as const;
/** Keys of a label's number, where there is no name. */
export const NUMBER_KEYS = ['id', 'index', 'labelid', 'classid', 'idx'] as const;

/** A key in the form of these lists. */
export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '');
}
