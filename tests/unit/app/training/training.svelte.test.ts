import { describe, expect, it } from 'vitest';
import { projectSetting } from '../../../../src/protocol/setting-keys.js';
import { until } from '../../../fakes/controlled.js';
import { tsvOf } from '../../../fakes/page.js';
import { THREE, visit } from '../../../fakes/training.js';

describe('signals of files', () => {
  it('are kept when the same dataset opens again, and are stored when the store has room', async () => {
    const { browser, page, training, reading } = await visit();
    await page.drop(tsvOf(['World', 'Sports', 'World', 'Sports', 'World']));
    page.storing.before = (method) => (method === 'putSetting' ? { code: 'storage-full' } : undefined);
    await reading.open([THREE]);
    await page.session.confirmSignals();
    expect([training.signals.shown !== null, page.app.outbox.hasFailed]).toEqual([true, true]);
    await page.drop(tsvOf(['World', 'Sports', 'World', 'Sports', 'World']));
    expect(training.signals.shown).not.toBeNull();
    page.storing.before = () => undefined;
    await page.app.outbox.retry();
    expect(page.app.outbox.hasFailed).toBe(false);
    page.die();
    expect((await visit(browser)).training.signals.shown).not.toBeNull();
  });

  it('are stored again after the browser has deleted them', async () => {
    const { browser, page, training, reading } = await visit();
    await page.drop(tsvOf(['World', 'Sports', 'World', 'Sports', 'World']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    training.storedIsGone();
    expect(page.app.outbox.hasFailed).toBe(true);
    browser.clear(page);
    await until(() => page.review.saved === 'saved');
    expect(await page.keeper.storeAgain()).toBe(true);
    page.die();
    expect((await visit(browser)).training.signals.shown).not.toBeNull();
  });

  it('are restored with the project, and are not restored after they are removed', async () => {
    const { browser, page, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    page.die();
    const again = await visit(browser);
    expect(again.training.signals.shown?.join.matched).toBe(5);
    expect([...(again.training.map.signals.columns?.value.correct_times ?? [])]).toEqual([3, 1, 0, 0, 3]);
    await again.page.analysis.removeSignals();
    expect(again.training.signals.shown).toBe(null);
    expect(again.page.view.map.colour).not.toBe('training');
    const id = again.page.project.record?.id ?? '';
    expect(await browser.store.setting(projectSetting('signals', id))).toEqual({ ok: true, value: null });
  });

  it('can be restored after they are removed, with their names and their join', async () => {
    const { browser, page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'z', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    const { join } = training.signals.shown ?? expect.fail();
    await page.analysis.removeSignals();
    expect([training.signals.shown, training.signals.removed === null]).toEqual([null, false]);
    await page.analysis.putBackSignals();
    expect(training.signals.removed).toBe(null);
    expect(training.signals.shown).toMatchObject({ join, names: ['log.jsonl'], fromModel: false });
    expect(page.view.map.colour).toBe('training');
    await page.analysis.putBackSignals();
    page.die();
    const again = await visit(browser);
    expect(again.training.signals.shown).toMatchObject({ join, names: ['log.jsonl'] });
    await again.page.analysis.removeSignals();
    await again.page.drop(tsvOf(['a', 'a']));
    expect(again.training.signals.removed).toBe(null);
  });

  it('can be removed and restored where they could not be stored', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    page.storing.before = (method) => (method === 'putSetting' ? { code: 'storage-full' } : undefined);
    await reading.open([THREE]);
    await page.session.confirmSignals();
    await page.analysis.removeSignals();
    expect(training.signals.shown).toBe(null);
    await page.analysis.putBackSignals();
    expect(training.signals.shown?.join.matched).toBe(5);
  });

  it('are neither applied nor stored in a tab that only reads', async () => {
    const { browser, page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    page.review.writable = false;
    await reading.open([THREE]);
    await page.session.confirmSignals();
    expect([reading.state.at, training.signals.shown]).toEqual(['confirming', null]);
    const key = projectSetting('signals', page.project.record?.id ?? '');
    expect(await browser.store.setting(key)).toEqual({ ok: true, value: undefined });
  });
});
