import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { gate, until } from '../../../fakes/controlled.js';
import { FakeBrowser, textOfRow, tsvOf, type Page } from '../../../fakes/page.js';
import { LABELS, projectsIn, ROWS, scored, storedRecord } from './news.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

const text = (of: Page, row: number): string | null => of.project.dataset && textOf(of.project.dataset.text, row);

describe('two tabs', () => {
  async function twoTabs(): Promise<Page> {
    await page.drop(tsvOf(LABELS));
    page.review.setLabel([0], 'Sports');
    await page.review.settled();
    return browser.visit().begin();
  }

  it('the second tab is read-only, shows no notice and does not score', async () => {
    const second = await twoTabs();
    expect(second.review.writable).toBe(false);
    expect(second.codes()).toEqual([]);
    expect(second.decisions()[0]).toBe('2 Sports');
    expect(second.review.confirm([1])).toBe(false);
    await second.analysis.start();
    await second.analysis.mapLabel(0, -1);
    expect(scored(second.host)).toBe(0);
    expect((await storedRecord(browser)).labelMaps).toEqual([]);
    await second.exports.write('dataset');
    expect(second.downloads.saved.size).toBe(1);
  });

  it('a tab does not remove a project that another tab has open', async () => {
    await page.drop(tsvOf(LABELS));
    const other = await browser.visit().begin();
    await other.session.close();
    await other.session.removeProject(await storedRecord(browser));
    expect(other.codes()).toEqual(['read-only-tab']);
    expect(await projectsIn(browser)).toHaveLength(1);
    page.die();
    // Closing the project in the read-only tab did not clear the stored id of the last project.
    const again = await browser.visit().begin();
    expect(again.project.record?.name).toBe('news.tsv');
    again.die();
    await other.session.removeProject(await storedRecord(browser));
    expect(await projectsIn(browser)).toEqual([]);
  });

  it('the second tab shows all decisions and writes after the first tab closes the project', async () => {
    const second = await twoTabs();
    page.review.discard([5]);
    await page.analysis.mapLabel(0, -1);
    await page.session.close();
    await until(() => second.review.writable);
    await until(() => second.source.opening === null && second.review.status.value[5] === 3);
    expect(second.codes()).toEqual([]);
    expect(second.labelMap.match?.unmatchedLabels).toBe(1);
    second.review.confirm([6]);
    await second.review.settled();
    expect(second.review.saved).toBe('saved');
    expect((await storedRecord(browser)).labelMaps).toHaveLength(1);
  });

  it('the second tab resumes the run after the first tab dies', async () => {
    const held = gate();
    page.host.score = () => held.passed.then(() => ({ ok: false, fault: { code: 'worker-died' } }));
    const second = await twoTabs();
    void page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    page.die();
    await until(() => second.run.state.at === 'done');
    expect(scored(second.host)).toBe(ROWS);
    expect(second.decisions()[0]).toBe('2 Sports');
  });

  it('the second tab takes over, and the first tab becomes read-only and pauses its run', async () => {
    const second = await twoTabs();
    const held = gate();
    page.host.score = () => held.passed.then(() => ({ ok: false, fault: { code: 'worker-died' } }));
    const running = page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    page.review.discard([4]);
    await page.review.settled();
    await second.session.takeOver();
    expect(second.review.writable).toBe(true);
    expect(second.codes()).toEqual([]);
    expect(second.decisions()[4]).toBe('3 Sports');
    await until(() => !page.review.writable);
    expect(page.codes()).toEqual([]);
    expect(page.run.state.at).toBe('paused');
    held.open();
    await running;
    expect(page.review.confirm([1])).toBe(false);
    second.review.confirm([1]);
    await second.review.settled();
    expect(second.review.saved).toBe('saved');
    await second.session.close();
    await until(() => page.review.writable && page.decisions()[1] === '1 Sports');
    expect(page.codes()).toEqual([]);
  });

  it('a read-only tab can write to another dataset', async () => {
    const second = await twoTabs();
    await second.drop(tsvOf(['World', 'Sports'], 'mine.tsv'));
    expect(second.review.writable).toBe(true);
    expect(second.codes()).toEqual([]);
    expect(text(second, 0)).toBe(textOfRow(0));
  });
});
