import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';

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

describe('a training, a validation and a test file dropped together', () => {
  it('are proposed as one dataset in that order, and ids count within their file', async () => {
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

  it('are exported as separate files, byte for byte except for the corrected label', async () => {
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

  it('are exported as separate files in their own formats', async () => {
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

  it('persist with all decisions after a reload, and the same files under other names find them', async () => {
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

  it('allow the choice of one file, and the results dropped with them still wait', async () => {
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

  it('are proposed as one dataset without the damaged file, which can still be chosen', async () => {
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

it('joins results in several files to the rows of all files by continuous numbers', async () => {
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
