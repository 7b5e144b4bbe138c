import { describe, expect, test } from 'vitest';
import { GARDEN, madeUp, tsvOf, wrongOnes } from '../../fakes/taught-rows.js';
import { soon } from './hand.js';
import { sharedFile } from './shared-file.js';
import { objectsOf, ShownPage, type ShownRow } from './shown-page.js';

/** A page that learns from the datasets it opens. */
async function learning(name: string, content: string | Uint8Array): Promise<ShownPage> {
  const page = await ShownPage.open({ query: 'learn=on' });
  await page.openFile(name, content);
  await page.learnt();
  return page;
}

/** The number of rows with a wrong label, and how many of those have the right label as their suggestion. */
function findings(rows: readonly ShownRow[], wrong: ReadonlyMap<number, string>) {
  const found = rows.filter(({ row }) => wrong.has(row));
  return { wrong: found.length, right: found.filter(({ row, predicted }) => wrong.get(row) === predicted).length };
}

/** A number of the run's status. */
function said(page: ShownPage, name: 'accuracy' | 'majority' | 'decisions' | 'done'): number {
  return Number(page.data('run-status', name));
}

/** A distinct word for each number. */
function wordOf(number: number): string {
  const syllables = ['ba', 'ke', 'mi', 'no', 'ru', 'sa', 'te', 'vi', 'zo', 'lu'];
  return Array.from(String(number), (digit) => syllables[Number(digit)]).join('');
}

describe('a dataset with learning', () => {
  test('of 200 labels with ten rows each ranks wrong labels first', async () => {
    const topics = Array.from({ length: 200 }, (_, label) => [
      `label ${label}`,
      Array.from({ length: 6 }, (__, word) => wordOf(label * 7 + word)).join(' '),
    ]);
    const rows = madeUp(Object.fromEntries(topics), { rows: 2000, wrongEvery: 10 });
    const page = await learning('many.tsv', tsvOf(rows));
    expect(said(page, 'accuracy')).toBeGreaterThan(0.5);
    expect(findings(page.rows().slice(0, 20), wrongOnes(rows)).wrong).toBeGreaterThanOrEqual(18);
    await soon(() => page.all('neighbour', page.get('card')).length).toBeGreaterThan(0);
  });

  test('exports probabilities by label, losses, signals, and an unchanged dataset', async () => {
    const rows = madeUp(GARDEN, { rows: 300, wrongEvery: 10 });
    const lines = rows.map(({ text, label }, row) => `{"label" :"${label}",  "n":${row}.0, "text":"${text} \\u00e9"}`);
    const source = `\ufeff${lines.join('\r\n')}`;
    const page = await learning('topics.jsonl', source);
    const shown = page.rows().slice(0, 30);
    expect(shown).toHaveLength(30);
    expect(await page.exported('export-jsonl')).toBe(source);

    await page.key('a');
    await page.saved();
    const decided = shown[0]?.row ?? -1;
    lines[decided] = lines[decided]?.replace(`"${rows[decided]?.label}"`, `"${rows[decided]?.truth}"`) ?? '';
    expect(await page.exported('export-jsonl')).toBe(`\ufeff${lines.join('\r\n')}`);

    const audit = await page.audit();
    expect(audit).toHaveLength(300);
    for (const line of audit) {
      const probs = line['predicted_probs'] as Record<string, number>;
      expect(Object.keys(probs).sort()).toEqual(['garden', 'harbour', 'kitchen']);
      expect(Object.values(probs).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      expect(line['loss']).toBeCloseTo(-Math.log(probs[String(line['original_label'])] ?? NaN), 4);
    }
    for (const { row, loss, predicted } of shown) {
      expect(audit[row]?.['loss']).toBeCloseTo(loss, 6);
      expect(audit[row]?.['predicted_label']).toBe(predicted);
    }
    expect(audit[decided]).toMatchObject({ status: 'corrected', corrected_label: rows[decided]?.truth });

    await soon(() => page.data('map', 'points')).toBe('300');
    const [header = '', ...summary] = (await page.exported('export-signals')).trimEnd().split('\n');
    expect(summary).toHaveLength(300);
    for (const line of summary) expect(line.split('\t')).toHaveLength(header.split('\t').length);
  });

  const pairs = sharedFile('data/lcqmc_sample_100.tsv');
  if (pairs) {
    test('of a hundred pairs is ranked only if learning beats guessing, and reports its accuracy', async () => {
      const page = await learning('lcqmc_sample_100.tsv', pairs);
      const [accuracy, majority] = [said(page, 'accuracy'), said(page, 'majority')];
      expect(accuracy).toBeGreaterThan(0.4);
      expect(accuracy).toBeLessThan(0.85);
      expect(majority).toBeCloseTo(0.64, 9);
      const useful = accuracy - majority > 2 * Math.sqrt((majority * (1 - majority)) / 100);
      expect(page.data('learning-summary', 'useful')).toBe(String(useful));
      for (const share of [accuracy, majority]) {
        expect(page.text('learning-summary')).toContain(`${Math.round(share * 100)}%`);
      }
      expect(page.get('queue').getAttribute('aria-rowcount')).toBe('100');
      const ranked = page.rows().filter(({ loss, predicted }) => !Number.isNaN(loss) || predicted !== '');
      expect(ranked).toHaveLength(useful ? page.rows().length : 0);
    });
  }

  test.each<readonly [what: string, rows: readonly (readonly [text: string, label: string])[]]>([
    ['one label only', Array.from({ length: 40 }, (_, row) => [`some words about thing ${row}`, 'only'] as const)],
    [
      'two labels of which one has a single row',
      Array.from({ length: 40 }, (_, row) => [`some words about thing ${row}`, row === 7 ? 'rare' : 'common'] as const),
    ],
    ['the same text in all rows', Array.from({ length: 40 }, (_, row) => ['the very same words', `label ${row % 2}`])],
    [
      'texts without a word',
      Array.from({ length: 40 }, (_, row) => ['?!… '.repeat(1 + (row % 3)), `label ${row % 2}`]),
    ],
    ['a single row', [['one text', 'one label']]],
    ['a label of its own for each row', Array.from({ length: 40 }, (_, row) => [`text number ${row}`, `label ${row}`])],
  ])('reports that nothing was learnt, and still accepts labels: %s', async (_, rows) => {
    const page = await learning('odd.tsv', `text\tlabel\n${rows.map((cells) => cells.join('\t')).join('\n')}\n`);
    expect(page.data('learning-summary', 'useful')).toBe('false');
    expect(page.text('learning-summary')).toContain('Nothing was learnt');
    expect(page.text('learning-summary')).not.toContain('NaN');
    expect(page.all('notice')).toEqual([]);
    expect(page.rows().every(({ loss }) => Number.isNaN(loss))).toBe(true);
    await page.key('j');
    await page.key('x');
    await soon(() => page.text('count-reviewed')).toBe('1');
    expect(await page.audit()).toHaveLength(rows.length);
  });

  test('starts learning only by its button where the address turns automatic learning off', async () => {
    const rows = madeUp(GARDEN, { rows: 300, wrongEvery: 10 });
    const page = await ShownPage.open({ query: 'learn=off' });
    await page.openFile('topics.tsv', tsvOf(rows));
    expect(page.value('model-select')).toBe('default');
    expect(page.data('run-status', 'state')).toBe('idle');
    await page.choose('model-select', 'learned');
    await soon(() => page.data('run-status', 'device')).toBe('learned');
    expect(page.data('run-status', 'state')).toBe('idle');
    expect(page.all('label-map')).toEqual([]);
    await page.score();
    await page.learnt();
    expect(findings(page.rows().slice(0, 20), wrongOnes(rows)).wrong).toBe(20);
  });
});

describe('decisions', () => {
  const hard = madeUp(GARDEN, { rows: 900, wrongEvery: 6, strays: 0.55 });
  const wrong = wrongOnes(hard);
  const share = (rows: readonly number[]): number => rows.filter((row) => wrong.has(row)).length / rows.length;

  /** Undecided rows in order of their loss. */
  async function pendingByLoss(page: ShownPage): Promise<number[]> {
    return [...(await page.audit()).entries()]
      .filter(([, line]) => line['status'] === 'pending' && line['loss'] !== null)
      .sort(([, a], [, b]) => Number(b['loss']) - Number(a['loss']))
      .map(([row]) => row);
  }

  /** Accepts the suggestions of the card's row and of the following rows. Returns those rows. */
  async function acceptRows(page: ShownPage, count: number): Promise<number[]> {
    const rows: number[] = [];
    for (let i = 0; i < count; i++) {
      rows.push(Number(page.data('card', 'row')));
      await page.key('a');
    }
    return rows;
  }

  test('start learning after 25 of them, which ranks the undecided rows anew and keeps the card’s row', async () => {
    const page = await learning('hard.tsv', tsvOf(hard));
    const before = await pendingByLoss(page);
    const decided = await acceptRows(page, 25);
    expect(new Set(decided).size).toBe(25);
    // Every tenth row is a random draw, from the eleventh on.
    const ordinary = (row: number): boolean =>
      !decided.some((other, place) => place > 0 && place % 10 === 0 && other === row);
    expect(decided.filter(ordinary)).toEqual(before.filter(ordinary).slice(0, 23));
    const onCard = page.data('card', 'row');
    await soon(() => said(page, 'decisions')).toBe(25);
    await page.learnt();
    expect(page.data('card', 'row')).toBe(onCard);
    expect(page.text('count-reviewed')).toBe('25');
    expect(page.text('learning-summary')).toContain('25 of your decisions');

    const audit = await page.audit();
    for (const row of decided) expect(audit[row]?.['status']).not.toBe('pending');
    const after = await pendingByLoss(page);
    expect(share(after.slice(0, 25))).toBeGreaterThanOrEqual(share(before.slice(25, 50)));

    // After a reload the list has the new order, followed by the decided rows.
    const later = await page.reload();
    await later.learnt();
    expect(said(later, 'decisions')).toBe(25);
    const top = later.rows().slice(0, 25);
    expect(top.map(({ status }) => status)).toEqual(top.map(() => 'pending'));
    expect(top.map(({ row }) => row)).toEqual(after.slice(0, 25));
  });

  test('start learning by a button, and so do undone decisions', async () => {
    const page = await learning('hard.tsv', tsvOf(hard));
    const before = await pendingByLoss(page);
    const decided = await acceptRows(page, 3);
    await page.saved();
    await soon(() => page.text('relearn')).toContain('3');
    await page.press('relearn');
    await soon(() => said(page, 'decisions')).toBe(3);
    await page.learnt();
    const audit = objectsOf(await page.exported('export-audit'));
    for (const row of decided) expect(audit[row]?.['status']).not.toBe('pending');
    for (let i = 0; i < 3; i++) await page.key('z', { ctrlKey: true });
    await soon(() => page.text('count-reviewed')).toBe('0');
    await page.press('relearn');
    await soon(() => said(page, 'decisions')).toBe(0);
    await page.learnt();
    // The same labels in the same folds: the same losses.
    expect(await pendingByLoss(page)).toEqual(before);
  });
});
