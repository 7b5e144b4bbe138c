import type { DownloadFacts } from '../../app/export/download-queue.svelte.js';
import type { RowAgain } from '../../app/review/history.js';
import type { Remark } from '../../app/shell/remarks.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';
import { editDoneText } from '../review/label-edit-text.js';
import { shortName } from '../controls/cut-name.js';

/** Characters of a file's name in a remark, which has two lines on a phone. */
const MOST_OF_NAME = 30;

/** A remark as a sentence. `titleOf`: the title of a label, by its name. A long file name is shortened in its middle. */
export function remarkText(remark: Remark, titleOf: (label: string) => string, language: Language): string {
  switch (remark.about) {
    case 'download':
      return downloadText(remark.name, remark.facts, language);
    case 'row-again':
      return rowAgainText(remark.again, titleOf, language);
    case 'rows-again':
      return language.t('shell.rows-again', { count: remark.count });
    case 'rows-changed':
      return language.t(`bulk.done-${remark.change}`, { count: remark.count, label: titleOf(remark.label) });
    case 'reverted': {
      const what = language.t('history.done', { count: remark.rows });
      return remark.kept === 0 ? what : language.t('history.done-kept', { what, count: remark.kept });
    }
    case 'labels':
      return editDoneText(remark.edit, remark.rows, language);
    case 'labels-again':
      return language.t('labels.done-again');
    case 'merged': {
      const what = language.t('session.merged', { count: remark.rows });
      return remark.conflicts === 0 ? what : language.t('session.merged-conflicts', { what, count: remark.conflicts });
    }
  }
}

function downloadText(name: string, { kind, count, leftOut }: DownloadFacts, { t }: Language): string {
  const key = kind === 'session' ? 'session.downloaded' : (`shell.downloaded-${kind}` as const);
  const what = t(key, { name: shortName(name, MOST_OF_NAME), count });
  return leftOut === 0 ? what : t('shell.downloaded-left-out', { what, count: leftOut });
}

function rowAgainText({ number, is, label }: RowAgain, titleOf: (label: string) => string, { t }: Language): string {
  if (is === 'label') return t('shell.row-again', { row: number, what: titleOf(label) });
  if (is === 'note') return t('shell.note-again', { row: number });
  return t('shell.row-again', { row: number, what: t(`review.status-${is}`) });
}
