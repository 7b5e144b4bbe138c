import { describe, expect, it } from 'vitest';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { topicFile, topicRows } from '../learning/topics.js';

/**
 * Opens the stored project of an earlier visit before the built-in model is listed. The page learns that it is the last
 * open project only after it has begun.
 */
async function openBeforeModels(browser: FakeBrowser, query: string): Promise<Page> {
  const listing = gate();
  const { builtIn } = browser.library;
  browser.library.builtIn = async () => {
    await listing.passed;
    return builtIn.call(browser.library);
  };
  const remembering = gate();
  const { putSetting } = browser.store;
  browser.store.putSetting = async (key, value) => {
    if (key === 'last-project') await remembering.passed;
    return putSetting(key, value);
  };
  const page = browser.visit(query);
  const begun = page.begin();
  const projects = await browser.store.projects();
  const [record] = projects.ok ? projects.value : [];
  if (!record) throw new Error('no project is stored');
  const opened = page.session.openStored(record);
  for (let turn = 0; turn < 100; turn++) await tick();
  listing.open();
  await begun;
  remembering.open();
  await opened;
  return page;
}

/** Stores a project and closes it, so that the next visit begins with the start page. */
async function leave(page: Page): Promise<void> {
  await page.review.settled();
  await page.session.close();
  page.die();
}

describe('work that is opened before the models are listed', () => {
  it('restores the results of the built-in model', async () => {
    const browser = new FakeBrowser();
    const first = await browser.visit('learn=off').begin();
    await first.drop(tsvOf(['World', 'Sports', 'Business']));
    await first.analysis.start();
    await leave(first);
    const page = await openBeforeModels(browser, 'learn=off');
    expect([page.models.chosenKey, page.run.state.at, page.predictions.done]).toEqual(['default', 'done', 3]);
  });

  it('restores learnt results', async () => {
    const browser = new FakeBrowser();
    const rows = topicRows(60, 8);
    const first = await browser.visit('learn=on').begin();
    await first.drop(topicFile(rows));
    await until(() => first.learning.state.at === 'done');
    await leave(first);
    const page = await openBeforeModels(browser, 'learn=off');
    expect([page.learning.state.at, page.predictions.done]).toEqual(['done', rows.length]);
  });
});
