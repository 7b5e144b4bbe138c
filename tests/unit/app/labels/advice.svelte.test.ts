import { beforeEach, describe, expect, it } from 'vitest';
import { LEARNED_KEY, RESULTS_KEY } from '../../../../src/app/scoring/models.svelte.js';
import { crossEntropy } from '../../../../src/domain/predictions/loss.js';
import { tick, until } from '../../../fakes/controlled.js';
import { FAKE_CLASSES, logitsOf } from '../../../fakes/model-host.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { TOPIC_NAMES, topicRows } from '../learning/topics.js';

/** First letters of texts by the class that the fake model predicts. */
const LETTERS = Array.from(FAKE_CLASSES, (_, k) =>
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz').filter((letter) => {
    const logits = logitsOf(letter.charCodeAt(0));
    return Math.max(...logits) === logits[k];
  }),
);

interface Text {
  readonly text: string;
  readonly truth: number;
}

/** Texts of the three classes in turn. The model predicts each class correctly. */
function texts(rows: number): readonly Text[] {
  return Array.from({ length: rows }, (_, row) => {
    const truth = row % 3;
    const letters = LETTERS[truth] ?? [];
    return { text: `${letters[row % letters.length]}${'x'.repeat(row % 7)} some words`, truth };
  });
}

/** A dataset with labels from `names`, by the true class. */
function labelled(rows: number, names: readonly string[]): File {
  const lines = texts(rows).map(({ text, truth }) => `${text}\t${names[truth]}\n`);
  return new File(['text\tlabel\n', ...lines], 'labelled.tsv');
}

/** World, Sports and Business, numbered by a label encoder in alphabetical order. */
const ENCODED = ['2', '1', '0'];

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit('?learn=off').begin();
});

const noticeOf = (of: Page, code: string) => of.notices.items.find(({ fault }) => fault.code === code);
const classes = (of: Page): number[] => [...(of.labelMap.match?.classes ?? [])];

describe('advice about a map by number in another order', () => {
  beforeEach(async () => {
    await page.drop(labelled(42, ENCODED));
    expect(page.labelMap.match?.basis).toBe('integer-0');
    await page.analysis.start();
    await until(() => noticeOf(page, 'labels-permuted') !== undefined);
  });

  it('reports both agreements once the rows are scored', () => {
    expect(noticeOf(page, 'labels-permuted')?.fault.params).toEqual({
      now: 33,
      then: 100,
      rows: 42,
      map: '“0” → “Business”, “2” → “World”',
    });
  });

  it('corrects the map by one click: losses follow, decisions persist, and no row is scored again', async () => {
    page.review.confirm([0]);
    page.review.setLabel([1], '2');
    const decided = page.decisions();
    const scored = [...page.host.scored.values()].reduce((sum, count) => sum + count, 0);
    page.notices.act(noticeOf(page, 'labels-permuted')?.id ?? 0);
    await until(() => page.project.record?.labelMaps.length === 1 && classes(page).join() === '2,1,0');
    await page.review.settled();
    for (const [row, { text, truth }] of texts(42).entries()) {
      const expected = crossEntropy(logitsOf(text.charCodeAt(0)), 0, FAKE_CLASSES.length, truth);
      expect(page.predictions.loss.value[row]).toBeCloseTo(expected, 5);
    }
    expect(page.decisions()).toEqual(decided);
    expect([...page.host.scored.values()].reduce((sum, count) => sum + count, 0)).toBe(scored);
    expect(page.codes()).toEqual([]);
    page.die();
    const later = await browser.visit('?learn=off').begin();
    expect(classes(later)).toEqual([2, 1, 0]);
    await tick();
    expect(later.codes()).toEqual([]);
  });

  it('does not appear again after a dismissal, also after a reload', async () => {
    page.notices.dismiss(noticeOf(page, 'labels-permuted')?.id ?? 0);
    await page.analysis.restore();
    expect(page.codes()).toEqual([]);
    await tick();
    page.die();
    const later = await browser.visit('?learn=off').begin();
    await tick();
    expect([later.run.state.at, later.codes()]).toEqual(['done', []]);
  });

  it('appears after a reload if nobody answered it', async () => {
    page.die();
    const later = await browser.visit('?learn=off').begin();
    await until(() => noticeOf(later, 'labels-permuted') !== undefined);
  });

  it('disappears after a person corrects the map or chooses something else', async () => {
    await page.analysis.mapLabel(0, 2);
    await page.analysis.mapLabel(2, 0);
    expect(page.codes()).toEqual([]);
    await page.analysis.mapLabel(2, 2);
    await page.analysis.mapLabel(0, 0);
    await page.analysis.restore();
    await until(() => noticeOf(page, 'labels-permuted') !== undefined);
    await page.analysis.chooseModel(LEARNED_KEY);
    expect(page.codes()).toEqual([]);
  });
});

describe('no advice about a map', () => {
  it('that is correct', async () => {
    await page.drop(labelled(42, ['0', '1', '2']));
    await page.analysis.start();
    expect(page.codes()).toEqual([]);
  });

  it('by name if 40 % of the labels are wrong', async () => {
    const lines = texts(300).map(({ text, truth }, row) => {
      const label = row % 5 < 2 ? (truth + 1 + (row % 2)) % 3 : truth;
      return `${text}\t${FAKE_CLASSES[label]}\n`;
    });
    await page.drop(new File(['text\tlabel\n', ...lines], 'noisy.tsv'));
    await page.analysis.start();
    expect(page.codes()).toEqual([]);
  });
});

it('Reports a wrong map while scoring runs', async () => {
  await page.drop(labelled(600, ENCODED));
  page.host.memoryTokens = 400;
  let toldAt = 0;
  page.host.beforeAnswer = () => {
    browser.clock.pass(300);
    if (toldAt === 0 && noticeOf(page, 'labels-permuted')) toldAt = page.predictions.done;
  };
  await page.analysis.start();
  expect(toldAt).toBeGreaterThanOrEqual(256);
  expect(toldAt).toBeLessThan(600);
});

it('Reports a wrong map of results from the file', async () => {
  const rows = texts(30).map(({ text, truth }) => ({
    text,
    label: Number(ENCODED[truth]),
    prob_World: truth === 0 ? 0.8 : 0.1,
    prob_Sports: truth === 1 ? 0.8 : 0.1,
    prob_Business: truth === 2 ? 0.8 : 0.1,
  }));
  await page.drop(new File([rows.map((row) => `${JSON.stringify(row)}\n`).join('')], 'results.jsonl'));
  expect(page.models.chosenKey).toBe(RESULTS_KEY);
  await until(() => noticeOf(page, 'labels-permuted') !== undefined);
  page.notices.act(noticeOf(page, 'labels-permuted')?.id ?? 0);
  await until(() => page.predictions.loss.value.every((loss) => Math.abs(loss + Math.log(0.8)) < 1e-5));
});

describe('several spellings of the classes of a model', () => {
  const SPELLED = ['World', ' World', 'world ', 'SPORTS', 'sports', 'Ｓｐｏｒｔｓ', 'Business'];

  it('map by one click, and spellings that are equal after trimming and width folding map without it', async () => {
    await page.drop(tsvOf(SPELLED));
    const names = page.project.dataset?.labels.map(({ name }) => name) ?? [];
    const proposed = page.labelMap.spelled.map(({ label, class: to }) => [names[label], FAKE_CLASSES[to]]);
    expect(new Map(proposed as [string, string][])).toEqual(
      new Map([
        ['world ', 'World'],
        ['SPORTS', 'Sports'],
        ['sports', 'Sports'],
      ]),
    );
    expect(page.labelMap.match?.unmatchedRows).toBe(3);
    await page.analysis.mapSpelled();
    expect(page.labelMap.spelled).toEqual([]);
    expect(page.labelMap.match?.unmatchedRows).toBe(0);
    await page.analysis.start();
    expect([...page.predictions.loss.value].every(Number.isFinite)).toBe(true);
  });
});

describe('several spellings of the labels of a dataset', () => {
  /** Topics in three spellings. The plain spelling has the most rows. */
  const spelledRows = topicRows(120, 12).map(({ text, label }, row) => ({
    text,
    label: [label, label, label, label.toUpperCase(), ` ${label}`][Math.floor(row / 3) % 5] ?? '',
  }));
  const file = (): File => new File([spelledRows.map((row) => `${JSON.stringify(row)}\n`).join('')], 'spelled.jsonl');

  async function learnt(query = '?learn=on'): Promise<Page> {
    const of = await browser.visit(query).begin();
    await of.drop(file());
    await settled(of);
    return of;
  }

  async function settled(of: Page): Promise<void> {
    await until(() => of.learning.state.at === 'done' && of.project.record?.running === false);
  }

  const predictedNames = (of: Page): Set<string | undefined> =>
    new Set(Array.from(of.predictions.predicted.value, (found) => of.predictions.classes[found]));

  it('are separate classes for learning until a person merges them, and decisions persist', async () => {
    const of = await learnt();
    expect(noticeOf(of, 'labels-spelled')?.fault.params).toMatchObject({ count: 6 });
    expect(of.analysis.spellings).toMatchObject({ count: 6, isCounted: false });
    const before = of.learning.learned?.accuracy ?? 1;
    of.review.confirm([5]);
    await of.review.settled();
    of.notices.act(noticeOf(of, 'labels-spelled')?.id ?? 0);
    await until(() => of.analysis.spellings?.isCounted === true && of.learning.busy);
    await settled(of);
    expect(of.codes()).toEqual([]);
    expect(of.learning.learned?.accuracy).toBeGreaterThan(Math.max(0.85, before + 0.3));
    expect([...predictedNames(of)].sort()).toEqual([...TOPIC_NAMES].sort());
    expect(of.decisions()[5]).toMatch(/^1 /);
    const names = of.project.dataset?.labels.map(({ name }) => name) ?? [];
    for (const name of TOPIC_NAMES) {
      const counted = [name, name.toUpperCase(), ` ${name}`].map((spelling) =>
        of.labelMap.classOf(names.indexOf(spelling)),
      );
      expect(new Set(counted)).toEqual(new Set([names.indexOf(name)]));
    }
    const losses = [...of.predictions.loss.value];
    of.die();
    const later = await browser.visit('?learn=on').begin();
    await until(() => later.learning.state.at === 'done');
    expect([...later.predictions.loss.value]).toEqual(losses);
    expect([later.codes(), later.analysis.spellings?.isCounted]).toEqual([[], true]);
    await later.learning.explain(0);
    expect(later.learning.explanation?.value.terms.length).toBeGreaterThan(0);
  });

  it('can become separate classes again', async () => {
    const of = await learnt();
    await of.analysis.countSpellings(true);
    const together = of.learning.learned?.accuracy ?? 0;
    await of.analysis.countSpellings(false);
    expect(of.project.record?.labelMaps).toEqual([]);
    expect(of.learning.learned?.accuracy).toBeLessThan(together);
    expect(of.labelMap.classOf(0)).toBe(0);
    expect(of.analysis.spellings?.isCounted).toBe(false);
  });

  it('count as one label from the next learning on, also if the page dies meanwhile', async () => {
    const of = await learnt();
    let died = false;
    of.learners.onStart = () => {
      if (died) return;
      died = true;
      of.die();
    };
    void of.analysis.countSpellings(true);
    await until(() => died);
    const later = await browser.visit('?learn=on').begin();
    await settled(later);
    expect(later.analysis.spellings?.isCounted).toBe(true);
    expect([...predictedNames(later)].sort()).toEqual([...TOPIC_NAMES].sort());
  });

  it('do not raise advice again after a dismissal', async () => {
    const of = await learnt();
    of.notices.dismiss(noticeOf(of, 'labels-spelled')?.id ?? 0);
    await tick();
    of.die();
    const later = await browser.visit('?learn=on').begin();
    await until(() => later.learning.state.at === 'done');
    await tick();
    expect(later.codes()).toEqual([]);
    expect(later.analysis.spellings).toMatchObject({ count: 6, isCounted: false });
  });
});

describe('automatic choice of the model', () => {
  it.each([
    ['two numbers for three classes', ['0', '1'], LEARNED_KEY, 'none'],
    ['the numbers of the classes', ['0', '1', '2'], LEARNED_KEY, 'integer-0'],
    ['the names of the classes', ['World', ' Sports', 'Ｂｕｓｉｎｅｓｓ'], 'default', 'name'],
  ])('%s', async (_, names, key, basis) => {
    const of = await browser.visit('?learn=on').begin();
    await of.drop(tsvOf(Array.from({ length: 24 }, (__, row) => names[row % names.length] ?? '')));
    expect(of.project.record?.model).toBe(key);
    expect(of.run.state.at).toBe('idle');
    of.learning.cancel();
    await of.analysis.chooseModel('default');
    expect(of.labelMap.match?.basis).toBe(basis);
  });
});
