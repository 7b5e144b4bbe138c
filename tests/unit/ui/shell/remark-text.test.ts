import { describe, expect, it } from 'vitest';
import type { DownloadFacts } from '../../../../src/app/export/download-queue.svelte.js';
import type { RowAgain } from '../../../../src/app/review/history.js';
import type { Locale } from '../../../../src/i18n/language.svelte.js';
import { remarkText } from '../../../../src/ui/shell/remark-text.js';
import { languageOf } from '../../../fakes/language.js';

const title = (label: string): string => label.toUpperCase();
const download = (name: string, facts: DownloadFacts, locale: Locale = 'en'): string =>
  remarkText({ about: 'download', name, facts }, title, languageOf(locale));
const again = (of: RowAgain, locale: Locale = 'en'): string =>
  remarkText({ about: 'row-again', again: of }, title, languageOf(locale));

describe('a remark', () => {
  it.each([
    ['dataset', 10, 0, 'f: 10 labels changed'],
    ['dataset', 1, 0, 'f: 1 label changed'],
    ['dataset', 0, 2, 'f: 0 labels changed, 2 discarded rows left out'],
    ['changes', 1234, 0, 'f: 1,234 corrected rows'],
    ['audit', 500, 0, 'f: 500 rows'],
    ['rejects', 1, 0, 'f: 1 record set aside'],
    ['results-rejects', 3, 0, 'f: 3 records set aside'],
    ['signals', 500, 0, 'f: signals of 500 rows'],
    ['picture', 0, 0, 'f: the map as it is shown'],
  ] as const)('on a download of %s says what is in it', (kind, count, leftOut, sentence) => {
    expect(download('f', { kind, count, leftOut })).toBe(sentence);
  });

  it('shortens a long name of a file in its middle', () => {
    const facts = { kind: 'dataset', count: 1, leftOut: 0 } as const;
    expect(download('a-file-with-a-rather-long-name.corrected.jsonl', facts)).toBe(
      'a-file-with-a-r…orrected.jsonl: 1 label changed',
    );
  });

  it('about undo and redo names the row and its restored label', () => {
    expect(again({ number: 12, is: 'label', label: 'World' })).toBe('Row 12 is WORLD again');
    expect(again({ number: 1234, is: 'pending', label: 'World' })).toBe('Row 1,234 is undecided again');
    expect(again({ number: 2, is: 'discarded', label: 'World' })).toBe('Row 2 is discarded again');
  });

  it('reads naturally in Chinese', () => {
    expect(download('f', { kind: 'dataset', count: 10, leftOut: 2 }, 'zh-CN')).toBe(
      'f：更正了 10 个标签，不含已弃用的 2 条',
    );
    expect(again({ number: 12, is: 'label', label: 'World' }, 'zh-CN')).toBe('第 12 条恢复为“WORLD”');
  });
});
