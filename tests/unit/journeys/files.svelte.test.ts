import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { sharedFile } from './shared-file.js';
import { NEWS_CLASSES, ShownPage } from './shown-page.js';

interface Expected {
  readonly rows: number;
  readonly columns: Readonly<Record<string, string>>;
  readonly header?: boolean;
  readonly labels: number;
}

const SHARED: Readonly<Record<string, Expected>> = {
  'agnews_noisy_5000.csv': { rows: 5000, columns: { text: 'text', label: 'label' }, labels: 4 },
  'agnews_train_17k.tsv': { rows: 17_286, columns: { text: 'text', label: 'label' }, labels: 4 },
  'banking77_train.csv': { rows: 10_003, columns: { text: 'text', label: 'category' }, labels: 77 },
  'sst2_train.tsv': { rows: 6920, columns: { text: '0', label: '1' }, header: false, labels: 2 },
  'lcqmc_sample_100.tsv': { rows: 100, columns: { text: 'text_a', 'text-b': 'text_b', label: 'label' }, labels: 2 },
  'toutiao_zh_train.csv': { rows: 5000, columns: { text: 'text', label: 'label' }, labels: 15 },
};

const TSV = 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\nA vote is due\tWorld\n';
const CHINESE = 'text\tlabel\n股市今天下跌\t财经\n球队昨晚获胜\t体育\n';

/** `text` in GB18030, for the characters of the test. */
function gbk(text: string): Uint8Array {
  const codes = new Map<string, number>();
  const decoder = new TextDecoder('gbk');
  for (let high = 0xb0; high <= 0xf7; high++) {
    for (let low = 0xa1; low <= 0xfe; low++) codes.set(decoder.decode(Uint8Array.of(high, low)), (high << 8) | low);
  }
  const bytes = Array.from(text).flatMap((character) => {
    const code = codes.get(character);
    return code === undefined ? [character.charCodeAt(0)] : [code >> 8, code & 255];
  });
  return Uint8Array.from(bytes);
}

describe('a public dataset', () => {
  for (const [name, expected] of Object.entries(SHARED)) {
    const bytes = sharedFile(`data/${name}`);
    if (bytes === null) continue;
    test(`opens without settings: ${name}`, async () => {
      const page = await ShownPage.open();
      await page.give(name, bytes);
      expect(await page.readThrough()).toEqual({ rows: expected.rows, rejected: 0 });
      expect(page.chosenColumns()).toEqual(expected.columns);
      const tabs = name.endsWith('.tsv');
      expect(page.chosenSettings()).toEqual({
        header: expected.header ?? true,
        delimiter: tabs ? '\t' : ',',
        quote: tabs ? '' : '"',
        encoding: 'utf-8',
      });
      await page.confirm();
      expect(page.get('queue').getAttribute('aria-rowcount')).toBe(String(expected.rows));
      expect(page.get('label-map').querySelectorAll('tbody tr')).toHaveLength(expected.labels);
    });
  }

  const banking = sharedFile('data/banking77_train.csv');
  if (banking !== null) {
    test('of 77 labels has a label search on the card', async () => {
      const page = await ShownPage.open();
      await page.openFile('banking77_train.csv', banking);
      await page.key('j');
      const box = page.get('card').querySelector<HTMLInputElement>('input[type=search]')!;
      await page.key('l');
      expect(document.activeElement).toBe(box);
      await page.type(box, 'lost or stolen card');
      expect(page.text(page.all(/^label-option-/, page.get('card'))[0]!)).toContain('lost_or_stolen_card');
      await page.key('Enter');
      await page.saved();
      const labels = page.rows().filter((row) => row.status === 'corrected');
      expect(labels.map((row) => row.label)).toEqual(['lost_or_stolen_card']);
    });
  }

  test('in the layout of AG News (class, title, description) gets its mapping without settings', async () => {
    const page = await ShownPage.open();
    const rows = [
      [
        '3',
        'Harbour rates climb again',
        'Shipping firms said on Monday that ""spot"" prices rose, the third week running.',
      ],
      ['1', 'Talks resume in the capital', 'Ministers met for six hours without a statement, officials said.'],
      ['4', 'Probe sends first pictures', 'Engineers received images of the crater, taken from 40 km.'],
      [
        '2',
        'Late goal settles the derby',
        'A header in the 89th minute sent the visitors, and their coach, home happy.',
      ],
      ['3', 'Mill to close by spring', 'The paper maker will cut 300 jobs at its oldest plant.'],
    ];
    await page.give('train.csv', rows.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n'));
    expect(await page.readThrough()).toEqual({ rows: 5, rejected: 0 });
    expect(page.chosenColumns()).toEqual({ label: '0', text: '1', 'text-join': '2' });
    expect(page.chosenSettings()).toMatchObject({ header: false, delimiter: ',', quote: '"' });
    await page.confirm();
    expect(page.all(/^label-map-/).map((select) => page.chosen(select))).toEqual(NEWS_CLASSES);
    expect(page.data('label-map', 'basis')).toBe('integer-1');
    await page.score();
    await page.openRow(0);
    expect(page.text('card')).toContain(
      'Harbour rates climb again Shipping firms said on Monday that "spot" prices rose, the third week running.',
    );
  });
});

describe('a file', () => {
  test('of pairs shows both texts of a pair', async () => {
    const page = await ShownPage.open();
    const pairs = 'premise\thypothesis\tlabel\nIt rains\tThe street is wet\t1\nIt rains\tIt is dry\t0\n';
    await page.give('pairs.tsv', pairs);
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    expect(page.chosenColumns()).toEqual({ text: 'premise', 'text-b': 'hypothesis', label: 'label' });
    await page.confirm();
    await page.key('j');
    expect(page.text('card')).toContain('It rains');
    expect(page.text('card')).toContain('The street is wet');
  });

  const objects = [
    { id: 7, text: 'Stocks fell', label: 'Business' },
    { id: 8, text: 'They won', label: 'Sports' },
  ];
  const lines = objects.map((object) => JSON.stringify(object)).join('\n');
  test.each([
    ['rows.tsv.gz', gzipSync(TSV), 'TSV (gzip)', 3],
    ['download', gzipSync(TSV), 'TSV (gzip)', 3],
    ['array.json', JSON.stringify(objects, null, 2), 'JSON array', 2],
    ['array.json.gz', gzipSync(JSON.stringify(objects)), 'JSON array (gzip)', 2],
    ['rows.jsonl', lines, 'JSONL', 2],
    ['rows.txt', lines, 'JSONL', 2],
  ])('is recognised by its content, not by its name: %s', async (name, content, format, rows) => {
    const page = await ShownPage.open();
    await page.give(name, content);
    expect(await page.readThrough()).toEqual({ rows, rejected: 0 });
    expect(page.text('import-dialog')).toContain(format);
    expect(page.chosenColumns()).toMatchObject({ text: 'text', label: 'label' });
    await page.press('import-cancel');
    expect(page.all('import-dialog')).toEqual([]);
  });

  test('in GB18030 shows a preview of its text, and no character is replaced silently', async () => {
    const page = await ShownPage.open();
    await page.give('chinese.tsv', gbk(CHINESE));
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    expect(page.text('import-dialog')).toContain('These bytes are not valid UTF-8');
    const offered = [...page.get('import-dialog').querySelectorAll('button')].map((button) => page.text(button));
    expect(offered.find((words) => words.includes('GB18030'))).toContain('股市今天下跌');
    expect(page.value('import-encoding')).toBe('gb18030');
    expect(page.text('import-dialog')).not.toContain('\ufffd');

    await page.choose('import-encoding', 'utf-8');
    const alert = (): Element | null => page.get('import-dialog').querySelector('[role=alert]');
    await soon(() => alert()?.getAttribute('data-code')).toBe('file-encoding');
    expect(page.isDisabled('import-confirm')).toBe(true);
    await page.choose('import-encoding', 'gb18030');
    await page.confirm();
    expect(page.rows().map((row) => row.label)).toEqual(['财经', '体育']);
    expect(page.text('queue')).toContain('球队昨晚获胜');
  });

  test.each([
    ['with', '\ufeff'],
    ['without', ''],
  ])('in UTF-16 %s its mark is read', async (_, mark) => {
    const page = await ShownPage.open();
    await page.give('wide.tsv', Buffer.from(mark + CHINESE, 'utf16le'));
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    expect(page.value('import-encoding')).toBe('utf-16le');
    await page.confirm();
    expect(page.text('queue')).toContain('股市今天下跌');
    expect(page.text('queue')).not.toContain('\ufffd');
  });

  test('is read again after a change of its delimiter, header or quoting', async () => {
    const page = await ShownPage.open();
    await page.give('a.csv', 'text,label\n"One, two",Sports\nThree,World\n');
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    const options = (): number => page.get('import-text').querySelectorAll('option').length;

    await page.choose('import-quote', '');
    await soon(() => page.data('import-dialog', 'rejected')).toBe('1');
    await page.choose('import-quote', '"');
    await soon(() => page.data('import-dialog', 'rejected')).toBe('0');

    await page.check('import-header', false);
    await soon(() => page.data('import-dialog', 'rows')).toBe('3');
    expect(options()).toBe(3);
    expect(page.value('import-text')).toBe('0');
    await page.check('import-header');
    await soon(() => page.value('import-text')).toBe('text');

    await page.choose('import-delimiter', '\t');
    await soon(options).toBe(2);
    await page.choose('import-delimiter', ',');
    await soon(options).toBe(3);
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
  });

  test('with the header of an earlier file gets the earlier mapping proposed', async () => {
    const page = await ShownPage.open();
    const header = 'headline,body,topic,source';
    await page.give(
      'monday.csv',
      `${header}\nOne,First body of words,World,wire\nTwo,Second body of words,Sports,desk\n`,
    );
    await page.readThrough();
    await page.choose('import-text', 'headline');
    await page.choose('import-text-join', '');
    await page.choose('import-text-b', '');
    await page.choose('import-label', 'source');
    await page.confirm();
    await page.saved();
    const later = await page.reload();
    await soon(() => later.all('queue').length).toBe(1);
    await later.give(
      'tuesday.csv',
      `${header}\nThree,Third body of words,World,wire\nFour,Fourth of words,Sports,desk\n`,
    );
    await later.readThrough();
    expect(later.chosenColumns()).toEqual({ text: 'headline', label: 'source' });
  });
});
