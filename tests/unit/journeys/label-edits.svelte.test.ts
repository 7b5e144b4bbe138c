import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { caseFile, ShownPage } from './shown-page.js';

const ROWS =
  'text\tlabel\nShares fell\tBusiness\nThey won\tSports\nTalks failed\tWorld\nA chip\tSci/Tech\nA match\tSports\n';

/** The classes of these predictions are the labels of the rows. */
const PREDICTED = [
  ['a', 'World', [0.5, 0.4, 0.1]],
  ['b', 'Sports', [0.6, 0.3, 0.1]],
  ['c', 'Business', [0.1, 0.2, 0.7]],
  ['d', 'World', [0.1, 0.1, 0.8]],
] as const;
const JSONL = PREDICTED.map(
  ([text, label, [world, sports, business]]) =>
    `${JSON.stringify({ text, label, predicted_probas: { World: world, Sports: sports, Business: business } })}\n`,
).join('');

async function opened(content: string | Uint8Array = ROWS, name = 'rows.tsv'): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.openFile(name, content);
  await page.key('j');
  return page;
}

async function dialog(page: ShownPage): Promise<void> {
  await page.press('labels-open');
  await soon(() => page.all('labels-dialog').length).toBe(1);
}

/** Presses one of the buttons of a label in the dialog. */
async function edit(page: ShownPage, label: string, kind: 'rename' | 'merge' | 'remove'): Promise<void> {
  const button = page.get(`label-edit-${label}`).querySelector<HTMLElement>(`[data-testid="label-${kind}"]`);
  button?.click();
  await soon(() => page.all('label-preview').length).toBe(1);
}

async function choose(page: ShownPage, testId: string, value: string): Promise<void> {
  const select = page.get(testId) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await soon(() => page.all('label-apply').some((one) => !(one as HTMLButtonElement).disabled)).toBe(true);
}

async function rename(page: ShownPage, from: string, to: string): Promise<void> {
  await dialog(page);
  await edit(page, from, 'rename');
  await page.type('label-new-name', to);
  await page.press('label-apply');
  await soon(() => page.text('labels-done')).toContain(`“${from}” is now “${to.trim()}”`);
  await page.press('labels-close');
}

async function merge(page: ShownPage, from: string, to: string): Promise<void> {
  await dialog(page);
  await edit(page, from, 'merge');
  await choose(page, 'label-into', to);
  await page.press('label-apply');
  await soon(() => page.text('labels-done')).toContain(`“${from}” merged into “${to}”`);
  await page.press('labels-close');
}

const decided = (page: ShownPage): string[] =>
  page
    .rows()
    .toSorted((a, b) => a.row - b.row)
    .map(({ label, status }) => `${status} ${label}`);

const offered = (page: ShownPage): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('[data-testid^="label-option-"]')]
    .map((button) => button.dataset['testid']?.slice('label-option-'.length))
    .filter((name) => name !== undefined && page.all(`label-option-${name}`).length > 0);

describe('a renamed label', () => {
  test('has its new name in list, options, filter and files, and its key and description follow, also after a reload', async () => {
    const page = await opened();
    await page.correct(0, 'World');
    await page.tab.app.guidelines.describe('World', 'Countries.');
    const key = page.get('label-option-World').textContent?.trim().charAt(0);
    page.tab.app.view.filter({ label: 'World' });
    await rename(page, 'World', '  Politics ');
    expect(page.tab.app.view.filters.label).toBe('Politics');
    page.tab.app.view.filter({ label: '' });
    await soon(() => decided(page)).toEqual([
      'corrected Politics',
      'pending Sports',
      'pending Politics',
      'pending Sci/Tech',
      'pending Sports',
    ]);
    expect(offered(page)).toEqual(['Business', 'Sci/Tech', 'Sports', 'Politics']);
    expect(page.get('label-option-Politics').textContent?.trim().charAt(0)).toBe(key);
    expect(page.tab.app.guidelines.of('Politics')).toBe('Countries.');
    expect(await page.exported('export-source')).toBe(
      ROWS.replace('fell\tBusiness', 'fell\tPolitics').replace('\tWorld', '\tPolitics'),
    );
    await page.saved();

    const later = await page.reload();
    await soon(() => decided(later)[2]).toBe('pending Politics');
    await later.press('undo');
    await soon(() => decided(later).slice(0, 3)).toEqual(['corrected World', 'pending Sports', 'pending World']);
    expect(later.text('remarks')).toContain('The labels are changed back');
    expect(later.tab.app.guidelines.of('World')).toBe('Countries.');
    await later.press('redo');
    await soon(() => decided(later)[2]).toBe('pending Politics');
  });

  test('is stored as one entry, and the page opens at the label that the address filters by', async () => {
    const page = await opened();
    page.tab.app.view.filter({ label: 'Sports' });
    await rename(page, 'Sports', 'Games');
    await page.saved();
    expect(page.tab.app.outbox.entries).toMatchObject([
      { kind: 'labels', edits: [{ do: 'rename', from: 'Sports', to: 'Games' }] },
    ]);
    const later = await page.reload();
    await soon(() => later.tab.app.view.filters.label).toBe('Games');
    await soon(() => later.rows().map(({ row }) => row)).toEqual([1, 4]);
  });

  test('is offered as a merge where the name exists, and is refused without a name', async () => {
    const page = await opened();
    await dialog(page);
    await edit(page, 'World', 'rename');
    await page.type('label-new-name', 'Sports');
    await soon(() => page.text('label-preview')).toContain('Another label is called “Sports”');
    expect(page.all('label-apply')).toEqual([]);
    await page.type('label-new-name', '  ');
    await soon(() => page.text('label-preview')).toBe('Type a name.');
    expect((page.get('label-apply') as HTMLButtonElement).disabled).toBe(true);
    await page.type('label-new-name', 'sports');
    await soon(() => page.text('label-preview')).toContain('“Sports” differs from it in spelling alone');
    await page.type('label-new-name', 'Sports');
    await page.press('label-merge-instead');
    await soon(() => decided(page)[2]).toBe('pending Sports');
  });
});

describe('a merged label', () => {
  test('leaves the options, its rows count as the other one, and the files equal single corrections', async () => {
    const page = await opened();
    await page.correct(0, 'Sports');
    await page.correct(2, 'Sports');
    await merge(page, 'Sports', 'World');
    await soon(() => decided(page)).toEqual([
      'corrected World',
      'pending World',
      'validated World',
      'pending Sci/Tech',
      'pending World',
    ]);
    expect(offered(page)).toEqual(['Business', 'Sci/Tech', 'World']);
    const corrected = await page.exported('export-source');
    const audit = (await page.exported('export-audit'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(audit[1]).toMatchObject({ original_label: 'Sports', corrected_label: 'World', status: 'pending' });
    await page.press('undo');
    await soon(() => decided(page)[2]).toBe('corrected Sports');
    await page.close();

    const single = await opened();
    for (const row of [0, 1, 4]) await single.correct(row, 'World');
    expect(await single.exported('export-source')).toBe(corrected);
  });

  test('adds up the probabilities of its class, so that the loss, the suggestion and the prediction are of the other', async () => {
    const page = await opened(JSONL, 'rows.jsonl');
    const loss = (row: number): number => page.rows().find((one) => one.row === row)?.loss ?? NaN;
    await soon(() => loss(0)).toBeCloseTo(-Math.log(0.5), 4);
    await merge(page, 'Sports', 'World');
    await soon(() => loss(0)).toBeCloseTo(-Math.log(0.9), 4);
    expect(loss(1)).toBeCloseTo(-Math.log(0.9), 4);
    expect(loss(3)).toBeCloseTo(-Math.log(0.2), 4);
    expect(page.rows().find(({ row }) => row === 1)).toMatchObject({ label: 'World', predicted: 'World' });
    await page.saved();

    const later = await page.reload();
    await soon(() => later.rows().find(({ row }) => row === 1)?.loss).toBeCloseTo(-Math.log(0.9), 4);
    await later.press('undo');
    await soon(() => later.rows().find(({ row }) => row === 1)?.loss).toBeCloseTo(-Math.log(0.3), 4);
    expect(later.rows().find(({ row }) => row === 1)).toMatchObject({ label: 'Sports', predicted: 'World' });
  });
});

describe('a label', () => {
  test('is added with a key, once', async () => {
    const page = await opened();
    await dialog(page);
    await page.type('label-add-name', ' Cafe\u0301 ');
    await page.press('label-add');
    await soon(() => page.text('labels-done')).toContain('Label “Café” added');
    await page.type('label-add-name', 'Café');
    await soon(() => page.text('label-add-preview')).toBe('There is a label “Café” already.');
    expect((page.get('label-add') as HTMLButtonElement).disabled).toBe(true);
    await page.press('labels-close');
    expect(offered(page)).toEqual(['Business', 'Sci/Tech', 'Sports', 'World', 'Café']);
    expect(page.text('label-option-Café')).toContain('5');
    await page.openRow(0);
    await page.key('5');
    await soon(() => decided(page)[0]).toBe('corrected Café');
  });

  test('with rows is removed by discarding them, as one change', async () => {
    const page = await opened();
    await dialog(page);
    await edit(page, 'Sports', 'remove');
    expect((page.get('label-apply') as HTMLButtonElement).disabled).toBe(true);
    (page.get('label-discard-rows') as HTMLInputElement).click();
    await soon(() => page.text('label-preview')).toContain('2 rows with “Sports” will be discarded');
    await page.press('label-apply');
    await soon(() => decided(page).filter((row) => row === 'discarded Sports').length).toBe(2);
    await page.press('labels-undo');
    await soon(() => decided(page).filter((row) => row === 'pending Sports').length).toBe(2);
    await page.press('labels-close');
    expect(offered(page)).toContain('Sports');
  });

  test('is not edited in a tab that only reads, or while the page shows the dataset as it was', async () => {
    const page = await opened();
    page.tab.app.review.writable = false;
    await dialog(page);
    expect(page.text('labels-dialog')).toContain('This tab only reads');
    expect([...page.all('label-rename'), ...page.all('label-add')]).toEqual([]);
  });

  test('whose name the format of the file cannot hold is added with a warning', async () => {
    const page = await opened(caseFile('01-fasttext/train.txt'), 'train.txt');
    await dialog(page);
    await page.type('label-add-name', 'two words');
    await soon(() => page.text('label-add-preview')).toContain('Such rows can be downloaded as JSONL alone.');
    await page.type('label-add-name', 'words');
    await soon(() => page.text('label-add-preview')).not.toContain('JSONL');
  });

  test('that a file names by a number in its rows is not renamed', async () => {
    const page = await ShownPage.open();
    const name = '17-hf-parquet/train-00000-of-00001.parquet';
    await page.openFile('train.parquet', caseFile(name));
    await page.key('j');
    const [, option] = offered(page);
    await dialog(page);
    await edit(page, option ?? '', 'rename');
    await page.type('label-new-name', 'x');
    await soon(() => page.text('label-preview')).toContain('The rows of the file hold a number');
    expect((page.get('label-apply') as HTMLButtonElement).disabled).toBe(true);
  });
});

test.each([
  '01-fasttext/train.txt',
  '04-doccano/all.jsonl',
  '15-labelencoder/train.jsonl',
  '20-label-variants/openai.jsonl',
])('changes of edited labels in %s give the same corrected labels on the original dataset elsewhere', async (name) => {
  const file = name.split('/').at(-1) ?? '';
  const first = await opened(caseFile(name), file);
  const [one = '', two = '', three = ''] = offered(first) as string[];
  await rename(first, one, 'renamed');
  if (three !== '') await merge(first, two, three);
  const [changes, corrected] = [await first.exported('export-changes'), await first.exported('export-jsonl')];
  expect(corrected).toContain('renamed');
  await first.close();
  const page = await opened(caseFile(name), file);
  await page.give('changes.jsonl', changes);
  await soon(() => page.all('session-dialog').length).toBe(1);
  await page.press('session-confirm');
  await soon(() => page.all('session-dialog').length).toBe(0);
  expect(await page.exported('export-jsonl')).toBe(corrected);
});
