import { expect, test } from 'vitest';
import { downloadName } from '../../../../src/domain/export/download-name.js';

test.each([
  ['news.tsv', 'news.corrected.jsonl'],
  ['news.tsv.gz', 'news.corrected.jsonl'],
  ['my.data.v2.csv', 'my.data.v2.corrected.jsonl'],
  ['sets/train.parquet', 'train.corrected.jsonl'],
  ['train ×3.jsonl', 'train ×3.corrected.jsonl'],
  ['notes', 'notes.corrected.jsonl'],
  ['新闻.tsv', '新闻.corrected.jsonl'],
])('the download of %s is %s', (source, name) => {
  expect(downloadName(source, 'corrected', 'jsonl')).toBe(name);
});
