import { beforeEach, describe, expect, it } from 'vitest';
import type { LearnedRecord } from '../../../../src/app/learning/learned-results.js';
import type { EvaluationResults } from '../../../../src/domain/training/passes.js';
import { projectSetting } from '../../../../src/protocol/setting-keys.js';
import { until } from '../../../fakes/controlled.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { topicFile, topicRows } from './topics.js';

const ROWS = topicRows(120, 12);
const EVALUATIONS = 8;

let browser: FakeBrowser;
let page: Page;
let id: string;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit('learn=on').begin();
  await page.drop(topicFile(ROWS));
  await until(() => page.learning.state.at === 'done');
  await page.review.settled();
  id = page.project.record?.id ?? '';
});

async function setting(key: string): Promise<unknown> {
  const found = await browser.store.setting(key);
  return found.ok ? found.value : undefined;
}

const partKey = (position: number, series: string, index: number): string =>
  projectSetting('learned', id, `learned-1-${position}:${series}:${index}`);

async function reload(): Promise<Page> {
  page.die();
  return browser.visit('learn=on').begin();
}

describe('the stored course of learning', () => {
  it('is stored evaluation by evaluation, beside the record', async () => {
    const record = (await setting(projectSetting('learned', id))) as LearnedRecord;
    expect(record).toMatchObject({ course: null, evaluations: EVALUATIONS });
    for (const series of ['outOfSample', 'inSample']) {
      for (let index = 0; index < EVALUATIONS; index++) {
        const part = (await setting(partKey(0, series, index))) as EvaluationResults;
        expect(part.labelProb).toHaveLength(ROWS.length);
        expect(part.predicted).toHaveLength(ROWS.length);
      }
    }
  });

  it('is read from the record where an earlier version stored it there', async () => {
    const before = page.course?.signals;
    const parts = async (series: string): Promise<unknown[]> =>
      Promise.all(Array.from({ length: EVALUATIONS }, (_, index) => setting(partKey(0, series, index))));
    const { evaluations: _, ...record } = (await setting(projectSetting('learned', id))) as LearnedRecord & {
      evaluations: number;
    };
    const course = { outOfSample: await parts('outOfSample'), inSample: await parts('inSample') };
    await browser.store.putSetting(projectSetting('learned', id), { ...record, course });
    for (let index = 0; index < EVALUATIONS; index++)
      await browser.store.putSetting(partKey(0, 'inSample', index), null);
    const later = await reload();
    await until(() => later.course !== null);
    expect(later.course?.signals.labelProb).toEqual(before?.labelProb);
  });

  it('is discarded where a part is missing, and the results are shown', async () => {
    await browser.store.putSetting(partKey(0, 'outOfSample', 3), null);
    const later = await reload();
    await until(() => later.learning.state.at === 'done');
    expect(later.predictions.done).toBe(ROWS.length);
    expect(later.course).toBeNull();
  });

  it('is removed when the course of later labels is stored', async () => {
    page.review.confirm([1]);
    await page.review.settled();
    await page.learning.relearn();
    const record = (await setting(projectSetting('learned', id))) as LearnedRecord;
    expect(record.position).toBeGreaterThan(0);
    expect(await setting(partKey(0, 'outOfSample', 0))).toBeNull();
    expect(await setting(partKey(0, 'inSample', EVALUATIONS - 1))).toBeNull();
    const later = await reload();
    await until(() => later.course !== null);
    expect(later.course?.signals.evaluations).toBe(EVALUATIONS);
  });
});
