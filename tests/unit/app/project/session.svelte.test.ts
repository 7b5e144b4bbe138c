import { beforeEach, describe, expect, it } from 'vitest';
import { gate, until } from '../../../fakes/controlled.js';
import { FAKE_CLASSES } from '../../../fakes/model-host.js';
import { FakeBrowser, lossOfRow, textOfRow, tsvOf, type Page } from '../../../fakes/page.js';
import { byName, expectLosses, LABELS, projectsIn, ROWS, storedRecord } from './news.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

const json = (of: string | undefined): unknown[] =>
  (of ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));

describe('a project', () => {
  it('scores, takes decisions and exports a dropped file', async () => {
    await page.drop(tsvOf(LABELS));
    const { project, labelMap, analysis, exports, review, view, downloads } = page;
    expect(project.record).toMatchObject({ name: 'news.tsv', rows: ROWS, rejected: 0, model: 'default' });
    expect(labelMap.match?.basis).toBe('name');
    await analysis.start();
    expect(page.run.state.at).toBe('done');
    expectLosses(page, byName);
    expect(view.selected).toBe(view.visible[0]);
    const losses = [...view.visible].map((row) => page.predictions.loss.value[row] ?? 0);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));

    browser.clock.at = Date.UTC(2026, 0, 2);
    review.setLabel([1], 'Business');
    review.discard([2]);
    review.confirm([3]);
    await review.settled();
    expect((await storedRecord(browser)).running).toBe(false);

    const corrected = LABELS.map((label, row) => ({ text: textOfRow(row), label: row === 1 ? 'Business' : label }));
    await exports.write('dataset');
    expect(json(downloads.saved.get('news.corrected.jsonl'))).toEqual(corrected.toSpliced(2, 1));
    page.preferences.withoutDiscarded = false;
    await exports.write('dataset');
    expect(json(downloads.saved.get('news.corrected.jsonl'))).toEqual(corrected);
    await exports.writeCorrected();
    const lines = corrected.map(({ text, label }) => `${text}\t${label}\n`);
    expect(downloads.saved.get('news.corrected.tsv')).toBe(`text\tlabel\n${lines.join('')}`);
    await exports.write('changes');
    expect(json(downloads.saved.get('news.changes.jsonl'))).toEqual([
      {
        row: 1,
        text: textOfRow(1),
        original_label: 'Sports',
        corrected_label: 'Business',
        loss: expect.closeTo(lossOfRow(1, 1), 5) as number,
        updated_at: '2026-01-02T00:00:00.000Z',
      },
    ]);
    await exports.write('audit');
    const audit = json(downloads.saved.get('news.audit.jsonl')) as Record<string, unknown>[];
    expect(audit.map((line) => line['status'])).toEqual([
      'pending',
      'corrected',
      'discarded',
      'validated',
      ...new Array<string>(ROWS - 4).fill('pending'),
    ]);
    for (const [row, line] of audit.entries()) {
      const probs = line['predicted_probs'] as Record<string, number>;
      expect(Object.keys(probs)).toEqual(FAKE_CLASSES);
      expect(Object.values(probs).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      expect(probs[LABELS[row] ?? '']).toBeCloseTo(Math.exp(-lossOfRow(row, byName[row] ?? 0)), 5);
      expect(line['predicted_label']).toBe(FAKE_CLASSES[page.predictions.predicted.value[row] ?? 0]);
    }
    expect([page.queue.writing, page.queue.count]).toEqual(['', 0]);
    expect(page.codes()).toEqual([]);
  });

  it('updates the count of decided rows in the list of projects', async () => {
    await page.drop(tsvOf(LABELS));
    page.review.setLabel([1], 'Business');
    page.review.discard([2]);
    await page.review.settled();
    expect((await storedRecord(browser)).decided).toBe(2);
    page.history.undo();
    await page.review.settled();
    expect((await storedRecord(browser)).decided).toBe(1);
  });

  it('reads an exported dataset again, and exports it unchanged', async () => {
    await page.drop(tsvOf(LABELS));
    page.review.setLabel([4], 'World');
    await page.exports.write('dataset');
    const saved = page.downloads.saved.get('news.corrected.jsonl') ?? '';
    await page.drop(new File([saved], 'again.jsonl'));
    expect(page.decisions()).toEqual(LABELS.map((label, row) => `0 ${row === 4 ? 'World' : label}`));
    await page.exports.write('dataset');
    expect(page.downloads.saved.get('again.corrected.jsonl')).toBe(saved);
    expect(await projectsIn(browser)).toHaveLength(2);
  });

  it('exports without results', async () => {
    await page.drop(tsvOf(LABELS));
    await page.exports.write('audit');
    const [first] = json(page.downloads.saved.get('news.audit.jsonl'));
    expect(first).toMatchObject({ loss: null, predicted_label: null, predicted_probs: null, status: 'pending' });
  });

  it('shows a notice when an export fails, and completes the next one', async () => {
    await page.drop(tsvOf(LABELS));
    page.exporting.before = (method) => (method === 'nextExport' ? { code: 'file-changed' } : undefined);
    await page.exports.write('dataset');
    expect(page.notices.items.map(({ fault }) => fault)).toEqual([
      { code: 'file-changed', params: { name: 'news.tsv' } },
    ]);
    expect(page.downloads.saved.size).toBe(0);
    expect(page.queue.writing).toBe('');
    page.exporting.before = () => undefined;
    await page.exports.write('dataset');
    expect(page.downloads.saved.size).toBe(1);
    expect(page.codes()).toEqual([]);
  });

  it('exports the records set aside, before and after the dataset is opened', async () => {
    const file = new File(['text\tlabel\nA row\tWorld\nshort\nB row\tSports\n'], 'bad.tsv');
    await page.exports.writeRejects();
    expect(page.downloads.saved.size).toBe(0);
    await page.importer.open(file, file.name);
    await page.exports.writeRejects();
    const before = page.downloads.saved.get('bad.set-aside.jsonl');
    expect(json(before)).toMatchObject([{ line: 3, reason: 'column-count' }]);
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(page.project.rejectedCount).toBe(1);
    page.downloads.saved.clear();
    await page.exports.write('rejects');
    expect(page.downloads.saved.get('bad.set-aside.jsonl')).toBe(before);
  });

  it('writes a corrected label as a string when it is a class and no label of the dataset', async () => {
    await page.drop(tsvOf(['Sports', 'World', 'Sports']));
    await page.analysis.start();
    page.review.setLabel([0], 'Business');
    expect(page.labelMap.classOf(page.review.labels.indexOf('Business'))).toBe(2);
    await page.exports.write('dataset');
    expect(json(page.downloads.saved.get('news.corrected.jsonl'))[0]).toMatchObject({ label: 'Business' });
  });

  it('opens the sample without a dialog, and names its file in a fault', async () => {
    await page.session.openDirectly(tsvOf(LABELS, 'sample.tsv'));
    expect(page.project.record?.name).toBe('sample.tsv');
    await page.session.openDirectly(new File([], 'none.tsv'));
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['file-empty', { name: 'none.tsv' }],
    ]);
    expect(page.project.record?.name).toBe('sample.tsv');
  });
});

describe('another dataset', () => {
  it('clears the filters of the dataset before', async () => {
    await page.drop(tsvOf(LABELS));
    page.view.filter({ search: 'nowhere', label: 'World', status: 'corrected' });
    expect(page.view.visible.length).toBe(0);
    await page.drop(tsvOf(['Sports', 'World'], 'second.tsv'));
    expect(page.view.visible.length).toBe(2);
    expect(page.address.params.toString()).toBe('');
  });

  it('ends the run of the dataset before, which does not resume later', async () => {
    await page.drop(tsvOf(LABELS));
    const held = gate();
    page.host.score = () => held.passed.then(() => ({ ok: false, fault: { code: 'worker-died' } }));
    const running = page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    await page.drop(tsvOf(['Sports', 'World'], 'second.tsv'));
    held.open();
    await running;
    expect((await projectsIn(browser)).map((project) => project.running)).toEqual([false, false]);
    expect(page.run.state.at).toBe('idle');
  });
});

it('stores everything again when the store is deleted while the project is stored again', async () => {
  await page.drop(tsvOf(LABELS));
  await page.review.settled();
  browser.clear(page);
  let deletions = 0;
  page.storing.after = (method) => {
    if (method === 'putSource' && deletions++ === 0) browser.clear(page);
    return undefined;
  };
  page.review.discard([0]);
  await page.review.settled();
  await page.review.keep();
  expect(page.review.saved).toBe('saved');
  const { id, sourceHash } = await storedRecord(browser);
  const [source, entries] = await Promise.all([browser.store.source(sourceHash), browser.store.entries(id)]);
  expect([source.ok && source.value !== null, entries.ok && entries.value.length]).toEqual([true, 1]);
});
