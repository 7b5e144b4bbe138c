import { describe, expect, test } from 'vitest';
import { parquetFile } from '../../fakes/parquet.js';
import { soon } from './hand.js';
import { caseFile, objectsOf, ShownPage } from './shown-page.js';

const SHARDS = ['train-00000-of-00002.parquet', 'train-00001-of-00002.parquet'] as const;
const TRAIN = '{"text":"Stocks fell","label":"Business"}\n{"text":"They won","label":"Sports"}\n';
const TEST = '{"text":"A vote is due","label":"World"}\r\n';

type Given = readonly (readonly [name: string, content: string | Uint8Array])[];

async function given(files: Given): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.giveAll(files);
  return page;
}

function shard(names: readonly string[] | null): Uint8Array {
  const first = String(names?.[0]);
  return parquetFile(
    [
      { name: 'text', type: 'string', values: [`first text ${first}`, `second text ${first}`, `third text ${first}`] },
      { name: 'label', type: 'int32', values: [0, 1, 2] },
    ],
    names ? { features: { label: { names, _type: 'ClassLabel' } } } : {},
  );
}

describe('several files', () => {
  test('that are shards open as one dataset, and export a file for each after a reload', async () => {
    const page = await given(SHARDS.map((name) => [name, caseFile(`18-parquet-shards/${name}`)]));
    await soon(() => page.isChecked('import-files-together')).toBe(true);
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    await page.confirm();
    await page.search('file:train-00001');
    await soon(() => page.get('queue').getAttribute('aria-rowcount')).toBe('12');
    await page.openRow(13);
    expect(page.text('card')).toContain('train-00001-of-00002.parquet');
    await page.correct(13, 'World');
    const later = await page.reload();
    await later.search('row:14');
    await soon(() => later.row(13).dataset['label']).toBe('World');
    const files = await later.exportedFiles(2);
    expect(Object.entries(files).map(([name, text]) => [name, objectsOf(text).length])).toEqual([
      ['train-00000-of-00002.corrected.jsonl', 12],
      ['train-00001-of-00002.corrected.jsonl', 12],
    ]);
    expect(objectsOf(files['train-00001-of-00002.corrected.jsonl'] ?? '')[1]).toMatchObject({ label: 'World' });
    const [change] = objectsOf(await later.exported('export-changes'));
    expect(change).toMatchObject({ file: 'train-00001-of-00002.parquet', row: 1, corrected_label: 'World' });
  });

  test('of training and test can be opened one at a time, and the search finds the rows of a file', async () => {
    const page = await given([
      ['test.jsonl', TEST],
      ['train.jsonl', TRAIN],
    ]);
    expect(await page.readThrough()).toEqual({ rows: 3, rejected: 0 });
    await page.choose('import-files-select', 'test.jsonl');
    await soon(() => page.data('import-dialog', 'rows')).toBe('1');
    expect(page.isChecked('import-files-one')).toBe(true);
    await page.check('import-files-together');
    await soon(() => page.data('import-dialog', 'rows')).toBe('3');
    await page.confirm();
    await page.search('file:test');
    await soon(() => page.get('queue').getAttribute('aria-rowcount')).toBe('1');
    expect(await page.exportedFiles(2)).toEqual({ 'train.corrected.jsonl': TRAIN, 'test.corrected.jsonl': TEST });
  });

  test('with other columns are reported, and one file is proposed', async () => {
    const page = await given([
      ['train.csv', 'text,label\nStocks fell,Business\n'],
      ['test.csv', 'n,text\n1,A vote\n'],
    ]);
    await soon(() => page.all('import-files-doubt').length).toBe(1);
    expect(page.isChecked('import-files-one')).toBe(true);
    expect(await page.readThrough()).toEqual({ rows: 1, rejected: 0 });
    await page.check('import-files-together');
    await soon(() => page.data('import-dialog', 'rejected')).toBe('1');
    await page.press(page.get('rejects').querySelector('summary')!);
    await soon(() => page.text('rejects')).toContain('test.csv');
  });

  test('have their own quoting each, until one is chosen for all', async () => {
    const train = '"Good film" he said\tpos\n"Bad film"\tneg\nIt is "fine"\tpos\nplain words here\tneg\n';
    const quoted = '"a ""quoted"" text, here"\tpos\n"other\twith tab"\tneg\n"more ""words"" here"\tpos\n';
    const page = await given([
      ['train.tsv', `text\tlabel\n${train}`],
      ['test.tsv', `text\tlabel\n${quoted}`],
    ]);
    expect(await page.readThrough()).toEqual({ rows: 7, rejected: 0 });
    expect(page.chosen('import-quote')).toBe('As found in each file');
    await page.choose('import-quote', '');
    await soon(() => page.data('import-dialog', 'rejected')).toBe('1');
    await page.choose('import-quote', 'As found in each file');
    await soon(() => page.data('import-dialog', 'rejected')).toBe('0');
    await page.confirm();
    const files = await page.exportedFiles(2);
    const textsOf = (name: string): unknown[] => objectsOf(files[name] ?? '').map(({ text }) => text);
    expect(textsOf('train.corrected.jsonl')).toEqual([
      '"Good film" he said',
      '"Bad film"',
      'It is "fine"',
      'plain words here',
    ]);
    expect(textsOf('test.corrected.jsonl')).toEqual(['a "quoted" text, here', 'other\twith tab', 'more "words" here']);
  });

  test('of JSON in two layouts open as one dataset', async () => {
    const records = [
      { text: 'Stocks fell today', label: 'Business' },
      { text: 'They won the game', label: 'Sports' },
    ];
    const split = { columns: ['text', 'label'], index: [0], data: [['A vote is due', 'World']] };
    const page = await given([
      ['train.json', JSON.stringify({ train: records })],
      ['test.json', JSON.stringify(split)],
    ]);
    expect(await page.readThrough()).toEqual({ rows: 3, rejected: 0 });
    await page.confirm();
    const files = await page.exportedFiles(2);
    expect(objectsOf(files['train.corrected.jsonl'] ?? '')).toEqual(records);
    expect(objectsOf(files['test.corrected.jsonl'] ?? '')).toEqual([{ text: 'A vote is due', label: 'World' }]);
  });

  test('are refused with the name of the file without records', async () => {
    const page = await given([
      ['train.csv', 'text,label\nStocks fell,Business\nThey won,Sports\n'],
      ['test.csv', 'text,label\n'],
    ]);
    await page.check('import-files-together');
    await soon(() => page.text('import-files-empty')).toContain('test.csv');
  });

  test('of Parquet that number their classes differently are matched by name', async () => {
    const page = await given([
      ['train-0-of-2.parquet', shard(['a', 'b', 'c'])],
      ['train-1-of-2.parquet', shard(['c', 'a', 'b'])],
    ]);
    await soon(() => page.text('import-files-classes')).toContain('matched by the names');
    expect(await page.readThrough()).toEqual({ rows: 6, rejected: 0 });
    await page.confirm();
    expect(page.row(3).dataset['label']).toBe('c');
    await page.correct(3, 'a');
    expect(page.row(3).dataset['label']).toBe('a');
    const files = await page.exportedFiles(2);
    const labelsOf = (name: string): unknown[] => objectsOf(files[name] ?? '').map(({ label }) => label);
    expect(labelsOf('train-0-of-2.corrected.jsonl')).toEqual([0, 1, 2]);
    expect(labelsOf('train-1-of-2.corrected.jsonl')).toEqual([1, 1, 2]);
  });

  test('of Parquet without class names get those of the other files, and the dialog reports it', async () => {
    const page = await given([
      ['train-0-of-2.parquet', shard(['a', 'b', 'c'])],
      ['train-1-of-2.parquet', shard(null)],
    ]);
    await soon(() => page.text('import-files-classes')).toContain('no class names in train-1-of-2.parquet');
  });

  test('of one name are distinguished, and a copy is opened once', async () => {
    const page = await given([
      ['train.jsonl', TRAIN],
      ['train.jsonl', TEST],
      ['train.jsonl', TEST],
    ]);
    await soon(() => page.all('import-files-members').length).toBe(1);
    const members = [...page.get('import-files-members').querySelectorAll('li')];
    expect(members.map((member) => page.text(member))).toEqual(['train (2).jsonl', 'train.jsonl']);
    expect(page.text('import-files-copies')).toContain('train (3).jsonl');
    await page.check('import-files-together');
    expect(await page.readThrough()).toEqual({ rows: 3, rejected: 0 });
    await page.confirm();
    expect(await page.exportedFiles(2)).toEqual({
      'train.corrected.jsonl': TRAIN,
      'train (2).corrected.jsonl': TEST,
    });
  });
});
