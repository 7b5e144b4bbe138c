import { crossEntropies } from '../../src/domain/predictions/loss.js';
import { appendLossHead } from '../../workers/model/loss-head.js';
import { readOnnx } from '../../workers/model/onnx-graph.js';
import { expect, test } from './fixtures.js';
import { openModelPage } from './model-page.js';
import { ITEMS, loadDefault, parityOfItems, scoreItems } from './model-worker.js';
import { logitsOnlyOnnx } from '../unit/workers/model/tiny-onnx.js';

test.describe('the loss head on WebGPU', () => {
  test('scores short rows with the losses of the float64 reference and of WASM, and reports a crash of the graphics process', async ({
    page,
    browser,
  }) => {
    test.setTimeout(240_000);
    await openModelPage(page);
    expect(await page.evaluate(() => window.newModel().devices())).toMatchObject({
      ok: true,
      value: { webgpu: true, software: true },
    });
    const loaded = await loadDefault(page, 'webgpu', 1);
    expect(loaded).toMatchObject({ ok: true, value: { device: 'webgpu', onnxPath: 'onnx/model.onnx' } });

    const parity = await parityOfItems(page, ITEMS, 16);
    expect(parity).toMatchObject({ ok: true, value: { rows: ITEMS.length, tolerance: 1e-3 } });
    if (parity.ok) expect(parity.value.maxLogitDifference).toBeLessThan(1e-4);

    const { logits, loss } = await scoreItems(page, ITEMS, 16);
    const labels = ITEMS.map(([, label]) => label);
    crossEntropies(logits, 4, labels).forEach((reference, row) => {
      if (Number.isNaN(reference)) expect(loss[row]).toBeNaN();
      else expect(Math.abs((loss[row] ?? NaN) - reference)).toBeLessThan(1e-5);
    });

    await test.step('reports within a second that the graphics process died', async () => {
      const underWay = scoreItems(page, ITEMS, 64).then(
        () => 'done',
        (error: unknown) => String(error),
      );
      await page.waitForTimeout(200);
      const devtools = await browser.newBrowserCDPSession();
      await devtools.send('Browser.crashGpuProcess');
      const crashedAt = Date.now();
      expect(await underWay).toContain('device-lost');
      expect(Date.now() - crashedAt).toBeLessThan(1000);
      await expect(scoreItems(page, ITEMS, 16)).rejects.toThrow('device-lost');
    });
  });

  test('runs every operator on the GPU, without a fallback to the CPU', async ({ page }) => {
    test.setTimeout(120_000);
    await openModelPage(page);
    for (const opset of [12, 17, 18]) {
      const model = logitsOnlyOnnx('Relu', opset);
      const headed = appendLossHead(model, readOnnx(model), { name: 'logits', elementType: 1 });
      const z = [3, 1, 4, 1, 5, 9, 2, 6, 5];
      const labels = [2, 0, 1];
      const found = await runOnGpuAlone(page, headed.bytes, z, { name: headed.labels, values: labels }, headed.loss);
      crossEntropies(z, 3, labels).forEach((reference, row) => {
        expect(Math.abs((found[row] ?? NaN) - reference)).toBeLessThan(1e-5);
      });
    }
    // The same options must fail for an operator that WebGPU lacks. Otherwise the test above proves nothing.
    await expect(runOnGpuAlone(page, logitsOnlyOnnx('LogSoftmax', 17), [1, 2, 3], null, 'logits')).rejects.toThrow(
      /fallback to CPU EP|disable_cpu_ep_fallback/,
    );
  });
});

/** Runs a model on WebGPU with every fallback to the CPU forbidden. */
function runOnGpuAlone(
  page: import('@playwright/test').Page,
  model: Uint8Array,
  z: readonly number[],
  labels: { readonly name: string; readonly values: readonly number[] } | null,
  output: string,
): Promise<number[]> {
  return page.evaluate(
    async ([bytes, logits, classes, wanted]) => {
      const address = new URL('ort.mjs', document.baseURI).href;
      const ort = (await import(address)) as typeof import('onnxruntime-web');
      ort.env.wasm.numThreads = 1;
      ort.env.wasm.wasmPaths = new URL('.', document.baseURI).href;
      const adapter = await navigator.gpu.requestAdapter();
      const device = await adapter?.requestDevice();
      if (device === undefined) throw new Error('no WebGPU adapter');
      const session = await ort.InferenceSession.create(Uint8Array.from(bytes), {
        executionProviders: [{ name: 'webgpu', device }],
        extra: { session: { disable_cpu_ep_fallback: '1' } },
      });
      const rows = logits.length / 3;
      const outputs = await session.run(
        {
          z: new ort.Tensor('float32', Float32Array.from(logits), [rows, 3]),
          ...(classes === null
            ? {}
            : { [classes.name]: new ort.Tensor('int64', BigInt64Array.from(classes.values, BigInt), [rows, 1]) }),
        },
        [wanted],
      );
      return Array.from(outputs[wanted]?.data as Float32Array);
    },
    [[...model], z, labels, output] as const,
  );
}
