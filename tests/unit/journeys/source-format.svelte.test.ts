import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { caseFile, objectsOf, ShownPage } from './shown-page.js';

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

interface Exported {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Downloads the corrected file in the source's format. */
async function exportSource(page: ShownPage): Promise<Exported> {
  await page.press('export-menu');
  const button = page.get('export-source').closest('button');
  await page.press('export-menu');
  const [file] = await page.exports(button?.dataset['testid'] ?? '');
  if (!file) throw new Error('nothing was downloaded');
  return file;
}

/** Bytes as a string with a character each, inflated where they are gzip. */
function characters(bytes: Uint8Array): string {
  return Buffer.from(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1');
}

/** Sets the label of a row to the first other label on its card. */
async function correctToAny(page: ShownPage, row: number): Promise<readonly [own: string, now: string]> {
  await page.openRow(row);
  const own = page.row(row).dataset['label'] ?? '';
  const offered = page.all(/^label-option-/).map(({ dataset }) => (dataset['testid'] ?? '').slice(13));
  const now = offered.find((name) => name !== own) ?? '';
  await page.correct(row, now);
  return [own, now];
}

/** The source with these labels replaced, each at the first difference from the file. */
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

describe('the corrected file', () => {
  test.each(CASES)('of %s has the source’s format, and differs in two labels only', async (name) => {
    const page = await ShownPage.open();
    const [base = '', ...endings] = (name.split('/').at(-1) ?? '').split('.');
    await page.give([base, ...endings].join('.'), caseFile(name));
    const before = await page.readThrough();
    await page.confirm();
    const unchanged = await exportSource(page);
    const source = characters(caseFile(name));
    expect(characters(unchanged.bytes)).toBe(source);
    expect(unchanged.name).toBe([base, 'corrected', ...endings].join('.'));

    const labelled = page.rows().filter(({ label }) => label !== '');
    const rows = labelled.slice(0, 4).map(({ row }) => row);
    const changes: (readonly [own: string, now: string])[] = [];
    for (const row of rows.sort((a, b) => a - b).slice(1, 3)) changes.push(await correctToAny(page, row));
    const corrected = await exportSource(page);
    const written = characters(corrected.bytes);
    expect(written).toBe(withLabels(source, written, changes));

    await page.give(corrected.name, corrected.bytes);
    expect(await page.readThrough()).toEqual(before);
  });

  test('of a Parquet file is JSONL, and the page reports it', async () => {
    const page = await ShownPage.open();
    await page.give('pandas.parquet', caseFile('17-hf-parquet/pandas.parquet'));
    await soon(() => page.text('import-export-form')).toContain('JSONL');
    await page.confirm();
    await page.press('export-menu');
    const button = page.get('export-source').closest('button');
    expect(button?.textContent).toContain('does not write the format of the source');
    await page.key('Escape');
    const { name, bytes } = await exportSource(page);
    expect(name).toBe('pandas.corrected.jsonl');
    expect(objectsOf(Buffer.from(bytes).toString())).toHaveLength(24);
  });

  test('omits discarded rows except on request, also by Ctrl+S and after a reload', async () => {
    const page = await ShownPage.open();
    const content = '\ufeffsep=;\r\ntext;label\r\n"One; two";Sports\r\nThree;"World"\r\n=1+1;Sports\r\n';
    await page.openFile('spreadsheet.csv', content);
    await page.correct(0, 'World');
    await page.openRow(1);
    await page.press('discard-row');
    await page.saved();
    const { files } = page.tab.downloads;
    const byKey = async (): Promise<string> => {
      const before = files.length;
      await page.key('s', { ctrlKey: true });
      await soon(() => files.length).toBe(before + 1);
      return Buffer.from(files.at(-1)?.bytes ?? []).toString();
    };
    const corrected = content.replace('"One; two";Sports', '"One; two";World');
    expect(await byKey()).toBe(corrected.replace('Three;"World"\r\n', ''));
    await page.press('export-menu');
    expect(page.text('export-source')).toContain('CSV');
    expect(page.isChecked('export-without-discarded')).toBe(true);
    await page.check('export-without-discarded', false);
    await page.key('Escape');
    expect(await byKey()).toBe(corrected);
    const later = await page.reload();
    await soon(() => later.all('queue').length).toBe(1);
    await later.press('export-menu');
    expect(later.isChecked('export-without-discarded')).toBe(false);
  });

  test.each([
    ['gb18030', [0xcc, 0xe5, 0xd3, 0xfd], [0xb2, 0xc6, 0xbe, 0xad]],
    ['shift_jis', [0x8c, 0x6f, 0x8d, 0xcf], [0x90, 0xac, 0x8a, 0x45]],
    ['euc-kr', [0xb0, 0xe6, 0xc1, 0xa6], [0xbc, 0xbc, 0xb0, 0xe8]],
    ['big5', [0xc5, 0xe9, 0xa8, 0x7c], [0xb0, 0x5d, 0xb8, 0x67]],
  ] as const)('has its labels in %s where the source is in it', async (encoding, label, other) => {
    const table = (labels: readonly (readonly number[])[]): Uint8Array => {
      const rows = labels.flatMap((bytes, i) => [
        ...Buffer.from(`"${i}, `),
        ...other,
        ...label,
        ...Buffer.from('",'),
        ...bytes,
        ...Buffer.from('\r\n'),
      ]);
      return Uint8Array.from([...Buffer.from('text,label\r\n'), ...rows]);
    };
    const page = await ShownPage.open();
    await page.give('table.csv', table([label, other, label, other]));
    await page.choose('import-encoding', encoding);
    await page.confirm();
    await correctToAny(page, 0);
    await correctToAny(page, 3);
    expect((await exportSource(page)).bytes).toEqual(table([other, other, label, label]));
  });
});
