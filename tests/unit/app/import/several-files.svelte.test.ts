import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { parquetFile } from '../../../fakes/parquet.js';

const TRAIN =
  '{"id":0,"text":"Stocks fell today","label":"Business"}\r\nbroken\r\n{"id":1,"text":"They won","label":"Sports", "file":"own"}';
const DEV = '\n{"label":"World","id":0,"text":"A vote is due"}\n';
const TEST = '{"id":0,"text":"Goal in the last minute","label":"World"}\n{"id":1,"text":"no label"}\n';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

const fileOf = (name: string, content: string | Uint8Array<ArrayBuffer>): File => new File([content], name);

function splits(): File[] {
  return [
    fileOf('test.jsonl', TEST),
    fileOf('train.jsonl.gz', Uint8Array.from(gzipSync(TRAIN))),
    fileOf('dev.jsonl', DEV),
  ];
}

async function take(files: readonly File[], own = page): Promise<void> {
  await own.app.take(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Drops files together and opens what the dialog proposes. */
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

describe('a training, a validation and a test file that come together', () => {
  it('are proposed as one dataset, in that order, and ids count within their file', async () => {
    await take(splits());
    expect(page.importer.choice).toMatchObject({ chosen: 'together', together: { columnsAgree: true } });
    expect(page.importer.settings?.parts?.map(({ name }) => name)).toEqual([
      'train.jsonl.gz',
      'dev.jsonl',
      'test.jsonl',
    ]);
    expect(
      page.importer.result?.rejects.map(({ file, line, sourceRow, reason }) => [file, line, sourceRow, reason]),
    ).toEqual([
      ['train.jsonl.gz', 2, 1, 'broken-json'],
      ['test.jsonl', 2, 5, 'missing-label'],
    ]);
    await open(splits());
    expect(texts()).toEqual(['Stocks fell today', 'They won', 'A vote is due', 'Goal in the last minute']);
    expect([...(page.project.dataset?.sourceRow ?? [])]).toEqual([0, 2, 3, 4]);
    expect(page.codes()).toEqual([]);
  });

  it('come back one by one, byte for byte but for the corrected label', async () => {
    await open(splits());
    await page.exports.write('dataset');
    expect(page.downloads.all).toEqual([
      { name: 'train.corrected.jsonl', text: TRAIN },
      { name: 'dev.corrected.jsonl', text: DEV },
      { name: 'test.corrected.jsonl', text: TEST },
    ]);
    page.review.setLabel([3], 'Sports');
    await page.exports.write('dataset');
    expect(page.downloads.all.slice(3).map(({ text }) => text)).toEqual([TRAIN, DEV, TEST.replace('World', 'Sports')]);
  });

  it('come back one by one in their own formats', async () => {
    await open([
      fileOf('train.csv', 'text,label\r\n"Stocks fell, today",Business\r\nThey won,Sports\r\n'),
      fileOf('test.csv', 'label,text\n"World","A vote is due"\n'),
    ]);
    page.review.setLabel([0, 2], 'Sports');
    await page.exports.writeCorrected();
    expect(page.downloads.all).toEqual([
      { name: 'train.corrected.csv', text: 'text,label\r\n"Stocks fell, today",Sports\r\nThey won,Sports\r\n' },
      { name: 'test.corrected.csv', text: 'label,text\n"Sports","A vote is due"\n' },
    ]);
  });

  it('are named in the other exports, with positions in their own file', async () => {
    await open(splits());
    page.review.setLabel([1, 2], 'Business');
    for (const kind of ['changes', 'audit', 'rejects'] as const) await page.exports.write(kind);
    const [changes, audit, rejects] = page.downloads.all;
    expect(changes?.name).toBe('train ×3.changes.jsonl');
    expect(linesOf(changes?.text)).toMatchObject([
      { file: 'train.jsonl.gz', row: 2, original_label: 'Sports' },
      { file: 'dev.jsonl', row: 0, original_label: 'World' },
    ]);
    expect(linesOf(audit?.text)).toMatchObject([
      { file: 'train.jsonl.gz', row: 0 },
      { file: 'train.jsonl.gz', row: 2, source_file: 'own', corrected_label: 'Business' },
      { file: 'dev.jsonl', row: 0 },
      { file: 'test.jsonl', row: 0 },
    ]);
    expect(linesOf(rejects?.text)).toEqual([
      { file: 'train.jsonl.gz', line: 2, row: 1, reason: 'broken-json', content: 'broken' },
      { file: 'test.jsonl', line: 2, row: 1, reason: 'missing-label', content: '{"id":1,"text":"no label"}' },
    ]);
  });

  it('are there after a reload with all decisions, and the same files under other names find them', async () => {
    await open(splits());
    page.review.setLabel([2], 'Sports');
    await page.review.settled();
    page.die();
    const later = await browser.visit().begin();
    expect(texts(later)).toHaveLength(4);
    expect(later.review.labelName(2)).toBe('Sports');
    await later.exports.write('dataset');
    expect(later.downloads.all.map(({ name }) => name)).toEqual([
      'train.corrected.jsonl',
      'dev.corrected.jsonl',
      'test.corrected.jsonl',
    ]);
    const id = later.project.record?.id;
    await later.session.close();
    const renamed = splits().map((file) => new File([file], `ag-${file.name}`));
    await take(renamed.toReversed(), later);
    expect(later.importer.known.map((project) => project.id)).toEqual([id]);
    await open(renamed, later);
    expect([later.project.record?.id, later.review.labelName(2)]).toEqual([id, 'Sports']);
  });

  it('one of them can be chosen instead, and results that came along still wait', async () => {
    const results = fileOf('losses.jsonl', '{"id":"0","loss":1}\n');
    await take([...splits(), results]);
    await page.importer.choose(2);
    expect([page.importer.state, page.importer.result?.dataset.rows]).toEqual([
      { at: 'mapping', name: 'dev.jsonl' },
      1,
    ]);
    expect(page.importer.result?.dataset.files).toBeUndefined();
    const ready = page.importer.confirm();
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['file-second', 'test.jsonl'],
    ]);
    if (ready) await page.session.openImported(ready);
    await page.importer.openWaiting();
    expect([page.importer.state, page.importer.target]).toEqual([{ at: 'mapping', name: 'losses.jsonl' }, 'results']);
  });

  it('of which one is damaged: the others go together, and it can still be chosen', async () => {
    const [, train, dev] = splits() as [File, File, File];
    const damaged = fileOf('test.jsonl.gz', Uint8Array.from(gzipSync(TEST).subarray(0, 12)));
    await take([damaged, train, dev]);
    expect(page.importer.choice).toMatchObject({ chosen: 'together', together: { members: [1, 2] } });
    await page.importer.choose(0);
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['file-gzip-broken', 'test.jsonl.gz'],
    ]);
  });
});

describe('tables that come together', () => {
  const table = (name: string, header: string, ...rows: string[]): File =>
    fileOf(name, `${[header, ...rows].join('\n')}\n`);

  it('may have their columns in another order: each comes back as it was', async () => {
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

  it('without the same columns are not proposed as one; opened so, columns are matched by name', async () => {
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

  it('of two formats are a choice of one', async () => {
    await take([table('train.tsv', 'text\tlabel', 'Stocks fell\tBusiness'), fileOf('test.jsonl', TEST)]);
    expect(page.importer.choice).toMatchObject({ chosen: 0, together: null });
    await page.importer.choose(1);
    expect(page.importer.state).toEqual({ at: 'mapping', name: 'test.jsonl' });
  });

  it('whose text is not valid in one of them: the fault names that file and its line', async () => {
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

it('two shards of a Parquet dataset are 24 rows, and two files come back', async () => {
  const shards = ['train-00001-of-00002.parquet', 'train-00000-of-00002.parquet'].map((name) =>
    fileOf(name, readFileSync(`tests/fixtures/cases/18-parquet-shards/${name}`)),
  );
  await open(shards);
  expect(page.project.dataset?.rows).toBe(24);
  await page.exports.write('dataset');
  expect(page.downloads.all.map(({ name, text }) => [name, linesOf(text).length])).toEqual([
    ['train-00000-of-00002.corrected.jsonl', 12],
    ['train-00001-of-00002.corrected.jsonl', 12],
  ]);
});

it('of a folder the data files are opened, and what lies beside them is left without a word', async () => {
  const row = (text: string): string => `${JSON.stringify({ text, label: 'a' })}\n`;
  const files = {
    'ag/README.md': '# ag',
    'ag/dataset_infos.json': '{}',
    'ag/b/train.jsonl': row('x y'),
    'ag/a/train.jsonl': row('z'),
  };
  await page.app.take(
    Object.entries(files).map(([path, text]) => ({ path, file: fileOf(path.split('/').at(-1) ?? '', text) })),
  );
  expect(page.importer.choice?.files.map(({ name }) => name)).toEqual(['ag/b/train.jsonl', 'ag/a/train.jsonl']);
  await page.importer.choose('together');
  expect(page.importer.settings?.parts?.map(({ name }) => name)).toEqual(['ag/a/train.jsonl', 'ag/b/train.jsonl']);
  expect(page.codes()).toEqual([]);
});

it('Parquet shards have the names of their classes, whether they give them the same numbers or others', async () => {
  const shard = (name: string, names: readonly string[]): File =>
    fileOf(
      name,
      parquetFile(
        [
          { name: 'text', type: 'string', values: [`text of ${name}`] },
          { name: 'label', type: 'int32', values: [1] },
        ],
        { features: { label: { names, _type: 'ClassLabel' } } },
      ),
    );
  const labels = (): string[] | undefined => page.importer.result?.dataset.labels.map(({ name }) => name);
  await take([shard('train-0-of-2.parquet', ['no', 'yes']), shard('train-1-of-2.parquet', ['no', 'yes'])]);
  expect(labels()).toEqual(['yes', 'no']);
  await take([shard('train-0-of-2.parquet', ['no', 'yes']), shard('train-1-of-2.parquet', ['yes', 'no'])]);
  expect(labels()).toEqual(['no', 'yes']);
});

it('results in several files are joined to the rows of all files, numbered through', async () => {
  await open(splits());
  const shard = (name: string, ...losses: number[]): File =>
    fileOf(name, losses.map((loss) => `${JSON.stringify({ loss })}\n`).join(''));
  await take([shard('losses-1-of-2.jsonl', 4, 5, 6), shard('losses-0-of-2.jsonl', 0, 1, 2, 3)]);
  await page.importer.choose('together');
  expect(page.importer.target).toBe('results');
  const ready = page.importer.confirmResults();
  if (!ready) throw new Error('nothing matches');
  await page.analysis.applyResults(ready);
  expect([...page.predictions.loss.value]).toEqual([0, 2, 3, 4]);
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

  it('are read in the encoding that is chosen, where that of one is open', async () => {
    const odd = new Uint8Array([...Buffer.from(`${header}caf`), 0xe9, 0x20, 0xff, 0xff, 0x09, 0x78, 0x0a]);
    await take([fileOf('train.tsv', `${header}déjà vu\ty\n`), fileOf('test.tsv', odd)]);
    expect([page.importer.encodingChosen, page.importer.result]).toEqual([false, null]);
    await page.importer.changeSettings({ encoding: 'windows-1252' });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(texts()).toEqual(['déjà vu', 'caf\u00e9 \u00ff\u00ff']);
  });

  it('are told apart where their quotes speak for another way of quoting', async () => {
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
