import { describe, expect, test } from 'vitest';
import { tick, until } from '../../../fakes/controlled.js';
import { bench, scored, type Bench } from './passes-bench.js';

describe('passes in two tabs', () => {
  test('restore the results of the other tab, and continue from them', async () => {
    const first = await scored();
    const second = bench(first.browser);
    first.passes.passes = 2;
    first.page.host.memoryTokens = 64;
    first.page.host.beforeAnswer = () => {
      if (first.passes.done > 3) first.passes.pause();
    };
    await first.passes.start();
    const { done } = first.passes;
    await second.page.begin();
    await second.page.session.takeOver();
    expect([second.passes.state.at, second.passes.done]).toEqual(['paused', done]);
    second.page.host.memoryTokens = 64;
    second.page.host.beforeAnswer = () => {
      if (second.passes.done > done) second.passes.pause();
    };
    await second.passes.start();
    const later = second.passes.done;
    expect(later).toBeGreaterThan(done);
    await second.page.session.close();
    await until(() => first.page.review.writable && first.passes.done === later);
    first.page.host.beforeAnswer = () => undefined;
    await first.passes.start();
    expect([first.passes.state.at, first.passes.done]).toEqual(['done', 20]);
  });
});

describe('passes on a full disk', () => {
  /** Finished passes, with a store that is full from the start. */
  async function filled(): Promise<ReturnType<typeof bench>> {
    const all = await scored();
    const { page, passes } = all;
    page.storing.before = (method) =>
      method.startsWith('put') || method === 'append' ? { code: 'storage-full' } : undefined;
    passes.passes = 3;
    await passes.start();
    expect([passes.state.at, passes.done]).toEqual(['done', 30]);
    expect(page.notices.items).toMatchObject([{ fault: { code: 'storage-full' }, tone: 'warning' }]);
    return all;
  }

  async function edit({ page }: Bench): Promise<void> {
    page.review.confirm([0]);
    await page.review.settled();
    await tick();
  }

  test('are stored after the store has room again', async () => {
    const all = await filled();
    all.page.storing.before = () => undefined;
    await edit(all);
    expect([all.page.codes(), all.page.review.saved]).toEqual([[], 'saved']);
    all.page.die();
    const later = bench(all.browser);
    await later.page.begin();
    await later.passes.restore();
    expect([later.passes.state.at, later.passes.done]).toEqual(['done', 30]);
    expect(later.handed.at(-1)?.signals.labelProb).toHaveLength(30);
  });

  test('keep their results and the notice on the page until they are stored', async () => {
    const all = await filled();
    const { page, passes } = all;
    page.storing.before = (method) => (method === 'putChunk' ? { code: 'storage-full' } : undefined);
    await edit(all);
    expect([page.codes(), page.review.saved]).toEqual([['storage-full'], 'saved']);
    await page.analysis.mapLabel(0, -1);
    await page.analysis.mapLabel(0, 2);
    await passes.restore();
    expect([passes.state.at, passes.done]).toEqual(['done', 30]);
  });

  test('are discarded when another tab writes', async () => {
    const all = await filled();
    const { page, passes } = all;
    passes.pause();
    page.app.outbox.release(page.project.record?.id ?? '');
    page.storing.before = () => undefined;
    await edit(all);
    expect(await all.browser.store.chunks(page.project.record?.id ?? '', 'fake#mask-15-1-0')).toEqual({
      ok: true,
      value: [],
    });
  });
});
