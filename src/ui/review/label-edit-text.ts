import type { EditPreview, WantedEdit } from '../../app/review/label-editing.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';

/** The sentences about an edit of labels before it is made: what it changes, or why it is impossible. */
export function previewTexts(edit: WantedEdit, preview: EditPreview, { t }: Language): readonly string[] {
  const { refusal, rows, several, alike, among } = preview;
  const [from, to] = 'name' in edit ? [edit.name, edit.name] : [edit.from, edit.to];
  if (refusal === 'taken' && edit.do === 'add') return [t('labels.refused-exists', { to })];
  if (refusal !== null) return [t(`labels.refused-${refusal}`, { from, to })];
  return [
    t(`labels.preview-${edit.do}`, { count: rows, from, to }),
    ...(several > 0 ? [t('labels.note-several', { count: several, from })] : []),
    ...(alike !== '' ? [t('labels.note-alike', { alike })] : []),
    ...(among !== null ? [t(`labels.note-${among}`)] : []),
    ...(preview.isUnwritable ? [t('labels.note-unwritable')] : []),
    ...(preview.keepsLosses ? [t('labels.note-losses', { from })] : []),
  ];
}

/** The sentence about a finished edit of labels. `count`: rows that had the label. */
export function editDoneText(edit: WantedEdit, count: number, { t }: Language): string {
  const [from, to] = 'name' in edit ? [edit.name, edit.name] : [edit.from, edit.to];
  return t(`labels.done-${edit.do}`, { count, from, to });
}
