import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';

const TEST = '{"id":0,"text":"Goal in the last minute","label":"World"}\n{"id":1,"text":"no label"}\n';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

const fileOf = (name: string, content: string | Uint8Array<ArrayBuffer>): File => new File([content], name);

async function take(files: readonly File[], own = page): Promise<void> {
  await own.app.take(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Drops files together and opens the proposed choice. */
async function open(files: readonly File[], own = page): Promise<void> {
  await take(files, own);
  const ready = own.importer.confirm();
  if (!ready) throw new Error(`not readable: ${JSON.stringify(own.importer.fault ?? own.codes())}`);
  await own.session.openImported(ready);
}

const texts = (own = page): string[] => {
  const { dataset } = own.project;
  return dataset ? Array.from({ length: dataset.rows }, (_, row) => textOf(dataset.text, row)) : [];
};
const linesOf = (text: string | undefined): unknown[] =>
  (text ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));

describe('tables dropped together', () => {
  const table = (name: string, header: string, ...rows: string[]): File =>
    fileOf(name, `${[header, ...rows].join('\n')}\n`);

  it('may have their columns in another order, and each export keeps its own order', async () => {
    await open([
      table('train.tsv', 'text\tlabel', 'Stocks fell\tBusiness', 'They won\tSports'),
      table('test.tsv', 'label\ttext', 'World\tA vote is due', 'Sports\tGoal today'),
    ]);
    expect(texts()).toEqual(['Stocks fell', 'They won', 'A vote is due', 'Goal today']);
    page.review.setLabel([2], 'Sports');
    await page.exports.write('dataset');
    expect(linesOf(page.downloads.saved.get('test.corrected.jsonl'))).toEqual([
      { label: 'Sports', text: 'A vote is due' },
      { label: 'Sports', text: 'Goal today' },
    ]);
  });

  it('are not proposed as one dataset when columns differ, and match columns by name when opened as one', async () => {
    await take([
      table('train.tsv', 'text\tlabel', 'Stocks fell\tBusiness'),
      table('test.tsv', 'n\ttext', '1\tA vote is due'),
    ]);
    expect(page.importer.choice).toMatchObject({ chosen: 0, together: { columnsAgree: false } });
    await page.importer.choose('together');
    const { result } = page.importer;
    expect([result?.dataset.rows, result?.rejects.map(({ file, reason }) => [file, reason])]).toEqual([
      1,
      [['test.tsv', 'missing-label']],
    ]);
  });

  it('of two formats are not proposed as one dataset', async () => {
    await take([table('train.tsv', 'text\tlabel', 'Stocks fell\tBusiness'), fileOf('test.jsonl', TEST)]);
    expect(page.importer.choice).toMatchObject({ chosen: 0, together: null });
    await page.importer.choose(1);
    expect(page.importer.state).toEqual({ at: 'mapping', name: 'test.jsonl' });
  });

  it('name the file and line of an invalid text', async () => {
    const good = table('train.tsv', 'text\tlabel', 'Stocks fell\tBusiness', 'They won\tSports');
    const bytes = new TextEncoder().encode('text\tlabel\nA vote\tWorld\nGoal\tSports\n');
    await open([good, fileOf('test.tsv', bytes)]);
    const file = page.project.file as Blob;
    const damaged = new Uint8Array(await file.arrayBuffer());
    damaged[damaged.length - 3] = 0xff;
    page.project.file = new Blob([damaged]);
    await page.exports.write('audit');
    expect(page.notices.items.map(({ fault }) => fault)).toMatchObject([
      { code: 'file-encoding', params: { line: 3, name: 'test.tsv' } },
    ]);
  });
});

describe('several files of delimited text', () => {
  const header = 'text\tlabel\n';
  const latin = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'latin1'));

  it('are each read in their own encoding', async () => {
    const files = [
      fileOf('train.tsv', `${header}plain words\tx\n`),
      fileOf('dev.tsv', latin(`${header}a cup at the café\ty\n`)),
      fileOf('test.tsv', `${header}une soirée à Paris\tx\n`),
    ];
    await take(files);
    expect(page.importer.settings?.encoding).toBe('windows-1252');
    expect(page.importer.inspection?.encodings[0]?.encoding).toBe('windows-1252');
    expect(page.importer.settings?.parts?.map(({ encoding }) => encoding)).toEqual(['utf-8', undefined, 'utf-8']);
    await open(files);
    expect(texts()).toEqual(['plain words', 'a cup at the café', 'une soirée à Paris']);
    page.review.setLabel([1], 'x');
    await page.exports.write('dataset');
    expect(page.downloads.all.map(({ text }) => text)).toEqual([
      '{"text":"plain words","label":"x"}\n',
      '{"text":"a cup at the café","label":"x"}\n',
      '{"text":"une soirée à Paris","label":"x"}\n',
    ]);
  });

  it('are read in the chosen encoding when that of one file is unknown', async () => {
    const odd = new Uint8Array([...Buffer.from(`${header}caf`), 0xe9, 0x20, 0xff, 0xff, 0x09, 0x78, 0x0a]);
    await take([fileOf('train.tsv', `${header}déjà vu\ty\n`), fileOf('test.tsv', odd)]);
    expect([page.importer.encodingChosen, page.importer.result]).toEqual([false, null]);
    await page.importer.changeSettings({ encoding: 'windows-1252' });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(texts()).toEqual(['déjà vu', 'caf\u00e9 \u00ff\u00ff']);
  });

  it('name the one file whose quotes suggest another way of quoting', async () => {
    const plain = Array.from({ length: 60_000 }, (_, i) => `some words number ${i}\tx\n`).join('');
    const files = [
      fileOf('train.tsv', `${header}${plain}`),
      fileOf('test.tsv', `${header}${plain.repeat(4)}"one ""two"" three"\ty\n`),
    ];
    await take(files);
    expect(page.importer.result?.quoteDoubt).toEqual({ quote: '"', count: 1, line: 240_002, file: 'test.tsv' });
    expect(page.importer.result?.dataset.files?.names).toEqual(['train.tsv', 'test.tsv']);
  });
});
