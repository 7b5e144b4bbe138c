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

function keys(of: Page): [string, string][] {
  return [...of.labelKeys.chosen];
}

async function stored(of: Page): Promise<unknown> {
  const found = await browser.store.setting(projectSetting('label-keys', of.project.record?.id ?? ''));
  return found.ok ? found.value : found.fault;
}

describe('keys of labels', () => {
  it('persist with the project, and are restored when it reopens', async () => {
    await page.labelKeys.set([['Sports', 'q']]);
    await page.labelKeys.set([
      ['World', '2'],
      ['Business', ''],
    ]);
    page.die();
    const later = await browser.visit().begin();
    expect(keys(later)).toEqual([
      ['Sports', 'q'],
      ['World', '2'],
      ['Business', ''],
    ]);
    await later.labelKeys.reset();
    expect([keys(later), await stored(later)]).toEqual([[], []]);
  });

  it('belong to one project, and are deleted with it', async () => {
    await page.labelKeys.set([['Sports', 'q']]);
    const { record } = page.project;
    await page.drop(tsvOf(['World', 'World', 'World'], 'other.tsv'));
    expect(keys(page)).toEqual([]);
    await page.session.close();
    if (record) await page.session.removeProject(record);
    await page.drop(tsvOf(['World', 'Sports', 'Business']));
    expect(keys(page)).toEqual([]);
  });

  it('exclude stored values that are no key or another label’s key', async () => {
    const id = page.project.record?.id ?? '';
    const kept = [
      ['World', 'x'],
      ['Sports', 'qq'],
      ['Business', 'q'],
      ['__proto__', 'q'],
      ['x', 7],
      'no pair',
      ['Sports', '⇧3'],
    ];
    await browser.store.putSetting(projectSetting('label-keys', id), kept);
    await page.labelKeys.stored.opened(id);
    expect(keys(page)).toEqual([
      ['World', 'x'],
      ['Business', 'q'],
      ['Sports', '⇧3'],
    ]);
  });

  it('are stored again after the browser deleted the store', async () => {
    await page.labelKeys.set([['Sports', 'q']]);
    browser.clear(page);
    await vi.waitFor(async () => expect(await stored(page)).toEqual([['Sports', 'q']]));
  });

  it('are not stored by a read-only tab', async () => {
    const second = await browser.visit().begin();
    await second.labelKeys.set([['Sports', 'q']]);
    expect(await stored(page)).toBeUndefined();
  });
});
