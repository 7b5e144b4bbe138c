import { beforeEach, expect, it } from 'vitest';
import { gate, until } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { topicFile, topicRows } from '../learning/topics.js';

const COLOURS = Array.from({ length: 24 }, (_, row) => (row % 2 === 0 ? 'red' : 'green'));
const ROLES = { text: 'text', textJoin: '', textB: '', label: 'label', id: '', sLabel: '' };

let page: Page;

beforeEach(async () => {
  page = await new FakeBrowser().visit('?learn=on').begin();
});

it('opens a dataset before learning from it has finished', async () => {
  const held = gate();
  page.storing.before = async (method, [key]) => {
    if (method === 'putSetting' && String(key).includes('learned')) await held.passed;
    return undefined;
  };
  await page.drop(tsvOf(COLOURS));
  expect(page.project.record?.model).toBe('learned');
  expect(page.learning.state.at).not.toBe('done');
  await until(() => page.learning.learned !== null);
  expect(page.project.record?.running).toBe(true);
  held.open();
  await until(() => page.learning.state.at === 'done' && page.project.record?.running === false);
});

it('does not resume paused or cancelled learning on the next visit', async () => {
  for (const stop of ['pause', 'cancel'] as const) {
    const browser = new FakeBrowser();
    const first = await browser.visit('?learn=on').begin();
    const held = gate();
    first.storing.before = async (method, [key]) => {
      if (method === 'putSetting' && String(key).includes('learned')) await held.passed;
      return undefined;
    };
    await first.drop(tsvOf(COLOURS));
    await until(() => first.learning.learned !== null);
    await first.analysis[stop]();
    first.die();
    const second = await browser.visit('?learn=on').begin();
    expect(second.project.record?.model, stop).toBe('learned');
    expect(second.learning.state.at, stop).toBe('idle');
  }
});

it('does not learn automatically from rows without texts of their own', async () => {
  await page.session.openDirectly(tsvOf(COLOURS), ROLES);
  expect(page.project.record?.model).toBe('default');
  expect(page.learning.state.at).toBe('idle');
  expect(page.models.entries.map(({ key }) => key)).toContain('learned');
});

it('learns on the next visit from decisions that the closed page had not learned from', async () => {
  const browser = new FakeBrowser();
  const first = await browser.visit('?learn=on').begin();
  await first.drop(topicFile(topicRows(120, 12)));
  await until(() => first.learning.state.at === 'done' && first.project.record?.running === false);
  const held = gate();
  first.learners.started[0]!.wire.before = async () => {
    await held.passed;
    return undefined;
  };
  for (let row = 0; row < 25; row++) first.review.confirm([row]);
  await until(() => first.learning.busy);
  await first.review.settled();
  first.die();
  const second = await browser.visit('?learn=on').begin();
  await until(() => second.learning.learned?.decisions === 25);
});
