import { beforeEach, describe, expect, it } from 'vitest';
import { filesWithoutRecords } from '../../../src/domain/source-parts.js';
import { textOf } from '../../../src/domain/text-column.js';
import { FakeBrowser, type Page } from '../../fakes/page.js';
import { parquetFile, type ParquetColumn } from '../../fakes/parquet.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

type Files = readonly (readonly [name: string, content: string | Uint8Array<ArrayBuffer>])[];

async function take(files: Files): Promise<void> {
  await page.app.take(files.map(([path, content]) => ({ path, file: new File([content], path) })));
}

async function open(files: Files): Promise<void> {
  await take(files);
  const ready = page.importer.confirm();
  if (!ready) throw new Error(`not readable: ${JSON.stringify(page.importer.fault ?? page.codes())}`);
  await page.session.openImported(ready);
}

const rows = (own = page): [text: string, label: string][] => {
  const { dataset } = own.project;
  if (!dataset) return [];
  return Array.from({ length: dataset.rows }, (_, row) => [
    textOf(dataset.text, row),
    dataset.labels[dataset.label[row] ?? 0]?.name ?? '?',
  ]);
};
async function corrected(): Promise<Record<string, unknown[]>> {
  await page.exports.write('dataset');
  return Object.fromEntries(
    page.downloads.all.map(({ name, text }) => [
      name,
      text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown])),
    ]),
  );
}

const CLASSES = ['World', 'Sports', 'Business'];
const records = (from: number, to: number): { text: string; label: string }[] =>
  Array.from({ length: to - from }, (_, i) => ({
    text: `Row ${from + i} some words about teams and markets`,
    label: CLASSES[(from + i) % 3] ?? '',
  }));
const all = (count: number): [string, string][] => records(0, count).map(({ text, label }) => [text, label]);

describe('tables that are quoted in different ways', () => {
  const pairs = (lines: readonly string[]): [string, string][] =>
    lines.map((line) => line.split('\t') as [string, string]);
  const honest = records(0, 12).map(({ text, label }, i) =>
    i % 4 === 0 ? `"${text}"\t${label}` : `${text}\t${label}`,
  );
  const film = ['"Good film" he said\tpos', '"Bad film"\tneg', 'It is "fine"\tpos', 'plain words here\tneg'];

  it('keep the quotes that are part of a text of the file without quoting', async () => {
    const quoted = records(12, 24).map(({ text, label }) => `"${text} ""yes"""\t"${label}"`);
    await open([
      ['train.tsv', `text\tlabel\n${honest.join('\n')}\n`],
      ['test.tsv', `text\tlabel\n${quoted.join('\n')}\n`],
    ]);
    const unquoted = records(12, 24).map(({ text, label }): [string, string] => [`${text} "yes"`, label]);
    expect(rows()).toEqual([...pairs(honest), ...unquoted]);
    const files = await corrected();
    expect(files['train.corrected.jsonl']).toEqual(pairs(honest).map(([text, label]) => ({ text, label })));
  });

  it('lose no row to a quote that opens a text', async () => {
    const test = ['"a ""quoted"" text, here"\tpos', '"other\twith tab"\tneg', '"more ""words"" here"\tpos'];
    await open([
      ['test.tsv', `text\tlabel\n${test.join('\n')}\n`],
      ['train.tsv', `text\tlabel\n${film.join('\n')}\n`],
    ]);
    expect(rows()).toEqual([
      ...pairs(film),
      ['a "quoted" text, here', 'pos'],
      ['other\twith tab', 'neg'],
      ['more "words" here', 'pos'],
    ]);
  });

  it('keep the backslashes of the file without quoting', async () => {
    const plain = records(0, 12).map(({ text, label }) => `${text} C:\\\\srv\\"x"\t${label}`);
    const escaped = records(12, 24).map(({ text, label }) => `"${text} \\"yes\\""\t${label}`);
    await open([
      ['train.tsv', `text\tlabel\n${plain.join('\n')}\n`],
      ['test.tsv', `text\tlabel\n${escaped.join('\n')}\n`],
    ]);
    expect(rows().slice(0, 12)).toEqual(pairs(plain));
    expect(rows()[12]?.[0]).toBe('Row 12 some words about teams and markets "yes"');
  });

  it('are each unquoted in their own way', async () => {
    const doubled = records(0, 12).map(({ text, label }) => `"${text}, ""yes"" \\",${label}`);
    const escaped = records(12, 24).map(({ text, label }) => `"${text}, \\"yes\\"",${label}`);
    await open([
      ['train.csv', `text,label\n${doubled.join('\n')}\n`],
      ['test.csv', `text,label\n${escaped.join('\n')}\n`],
    ]);
    expect(rows()).toEqual([
      ...records(0, 12).map(({ text, label }) => [`${text}, "yes" \\`, label]),
      ...records(12, 24).map(({ text, label }) => [`${text}, "yes"`, label]),
    ]);
  });

  it('are read in one way where a person chooses it, until it is left to the files again', async () => {
    await take([
      ['train.tsv', `text\tlabel\n${film.join('\n')}\n`],
      ['test.tsv', 'text\tlabel\n"a ""b"" c"\tpos\n"d ""e"" f"\tneg\n'],
    ]);
    const quotes = () => [page.importer.settings?.quote, page.importer.settings?.parts?.[1]?.layout?.quote];
    expect([page.importer.foundApart('quote'), quotes()]).toEqual([true, ['', '"']]);
    await page.importer.changeSettings({ quote: '' });
    expect(quotes()).toEqual(['', undefined]);
    const read = page.importer.result;
    expect(read && textOf(read.dataset.text, 4)).toBe('"a ""b"" c"');
    await page.importer.leaveToFiles('quote');
    expect(quotes()).toEqual(['', '"']);
    expect(page.importer.result && textOf(page.importer.result.dataset.text, 4)).toBe('a "b" c');
  });

  it('are opened again after a reload as they were read, and another choice of quoting is other work', async () => {
    const files: Files = [
      ['train.tsv', `text\tlabel\n${film.join('\n')}\n`],
      ['test.tsv', 'text\tlabel\n"a ""b"" c"\tpos\n"d ""e"" f"\tneg\n'],
    ];
    await open(files);
    const before = rows();
    const id = page.project.record?.id;
    page.die();
    const later = await browser.visit().begin();
    expect(rows(later)).toEqual(before);
    await later.session.close();
    page = later;
    await take(files);
    await page.importer.changeSettings({ quote: '' });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(page.project.record?.id).not.toBe(id);
  });

  it('may have another delimiter, and a line that names it', async () => {
    const cut = (from: number, to: number, by: string): string =>
      records(from, to)
        .map(({ text, label }) => `${text}${by}${label}\n`)
        .join('');
    await open([
      ['train.csv', `text,label\n${cut(0, 12, ',')}`],
      ['dev.csv', `sep=;\ntext;label\n${cut(12, 24, ';')}`],
      ['test.tsv', `text\tlabel\n${cut(24, 36, '\t')}`],
    ]);
    expect(rows()).toEqual(all(36));
  });

  it('doubt of quotes further down is put right in its own file alone', async () => {
    const plain = Array.from({ length: 60_000 }, (_, i) => `some words number ${i}\tx\n`).join('');
    await take([
      ['train.tsv', `text\tlabel\n"Good" he said\tx\n"Bad film"\ty\n${plain}`],
      ['test.tsv', `text\tlabel\n${plain.repeat(4)}"one ""two"" three"\ty\n`],
    ]);
    const doubt = page.importer.result?.quoteDoubt;
    expect(doubt).toMatchObject({ quote: '"', file: 'test.tsv' });
    await page.importer.changeSettings({ quote: '"' }, 'test.tsv');
    const { result } = page.importer;
    expect(result?.quoteDoubt).toBeNull();
    expect(result && [1, 300_002].map((row) => textOf(result.dataset.text, row))).toEqual([
      '"Bad film"',
      'one "two" three',
    ]);
  });
});

describe('JSON files that are laid out in different ways', () => {
  type Layout = (own: readonly { text: string; label: string }[]) => unknown;
  const byRow = (own: Parameters<Layout>[0], key: 'text' | 'label'): Record<string, string> =>
    Object.fromEntries(own.map((record, i) => [i, record[key]]));
  const layouts: Readonly<Record<string, Layout>> = {
    array: (own) => own,
    data: (own) => ({ data: own }),
    rows: (own) => ({ rows: own }),
    train: (own) => ({ train: own }),
    test: (own) => ({ test: own }),
    index: (own) => Object.fromEntries(own.map((record, i) => [`r${i}`, record])),
    columns: (own) => ({ text: byRow(own, 'text'), label: byRow(own, 'label') }),
    lists: (own) => ({ text: own.map(({ text }) => text), label: own.map(({ label }) => label) }),
    split: (own) => ({
      columns: ['text', 'label'],
      index: [...own.keys()],
      data: own.map(({ text, label }) => [text, label]),
    }),
    header: (own) => [['text', 'label'], ...own.map(({ text, label }) => [text, label])],
  };
  const names = Object.keys(layouts);
  /** Records as JSON lines have them: names of records are a column of their own. */
  const written = (own: readonly { text: string; label: string }[], layout: string): object[] =>
    own.map((record, i) => (layout === 'index' ? { ...record, index: `r${i}` } : record));

  it.each([['train', 'test'] as const, ...names.flatMap((a) => names.map((b) => [a, b] as const))])(
    '%s and %s give all rows, and a file each',
    async (a, b) => {
      await open([
        ['train.json', JSON.stringify(layouts[a]?.(records(0, 12)))],
        ['test.json', JSON.stringify(layouts[b]?.(records(12, 24)))],
      ]);
      expect(page.importer.choice).toBeNull();
      expect(rows()).toEqual(all(24));
      page.review.setLabel([13], 'World');
      const files = await corrected();
      expect(files['train.corrected.jsonl']).toEqual(written(records(0, 12), a));
      const changed = records(12, 24).map((record, i) => (i === 1 ? { ...record, label: 'World' } : record));
      expect(files['test.corrected.jsonl']).toEqual(written(changed, b));
    },
  );

  it('come back in their own layouts, and a document of splits as a whole', async () => {
    const train = {
      columns: ['text', 'label'],
      index: [0, 1],
      data: [
        ['first text', 'a'],
        ['second text', 'b'],
      ],
    };
    const rest = { dev: [{ text: 'third text', label: 'a' }], test: [{ text: 'fourth text', label: 'b' }] };
    await open([
      ['train.json', JSON.stringify(train)],
      ['test.json', JSON.stringify(rest)],
    ]);
    page.review.setLabel([0, 3], 'c');
    await page.exports.writeCorrected();
    await page.exports.write('dataset');
    expect(page.downloads.all.map(({ name, text }) => [name, text])).toEqual([
      ['train.corrected.json', JSON.stringify(train).replace('"a"', '"c"')],
      ['test.corrected.json', JSON.stringify(rest).replace('"b"', '"c"')],
      ['train.corrected.jsonl', '{"text":"first text","label":"c"}\n{"text":"second text","label":"b"}\n'],
      ['test.corrected.json', JSON.stringify(rest).replace('"b"', '"c"')],
    ]);
  });

  it('go together with JSON lines, and each download has a name of its own', async () => {
    const lines = records(12, 24)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
    await take([
      ['news.json', JSON.stringify({ data: records(0, 12) })],
      ['news.jsonl', lines],
    ]);
    await page.importer.choose('together');
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(rows()).toEqual(all(24));
    expect(Object.keys(await corrected())).toEqual(['news.json.corrected.jsonl', 'news.jsonl.corrected.jsonl']);
  });

  it('name the keys beside the records that are not read', async () => {
    await take([
      ['part-0.json', JSON.stringify({ data: records(0, 12) })],
      ['part-1.json', JSON.stringify({ data: records(12, 24), removed: records(24, 30) })],
    ]);
    expect(page.importer.result?.beside).toEqual(['removed']);
  });
});

it('a file that gives neither a row nor a record set aside is named', async () => {
  await take([
    ['train.csv', 'text,label\nStocks fell,Business\nThey won,Sports\n'],
    ['test.csv', 'text,label\n'],
  ]);
  await page.importer.choose('together');
  expect(filesWithoutRecords(page.importer.result?.dataset.files)).toEqual(['test.csv']);
  expect(page.importer.result?.dataset.rows).toBe(2);
});

describe('Parquet files that do not all name their classes alike', () => {
  const shard = (label: ParquetColumn, names: readonly string[] | null): Uint8Array<ArrayBuffer> =>
    parquetFile(
      [{ name: 'text', type: 'string', values: label.values.map((_, i) => `text ${i} of ${String(names)}`) }, label],
      names ? { features: { label: { names, _type: 'ClassLabel' } } } : {},
    );
  const numbers = (...values: number[]): ParquetColumn => ({ name: 'label', type: 'int32', values });
  const labels = (): string[] => rows().map(([, label]) => label);
  const written = async (): Promise<unknown[][]> =>
    Object.values(await corrected()).map((file) => file.map((record) => (record as { label: unknown }).label));

  it('are matched by name, and each file is written with its own numbers', async () => {
    await open([
      ['train-0-of-2.parquet', shard(numbers(0, 1, 2, 0), ['a', 'b', 'c'])],
      ['train-1-of-2.parquet', shard(numbers(0, 1, 2, 0), ['c', 'a', 'b'])],
    ]);
    expect(labels()).toEqual(['a', 'b', 'c', 'a', 'c', 'a', 'b', 'c']);
    expect(page.project.dataset?.labels.map(({ name, count, value }) => [name, count, value])).toEqual([
      ['a', 3, undefined],
      ['b', 2, undefined],
      ['c', 3, undefined],
    ]);
    page.review.setLabel([0, 4], 'b');
    expect(await written()).toEqual([
      [1, 1, 2, 0],
      [2, 1, 2, 0],
    ]);
  });

  it('say so, and are opened again with the same decisions', async () => {
    await take([
      ['train-0-of-2.parquet', shard(numbers(0, 1), ['a', 'b'])],
      ['train-1-of-2.parquet', shard(numbers(0, 1), ['b', 'a'])],
    ]);
    expect(page.importer.result?.classNaming).toEqual({ differ: true, without: [] });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    page.review.setLabel([2], 'a');
    await page.review.settled();
    page.die();
    page = await browser.visit().begin();
    expect([0, 1, 2, 3].map((row) => page.review.labelName(row))).toEqual(['a', 'b', 'a', 'a']);
  });

  it.each([0, 1])('have the names of the others where file %s has none, and say so', async (place) => {
    const own = [0, 1].map((file) => (file === place ? null : ['a', 'b', 'c']));
    await take(own.map((names, file) => [`train-${file}-of-2.parquet`, shard(numbers(0, 1), names)] as const));
    expect(page.importer.result?.classNaming).toEqual({ differ: false, without: [place] });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(labels()).toEqual(['a', 'b', 'a', 'b']);
    page.review.setLabel([0, 2], 'c');
    expect(await written()).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  it('are one with a file that writes the names themselves', async () => {
    await open([
      ['train-0-of-2.parquet', shard(numbers(0, 1), ['a', 'b'])],
      ['train-1-of-2.parquet', shard({ name: 'label', type: 'string', values: ['a', 'b'] }, null)],
    ]);
    expect(page.project.dataset?.labels.map(({ name, count }) => [name, count])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
    page.review.setLabel([0, 2], 'b');
    expect(await written()).toEqual([
      [1, 1],
      ['b', 'b'],
    ]);
  });

  it('keep the numbers of a file without names where the others do not agree', async () => {
    await open([
      ['train-0-of-3.parquet', shard(numbers(0, 1), ['a', 'b'])],
      ['train-1-of-3.parquet', shard(numbers(0, 1), ['b', 'a'])],
      ['train-2-of-3.parquet', shard(numbers(0, 1), null)],
    ]);
    expect(labels()).toEqual(['a', 'b', 'b', 'a', '0', '1']);
    page.review.setLabel([5], '0');
    page.review.setLabel([4], 'a');
    expect((await written())[2]).toEqual(['a', 0]);
  });

  it('have the classes that no row has, also those that one file alone names', async () => {
    await open([
      ['train-0-of-2.parquet', shard(numbers(0), ['a', 'b'])],
      ['train-1-of-2.parquet', shard(numbers(1), ['a', 'b', 'c'])],
    ]);
    expect(page.project.dataset?.labels.map(({ name, value, count }) => [name, value, count])).toEqual([
      ['a', '0', 1],
      ['b', '1', 1],
      ['c', '2', 0],
    ]);
  });
});

describe('files of the same name', () => {
  const lines = (from: number, to: number): string =>
    records(from, to)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');

  it('are told apart by a number, in the dialog, in the file column and in the downloads', async () => {
    await take([
      ['train.jsonl', lines(0, 6)],
      ['train.jsonl', lines(6, 12)],
    ]);
    expect(page.importer.choice?.files.map(({ name }) => name)).toEqual(['train.jsonl', 'train (2).jsonl']);
    await page.importer.choose('together');
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(new Set(rows().map(([text]) => text)).size).toBe(12);
    expect(page.project.dataset?.files?.names.toSorted()).toEqual(['train (2).jsonl', 'train.jsonl']);
    const files = await corrected();
    expect(files).toEqual({
      'train.corrected.jsonl': records(0, 6),
      'train (2).corrected.jsonl': records(6, 12),
    });
  });

  it('in folders of their own have downloads of their own', async () => {
    await take([
      ['en/train.jsonl', lines(0, 6)],
      ['de/train.jsonl', lines(6, 12)],
    ]);
    await page.importer.choose('together');
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(Object.keys(await corrected()).toSorted()).toEqual([
      'de-train.jsonl.corrected.jsonl',
      'en-train.jsonl.corrected.jsonl',
    ]);
  });

  it('with the same content are opened once', async () => {
    await take([
      ['train.jsonl', lines(0, 6)],
      ['train.jsonl', lines(0, 6)],
    ]);
    expect(page.importer.choice).toMatchObject({ chosen: 0, together: null, copies: [1] });
    expect(page.importer.result?.dataset.rows).toBe(6);
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(page.codes()).toEqual([]);
  });

  it('of which one is a copy: the others go together', async () => {
    await take([
      ['train.jsonl', lines(0, 6)],
      ['test.jsonl', lines(6, 12)],
      ['test.jsonl', lines(6, 12)],
    ]);
    expect(page.importer.choice).toMatchObject({ chosen: 'together', together: { members: [0, 1] }, copies: [2] });
    expect(page.importer.result?.dataset.rows).toBe(12);
  });
});
