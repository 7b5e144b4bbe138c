import { crossEntropies } from '../../src/domain/predictions/loss.js';
import { expect, test } from './fixtures.js';
import { openModelPage } from './model-page.js';
import { ITEMS, loadDefault, scoreItems } from './model-worker.js';

test.describe('the model worker of the build, on the CPU', () => {
  for (const threads of [1, 2]) {
    test(`scores under the page's policy with ${threads} thread(s)`, async ({ page }) => {
      test.setTimeout(120_000);
      await openModelPage(page);
      const loaded = await loadDefault(page, 'wasm', threads);
      expect(loaded).toMatchObject({ ok: true, value: { device: 'wasm', threads, onnxPath: 'onnx/model.onnx' } });
      const { logits, loss } = await scoreItems(page, ITEMS, 32);
      const labels = ITEMS.map(([, label]) => label);
      crossEntropies(logits, 4, labels).forEach((reference, row) => {
        if (Number.isNaN(reference)) expect(loss[row]).toBeNaN();
        else expect(Math.abs((loss[row] ?? NaN) - reference)).toBeLessThan(1e-5);
      });
      await test.step('computes the same loss of a row in any batch and with any padding', async () => {
        const labelled = ITEMS.filter(([, label]) => label >= 0);
        const together = await scoreItems(page, labelled, 64);
        for (const [row, item] of labelled.entries()) {
          const alone = await scoreItems(page, [item], 24);
          expect(Math.abs((alone.loss[0] ?? NaN) - (together.loss[row] ?? NaN))).toBeLessThan(1e-4);
        }
      });
    });
  }

  test('runs with one thread on a page without isolation', async ({ page }) => {
    test.setTimeout(120_000);
    await openModelPage(page, { isolated: false });
    expect(await loadDefault(page, 'wasm', 4)).toMatchObject({ ok: true, value: { threads: 1 } });
  });

  test('reports that there is no WebGPU', async ({ page }) => {
    await openModelPage(page);
    expect(await page.evaluate(() => window.newModel().devices())).toMatchObject({
      ok: true,
      value: { webgpu: false },
    });
    expect(await loadDefault(page, 'webgpu', 1)).toMatchObject({ ok: false, fault: { code: 'webgpu-missing' } });
  });
});
