import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.js';
import { chosenColumns, chosenSettings, openPage, readThrough } from './mapping.js';
import { confirmImport, give, shownRows } from './screen.js';
import { sharedFile } from './shared.js';

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

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

for (const [name, expected] of Object.entries(SHARED)) {
  const path = sharedFile(`data/${name}`);
  if (path === null) continue;
  test(`${name} comes out right by itself`, async ({ page }) => {
    await openPage(page);
    await page.getByTestId('file-input').setInputFiles(path);
    expect(await readThrough(page)).toEqual({ rows: expected.rows, rejected: 0 });
    expect(await chosenColumns(page)).toEqual(expected.columns);
    const tabs = name.endsWith('.tsv');
    expect(await chosenSettings(page)).toEqual({
      header: expected.header ?? true,
      delimiter: tabs ? '\t' : ',',
      quote: tabs ? '' : '"',
      encoding: 'utf-8',
    });
    await confirmImport(page);
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', String(expected.rows));
    await expect(page.getByTestId('label-map').locator('tbody tr')).toHaveCount(expected.labels);
  });
}

const banking = sharedFile('data/banking77_train.csv');
if (banking !== null) {
  test('77 labels: the card has a box to find one', async ({ page }) => {
    await openPage(page);
    await page.getByTestId('file-input').setInputFiles(banking);
    await readThrough(page);
    await confirmImport(page);
    await page.keyboard.press('j');
    const card = page.getByTestId('card');
    const box = card.getByRole('searchbox');
    await expect(box).toBeVisible();
    await page.keyboard.press('l');
    await expect(box).toBeFocused();
    await box.fill('lost or stolen card');
    await expect(card.getByTestId(/^label-option-/).first()).toHaveText(/lost_or_stolen_card/);
    await box.press('Enter');
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    const labels = (await shownRows(page)).filter((row) => row.status === 'corrected').map((row) => row.label);
    expect(labels).toEqual(['lost_or_stolen_card']);
  });
}

test('a pair shows both of its texts', async ({ page }) => {
  await openPage(page);
  await give(page, 'pairs.tsv', 'premise\thypothesis\tlabel\nIt rains\tThe street is wet\t1\nIt rains\tIt is dry\t0\n');
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
  expect(await chosenColumns(page)).toEqual({ text: 'premise', 'text-b': 'hypothesis', label: 'label' });
  await confirmImport(page);
  await page.keyboard.press('j');
  await expect(page.getByTestId('card')).toContainText('It rains');
  await expect(page.getByTestId('card')).toContainText('The street is wet');
});

test('the layout of AG News itself, class, title, description, needs two clicks', async ({ page }) => {
  await openPage(page);
  const rows = [
    [
      '3',
      'Harbour rates climb again',
      'Shipping firms said on Monday that ""spot"" prices rose, the third week running.',
    ],
    ['1', 'Talks resume in the capital', 'Ministers met for six hours without a statement, officials said.'],
    ['4', 'Probe sends first pictures', 'Engineers received images of the crater, taken from 40 km.'],
    ['2', 'Late goal settles the derby', 'A header in the 89th minute sent the visitors, and their coach, home happy.'],
    ['3', 'Mill to close by spring', 'The paper maker will cut 300 jobs at its oldest plant.'],
  ];
  await give(page, 'train.csv', rows.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n'));
  expect(await readThrough(page)).toEqual({ rows: 5, rejected: 0 });
  expect(await chosenColumns(page)).toEqual({ label: '0', text: '1', 'text-join': '2' });
  expect(await chosenSettings(page)).toMatchObject({ header: false, delimiter: ',', quote: '"' });
  await confirmImport(page);
  const classes = await page
    .getByTestId(/^label-map-/)
    .locator('option:checked')
    .allTextContents();
  expect(classes).toEqual(['World', 'Sports', 'Business', 'Sci/Tech']);
  await expect(page.getByTestId('label-map')).toHaveAttribute('data-basis', 'integer-1');
  await page.getByTestId('run-start').click();
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await page.locator('[data-testid=queue-row][data-row="0"]').click();
  await expect(page.getByTestId('card')).toContainText(
    'Harbour rates climb again Shipping firms said on Monday that "spot" prices rose, the third week running.',
  );
});

const TSV = 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\nA vote is due\tWorld\n';

test('gzip, a JSON array and JSONL are known by their content, whatever they are called', async ({ page }) => {
  await openPage(page);
  const objects = [
    { id: 7, text: 'Stocks fell', label: 'Business' },
    { id: 8, text: 'They won', label: 'Sports' },
  ];
  const lines = objects.map((object) => JSON.stringify(object)).join('\n');
  const forms: [string, string | Uint8Array, string, number][] = [
    ['rows.tsv.gz', gzipSync(TSV), 'TSV (gzip)', 3],
    ['download', gzipSync(TSV), 'TSV (gzip)', 3],
    ['array.json', JSON.stringify(objects, null, 2), 'JSON array', 2],
    ['array.json.gz', gzipSync(JSON.stringify(objects)), 'JSON array (gzip)', 2],
    ['rows.jsonl', lines, 'JSONL', 2],
    ['rows.txt', lines, 'JSONL', 2],
  ];
  for (const [name, content, format, rows] of forms) {
    await give(page, name, content);
    expect(await readThrough(page), name).toEqual({ rows, rejected: 0 });
    await expect(page.getByTestId('import-dialog')).toContainText(format);
    expect(await chosenColumns(page)).toMatchObject({ text: 'text', label: 'label' });
    await page.getByTestId('import-cancel').click();
  }
});

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

const CHINESE = 'text\tlabel\n股市今天下跌\t财经\n球队昨晚获胜\t体育\n';

test('GB18030 is offered with what it reads, and nothing is replaced in silence', async ({ page }) => {
  await openPage(page);
  await give(page, 'chinese.tsv', gbk(CHINESE));
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
  const dialog = page.getByTestId('import-dialog');
  await expect(dialog).toContainText('These bytes are not valid UTF-8');
  await expect(dialog.getByRole('button', { name: 'GB18030' })).toContainText('股市今天下跌');
  await expect(page.getByTestId('import-encoding')).toHaveValue('gb18030');
  expect(await dialog.innerText()).not.toContain('\ufffd');

  await page.getByTestId('import-encoding').selectOption('utf-8');
  await expect(dialog.getByRole('alert')).toHaveAttribute('data-code', 'file-encoding');
  await expect(page.getByTestId('import-confirm')).toBeDisabled();
  await page.getByTestId('import-encoding').selectOption('gb18030');
  await readThrough(page);
  await confirmImport(page);
  expect((await shownRows(page)).map((row) => row.label)).toEqual(['财经', '体育']);
  await expect(page.getByTestId('queue')).toContainText('球队昨晚获胜');
});

for (const [name, encoding, mark] of [
  ['UTF-16 with its mark', 'utf-16le', '\ufeff'],
  ['UTF-16 without', 'utf-16le', ''],
] as const) {
  test(`${name} is read`, async ({ page }) => {
    await openPage(page);
    await give(page, 'wide.tsv', Buffer.from(mark + CHINESE, 'utf16le'));
    expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
    await expect(page.getByTestId('import-encoding')).toHaveValue(encoding);
    await confirmImport(page);
    await expect(page.getByTestId('queue')).toContainText('股市今天下跌');
    expect(await page.getByTestId('queue').innerText()).not.toContain('\ufffd');
  });
}

test('delimiter, header and quoting can be changed, and the reading follows', async ({ page }) => {
  await openPage(page);
  await give(page, 'a.csv', 'text,label\n"One, two",Sports\nThree,World\n');
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });

  const dialog = page.getByTestId('import-dialog');
  await page.getByTestId('import-quote').selectOption('');
  await expect(dialog).toHaveAttribute('data-rejected', '1');
  await page.getByTestId('import-quote').selectOption('"');
  await expect(dialog).toHaveAttribute('data-rejected', '0');

  await page.getByTestId('import-header').uncheck();
  await expect(dialog).toHaveAttribute('data-rows', '3');
  await expect(page.getByTestId('import-text').locator('option')).toHaveCount(3);
  await expect(page.getByTestId('import-text')).toHaveValue('0');
  await page.getByTestId('import-header').check();
  await expect(page.getByTestId('import-text')).toHaveValue('text');

  await page.getByTestId('import-delimiter').selectOption('\t');
  await expect(page.getByTestId('import-text').locator('option')).toHaveCount(2);
  await page.getByTestId('import-delimiter').selectOption(',');
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
});

test('the mapping of one file is offered for the next with the same header', async ({ page }) => {
  await openPage(page);
  const header = 'headline,body,topic,source';
  await give(
    page,
    'monday.csv',
    `${header}\nOne,First body of words,World,wire\nTwo,Second body of words,Sports,desk\n`,
  );
  await readThrough(page);
  await page.getByTestId('import-text').selectOption('headline');
  await page.getByTestId('import-text-join').selectOption('');
  await page.getByTestId('import-text-b').selectOption('');
  await page.getByTestId('import-label').selectOption('source');
  await readThrough(page);
  await confirmImport(page);
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await page.reload();
  await expect(page.getByTestId('queue')).toBeVisible();
  await give(
    page,
    'tuesday.csv',
    `${header}\nThree,Third body of words,World,wire\nFour,Fourth of words,Sports,desk\n`,
  );
  await readThrough(page);
  expect(await chosenColumns(page)).toEqual({ text: 'headline', label: 'source' });
});

test('pasted rows are a file, and a paste into a field is none', async ({ page }) => {
  await openPage(page);
  const paste = (selector: string, text: string): Promise<void> =>
    page
      .locator(selector)
      .first()
      .evaluate((target, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text);
  await paste('body', TSV);
  expect(await readThrough(page)).toEqual({ rows: 3, rejected: 0 });
  await confirmImport(page);
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '3');
  await paste('input[type=search], input[type=text]', 'stocks\tto find');
  await expect(page.getByTestId('import-dialog')).toHaveCount(0);
});

test('files dragged over the page raise the overlay, and dropping them opens them', async ({ page }, testInfo) => {
  await openPage(page);
  const path = testInfo.outputPath('dropped.tsv');
  writeFileSync(path, TSV);
  const session = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel'): Promise<unknown> =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 300,
      y: 200,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  await drag('dragEnter');
  await drag('dragOver');
  await expect(page.getByTestId('drop-overlay')).toBeVisible();
  await drag('dragCancel');
  await expect(page.getByTestId('drop-overlay')).toHaveCount(0);
  await drag('dragEnter');
  await drag('dragOver');
  await drag('drop');
  await expect(page.getByTestId('drop-overlay')).toHaveCount(0);
  expect(await readThrough(page)).toEqual({ rows: 3, rejected: 0 });
});
