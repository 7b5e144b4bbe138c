import { beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../../src/domain/review/edits.js';
import type { ProjectRecord } from '../../../../src/protocol/ports.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';

const LABELS = ['World', 'Sports', 'Business', 'World', 'Sports', 'Business', 'World', 'Sports'];

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
  await page.drop(tsvOf(LABELS));
});

async function records(): Promise<readonly ProjectRecord[]> {
  const found = await browser.store.projects();
  return found.ok ? found.value : [];
}

async function journal(): Promise<readonly JournalEntry[]> {
  const found = await browser.store.entries((await records())[0]?.id ?? '');
  return found.ok ? found.value : [];
}

describe('two tabs', () => {
  async function second(): Promise<Page> {
    page.review.discard([0]);
    await page.review.settled();
    return browser.visit().begin();
  }

  it('a tab that gives up the right stores its decisions and takes no more before the other tab reads', async () => {
    const other = await second();
    const slow = gate();
    page.storing.before = (method) => (method === 'append' ? slow.passed.then(() => undefined) : undefined);
    for (const row of [1, 2, 3]) page.review.discard([row]);
    const taking = other.session.takeOver();
    await until(() => !page.review.writable);
    expect(page.review.discard([4])).toBe(false);
    expect(other.review.writable).toBe(false);
    slow.open();
    await taking;
    expect(other.review.writable).toBe(true);
    expect(other.decisions()).toEqual(page.decisions());
    expect(other.review.counts[3]).toBe(4);
    expect([page.review.saved, other.review.saved]).toEqual(['saved', 'saved']);
  });

  it('a tab that loses the lock without a request stops writing, and reports its unsaved decisions', async () => {
    const other = await second();
    browser.channels.patienceTasks = 1;
    const slow = gate();
    page.storing.before = (method) => (method === 'append' ? slow.passed.then(() => undefined) : undefined);
    for (const row of [1, 2]) page.review.discard([row]);
    await tick();
    page.review.discard([3]);
    await other.session.takeOver();
    await until(() => page.codes().includes('read-only-unsaved'));
    page.storing.calls.length = 0;
    slow.open();
    await page.review.settled();
    page.review.discard([5]);
    await tick();
    expect(page.storing.calls.filter(({ method }) => method.startsWith('put') || method === 'append')).toEqual([]);
    expect(page.review.saved).toBe('failed');
    expect(page.keeper.holdsUnsaved).toBe(true);
    expect(page.review.counts[3]).toBe(4);

    // Late entries of the other tab took places in the journal: the new owner uses later places.
    other.review.confirm([6]);
    other.review.confirm([7]);
    await other.review.settled();
    expect([other.review.saved, other.codes()]).toEqual(['saved', []]);

    browser.channels.patienceTasks = 100;
    await page.session.takeOver();
    await page.review.settled();
    expect(page.review.saved).toBe('saved');
    expect(page.codes()).toEqual([]);
    expect([...page.review.counts]).toEqual([2, 2, 0, 4, 0]);
  });

  it('a new owner with a taken place in the journal reloads it, shows both entries and reports saved', async () => {
    const { id } = page.project.record ?? { id: '' };
    const late = (seq: number): JournalEntry => ({
      seq,
      at: 1,
      kind: 'change',
      rows: [seq],
      status: [3],
      label: [LABELS[seq] ?? ''],
    });
    await browser.store.append(id, [late(1)]);
    page.review.confirm([0]);
    page.review.undo();
    page.review.redo();
    await page.review.settled();
    await browser.store.append(id, [late(5), late(6)]);
    page.review.confirm([7]);
    await page.review.settled();
    expect([page.review.saved, page.codes()]).toEqual(['saved', []]);
    expect([...page.review.counts]).toEqual([3, 2, 0, 3, 0]);
    expect((await journal()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    page.die();
    const later = await browser.visit().begin();
    expect(later.decisions()).toEqual(page.decisions());
  });
});
