import { firefoxPath, firefoxTest as test } from './firefox.js';
import { expect } from './fixtures.js';
import { GARDEN, madeUp, tsvOf } from '../fakes/taught-rows.js';
import { learnt, openDataset } from './learning.js';
import { exported, objectsOf } from './screen.js';

if (firefoxPath() !== null) {
  test('the fixture reports requests of a page in Firefox to other origins, and violations of the policy', async ({
    firefox,
    serveSite,
    watch,
  }) => {
    const careless = await serveSite({
      headers: false,
      replace: { 'index.html': '<img src="http://127.0.0.2:61234/a.png">' },
    });
    await firefox.open(careless.url);
    await expect.poll(() => watch.strays).toEqual(['http://127.0.0.2:61234/a.png']);
    watch.strays.length = 0;

    const site = await serveSite({ replace: { 'index.html': '<img src="http://127.0.0.2:61234/b.png">' } });
    await firefox.open(site.url);
    await expect.poll(() => watch.violations.join()).toContain('http://127.0.0.2:61234/b.png');
    watch.violations.length = 0;
  });

  test('Firefox scores the sample in workers with one thread each, without the server after one visit', async ({
    firefox,
    serveSite,
  }) => {
    const site = await serveSite();
    await firefox.open(`${site.url}?lang=en`);
    await firefox.waitForOfflineCopy();
    await site.stop();
    await expect(fetch(site.url)).rejects.toThrow();

    await firefox.open(`${site.url}?sample=news&lang=en`);
    await firefox.expectDone();
    await firefox.expectAttribute('run-status', 'data-device', 'wasm');
    await firefox.expectAttribute('run-status', 'data-done', '500');
    await firefox.expectAttribute('queue', 'aria-rowcount', '500');
    await firefox.expectAttribute('map', 'data-points', '500');
    expect(Number(await firefox.attribute('queue-row', 'data-loss'))).toBeGreaterThan(2);
    // On a machine with one core there is one worker, and the page says why it has one thread.
    expect(await firefox.text('run-status')).toMatch(/CPU \((?:\d workers|1 thread: Firefox can stall with more)\)/);

    await firefox.speak('中文');
    await expect
      .poll(() => firefox.text('run-status'))
      .toMatch(/CPU（(?:\d 个后台线程|1 线程：Firefox 用多线程可能卡住)）/);
  });

  test('Firefox learns from a file as Chromium does, keeps a decision over a reload, and stores the exports', async ({
    firefox,
    page,
  }) => {
    const rows = madeUp(GARDEN, { rows: 90, wrongEvery: 10 });
    await firefox.open('./?device=wasm&lang=en');
    await firefox.openDataset('topics.tsv', tsvOf(rows));
    await firefox.expectAttribute('run-status', 'data-device', 'learned');
    await firefox.expectDone();
    await firefox.expectAttribute('run-status', 'data-done', '90');
    const audit = objectsOf(await firefox.exported('export-audit'));

    await openDataset(page, 'topics.tsv', tsvOf(rows));
    await learnt(page);
    const inChromium = objectsOf(await exported(page, 'export-audit'));
    expect(audit).toHaveLength(90);
    for (const [row, line] of audit.entries()) expectSameJudgement(line, inChromium[row] ?? {});

    const row = Number(await firefox.attribute('card', 'data-row'));
    const { text = '', label = '', truth = '' } = rows[row] ?? {};
    expect(truth).not.toBe(label);
    await firefox.press('a');
    await expect.poll(() => firefox.text('count-reviewed')).toBe('1');
    await firefox.press('Control+z');
    await expect.poll(() => firefox.text('count-reviewed')).toBe('0');
    await firefox.press('Control+Shift+z');
    await expect.poll(() => firefox.text('count-reviewed')).toBe('1');
    await firefox.expectAttribute('saved-state', 'data-state', 'saved');

    await firefox.reload();
    await firefox.expectDone();
    await expect.poll(() => firefox.text('count-reviewed')).toBe('1');
    const afterReload = objectsOf(await firefox.exported('export-audit'));
    expect(afterReload.map((line) => line['loss'])).toEqual(audit.map((line) => line['loss']));
    expect(afterReload[row]).toMatchObject({ text, status: 'corrected', corrected_label: truth });

    const corrected = rows.map((line, at) => ({ text: line.text, label: at === row ? truth : line.label }));
    const jsonl = corrected.map((line) => `${JSON.stringify(line)}\n`).join('');
    expect(await firefox.exported('export-jsonl')).toBe(jsonl);
    const [change, ...more] = objectsOf(await firefox.exported('export-changes'));
    expect(change).toMatchObject({ row, text, original_label: label, corrected_label: truth });
    expect(more).toEqual([]);
  });
}

/** Asserts that two lines of an audit agree, their numbers to a millionth. */
function expectSameJudgement(line: Record<string, unknown>, expected: Record<string, unknown>): void {
  const { loss, predicted_probs: probs, ...words } = line;
  const { loss: expectedLoss, predicted_probs: expectedProbs, ...expectedWords } = expected;
  expect(words).toEqual(expectedWords);
  expect(Math.abs(Number(loss) - Number(expectedLoss))).toBeLessThanOrEqual(1e-6);
  const shares = probs as Record<string, number>;
  const expectedShares = expectedProbs as Record<string, number>;
  expect(Object.keys(shares)).toEqual(Object.keys(expectedShares));
  for (const [name, share] of Object.entries(shares)) {
    expect(Math.abs(share - (expectedShares[name] ?? NaN))).toBeLessThanOrEqual(1e-6);
  }
}
