import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

/** The setup panel before a start: the first button, and the warnings about the model. */

function rows(texts: readonly string[], labels: readonly string[]): string {
  const lines = Array.from({ length: 60 }, (_, i) => `${texts[i % texts.length]} ${i}\t${labels[i % labels.length]}`);
  return `text\tlabel\n${lines.join('\n')}\n`;
}

/** Test ids of the prominent buttons in the panel. */
function primary(page: ShownPage): (string | undefined)[] {
  const buttons = page.get('run-setup').querySelectorAll<HTMLElement>('.primary');
  return [...buttons].map((button) => button.dataset['testid']);
}

const REVIEWS = ['a stirring and funny film', 'the plot is dull and the jokes are not', 'charming from start to end'];
const CHINESE = ['股市周五再次下跌', '球队在最后一分钟进球', '新款手机下周发布'];
const NEWS = ['Shares fell on Friday as banks lost', 'The striker scored twice', 'Ministers met for talks'];

describe('the setup panel', () => {
  test('proposes learning, and no news classes, for film reviews with labels 0 and 1', async () => {
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', rows(REVIEWS, ['0', '1']));
    expect(page.data('label-map', 'basis')).toBe('none');
    await soon(() => primary(page)).toEqual(['learn-instead']);
    expect(page.text('start-doubt')).toContain('no row would get a loss');
    expect(page.all('misfit')).toEqual([]);
    await page.choose('label-map-0', 'World');
    await soon(() => primary(page)).toEqual(['run-start']);
    await page.choose('label-map-0', '-1');
    await page.press('learn-instead');
    await page.learnt();
  });

  test('warns of Chinese pairs and proposes no classes for them', async () => {
    const pairs = CHINESE.map((text) => `${text}\t${text}吗`);
    const lines = Array.from({ length: 60 }, (_, i) => `${pairs[i % 3]}${i}\t${i % 2}`);
    const page = await ShownPage.open();
    await page.openFile('pairs.tsv', `text_a\ttext_b\tlabel\n${lines.join('\n')}\n`);
    expect(page.data('label-map', 'basis')).toBe('none');
    await soon(() => page.text('misfit')).toContain('Most rows are in Chinese characters');
    expect(primary(page)).toEqual(['learn-instead']);
  });

  test('proposes four numbers for Chinese texts, under the warning', async () => {
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', rows(CHINESE, ['0', '1', '2', '3']));
    expect(page.data('label-map', 'basis')).toBe('integer-0');
    await soon(() => page.text('misfit')).toContain('Most rows are in Chinese characters');
    expect(primary(page)).toEqual(['learn-instead']);
    expect(page.isDisabled('run-start')).toBe(false);
    await page.press('learn-instead');
    await page.learnt();
  });

  test('warns in the language of the page', async () => {
    const page = await ShownPage.open({ locale: 'zh-CN' });
    await page.openFile('rows.tsv', rows(CHINESE, ['0', '1']));
    await soon(() => page.text('misfit')).toContain('大部分数据是中文');
    expect(page.text('start-doubt')).toContain('任何一条都得不到损失');
  });

  test('does not warn of accents in English, and puts Start first where numbers agree with the classes', async () => {
    const page = await ShownPage.open();
    const accents = 'The naïve café owner José met Zoë in São Paulo';
    await page.openFile('rows.tsv', rows([...NEWS, accents], ['0', '1', '2', '3']));
    expect(page.data('label-map', 'basis')).toBe('integer-0');
    await soon(() => primary(page)).toEqual(['run-start']);
    expect(page.all('misfit')).toEqual([]);
    expect(page.all('start-doubt')).toEqual([]);
  });

  test('has no prominent button for a single label without a class, and gives the reason beside Start', async () => {
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', rows(NEWS, ['weather']));
    await soon(() => page.data('start-doubt', 'doubt')).toBe('no-labels');
    expect(primary(page)).toEqual([]);
    await page.choose('model-select', 'learned');
    await soon(() => page.data('start-doubt', 'doubt')).toBe('one-label');
    expect(primary(page)).toEqual([]);
  });
});
