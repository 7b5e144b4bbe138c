import { beforeEach, describe, expect, it } from 'vitest';
import { ReviewActions } from '../../../../src/app/review/actions.svelte.js';
import { CORRECTED } from '../../../../src/domain/reading/dataset.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { until } from '../../../fakes/controlled.js';
import { TOPIC_NAMES, topicRows } from '../learning/topics.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit('learn=off').begin();
});

function jsonl(labels: readonly string[]): File {
  return new File([labels.map((label, i) => `{"text":"some words ${i}","label":${label}}\n`).join('')], 'rows.jsonl');
}

function actionsOf({ review, predictions, view, labelMap, notices, labelKeys, remarks }: Page): ReviewActions {
  return new ReviewActions(review, predictions, view, labelMap, notices, labelKeys, remarks);
}

async function exported(of: Page): Promise<string[]> {
  await of.exports.write('dataset');
  await until(() => of.downloads.saved.size > 0);
  const lines = [...of.downloads.saved.values()][0]?.split('\n') ?? [];
  return lines.slice(0, -1).map((line) => /"label":(.*)\}$/.exec(line)?.[1] ?? '');
}

describe('class without rows', () => {
  it('stores, recognizes and exports its number as the label', async () => {
    await page.drop(jsonl(['0', '2', '2']));
    await page.analysis.chooseModel('default');
    await page.analysis.start();
    const actions = actionsOf(page);
    const option = actions.options.find(({ handle }) => handle === 'Sports');
    expect(option).toMatchObject({ name: '1', title: '1 · Sports', class: 1 });
    page.view.select(0);
    actions.choose(option?.index ?? -1);
    expect(page.notices.items.map(({ fault }) => fault.code)).not.toContain('label-among-numbers');
    expect(page.labelMap.classOf(2)).toBe(1);
    expect(actions.options.at(-1)).toMatchObject({ label: 2, handle: 'Sports', title: '1 · Sports' });
    expect(await exported(page)).toEqual(['1', '2', '2']);
  });

  it('raises a notice if its number is not known', async () => {
    await page.drop(jsonl(['0', '1', '3']));
    for (const label of [0, 1, 2]) await page.analysis.mapLabel(label, label === 0 ? 0 : -1);
    await page.analysis.mapLabel(0, 2);
    await page.analysis.start();
    const actions = actionsOf(page);
    page.view.select(0);
    actions.choose(actions.options.find(({ name }) => name === 'World')?.index ?? -1);
    expect(page.notices.items.map(({ fault }) => fault.code)).toContain('label-among-numbers');
    expect(await exported(page)).toEqual(['"World"', '1', '3']);
  });
});

describe('labels in lists', () => {
  const LISTS = ['["World"]', '["Sports"]', '["World","Sports"]', '[]', '["Sports"]'];

  it('map to classes by the names in them, but a list of several labels or of none has no class', async () => {
    await page.drop(jsonl(LISTS));
    expect(page.project.dataset?.labels.map(({ name }) => name)).toEqual([
      'Sports',
      'World',
      '["World","Sports"]',
      '[]',
    ]);
    expect(page.labelMap.match).toMatchObject({ basis: 'name', unmatchedLabels: 0, unmatchedRows: 2 });
    expect(page.models.chosenKey).toBe('default');
    await page.analysis.start();
    const { loss } = page.predictions;
    expect(Array.from(loss.value, Number.isNaN)).toEqual([false, false, true, true, false]);
  });

  it('restore the decisions and maps that an earlier build stored under the lists as names', async () => {
    await page.drop(jsonl(LISTS));
    const id = page.project.record?.id ?? '';
    const record = page.project.record;
    if (!record) throw new Error('nothing is open');
    const at = 5;
    await page.storing.it.append(id, [
      { seq: 1, at, kind: 'change', rows: [0], status: [CORRECTED], label: ['["Sports"]'] },
      { seq: 2, at, kind: 'change', rows: [2], status: [1], label: ['["World","Sports"]'] },
    ]);
    const classes = [
      ['["World"]', 2],
      ['["Sports"]', 1],
    ] as const;
    await page.storing.it.putProject({ ...record, labelMaps: [{ model: 'default', classes }] });
    page.die();
    const later = await browser.visit('learn=off').begin();
    expect(later.review.labelName(0)).toBe('Sports');
    expect(later.review.labels).toEqual(['Sports', 'World', '["World","Sports"]', '[]']);
    expect([...later.review.status.value]).toEqual([2, 0, 1, 0, 0]);
    expect([...(later.labelMap.match?.classes ?? [])]).toEqual([1, 2, -1, -1]);
    expect(await exported(later)).toEqual(['["Sports"]', ...LISTS.slice(1)]);
  });
});

describe('learning from labels in lists', () => {
  it('uses rows with one label alone, and suggests labels of the dataset', async () => {
    const rows = topicRows(120, 12);
    const lists = rows.map(({ label }, row) => {
      const names = row === 30 ? [label, TOPIC_NAMES.find((name) => name !== label) ?? ''] : row === 40 ? [] : [label];
      return JSON.stringify(names);
    });
    const text = rows.map((row, i) => `{"text":${JSON.stringify(row.text)},"label":${lists[i] ?? ''}}\n`).join('');
    await page.drop(new File([text], 'topics.jsonl'));
    await page.analysis.chooseModel('learned');
    await page.analysis.start();
    await until(() => page.learning.state.at === 'done');
    expect(page.predictions.classes).toEqual(TOPIC_NAMES.toSorted());
    expect(page.learning.learned).toMatchObject({ rows: 118 });
    expect([page.predictions.isScored(30), page.predictions.isScored(40)]).toEqual([false, false]);
    expect([page.predictions.labelClassOf(30), page.predictions.labelClassOf(40)]).toEqual([-1, -1]);
    const wrong = rows.findIndex((row) => row.wrong);
    const actions = actionsOf(page);
    page.view.select(wrong);
    actions.accept();
    const again = (await exported(page))[wrong];
    expect(lists).toContain(again);
    expect(again).toBe(JSON.stringify([TOPIC_NAMES[wrong % 3]]));
    page.review.setLabel([30], TOPIC_NAMES[0] ?? '');
    await page.learning.relearn();
    expect(page.learning.learned).toMatchObject({ rows: 119, decisions: 2 });
    await page.review.settled();
    page.die();
    const later = await browser.visit('learn=off').begin();
    expect(later.learning.learned).toMatchObject({ rows: 119, decisions: 2 });
    expect(later.predictions.labelClassOf(wrong)).toBe(page.predictions.labelClassOf(wrong));
  });

  it('learns nothing if no row has exactly one label', async () => {
    await page.drop(jsonl(Array.from({ length: 24 }, (_, i) => (i % 5 === 0 ? '[]' : `["a","b","c${i % 3}"]`))));
    await page.analysis.chooseModel('learned');
    await page.analysis.start();
    await until(() => page.learning.state.at === 'done');
    expect(page.learning.learned).toMatchObject({ rows: 0, useful: false });
    expect(page.predictions.done).toBe(0);
  });

  it('does not restore results that were stored under other names of the labels', async () => {
    const rows = topicRows(60);
    const text = rows.map((row) => JSON.stringify({ ...row, label: [row.label] }) + '\n').join('');
    await page.drop(new File([text], 'topics.jsonl'));
    await page.analysis.chooseModel('learned');
    await page.analysis.start();
    await until(() => page.learning.state.at === 'done');
    const key = `learned:${page.project.record?.id ?? ''}`;
    const stored = await page.storing.it.setting(key);
    if (!stored.ok) throw new Error('not stored');
    const record = stored.value as { readonly classes: readonly string[] };
    await page.storing.it.putSetting(key, { ...record, classes: record.classes.map((name) => `["${name}"]`) });
    page.die();
    const later = await browser.visit('learn=off').begin();
    expect([later.learning.state.at, later.predictions.done]).toEqual(['idle', 0]);
  });
});
