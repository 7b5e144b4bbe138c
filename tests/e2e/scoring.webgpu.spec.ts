import { crossEntropy } from '../../src/domain/predictions/loss.js';
import { expect, test } from './fixtures.js';
import { confirmImport, give, score, status } from './screen.js';

const ROWS = [
  ['Oil prices rose after the pipeline fire', 'Business'],
  ['The striker scored twice in the final', 'Sports'],
  ['Rebels and ministers met for talks', 'Sports'],
  ['A probe sent pictures of the moon', 'Sci/Tech'],
  ['Shares of the chip maker fell', 'World'],
] as const;

/** The logits and losses in the page's store. */
interface Stored {
  readonly logits: readonly number[];
  readonly loss: readonly number[];
}

function storedResults(): Promise<Stored> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('rinse');
    opening.onerror = () => reject(new Error('cannot open'));
    opening.onsuccess = () => {
      const reading = opening.result.transaction('chunks').objectStore('chunks').getAll();
      reading.onsuccess = () => {
        const [chunk] = reading.result as { logits: Float32Array; loss: Float32Array }[];
        resolve({ logits: [...(chunk?.logits ?? [])], loss: [...(chunk?.loss ?? [])] });
        opening.result.close();
      };
    };
  });
}

test('scores short rows on WebGPU with the float64 reference of each loss, after the check against the CPU', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await page.goto('./?device=webgpu&lang=en');
  await give(page, 'few.tsv', ['text\tlabel', ...ROWS.map((row) => row.join('\t'))].join('\n'));
  await confirmImport(page);
  await score(page, 200_000);

  await expect(status(page)).toHaveAttribute('data-device', 'webgpu');
  const parity = Number(await status(page).getAttribute('data-parity'));
  expect(parity).toBeGreaterThan(0);
  expect(parity).toBeLessThan(1e-3);

  const { logits, loss } = await page.evaluate(storedResults);
  const classes = ['World', 'Sports', 'Business', 'Sci/Tech'];
  expect(loss).toHaveLength(ROWS.length);
  for (const [i, [, label]] of ROWS.entries()) {
    const reference = crossEntropy(logits, i * classes.length, classes.length, classes.indexOf(label));
    expect(Math.abs((loss[i] ?? Number.NaN) - reference)).toBeLessThan(1e-5 * (1 + reference));
  }
});

test('chooses the faster CPU over a software adapter, and reports the cause', async ({ page }) => {
  await page.goto('./?lang=en');
  await give(page, 'few.tsv', 'text\tlabel\nStocks fell\tBusiness\nThey won the cup\tSports\n');
  await confirmImport(page);
  await score(page);
  await expect(status(page)).toHaveAttribute('data-device', 'wasm');
  await expect(status(page)).toContainText('software');
});
