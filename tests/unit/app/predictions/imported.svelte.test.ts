import { beforeEach, describe, expect, it } from 'vitest';
import { RESULTS_KEY } from '../../../../src/app/scoring/models.svelte.js';
import { projectSetting } from '../../../../src/protocol/setting-keys.js';
import { gate, until } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { add, dataset, jsonl, LABELS, losses, LOSSES, ROWS } from './results-files.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

const lossesOf = ({ predictions }: Page): number[] => [...predictions.loss.value];
const json = (text: string | undefined): Record<string, unknown>[] =>
  (text ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));

describe('results of a second file', () => {
  it('do not change a dataset that opens while they are stored', async () => {
    await page.drop(tsvOf(LABELS));
    const { record } = page.project;
    if (!record) throw new Error('no project');
    await page.drop(dataset());
    const held = gate();
    page.storing.before = async (method, [key]) => {
      if (method === 'putSetting' && String(key).startsWith('results')) await held.passed;
      return undefined;
    };
    const added = add(losses(), page);
    await until(() =>
      page.storing.calls.some(({ method, args }) => method === 'putSetting' && String(args[0]).startsWith('results')),
    );
    await page.session.openStored(record);
    held.open();
    await added;
    expect([page.models.chosenKey, page.project.record?.model]).toEqual(['default', 'default']);
  });

  it('are recognised, joined by id, and shown in place of a model’s results', async () => {
    await page.drop(dataset());
    const file = losses();
    await page.importer.open(file, file.name);
    expect(page.importer.target).toBe('results');
    expect(page.importer.roles).toMatchObject({ text: '', id: 'id', resultLoss: 'loss' });
    expect(page.importer.joined?.join).toMatchObject({ basis: 'id', matched: 4, unmatchedRows: 0 });
    page.importer.cancel();
    expect(page.models.entries.some(({ key }) => key === RESULTS_KEY)).toBe(false);

    await add(losses(), page);
    expect(lossesOf(page)).toEqual(LOSSES);
    expect(page.run).toMatchObject({ state: { at: 'done' }, given: true });
    expect(page.models.chosen).toMatchObject({ key: RESULTS_KEY, name: 'losses.jsonl' });
    expect(page.project.record).toMatchObject({ name: 'news.jsonl', model: RESULTS_KEY });
    expect([...page.view.visible]).toEqual([1, 3, 2, 0]);
    expect(page.host.loads).toEqual([]);
    expect(page.codes()).toEqual([]);
  });

  it('are restored after a reload, also where the dataset is dropped again', async () => {
    await page.drop(dataset());
    await add(losses(), page);
    page.review.discard([1]);
    await page.review.settled();
    page.die();
    const later = await browser.visit().begin();
    expect(lossesOf(later)).toEqual(LOSSES);
    expect(later.models.chosen?.name).toBe('losses.jsonl');
    expect(later.review.status.value[1]).toBe(3);
    await later.session.close();
    expect(later.models.entries.some(({ key }) => key === RESULTS_KEY)).toBe(false);
    await later.drop(dataset());
    expect(lossesOf(later)).toEqual(LOSSES);
  });

  it('are exported, with a prediction also where they have no probabilities', async () => {
    await page.drop(dataset());
    await add(losses(), page);
    page.review.setLabel([1], 'World');
    await page.exports.write('audit');
    const audit = json(page.downloads.saved.get('news.audit.jsonl'));
    expect(audit.map((line) => [line['id'], line['predicted_label'], line['predicted_probs'], line['loss']])).toEqual(
      ROWS.map(({ id }, i) => [id, 'Sports', null, LOSSES[i]]),
    );
    await page.exports.write('changes');
    expect(json(page.downloads.saved.get('news.changes.jsonl'))).toMatchObject([{ id: 'row-1', loss: 4 }]);
  });

  it('are removed with the project', async () => {
    await page.drop(dataset());
    await add(losses(), page);
    const { record } = page.project;
    if (!record) throw new Error('nothing open');
    const key = projectSetting('results', record.id);
    expect(await browser.store.setting(key)).toMatchObject({ ok: true, value: { name: 'losses.jsonl' } });
    await page.session.close();
    await page.session.removeProject(record);
    expect(await browser.store.setting(key)).toEqual({ ok: true, value: undefined });
  });

  it('replace earlier results, and can be removed', async () => {
    const own = jsonl(
      ROWS.map((row, i) => ({ ...row, loss: i + 1 })),
      'news.jsonl',
    );
    await page.drop(own);
    expect(lossesOf(page)).toEqual([1, 2, 3, 4]);
    await add(losses(), page);
    expect(lossesOf(page)).toEqual(LOSSES);
    await add(losses({ loss: 9 }), page);
    expect(lossesOf(page)).toEqual([9, 9, 9, 9]);
    await page.analysis.removeResults();
    expect(lossesOf(page)).toEqual([1, 2, 3, 4]);
    expect(page.models.chosen).toMatchObject({ key: RESULTS_KEY, name: '' });

    await page.drop(dataset());
    await add(losses(), page);
    await page.analysis.removeResults();
    expect(page.models.chosenKey).toBe('default');
    expect(lossesOf(page)).toEqual([NaN, NaN, NaN, NaN]);
    page.die();
    const later = await browser.visit().begin();
    expect(lossesOf(later)).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('keep their label map until a file with other classes replaces them', async () => {
    await page.drop(tsvOf(['a', 'b', 'a']));
    const probs = (names: readonly string[]): File =>
      jsonl(
        [0.75, 0.5, 0.25].map((p) => ({ probs: Object.fromEntries(names.map((name, k) => [name, k ? 1 - p : p])) })),
        'probs.jsonl',
      );
    await add(probs(['p', 'q']), page);
    expect(page.codes()).toEqual(['no-labels-matched']);
    expect(lossesOf(page)).toEqual([NaN, NaN, NaN]);
    await page.analysis.mapLabel(0, 0);
    await page.analysis.mapLabel(1, 1);
    expect(page.codes()).toEqual([]);
    const expected = [-Math.log(0.75), -Math.log(0.5), -Math.log(0.25)];
    lossesOf(page).forEach((loss, row) => expect(loss).toBeCloseTo(expected[row] ?? NaN, 5));
    page.die();
    const later = await browser.visit().begin();
    lossesOf(later).forEach((loss, row) => expect(loss).toBeCloseTo(expected[row] ?? NaN, 5));
    await add(probs(['b', 'a']), later);
    expect(later.labelMap.match?.basis).toBe('name');
    expect(lossesOf(later)[0]).toBeCloseTo(-Math.log(0.25), 5);
  });

  it('raise notices about unusable and missing numbers', async () => {
    await page.drop(dataset());
    await add(
      jsonl(
        ROWS.slice(0, 3).map(({ id }, i) => ({ id, loss: i === 0 ? -1 : 1, probs: [0.2, 0.2] })),
        'half.jsonl',
      ),
      page,
    );
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['results-not-normalised', { name: 'half.jsonl', count: 3, total: 3 }],
      ['results-missing', { name: 'news.jsonl', count: 2, total: 4 }],
    ]);
    expect(lossesOf(page)).toEqual([NaN, 1, 1, NaN]);
  });

  it('that could not be stored raise a notice, and are stored at the next retry', async () => {
    await page.drop(dataset());
    page.storing.before = (method) => (method === 'putSetting' ? { code: 'storage-full' } : undefined);
    await add(losses(), page);
    expect(page.codes()).toEqual(['storage-full']);
    expect(lossesOf(page)).toEqual(LOSSES);
    page.storing.before = () => undefined;
    await page.review.keep();
    page.die();
    expect(lossesOf(await browser.visit().begin())).toEqual(LOSSES);
  });

  it('are not added in a tab that only reads', async () => {
    await page.drop(dataset());
    const second = await browser.visit().begin();
    expect(second.review.writable).toBe(false);
    await add(losses(), second);
    expect(lossesOf(second)).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('replace the results of a run under way', async () => {
    await page.drop(dataset());
    const running = page.analysis.start();
    await add(losses(), page);
    await running;
    expect(lossesOf(page)).toEqual(LOSSES);
    expect(page.project.record?.running).toBe(false);
  });
});

it('joins the output of a pipeline without texts and ids by row number', async () => {
  await page.drop(dataset());
  const classes = ['World', 'Sports', 'Business'];
  const lists = LABELS.map((label) =>
    classes.map((name) => ({ label: name, score: name === label ? 0.8 : 0.1 })).toSorted((a, b) => b.score - a.score),
  );
  await add(new File([JSON.stringify(lists)], 'pipeline.json'), page);
  expect(page.models.chosenKey).toBe(RESULTS_KEY);
  expect(lossesOf(page).map((loss) => Math.round(loss * 1000))).toEqual(
    Array(4).fill(Math.round(-Math.log(0.8) * 1000)),
  );
});
