import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { caseFile, NEWS_CLASSES, newsBrowser, objectsOf, ShownPage } from './shown-page.js';

const FOUR = { '"World"': 6, '"Sports"': 6, '"Business"': 6, '"Sci/Tech"': 6 };

interface Case {
  readonly files: readonly string[];
  readonly rows: number;
  readonly rejected?: number;
  readonly columns?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string | boolean>>;
  /** Rows with each label, written as JSON. */
  readonly labels: Readonly<Record<string, number>>;
}

const CASES: Readonly<Record<string, Case>> = {
  'a fastText file': {
    files: ['01-fasttext/train.txt'],
    rows: 24,
    labels: { '"World"': 6, '"Sports"': 6, '"Business"': 6, '"Sci-Tech"': 6 },
  },
  'a raw export of Label Studio': { files: ['02-labelstudio-json/project-3-export.json'], rows: 24, labels: FOUR },
  'a CSV of Windows-1252 with empty columns': {
    files: ['05-cp1252-spam/spam.csv'],
    rows: 28,
    settings: { encoding: 'windows-1252' },
    labels: { '"ham"': 16, '"spam"': 12 },
  },
  'a CSV whose quotes are escaped by backslashes': {
    files: ['08-spark-backslash/part-00000.csv'],
    rows: 24,
    labels: FOUR,
  },
  'records under a key': { files: ['10-json-data-field/train.json'], rows: 24, labels: FOUR },
  'records under a key, over several lines': {
    files: ['10-json-data-field/train-pretty.json'],
    rows: 24,
    labels: FOUR,
  },
  'objects over several lines': { files: ['11-jq-pretty/out.jsonl'], rows: 24, labels: FOUR },
  'NaN in a column that is not used': { files: ['13-jsonl-nan/train.jsonl'], rows: 24, labels: FOUR },
  'a Parquet file of the datasets library': {
    files: ['17-hf-parquet/train-00000-of-00001.parquet'],
    rows: 22,
    rejected: 2,
    labels: { '0': 6, '1': 5, '2': 5, '3': 5, '-1': 1 },
  },
  'a Parquet file of pandas': {
    files: ['17-hf-parquet/pandas.parquet'],
    rows: 24,
    columns: { text: 'text', label: 'label' },
    labels: FOUR,
  },
  'shards of one dataset': {
    files: ['18-parquet-shards/train-00000-of-00002.parquet', '18-parquet-shards/train-00001-of-00002.parquet'],
    rows: 24,
    labels: FOUR,
  },
  'several gzip members in one file': { files: ['19-gzip-members/all.jsonl.gz'], rows: 24, labels: FOUR },
  'prompts and completions': {
    files: ['20-label-variants/openai.jsonl'],
    rows: 24,
    columns: { text: 'prompt', label: 'completion' },
    labels: { '" World"': 6, '" Sports"': 6, '" Business"': 6, '" Sci/Tech"': 6 },
  },
  'a CSV without a header, with a constant column': {
    files: ['25-sentiment140/training.csv'],
    rows: 30,
    columns: { text: '5', label: '0' },
    settings: { header: false },
    labels: { '"0"': 15, '"4"': 15 },
  },
};

async function dropped(...names: readonly string[]): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.giveAll(names.map((name) => [name.split('/').at(-1) ?? name, caseFile(name)] as const));
  await page.readThrough();
  return page;
}

async function opened(...names: readonly string[]): Promise<ShownPage> {
  const page = await dropped(...names);
  await page.confirm();
  return page;
}

const linesOf = (name: string): string[] => caseFile(name).toString().split('\n');

describe('a dataset in the shape of a real one', () => {
  test.each(Object.entries(CASES))(
    'opens without settings: %s',
    async (_, { files, rows, rejected = 0, ...expected }) => {
      const page = await dropped(...files);
      expect(await page.readThrough()).toEqual({ rows, rejected });
      if (expected.columns) expect(page.chosenColumns()).toEqual(expected.columns);
      if (expected.settings) expect(page.chosenSettings()).toMatchObject(expected.settings);
      await page.confirm();
      expect(await page.labelCounts()).toEqual(expected.labels);
    },
  );

  test('of fastText lines shows texts without their label', async () => {
    const page = await opened('01-fasttext/train.txt');
    const texts = linesOf('01-fasttext/train.txt').map((line) => line.replace(/^__label__\S+ /, ''));
    expect((await page.audit()).map((row) => row['text'])).toEqual(texts.filter((text) => text !== ''));
  });

  test('of annotation tasks shows each task’s text, and exports a corrected choice in its place', async () => {
    const name = '02-labelstudio-json/project-3-export.json';
    const page = await opened(name);
    const tasks = JSON.parse(caseFile(name).toString()) as {
      annotations: { result: { value: { choices: string[] } }[] }[];
    }[];
    await page.openRow(0);
    expect(page.text('card')).toContain('ceasefire with');
    await page.correct(0, 'Business');
    tasks[0]!.annotations[0]!.result[0]!.value.choices = ['Business'];
    expect(objectsOf(await page.exported('export-jsonl'))).toEqual(tasks);
  });

  test('of Windows-1252 keeps its letters in the export', async () => {
    const page = await opened('05-cp1252-spam/spam.csv');
    const written = await page.exported('export-jsonl');
    for (const text of ['café', '£3 –', 'Señor López can’t']) expect(written).toContain(text);
  });

  test('with escaped quotes shows quotes in its text', async () => {
    const page = await opened('08-spark-backslash/part-00000.csv');
    expect((await page.audit())[0]?.['text']).toMatch(/^The minister said "never, not again" and left; /);
  });

  test('of a TSV with quoting shows no outer or doubled quotes in its texts', async () => {
    const page = await dropped('28-tsv-quoted/train.tsv');
    expect(await page.readThrough()).toEqual({ rows: 100, rejected: 0 });
    await page.confirm();
    const texts = (await page.audit()).map((row) => String(row['text']));
    expect(texts.filter((text) => /^"|"$|""/.test(text))).toEqual([]);
    expect(texts.filter((text) => /^He said ".*" twice$/.test(text)).length).toBeGreaterThan(0);
  });

  test('exports unchanged without decisions, with its NaN', async () => {
    const page = await opened('13-jsonl-nan/train.jsonl');
    expect(await page.exported('export-jsonl')).toBe(caseFile('13-jsonl-nan/train.jsonl').toString());
  });

  test('keeps a corrected label in a list, and every other byte', async () => {
    const name = '04-doccano/all.jsonl';
    const lines = linesOf(name);
    const page = await opened(name);
    expect(page.all('label-map')).toHaveLength(1);
    await page.correct(6, 'Business');
    lines[6] = lines[6]!.replace('"label": ["World"]', '"label": ["Business"]');
    expect(await page.exported('export-jsonl')).toBe(lines.join('\n'));
  });

  test('of numbers exports a class without rows as its number', async () => {
    const name = '14-int-missing-class/train.jsonl';
    const lines = linesOf(name);
    const page = await opened(name);
    await page.score();
    const { row } = page.rows()[0]!;
    await page.correct(row, 'Business');
    lines[row] = lines[row]!.replace(/"label": \d/, '"label": 2');
    expect(await page.exported('export-jsonl')).toBe(lines.join('\n'));
  });

  test('merges spellings of one label by one click', async () => {
    const page = await dropped('20-label-variants/train.tsv');
    expect(await page.readThrough()).toEqual({ rows: 48, rejected: 0 });
    await page.confirm();
    await page.press('spellings-map');
    await page.score();
    expect((await page.audit()).filter((row) => row['loss'] === null)).toEqual([]);
  });

  test('matches full-width digits like digits', async () => {
    const page = await dropped('20-label-variants/fullwidth-digits.tsv');
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    await page.confirm();
    expect(page.all(/^label-map-/).map((select) => page.chosen(select))).toEqual(NEWS_CLASSES);
  });

  test('suggests its own odd spelling of a class', async () => {
    // A model that is sure of its last class for every row.
    const page = await ShownPage.open({ browser: newsBrowser(['World', 'Business', 'Sci/Tech', 'Sports']) });
    page.tab.host.driftOf = () => 1000;
    await page.openFile('train.tsv', caseFile('20-label-variants/one-odd-spelling.tsv'));
    await page.choose('label-map-SPORTS', 'Sports');
    await page.score();
    for (const row of [9, 13]) {
      await page.openRow(row);
      expect(page.text('accept-suggestion')).toMatch(/^Accept Sports /);
      expect(page.text('accept-suggestion')).not.toContain('SPORTS');
    }
  });

  test('with nested results of a pipeline ranks the hardest rows first', async () => {
    const page = await opened('21-pipeline-topk/nested.jsonl');
    await soon(() => page.data('run-status', 'state')).toBe('done');
    const against = linesOf('21-pipeline-topk/nested.jsonl').flatMap((line, row) => {
      const { label, probs } = JSON.parse(line || '{"probs":[[{}]]}') as {
        label?: string;
        probs: [{ label?: string }[]];
      };
      return label === probs[0][0]?.label ? [] : [row];
    });
    const first = page.rows().slice(0, against.length);
    expect(first.map(({ row }) => row).sort((a, b) => a - b)).toEqual(against);
    expect(first.map(({ label }) => label)).toEqual(against.map(() => 'World'));
  });

  test('reports that one score of one class is not enough, and opens', async () => {
    const page = await dropped('21-pipeline-topk/top1.jsonl');
    expect((await page.readThrough()).rows).toBe(24);
    expect(page.text('import-dialog')).toContain('top_k=None');
    await page.confirm();
    expect(page.data('run-status', 'state')).not.toBe('done');
  });

  test('searches and exports 151 labels, some with quotes and colons', async () => {
    const name = '26-many-classes/clinc.jsonl';
    const lines = linesOf(name);
    const page = await dropped(name);
    expect(await page.readThrough()).toEqual({ rows: 302, rejected: 0 });
    await page.confirm();
    const counted = (): string | null => page.get('queue').getAttribute('aria-rowcount');
    expect(counted()).toBe('302');
    await page.search('label:"a:b"');
    await soon(counted).toBe('2');
    for (const [row, label] of [
      [1, 'a:b'],
      [3, 'he said "hi"'],
    ] as const) {
      await page.search(`id:r${row}`);
      await soon(counted).toBe('1');
      await page.openRow(row);
      await page.type(page.get('card').querySelector<HTMLElement>('input[type=search]')!, label);
      await page.press(`label-option-${label}`);
      await page.saved();
      const written = (await page.exported('export-jsonl')).split('\n');
      expect(JSON.parse(written[row]!)).toEqual({ ...(JSON.parse(lines[row]!) as object), label });
    }
  });

  test('of a Parquet file shows class names and exports their numbers', async () => {
    const page = await opened('17-hf-parquet/train-00000-of-00001.parquet');
    const classes = { Business: '2', 'Sci/Tech': '3', Sports: '1', World: '0', '-1': '-1' };
    for (const [label, value] of Object.entries(classes)) expect(page.value(`label-map-${label}`)).toBe(value);
    const other = page.rows().find(({ label }) => label !== 'Sports');
    await page.correct(other!.row, 'Sports');
    const labels = objectsOf(await page.exported('export-jsonl')).map(({ label }) => label);
    expect(new Set(labels.map((label) => (label === null ? 'none' : typeof label)))).toEqual(
      new Set(['none', 'number']),
    );
  });
});
