import { expect, test } from './fixtures.js';
import { confirmImport, give, score, status } from './screen.js';

const ROWS = [
  ['Oil prices rose after the pipeline fire', 'Business'],
  ['The striker scored twice in the final', 'Sports'],
  ['Rebels and ministers met for talks', 'Sports'],
  ['A probe sent pictures of the moon', 'Sci/Tech'],
] as const;

/** Logits of the run ('') and of every masked pass, as the page has stored them. */
function storedPasses(): Promise<{ readonly pass: string; readonly logits: readonly number[] }[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('rinse');
    opening.onerror = () => reject(new Error('cannot open'));
    opening.onsuccess = () => {
      const store = opening.result.transaction('chunks').objectStore('chunks');
      const keys = store.getAllKeys();
      const values = store.getAll();
      values.onsuccess = () => {
        const chunks = values.result as { logits: Float32Array }[];
        resolve(
          chunks.map(({ logits }, i) => ({
            pass: /#mask-[\d-]*/.exec(JSON.stringify(keys.result[i]))?.[0] ?? '',
            logits: [...logits],
          })),
        );
        opening.result.close();
      };
    };
  });
}

test('masked passes return the same logits on WebGPU as on the CPU', async ({ browser, baseURL, watch }) => {
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
    await page.getByRole('button', { name: 'Model…' }).click();
    await page.getByText('Data map without training logs').click();
    await page.getByTestId('passes-count').fill('2');
    await page.getByTestId('passes-start').click();
    await expect(page.getByTestId('passes-status')).toHaveAttribute('data-state', 'done', { timeout: 200_000 });
    const stored = await page.evaluate(storedPasses);
    await context.close();
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
