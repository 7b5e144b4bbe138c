import { beforeEach, describe, expect, it, vi } from 'vitest';
import { projectSetting } from '../../../../src/protocol/setting-keys.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
  await page.drop(tsvOf(['World', 'Sports', 'Business']));
});

function all({ app }: Page): unknown {
  const { text, labels } = app.guidelines.texts;
  return { text, labels: [...labels] };
}

async function stored(of: Page): Promise<unknown> {
  const found = await browser.store.setting(projectSetting('guidelines', of.project.record?.id ?? ''));
  return found.ok ? found.value : found.fault;
}

describe('guidelines', () => {
  it('persist with the project, without the spaces around them', async () => {
    await page.app.guidelines.write(' One label a row.\nThe headline decides. ');
    await page.app.guidelines.describe('Sports', 'Games and athletes. ');
    await page.app.guidelines.describe('__proto__', 'a name like another');
    page.die();
    const later = await browser.visit().begin();
    const labels = [
      ['Sports', 'Games and athletes.'],
      ['__proto__', 'a name like another'],
    ];
    expect(all(later)).toEqual({ text: 'One label a row.\nThe headline decides.', labels });
    expect([later.app.guidelines.of('Sports'), later.app.guidelines.of('World')]).toEqual(['Games and athletes.', '']);
  });

  it('are empty again after a person deletes each text', async () => {
    await page.app.guidelines.write('text');
    await page.app.guidelines.describe('Sports', 'Games');
    expect(page.app.guidelines.empty).toBe(false);
    await page.app.guidelines.write('');
    await page.app.guidelines.describe('Sports', ' ');
    expect(page.app.guidelines.empty).toBe(true);
    expect(await stored(page)).toEqual({ text: '', labels: [] });
  });

  it('belong to one project', async () => {
    await page.app.guidelines.write('of the first');
    await page.drop(tsvOf(['World', 'World', 'World'], 'other.tsv'));
    expect(page.app.guidelines.empty).toBe(true);
  });

  it('exclude stored values that are no text', async () => {
    const id = page.project.record?.id ?? '';
    const labels = [['Sports', 7], 'no pair', ['World', 'Countries'], ['Business', ''], ['a', 'b', 'c']];
    await browser.store.putSetting(projectSetting('guidelines', id), { text: 3, labels });
    await page.app.guidelines.stored.opened(id);
    expect(all(page)).toEqual({ text: '', labels: [['World', 'Countries']] });
    await browser.store.putSetting(projectSetting('guidelines', id), 'text');
    await page.app.guidelines.stored.opened(id);
    expect(page.app.guidelines.empty).toBe(true);
  });

  it('are stored again after the browser deleted the store', async () => {
    await page.app.guidelines.write('kept');
    browser.clear(page);
    await vi.waitFor(async () => expect(await stored(page)).toEqual({ text: 'kept', labels: [] }));
  });
});
