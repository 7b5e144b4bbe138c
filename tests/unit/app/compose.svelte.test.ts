import { describe, expect, it } from 'vitest';
import { FakeBrowser, tsvOf, type Page } from '../../fakes/page.js';
import { tick, until } from '../../fakes/controlled.js';

const LABELS = ['World', 'Sports', 'Business', 'Sports'];

const taken = (...files: File[]): { path: string; file: File }[] => files.map((file) => ({ path: file.name, file }));

async function opened(query = ''): Promise<{ readonly browser: FakeBrowser; readonly page: Page }> {
  const browser = new FakeBrowser();
  const page = await browser.visit(query).begin();
  await page.drop(tsvOf(LABELS));
  return { browser, page };
}

describe('the composed app', () => {
  it('reads nothing and writes nothing before it begins', () => {
    const page = new FakeBrowser().visit();
    expect([page.storing.calls, page.reading.calls, page.importing.calls]).toEqual([[], [], []]);
    expect(page.app.projects.list).toEqual([]);
  });

  it('opens the work that was open last', async () => {
    const { browser, page } = await opened();
    page.review.confirm([1]);
    await page.review.settled();
    page.die();
    const later = await browser.visit().begin();
    expect(later.project.record?.name).toBe('news.tsv');
    expect(later.decisions()).toEqual(page.decisions());
  });

  it('opens the sample that the address asks for, and says so when it cannot be had', async () => {
    const page = await new FakeBrowser().visit('sample=news').begin();
    expect(page.codes()).toEqual(['file-unreadable']);
    expect(page.project.dataset).toBeNull();
  });

  it('takes a dataset to the mapping dialog', async () => {
    const page = await new FakeBrowser().visit().begin();
    await page.app.take(taken(tsvOf(LABELS)));
    expect(page.importer.state).toEqual({ at: 'mapping', name: 'news.tsv' });
  });

  it('takes training signals to their dialog and joins them to the open dataset', async () => {
    const { page } = await opened();
    const lines = LABELS.map(
      (_, id) =>
        `${JSON.stringify({ id, label: 'a', pred_label: 'a', correct: true, probs: [0.5], label_probs: 0.5 })}\n`,
    );
    await page.app.take(taken(new File(lines, 'log.jsonl')));
    await until(() => page.signalsReading.state.at === 'confirming');
    await page.app.session.confirmSignals();
    expect(page.training.signals.shown?.names).toEqual(['log.jsonl']);
    expect(page.view.available).not.toEqual([]);
  });

  it('chooses a model that was dropped for the open dataset', async () => {
    const { page } = await opened();
    await page.app.takeModel(
      ['config.json', 'tokenizer.json', 'model.onnx'].map((path) => ({ path, file: new File(['x'], path) })),
      'own',
    );
    expect(page.models.chosenKey).toBe('own');
    expect(page.project.record?.model).toBe('own');
  });

  it('stores the open work again after the browser has deleted it', async () => {
    const { browser, page } = await opened();
    page.review.confirm([2]);
    await page.review.settled();
    browser.clear(page);
    const stored = async (): Promise<number> => {
      const projects = await browser.store.projects();
      return projects.ok ? projects.value.length : 0;
    };
    for (let turn = 0; turn < 200 && (await stored()) === 0; turn++) await tick();
    expect(await stored()).toBe(1);
    expect(page.codes()).toContain('storage-evicted');
  });

  it('names a store that keeps nothing', () => {
    const page = new FakeBrowser().visit('', { code: 'storage-missing' });
    expect(page.codes()).toEqual(['storage-missing']);
    expect(page.app.outbox.durable).toBe(false);
    expect(page.app.evictable).toBe(false);
  });
});
