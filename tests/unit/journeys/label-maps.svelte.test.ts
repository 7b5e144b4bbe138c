import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { caseFile, ShownPage } from './shown-page.js';

/** The chosen class of each label of the map, by the name of the label. */
function chosen(page: ShownPage): Record<string, string> {
  const selects = page.all(/^label-map-/);
  return Object.fromEntries(
    selects.map((select) => [(select.dataset['testid'] ?? '').slice('label-map-'.length), page.chosen(select)]),
  );
}

const fileOf = (path: string): [name: string, content: Buffer] => [path.split('/').at(-1) ?? path, caseFile(path)];

async function chooseModel(page: ShownPage, key: string): Promise<void> {
  await page.pressNamed('Model…');
  await page.choose('model-select', key);
}

describe('a label map', () => {
  test('matches numbers only where their count is near the number of classes', async () => {
    const page = await ShownPage.open();
    await page.openFile(...fileOf('14-int-missing-class/train.jsonl'));
    expect(chosen(page)).toEqual({ 0: 'World', 1: 'Sports', 3: 'Sci/Tech' });
    await page.openFile(...fileOf('20-label-variants/fullwidth-digits.tsv'));
    await soon(() => chosen(page)).toEqual({ '０': 'World', '１': 'Sports', '２': 'Business', '３': 'Sci/Tech' });
    await page.score();
    expect(page.rows().every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(page.all('notice')).toEqual([]);
  });

  test('matches no label of a film dataset with learning, and reports it', async () => {
    const films = Array.from(
      { length: 30 },
      (_, row) => `a film that was ${row % 2 ? 'good' : 'dull'}, ${row}\t${row % 2}`,
    );
    const page = await ShownPage.open({ query: 'learn=on' });
    await page.openFile('films.tsv', `text\tlabel\n${films.join('\n')}\n`);
    await page.learnt();
    await chooseModel(page, 'default');
    await soon(() => page.data('label-map', 'basis')).toBe('none');
    expect(page.text('run-setup')).toContain('2 labels are numbers, but not those of the 4 classes');
  });

  test('matches twelve spellings of four classes by one click, and every row has a loss', async () => {
    const page = await ShownPage.open();
    await page.openFile(...fileOf('20-label-variants/openai.jsonl'));
    expect(page.chosen('label-map- World')).toBe('World');
    await page.openFile(...fileOf('20-label-variants/train.tsv'));
    await soon(() => page.data('spellings', 'count')).toBe('4');
    await page.press('spellings-map');
    await soon(() => page.all('spellings')).toEqual([]);
    expect(page.text('run-setup')).toContain('Every label is matched.');
    expect(new Set(Object.values(chosen(page)))).toEqual(new Set(['World', 'Sports', 'Business', 'Sci/Tech']));
    await page.score();
    const audit = await page.audit();
    expect(audit).toHaveLength(48);
    expect(audit.every((row) => typeof row['loss'] === 'number')).toBe(true);
  });

  test('is not needed for learning with merged spellings, once a person confirms them', async () => {
    const page = await ShownPage.open({ query: 'learn=on' });
    await page.openFile(...fileOf('20-label-variants/train.tsv'));
    const told = (): HTMLElement | null => page.notice('labels-spelled');
    await soon(told).not.toBeNull();
    expect(page.text(told()!)).toContain('8 labels look like other spellings');
    expect(page.text(told()!)).toContain('“world ” → “World”');
    await page.learnt();
    await page.press(page.get('notice-action', told()!));
    await soon(told).toBeNull();
    await page.learnt();
    await page.pressNamed('Model…');
    expect(page.data('spellings', 'counted')).toBe('true');
    const later = await page.reload();
    await later.learnt();
    expect(later.all('notice')).toEqual([]);
    await later.pressNamed('Model…');
    await later.press('spellings-count');
    await soon(() => later.data('spellings', 'counted')).toBe('false');
  });

  test('of twenty thousand labels with one row each is offered instead of learning', async () => {
    const label = (row: number): string => `label_${String(row).padStart(5, '0')}`;
    const rows = Array.from({ length: 20_000 }, (_, row) => `report ${row}\t${label(row)}`);
    const page = await ShownPage.open({ query: 'learn=on' });
    await page.openFile('many.tsv', `text\tlabel\n${rows.join('\n')}\n`);
    await soon(() => page.data('run-status', 'state')).toBe('failed');
    expect(page.data('run-status', 'device')).toBe('learned');
    expect(page.text(page.notice('learning-too-many-labels')!)).toContain('20,000');
    await page.choose('model-select', 'default');
    await soon(() => page.all('label-map').length).toBe(1);
    expect(page.data('run-status', 'state')).toBe('idle');
    expect(page.notice('learning-too-many-labels')).toBeNull();
  });
});

describe('a search', () => {
  test('finds labels with quotes and colons, and rows by numbers of any width', async () => {
    const page = await ShownPage.open();
    await page.openFile(...fileOf('26-many-classes/clinc.jsonl'));
    for (const [typed, rows] of [
      ['label:"a:b"', '2'],
      ['label:"he said \\"hi\\""', '2'],
      ['row:２３５', '1'],
      ['', '302'],
    ] as const) {
      await page.search(typed);
      await soon(() => page.get('queue').getAttribute('aria-rowcount')).toBe(rows);
    }
  });
});
