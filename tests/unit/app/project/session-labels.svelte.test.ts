import { beforeEach, describe, expect, it } from 'vitest';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FAKE_CLASSES } from '../../../fakes/model-host.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { byName, expectLosses, LABELS, ROWS, scored, storedRecord } from './news.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

describe('labels and models', () => {
  const addOther = (): Promise<string | null> =>
    page.models.addFiles(
      ['Business', 'Politics', 'Sports'].map((path) => ({ path, blob: new Blob() })),
      'other',
    );

  beforeEach(() => {
    page.host.modelOf = (source) =>
      source.kind === 'files'
        ? { hash: 'other', classes: ['Business', 'Politics', 'Sports'] }
        : { hash: 'fake', classes: FAKE_CLASSES };
  });

  it('a new label map changes losses without scoring, and persists', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    const asked = scored(page.host);
    const names = page.project.dataset?.labels.map((label) => label.name) ?? [];
    await page.analysis.mapLabel(names.indexOf('World'), -1);
    await page.analysis.mapLabel(names.indexOf('Sports'), 0);
    const expected = LABELS.map((name) => ({ World: -1, Sports: 0, Business: 2 })[name] ?? -1);
    expectLosses(page, expected);
    expect(scored(page.host)).toBe(asked);
    expect([...page.view.visible].slice(-3).map((row) => LABELS[row])).toEqual(['World', 'World', 'World']);
    page.die();
    const later = await browser.visit().begin();
    expectLosses(later, expected);
    expect(later.run.state.at).toBe('done');
    expect(later.labelMap.match).toMatchObject({ basis: 'chosen', unmatchedLabels: 1, unmatchedRows: 3 });
  });

  it('a label map that changes during scoring applies to every row', async () => {
    await page.drop(tsvOf(LABELS));
    page.host.memoryTokens = 64;
    const names = page.project.dataset?.labels.map((label) => label.name) ?? [];
    let mapped: Promise<void> | null = null;
    page.host.beforeAnswer = () => {
      mapped ??= page.analysis.mapLabel(names.indexOf('World'), 2);
    };
    await page.analysis.start();
    await mapped;
    const expected = LABELS.map((name) => (name === 'Sports' ? 1 : 2));
    expectLosses(page, expected);
    expect(page.run.state.at).toBe('done');
  });

  it('a run whose labels match no class fails with a notice and scores no row', async () => {
    await page.drop(tsvOf(['red', 'green', 'blue']));
    expect(page.labelMap.match?.basis).toBe('none');
    await page.analysis.start();
    expect(page.run.state).toMatchObject({ at: 'failed', fault: { code: 'no-labels-matched' } });
    expect(page.codes()).toEqual(['no-labels-matched']);
    expect(page.run.model).toBeNull();
    expect(scored(page.host)).toBe(0);
    expect(page.predictions.done).toBe(0);
    expect((await storedRecord(browser)).running).toBe(false);
    await page.analysis.mapLabel(0, 1);
    expect(page.codes()).toEqual([]);
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.done).toBe(3);
  });

  it('each model has its own results after the model changes', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    const first = page.predictions.loss.value.slice();
    await addOther();
    await page.analysis.chooseModel('other');
    expect(page.predictions.done).toBe(0);
    expect(page.run.state.at).toBe('idle');
    expect(page.labelMap.match?.unmatchedLabels).toBe(1);
    await page.analysis.start();
    expect(page.predictions.classes).toEqual(['Business', 'Politics', 'Sports']);
    expectLosses(
      page,
      LABELS.map((name) => page.predictions.classes.indexOf(name)),
    );
    const asked = scored(page.host);
    await page.analysis.chooseModel('default');
    expect(page.predictions.loss.value).toEqual(first);
    expect(page.run.state.at).toBe('done');
    await page.analysis.start();
    expect(scored(page.host)).toBe(asked);
    expect((await storedRecord(browser)).model).toBe('default');
  });

  it('a model chosen during scoring does not receive the results of the model before', async () => {
    await page.drop(tsvOf(LABELS));
    await addOther();
    await page.analysis.chooseModel('default');
    const held = gate();
    const { score } = page.host;
    page.host.score = async (batch) => {
      await held.passed;
      return score.call(page.host, batch);
    };
    const running = page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    await page.analysis.chooseModel('other');
    held.open();
    await running;
    await tick();
    expect(page.predictions.done).toBe(0);
    const { id } = await storedRecord(browser);
    const kept = await browser.store.chunks(id, 'fake');
    expect(kept.ok && kept.value.flatMap((chunk) => [...chunk.flags])).not.toContain(undefined);
    expect(kept).toEqual({ ok: true, value: [] });
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.classes).toEqual(['Business', 'Politics', 'Sports']);
  });

  it('a dataset opened during scoring leaves the stored results of the first dataset unchanged', async () => {
    await page.drop(tsvOf(LABELS, 'first.tsv'));
    page.host.memoryTokens = 64;
    page.host.beforeAnswer = () => browser.clock.pass(2000);
    const held = gate();
    const { score } = page.host;
    page.host.score = async (batch) => {
      if (page.predictions.done > 2) await held.passed;
      return score.call(page.host, batch);
    };
    const running = page.analysis.start();
    await until(() => page.predictions.done > 2);
    await tick();
    const { id } = await storedRecord(browser);
    const before = await browser.store.chunks(id, 'fake');
    expect(before.ok && before.value.length).toBe(1);
    await page.drop(tsvOf(LABELS.toReversed(), 'second.tsv'));
    held.open();
    await running;
    await tick();
    expect(await browser.store.chunks(id, 'fake')).toEqual(before);
    const second = page.project.record?.id ?? '';
    expect(await browser.store.chunks(second, 'fake')).toEqual({ ok: true, value: [] });
    expect(page.predictions.done).toBe(0);
  });

  it('shows the results of the last of two models chosen in quick succession', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    await addOther();
    await page.analysis.chooseModel('other');
    await page.analysis.start();
    const other = page.predictions.loss.value.slice();
    const slow = gate();
    page.storing.after = (method, args) =>
      method === 'setting' && args[0] === 'loaded-hash:default' ? slow.passed : undefined;
    const first = page.analysis.chooseModel('default');
    const second = page.analysis.chooseModel('other');
    await second;
    slow.open();
    await first;
    await tick();
    expect(page.models.chosenKey).toBe('other');
    expect(page.predictions.classes).toEqual(['Business', 'Politics', 'Sports']);
    expect(page.predictions.loss.value).toEqual(other);
  });

  it('completes the run when results cannot be stored', async () => {
    await page.drop(tsvOf(LABELS));
    page.storing.before = (method) => (method === 'putChunk' ? { code: 'storage-full' } : undefined);
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.done).toBe(ROWS);
    expect(page.codes()).toEqual(['storage-full']);
    expect(page.notices.items[0]?.tone).toBe('warning');
  });

  it('computes results again when the stored ones cannot be read', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    page.die();
    const later = browser.visit();
    later.storing.before = (method) => (method === 'chunks' ? { code: 'storage-failed' } : undefined);
    await later.begin();
    expect(later.predictions.done).toBe(0);
    await later.analysis.start();
    expect(later.run.state.at).toBe('done');
    expectLosses(later, byName);
  });
});
