import { expect, it } from 'vitest';
import { CORRECTED } from '../../../../src/domain/reading/dataset.js';
import { FakeBrowser, tsvOf } from '../../../fakes/page.js';

const LABELS = ['World', 'Sports', 'Business', 'Sports'];

/** Work with results and a decision, stored by a page that read this number of rows from the same source. */
async function workOf(rows: number): Promise<FakeBrowser> {
  const browser = new FakeBrowser();
  const page = await browser.visit('learn=off').begin();
  await page.drop(tsvOf(LABELS));
  await page.analysis.start();
  page.review.setLabel([1], 'World');
  await page.review.settled();
  const { record } = page.project;
  if (record) await browser.store.putProject({ ...record, rows });
  return browser;
}

it('restores decisions but no results where an older page read fewer rows from the source', async () => {
  const later = await (await workOf(LABELS.length - 1)).visit('learn=off').begin();
  expect(later.project.dataset?.rows).toBe(LABELS.length);
  expect(later.predictions.done).toBe(0);
  expect([later.review.labelName(1), later.review.status.value[1]]).toEqual(['World', CORRECTED]);
  expect(later.project.record?.rows).toBe(LABELS.length);
});

it('restores the results where the page reads as many rows as before', async () => {
  const later = await (await workOf(LABELS.length)).visit('learn=off').begin();
  expect(later.predictions.done).toBe(LABELS.length);
});
