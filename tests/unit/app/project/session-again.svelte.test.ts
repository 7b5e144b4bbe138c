import { beforeEach, describe, expect, it, vi } from 'vitest';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, textOfRow, tsvOf, type Page } from '../../../fakes/page.js';
import { byName, expectLosses, LABELS, projectsIn, ROWS, scored, storedRecord } from './news.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

describe('resuming a project', () => {
  async function worked(): Promise<void> {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    page.review.setLabel([1], 'Business');
    page.review.setLabel([2], 'Sci/Tech');
    page.review.undo();
    await page.review.settled();
  }

  it('restores decisions, history, results and losses after a reload, and scores no row again', async () => {
    await worked();
    const before = { decisions: page.decisions(), losses: page.predictions.loss.value.slice() };
    page.die();
    const later = await browser.visit().begin();
    expect(later.project.record?.name).toBe('news.tsv');
    expect(later.decisions()).toEqual(before.decisions);
    expect(later.review.labels).toContain('Sci/Tech');
    expect(later.review.redo()).toEqual([2]);
    expect(later.predictions.loss.value).toEqual(before.losses);
    expect(later.run.state.at).toBe('done');
    expect(later.view.selected).toBe(later.view.visible.find((row) => later.review.status.value[row] === 0));
    await later.analysis.start();
    expect(scored(later.host)).toBe(0);
    expect(later.host.loads).toEqual([]);
  });

  it('finds the same project when the same file is dropped again, and keeps its creation time', async () => {
    await worked();
    const { id, createdAt } = await storedRecord(browser);
    await page.session.close();
    expect(page.project.dataset).toBeNull();
    browser.clock.pass(5000);
    await page.drop(tsvOf(LABELS));
    expect(page.importer.known).toEqual([]);
    expect(page.project.record).toMatchObject({ id, createdAt, decided: 1 });
    expect(page.decisions()[1]).toBe('2 Business');
    expect(page.run.state.at).toBe('done');
  });

  it('makes another project of the same bytes with other roles', async () => {
    await worked();
    const file = tsvOf(LABELS);
    await page.importer.open(file, file.name);
    expect(page.importer.known).toHaveLength(1);
    await page.importer.changeRoles({ text: 'label', label: 'text' });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(await projectsIn(browser)).toHaveLength(2);
    expect(page.decisions()[1]).toBe(`0 ${textOfRow(1)}`);
  });

  it('keeps a chosen label map when the open file is dropped again', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.mapLabel(0, -1);
    await page.drop(tsvOf(LABELS));
    expect(page.labelMap.match?.basis).toBe('chosen');
    expect(page.labelMap.match?.unmatchedLabels).toBe(1);
    expect((await storedRecord(browser)).labelMaps).toHaveLength(1);
  });

  it('resumes a run after the page died, and scores no stored row again', async () => {
    await page.drop(tsvOf(LABELS));
    page.host.memoryTokens = 64;
    page.host.beforeAnswer = () => browser.clock.pass(2000);
    const held = gate();
    page.storing.after = (method) => (method === 'putChunk' && page.predictions.done >= 3 ? held.passed : undefined);
    const running = page.analysis.start();
    await until(() => page.predictions.done >= 3);
    await tick();
    const doneBefore = page.predictions.done;
    expect(doneBefore).toBeLessThan(ROWS);
    page.die();
    const later = browser.visit();
    await later.begin();
    await vi.waitFor(() => expect(later.run.state.at).toBe('done'));
    expect(scored(later.host)).toBe(ROWS - doneBefore);
    expectLosses(later, byName);
    expect((await storedRecord(browser)).running).toBe(false);
    void running;
  });

  it('does not resume a paused or cancelled run', async () => {
    for (const end of ['pause', 'cancel'] as const) {
      const own = await browser.visit().begin();
      await own.drop(tsvOf(LABELS, `${end}.tsv`));
      const held = gate();
      own.host.score = () => held.passed.then(() => ({ ok: false, fault: { code: 'worker-died' } }));
      const running = own.analysis.start();
      await until(() => own.run.state.at === 'scoring');
      expect((await projectsIn(browser)).some((project) => project.running)).toBe(true);
      await own.analysis[end]();
      held.open();
      await running;
      expect((await projectsIn(browser)).some((project) => project.running)).toBe(false);
      own.die();
      const later = await browser.visit().begin();
      expect(later.run.busy).toBe(false);
      later.die();
    }
  });

  it('reports a missing stored source and opens no project', async () => {
    await worked();
    page.die();
    const later = browser.visit();
    later.storing.after = () => undefined;
    later.storing.it.source = () => Promise.resolve({ ok: true, value: null });
    await later.begin();
    expect(later.project.dataset).toBeNull();
    expect(later.source.opening).toBeNull();
    expect(later.notices.items.map(({ fault }) => fault)).toEqual([
      { code: 'file-changed', params: { name: 'news.tsv' } },
    ]);
  });

  it('names a stored source that cannot be read', async () => {
    await worked();
    page.die();
    const later = browser.visit();
    later.reading.before = (method) => (method === 'advance' ? { code: 'file-unreadable' } : undefined);
    await later.begin();
    expect(later.source.opening).toBeNull();
    expect(later.notices.items.map(({ fault }) => fault)).toEqual([
      { code: 'file-unreadable', params: { name: 'news.tsv' } },
    ]);
  });

  it('opens no project on the visit after closing, and lists projects with the newest first', async () => {
    await worked();
    await page.session.close();
    browser.clock.pass(10);
    await page.drop(tsvOf(['World', 'Sports'], 'second.tsv'));
    await page.session.close();
    const later = await browser.visit().begin();
    expect(later.project.dataset).toBeNull();
    expect(later.projects.list.map((project) => [project.name, project.decided])).toEqual([
      ['second.tsv', 0],
      ['news.tsv', 1],
    ]);
    const [, first] = later.projects.list;
    if (first) await later.session.openStored(first);
    expect(later.decisions()[1]).toBe('2 Business');
  });

  it('removes the project with its journal, results and source', async () => {
    await worked();
    const record = await storedRecord(browser);
    await page.session.close();
    await page.session.removeProject(record);
    expect(page.projects.list).toEqual([]);
    expect(await browser.store.entries(record.id)).toEqual({ ok: true, value: [] });
    expect(await browser.store.chunks(record.id, 'fake')).toEqual({ ok: true, value: [] });
    expect(await browser.store.source(record.sourceHash)).toEqual({ ok: true, value: null });
    page.storing.before = (method) => (method === 'removeProject' ? { code: 'storage-failed' } : undefined);
    await page.session.removeProject(record);
    expect(page.codes()).toEqual(['storage-failed']);
  });

  it('reports nothing as saved while storage is full, and a later retry stores decisions and results', async () => {
    let full = true;
    page.storing.before = (method) =>
      full && (method.startsWith('put') || method === 'append') ? { code: 'storage-full' } : undefined;
    await page.drop(tsvOf(LABELS));
    expect(page.review.saved).toBe('failed');
    expect(page.codes()).toEqual(['storage-full']);
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    page.review.discard([2]);
    await page.review.settled();
    expect(page.review.saved).toBe('failed');
    expect(await projectsIn(browser)).toEqual([]);

    full = false;
    await page.review.keep();
    expect(page.review.saved).toBe('saved');
    expect(page.codes()).toEqual([]);
    const decisions = page.decisions();
    page.die();
    const later = await browser.visit().begin();
    expect(later.decisions()).toEqual(decisions);
    expect(later.predictions.done).toBe(ROWS);
    expect(later.run.state.at).toBe('done');
  });

  it('loses no decision when the project closes during saving', async () => {
    await page.drop(tsvOf(LABELS));
    const held = gate();
    page.storing.before = (method) => (method === 'append' ? held.passed.then(() => undefined) : undefined);
    for (const row of [0, 1, 2]) page.review.setLabel([row], 'Business');
    const before = page.decisions();
    const closing = page.session.close();
    await tick();
    held.open();
    await closing;
    const [record] = await projectsIn(browser);
    if (record) await page.session.openStored(record);
    expect(page.decisions()).toEqual(before);
  });

  it('shows the rows of the last of two projects opened in quick succession', async () => {
    await page.drop(tsvOf(LABELS, 'first.tsv'));
    page.review.discard([0]);
    browser.clock.pass(10);
    await page.drop(tsvOf(['Sports', 'Sports', 'World'], 'second.tsv'));
    await page.session.close();
    const [second, first] = page.projects.list;
    if (!first || !second) throw new Error('not two projects');
    await Promise.all([page.session.openStored(first), page.session.openStored(second)]);
    expect(page.project.record?.name).toBe('second.tsv');
    expect(page.project.dataset?.rows).toBe(3);
    expect(page.decisions()).toEqual(['0 Sports', '0 Sports', '0 World']);
    await page.session.openStored(first);
    expect(page.project.dataset?.rows).toBe(ROWS);
    expect(page.decisions()[0]).toBe('3 World');
    expect(page.codes()).toEqual([]);
  });
});
