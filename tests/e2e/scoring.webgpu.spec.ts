import { crossEntropy } from '../../src/domain/predictions/loss.js';
import { expect, test } from './fixtures.js';
import { confirmImport, give, score, status } from './screen.js';

const ROWS = [
  ['Oil prices rose after the pipeline fire', 'Business'],
  ['The striker scored twice in the final', 'Sports'],
  ['Rebels and ministers met for talks', 'Sports'],
  ['A probe sent pictures of the moon', 'Sci/Tech'],
] as const;

const CLASSES = ['World', 'Sports', 'Business', 'Sci/Tech'];

/** Logits and losses in the page's store. */
interface Stored {
  /** Empty for the run itself, else the name of a masked pass. */
  readonly pass: string;
  readonly logits: readonly number[];
  readonly loss: readonly number[];
}

/** Results of the run and of every masked pass, as the page has stored them. */
function storedPasses(): Promise<Stored[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('rinse');
    opening.onerror = () => reject(new Error('cannot open'));
    opening.onsuccess = () => {
      const store = opening.result.transaction('chunks').objectStore('chunks');
      const keys = store.getAllKeys();
      const values = store.getAll();
      values.onsuccess = () => {
        const chunks = values.result as { logits: Float32Array; loss: Float32Array }[];
        resolve(
          chunks.map(({ logits, loss }, i) => ({
            pass: /#mask-[\d-]*/.exec(JSON.stringify(keys.result[i]))?.[0] ?? '',
            logits: [...logits],
            loss: [...loss],
          })),
        );
        opening.result.close();
      };
    };
  });
}

test('WebGPU scores rows and masked passes like the CPU, with the float64 reference of each loss, after the check', async ({
  browser,
  baseURL,
  watch,
}) => {
  test.setTimeout(300_000);
  const measured: Record<string, Record<string, readonly number[]>> = {};
  for (const device of ['webgpu', 'wasm'] as const) {
    // Each device has its own storage, so that the second cannot reuse results of the first.
    const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
    watch.follow(context);
    const page = await context.newPage();
    await page.goto(`./?device=${device}&lang=en`);
    await give(page, 'few.tsv', ['text\tlabel', ...ROWS.map((row) => row.join('\t'))].join('\n'));
    await confirmImport(page);
    await score(page, 200_000);
    await expect(status(page)).toHaveAttribute('data-device', device);
    if (device === 'webgpu') {
      const parity = Number(await status(page).getAttribute('data-parity'));
      expect(parity).toBeGreaterThan(0);
      expect(parity).toBeLessThan(1e-3);
    }
    await page.getByRole('button', { name: 'Model…' }).click();
    await page.getByText('Data map without training logs').click();
    await page.getByTestId('passes-count').fill('2');
    await page.getByTestId('passes-start').click();
    await expect(page.getByTestId('passes-status')).toHaveAttribute('data-state', 'done', { timeout: 200_000 });
    const stored = await page.evaluate(storedPasses);
    await context.close();
    const { logits: runLogits = [], loss = [] } = stored.find(({ pass }) => pass === '') ?? {};
    expect(loss).toHaveLength(ROWS.length);
    for (const [i, [, label]] of ROWS.entries()) {
      const reference = crossEntropy(runLogits, i * CLASSES.length, CLASSES.length, CLASSES.indexOf(label));
      expect(Math.abs((loss[i] ?? Number.NaN) - reference)).toBeLessThan(1e-5 * (1 + reference));
    }
    measured[device] = Object.fromEntries(stored.map(({ pass, logits }) => [pass, logits]));
  }
  const { webgpu = {}, wasm = {} } = measured;
  expect(Object.keys(webgpu).toSorted()).toEqual(['', '#mask-15-1-0', '#mask-15-1-1']);
  expect(Object.keys(wasm).toSorted()).toEqual(Object.keys(webgpu).toSorted());
  for (const [key, logits] of Object.entries(wasm)) {
    expect(logits).toHaveLength(ROWS.length * 4);
    logits.forEach((logit, i) => expect(Math.abs(logit - (webgpu[key]?.[i] ?? Number.NaN))).toBeLessThan(1e-3));
  }
  // Each pass hides other tokens.
  expect(wasm['#mask-15-1-0']).not.toEqual(wasm['#mask-15-1-1']);
});

test('chooses the faster CPU over a software adapter, and reports the cause', async ({ page }) => {
  await page.goto('./?lang=en');
  await give(page, 'few.tsv', 'text\tlabel\nStocks fell\tBusiness\nThey won the cup\tSports\n');
  await confirmImport(page);
  await score(page);
  await expect(status(page)).toHaveAttribute('data-device', 'wasm');
  await expect(status(page)).toContainText('software');
});
