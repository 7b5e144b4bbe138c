import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { caseFile, ShownPage } from './shown-page.js';

/** Every shape of a dataset, as the files that are dropped together. */
const CASES: readonly (readonly string[])[] = [
  ['01-fasttext/train.txt'],
  ['02-labelstudio-json/project-3-export.json'],
  ['04-doccano/all.jsonl'],
  ['05-cp1252-spam/spam.csv'],
  ['08-spark-backslash/part-00000.csv'],
  ['10-json-data-field/train.json'],
  ['10-json-data-field/train-pretty.json'],
  ['11-jq-pretty/out.jsonl'],
  ['13-jsonl-nan/train.jsonl'],
  ['14-int-missing-class/train.jsonl'],
  ['15-labelencoder/train.jsonl'],
  ['17-hf-parquet/pandas.parquet'],
  ['17-hf-parquet/train-00000-of-00001.parquet'],
  ['18-parquet-shards/train-00000-of-00002.parquet', '18-parquet-shards/train-00001-of-00002.parquet'],
  ['19-gzip-members/all.jsonl.gz'],
  ['20-label-variants/fullwidth-digits.tsv'],
  ['20-label-variants/one-odd-spelling.tsv'],
  ['20-label-variants/openai.jsonl'],
  ['20-label-variants/train.tsv'],
  ['21-pipeline-topk/nested.jsonl'],
  ['21-pipeline-topk/top1.jsonl'],
  ['25-sentiment140/training.csv'],
  ['26-many-classes/clinc.jsonl'],
  ['28-tsv-quoted/train.tsv'],
];

/** Rows that get another label. */
const MOST_CHANGED = 6;

async function opened(paths: readonly string[]): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.giveAll(paths.map((path) => [path.split('/').at(-1) ?? '', caseFile(path)]));
  await page.confirm();
  return page;
}

/** The corrected dataset in the source's format where there is one. Of several files, each by its name. */
async function corrected(page: ShownPage, count: number): Promise<readonly (readonly [string, string])[]> {
  await page.press('export-menu');
  const choice = page.all('export-source').length > 0 ? 'export-source' : 'export-jsonl';
  const button = page.get(choice).closest('button')?.dataset['testid'] ?? choice;
  await page.press('export-menu');
  const files = await page.exports(button, count);
  return files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('base64')]);
}

describe('a file of changes', () => {
  test.each(CASES.map((paths) => [paths[0] ?? '', paths] as const))(
    'of %s gives the same bytes on the original dataset elsewhere',
    async (_, paths) => {
      const first = await opened(paths);
      const untouched = await corrected(first, paths.length);
      const rows = first
        .rows()
        .filter(({ label }) => label !== '')
        .map(({ row }) => row)
        .sort((a, b) => a - b);
      const [noted, discarded] = [rows[0] ?? 0, rows[1] ?? 0];
      const middle = Math.floor(rows.length / 2);
      // Each row gets another label, as far as there are labels and rows.
      const changed = rows.slice(middle, middle + MOST_CHANGED);
      for (const [place, row] of changed.entries()) {
        await first.openRow(row);
        const own = first.row(row).dataset['label'];
        const offered = first.all(/^label-option-/).map(({ dataset }) => (dataset['testid'] ?? '').slice(13));
        const others = offered.filter((name) => name !== own);
        await first.correct(row, others[place % others.length] ?? '');
      }
      await first.openRow(discarded);
      await first.press('discard-row');
      await first.openRow(noted);
      await first.type('note', 'who says so?');
      await first.key('Enter');
      await first.saved();
      // The changes are those of labels. So the files are compared with all rows.
      await first.press('export-menu');
      await first.check('export-without-discarded', false);
      await first.key('Escape');
      const changes = await first.exported('export-changes');
      const expected = await corrected(first, paths.length);
      expect(expected).not.toEqual(untouched);
      await first.close();

      const page = await opened(paths);
      await page.give('x.changes.jsonl', changes);
      await soon(() => page.all('session-dialog').length).toBe(1);
      const count = String(changed.length);
      expect(page.get('session-dialog').dataset).toMatchObject({ matched: count, unmatched: '0', taken: count });
      await page.press('session-confirm');
      await soon(() => page.all('session-dialog').length).toBe(0);
      await page.saved();
      expect(await corrected(page, paths.length)).toEqual(expected);
    },
  );
});
