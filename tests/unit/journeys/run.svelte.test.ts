import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS = Array.from({ length: 8 }, (_, row) => `Shares fell on day ${row}\t${['World', 'Sports'][row % 2]}`);

async function openWishing(device: 'webgpu' | null): Promise<ShownPage> {
  const page = await ShownPage.open();
  page.tab.engine.wish = device;
  await page.openFile('few.tsv', `text\tlabel\n${ROWS.join('\n')}\n`);
  return page;
}

describe('an address that asks for WebGPU', () => {
  test('without WebGPU reports an error with the way out', async () => {
    const page = await openWishing('webgpu');
    await page.press('run-start');
    await soon(() => page.data('run-status', 'state')).toBe('failed');
    expect(page.all('notice')).toHaveLength(1);
    expect(page.text(page.notice('webgpu-missing')!)).toContain('Remove device=webgpu');

    page.tab.engine.wish = null;
    await page.score();
    expect(page.data('run-status', 'device')).toBe('wasm');
    expect(page.text('run-status')).toContain('WebGPU');
  });

  test('with a silent graphics process reports an error with the next step', async () => {
    const page = await openWishing('webgpu');
    page.tab.host.devicesFault = 'webgpu-silent';
    await page.press('run-start');
    await soon(() => page.data('run-status', 'state')).toBe('failed');
    expect(page.text(page.notice('webgpu-silent-asked')!)).toContain('device=webgpu');
  });
});

describe('the data map without training logs', () => {
  test('asks for a model while results from a file are chosen', async () => {
    const page = await ShownPage.open();
    const rows = ROWS.map((row, i) => `${row}\t${i / 8}`);
    await page.openFile('losses.tsv', `text\tlabel\tloss\n${rows.join('\n')}\n`);
    await soon(() => page.data('run-status', 'state')).toBe('done');
    await page.pressNamed('Model…');
    expect(page.isDisabled('passes-start')).toBe(true);
    expect(page.text('passes-status')).toContain('Choose a model first');

    await page.choose('model-select', 'default');
    await page.score();
    await page.pressNamed('Model…');
    await soon(() => page.text('passes-status')).toBe('');
    expect(page.isDisabled('passes-start')).toBe(false);
  });
});
