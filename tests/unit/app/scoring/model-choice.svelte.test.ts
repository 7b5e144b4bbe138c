import { describe, expect, it } from 'vitest';
import { LEARNED_KEY } from '../../../../src/app/scoring/models.svelte.js';
import { modelGraphSetting } from '../../../../src/protocol/setting-keys.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';

async function opened(): Promise<{ browser: FakeBrowser; page: Page }> {
  const browser = new FakeBrowser();
  const page = await browser.visit().begin();
  await page.drop(tsvOf(['World', 'Sports', 'World', 'Sports']));
  return { browser, page };
}

const model = (name: string) => ({ path: `${name}/config.json`, blob: new Blob(['{}']) });

describe('the choice of a model', () => {
  it('is the downloaded one after a person agreed to its host', async () => {
    const { page } = await opened();
    page.models.askHub('someone/model', 'https://huggingface.co');
    await page.app.modelChoice.agreeToHub();
    expect([page.models.chosenKey, page.project.record?.model]).toEqual([
      'hash of someone/model',
      'hash of someone/model',
    ]);
  });

  it('does not change without a requested download', async () => {
    const { page } = await opened();
    await page.app.modelChoice.agreeToHub();
    expect(page.project.record?.model).toBe('default');
  });

  it('is the built-in model after the chosen model was removed', async () => {
    const { page } = await opened();
    const key = (await page.models.addFiles([model('bert')], 'bert')) ?? '';
    await page.analysis.chooseModel(key);
    expect(page.project.record?.model).toBe('bert');
    await page.app.modelChoice.remove(key);
    expect([page.models.chosenKey, page.project.record?.model]).toEqual(['default', 'default']);
  });

  it('is the model whose graph was chosen, and the graph is stored', async () => {
    const { browser, page } = await opened();
    const key = (await page.models.addFiles([model('bert')], 'bert')) ?? '';
    await page.app.modelChoice.chooseGraph(key, 'onnx/model_int8.onnx');
    expect(page.project.record?.model).toBe('bert');
    expect(await browser.store.setting(modelGraphSetting(key))).toEqual({ ok: true, value: 'onnx/model_int8.onnx' });
  });

  it('is the dataset itself, and starts learning', async () => {
    const { page } = await opened();
    await page.app.modelChoice.learn();
    expect([page.models.chosenKey, page.project.record?.model]).toEqual([LEARNED_KEY, LEARNED_KEY]);
    expect(page.learning.state.at).not.toBe('idle');
  });
});
