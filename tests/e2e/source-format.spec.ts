import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { casePath, correct, dropCase } from './cases.js';
import { expect, test } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';
import { confirmImport, give, objectsOf } from './screen.js';

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

const CASES = [
  '01-fasttext/train.txt',
  '02-labelstudio-json/project-3-export.json',
  '04-doccano/all.jsonl',
  '05-cp1252-spam/spam.csv',
  '08-spark-backslash/part-00000.csv',
  '10-json-data-field/train.json',
  '10-json-data-field/train-pretty.json',
  '11-jq-pretty/out.jsonl',
  '13-jsonl-nan/train.jsonl',
  '14-int-missing-class/train.jsonl',
  '15-labelencoder/train.jsonl',
  '19-gzip-members/all.jsonl.gz',
  '20-label-variants/fullwidth-digits.tsv',
  '20-label-variants/openai.jsonl',
  '20-label-variants/train.tsv',
  '25-sentiment140/training.csv',
  '26-many-classes/clinc.jsonl',
  '28-tsv-quoted/train.tsv',
];

/** Downloads the corrected file in the source's format: its name and its bytes. */
async function exportSource(page: Page): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-source').click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Bytes as a string with a character each, inflated where they are gzip. */
function characters(bytes: Buffer): string {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1');
}

/** Gives a row the first other label that its card offers. */
async function correctToAny(page: Page, row: number): Promise<readonly [own: string, now: string]> {
  const shown = page.locator(`[data-testid=queue-row][data-row="${row}"]`);
  await shown.click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(row));
  const own = (await shown.getAttribute('data-label')) ?? '';
  const offered = await page
    .locator('[data-testid^="label-option-"]')
    .evaluateAll((options) => options.map((option) => (option as HTMLElement).dataset['testid'] ?? ''));
  const now = offered.map((id) => id.slice('label-option-'.length)).find((name) => name !== own) ?? '';
  await correct(page, row, now);
  return [own, now];
}

/** The source with these labels replaced, each where the file begins to differ from it. */
function withLabels(source: string, file: string, changes: readonly (readonly [own: string, now: string])[]): string {
  const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
  return changes.reduce((text, [own, now]) => {
    let same = 0;
    while (same < text.length && text[same] === file[same]) same++;
    const from = text.lastIndexOf(latin1(own), same);
    expect(from, `${own} where the file differs`).toBeGreaterThan(same - latin1(own).length - 1);
    return text.slice(0, from) + latin1(now) + text.slice(from + latin1(own).length);
  }, source);
}

for (const name of CASES) {
  test(`${name} comes back in its own format, and but for two labels it is the same`, async ({ page }) => {
    const before = await dropCase(page, name);
    await confirmImport(page);
    const unchanged = await exportSource(page);
    const source = characters(readFileSync(casePath(name)));
    expect(characters(unchanged.bytes)).toBe(source);
    const [base = '', ...endings] = (name.split('/').at(-1) ?? '').split('.');
    expect(unchanged.name).toBe([base, 'corrected', ...endings].join('.'));

    const rows = page.locator('[data-testid=queue-row]:not([data-label=""])');
    const places = await rows.evaluateAll((all) => all.map((row) => Number((row as HTMLElement).dataset['row'])));
    const changes: (readonly [own: string, now: string])[] = [];
    for (const row of places
      .slice(0, 4)
      .sort((a, b) => a - b)
      .slice(1, 3))
      changes.push(await correctToAny(page, row));
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    const corrected = await exportSource(page);
    const written = characters(corrected.bytes);
    expect(written).toBe(withLabels(source, written, changes));

    await give(page, corrected.name, corrected.bytes);
    expect(await readThrough(page)).toEqual(before);
  });
}

test('a Parquet file is corrected as JSONL, and the page says so', async ({ page }) => {
  await dropCase(page, '17-hf-parquet/pandas.parquet');
  await expect(page.getByTestId('import-export-form')).toContainText('JSONL');
  await confirmImport(page);
  await page.getByTestId('export-menu').click();
  await expect(page.getByRole('button').filter({ has: page.getByTestId('export-source') })).toContainText(
    'does not write the format of the source',
  );
  await page.keyboard.press('Escape');
  const { name, bytes } = await exportSource(page);
  expect(name).toBe('pandas.corrected.jsonl');
  expect(objectsOf(bytes.toString())).toHaveLength(24);
});

test('Ctrl+S downloads the file in its own format, without the rows that are discarded unless a person wants them', async ({
  page,
}) => {
  await openPage(page);
  const content = '\ufeffsep=;\r\ntext;label\r\n"One; two";Sports\r\nThree;"World"\r\n=1+1;Sports\r\n';
  await give(page, 'spreadsheet.csv', content);
  await confirmImport(page);
  await correct(page, 0, 'World');
  await page.locator('[data-testid=queue-row][data-row="1"]').click();
  await page.getByTestId('discard-row').click();
  const saved = async (): Promise<string> => {
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Control+s');
    return readFileSync(await (await coming).path(), 'utf8');
  };
  const corrected = content.replace('"One; two";Sports', '"One; two";World');
  expect(await saved()).toBe(corrected.replace('Three;"World"\r\n', ''));
  await page.getByTestId('export-menu').click();
  await expect(page.getByTestId('export-source')).toContainText('CSV');
  await expect(page.getByTestId('export-without-discarded')).toBeChecked();
  await page.getByTestId('export-without-discarded').uncheck();
  await page.keyboard.press('Escape');
  expect(await saved()).toBe(corrected);
  // The choice is kept.
  await page.reload();
  await expect(page.getByTestId('queue')).toBeVisible();
  await page.getByTestId('export-menu').click();
  await expect(page.getByTestId('export-without-discarded')).not.toBeChecked();
});

for (const [encoding, label, other] of [
  ['gb18030', [0xcc, 0xe5, 0xd3, 0xfd], [0xb2, 0xc6, 0xbe, 0xad]],
  ['shift_jis', [0x8c, 0x6f, 0x8d, 0xcf], [0x90, 0xac, 0x8a, 0x45]],
  ['euc-kr', [0xb0, 0xe6, 0xc1, 0xa6], [0xbc, 0xbc, 0xb0, 0xe8]],
  ['big5', [0xc5, 0xe9, 0xa8, 0x7c], [0xb0, 0x5d, 0xb8, 0x67]],
] as const) {
  test(`a label in ${encoding} is written in ${encoding}`, async ({ page }) => {
    const table = (labels: readonly (readonly number[])[]): Buffer =>
      Buffer.concat([
        Buffer.from('text,label\r\n'),
        ...labels.map((bytes, i) =>
          Buffer.concat([
            Buffer.from(`"${i}, `),
            Buffer.from([...other, ...label]),
            Buffer.from('",'),
            Buffer.from(bytes),
            Buffer.from('\r\n'),
          ]),
        ),
      ]);
    await openPage(page);
    await give(page, 'table.csv', table([label, other, label, other]));
    await page.getByTestId('import-encoding').selectOption(encoding);
    await readThrough(page);
    await confirmImport(page);
    await correctToAny(page, 0);
    await correctToAny(page, 3);
    expect((await exportSource(page)).bytes).toEqual(table([other, other, label, label]));
  });
}
