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

/** Makes these calls of the store fail: storage is full. */
function full(of: Page, ...methods: readonly string[]): void {
  of.storing.before = (method) => (methods.includes(method) ? { code: 'storage-full' } : undefined);
}

describe('a store that the browser deletes while the page is open', () => {
  it('receives the source, decisions, results and label map again', async () => {
    await page.analysis.start();
    page.review.setLabel([1], 'Business');
    page.review.discard([2]);
    page.history.undo();
    await page.analysis.mapLabel(0, -1);
    await page.review.settled();
    const before = { decisions: page.decisions(), losses: page.predictions.loss.value.slice() };
    const { id } = page.project.record ?? { id: '' };
    browser.clear(page);
    expect(page.review.saved).toBe('failed');
    expect(page.project.record?.decided).toBe(0);
    await until(() => page.review.saved === 'saved');
    expect(page.codes()).toEqual(['storage-evicted']);
    await until(() => page.projects.list.length === 1);
    page.die();

    const later = await browser.visit().begin();
    expect(later.project.record).toMatchObject({ id, decided: 1 });
    expect(later.decisions()).toEqual(before.decisions);
    expect(later.predictions.loss.value).toEqual(before.losses);
    expect(later.labelMap.match?.basis).toBe('chosen');
    expect(later.review.redo()).toEqual([2]);
    await later.exports.write('dataset');
    expect(later.downloads.saved.size).toBe(1);
  });

  it('loses no decision after repeated deletions between decisions', async () => {
    for (let round = 0; round < LABELS.length; round++) {
      page.review.discard([round]);
      browser.clear(page);
      await tick();
    }
    await until(() => page.review.saved === 'saved');
    expect(page.decisions().every((decision) => decision.startsWith('3'))).toBe(true);
    expect(await journal()).toHaveLength(LABELS.length);
  });

  it('leaves the shown rows unchanged when the same file is dropped again and storage is full', async () => {
    await page.analysis.start();
    for (const row of [0, 1, 2, 3]) page.review.discard([row]);
    await page.review.settled();
    full(page, 'append', 'putProject', 'putChunk', 'putSetting');
    browser.clear(page);
    page.review.discard([4]);
    const before = page.decisions();
    await page.drop(tsvOf(LABELS));
    expect(page.decisions()).toEqual(before);
    expect(page.predictions.done).toBe(LABELS.length);
    expect(page.review.saved).toBe('failed');
    page.storing.before = () => undefined;
    await page.review.keep();
    expect(page.review.saved).toBe('saved');
    expect(await journal()).toHaveLength(5);
    page.die();
    const later = await browser.visit().begin();
    expect(later.predictions.done).toBe(LABELS.length);
  });

  it('stores the project again after a deletion while the project opens', async () => {
    page.review.discard([0]);
    await page.session.close();
    const [record] = page.projects.list;
    const held = gate();
    page.storing.after = (method) => (method === 'entries' ? held.passed : undefined);
    const opening = record && page.session.openStored(record);
    await until(() => page.storing.calls.at(-1)?.method === 'entries');
    browser.clear(page);
    held.open();
    await opening;
    await until(() => page.review.saved === 'saved');
    expect((await records()).map(({ decided }) => decided)).toEqual([1]);
    expect(await journal()).toHaveLength(1);
  });

  it('receives nothing from a read-only tab', async () => {
    page.review.discard([0]);
    await page.review.settled();
    const reader = await browser.visit().begin();
    expect(reader.review.writable).toBe(false);
    browser.clear(reader);
    await tick();
    await tick();
    expect(await records()).toEqual([]);
    // The writing tab closed: only the read-only tab still has the decisions.
    page.die();
    await until(() => reader.review.writable && reader.review.saved === 'saved');
    expect(await journal()).toHaveLength(1);
    await reader.exports.write('dataset');
    expect(reader.downloads.saved.size).toBe(1);
  });

  it('does not restore decisions of a project that another tab removed', async () => {
    page.review.discard([0]);
    await page.session.close();
    const other = await browser.visit().begin();
    const [record] = await records();
    if (record) await other.session.removeProject(record);
    await page.drop(tsvOf(LABELS));
    expect(page.decisions()[0]).toBe('0 World');
  });
});

describe('a project with unsaved decisions', () => {
  beforeEach(async () => {
    for (const row of [0, 1, 2]) page.review.discard([row]);
    await page.review.settled();
    full(page, 'append');
    for (const row of [3, 4, 5, 6]) page.review.discard([row]);
    await page.review.settled();
    expect(page.review.saved).toBe('failed');
  });

  const about = { about: 'open', decisions: 4 };

  it('asks before every way of leaving it, and stays open when the answer is no', async () => {
    page.leaves = false;
    const other = { ...(page.project.record as ProjectRecord), id: 'other' };
    await page.session.close();
    await page.drop(tsvOf(['Sports', 'World'], 'other.tsv'));
    await page.session.openDirectly(tsvOf(['World', 'Sports'], 'sample.tsv'));
    await page.session.openStored(other);
    expect(page.questions).toEqual([about, about, about, about]);
    expect(page.project.record?.name).toBe('news.tsv');
    expect(page.source.opening).toBeNull();
    expect(page.app.outbox.journals.unsavedOf(page.project.record?.id ?? '')).toBe(4);
    expect(page.keeper.holdsUnsaved).toBe(true);
  });

  it('does not ask when the same project is opened again', async () => {
    await page.drop(tsvOf(LABELS));
    expect(page.questions).toEqual([]);
    expect(page.review.counts[3]).toBe(7);
  });

  it('counts only stored decisions in the list of projects', async () => {
    await page.session.close();
    expect(page.questions).toEqual([about]);
    expect(page.projects.list.map(({ decided }) => decided)).toEqual([3]);
    expect(page.keeper.holdsUnsaved).toBe(true);
    page.die();
    const later = await browser.visit().begin();
    expect(later.projects.list.map(({ decided }) => decided)).toEqual([3]);
  });

  it('restores its unsaved decisions when reopened, and stores them once storage has room', async () => {
    await page.session.close();
    page.storing.before = () => undefined;
    const [record] = page.projects.list;
    if (record) await page.session.openStored(record);
    expect(page.review.counts[3]).toBe(7);
    expect(page.review.saved).toBe('saved');
    expect(await journal()).toHaveLength(7);
    expect(page.keeper.holdsUnsaved).toBe(false);
  });

  it('is not written while another project is open, because another tab may have it open', async () => {
    const { id } = page.project.record ?? { id: '' };
    await page.drop(tsvOf(['World', 'Sports'], 'other.tsv'));
    page.storing.before = () => undefined;
    page.review.discard([0]);
    await page.review.settled();
    expect(page.review.saved).toBe('saved');
    const left = await browser.store.entries(id);
    expect(left.ok && left.value.length).toBe(3);
    expect(page.keeper.holdsUnsaved).toBe(true);
  });

  it('asks before its removal', async () => {
    await page.session.close();
    const [record] = page.projects.list;
    page.leaves = false;
    if (record) await page.session.removeProject(record);
    expect(page.questions.at(-1)).toEqual({ about: 'removed', decisions: 4 });
    expect(await records()).toHaveLength(1);
    page.leaves = true;
    if (record) await page.session.removeProject(record);
    expect(await records()).toEqual([]);
    expect(page.keeper.holdsUnsaved).toBe(false);
  });
});

describe('unsaved results', () => {
  it('persist after the same file is dropped again, and the page asks before closing', async () => {
    full(page, 'putChunk');
    await page.analysis.start();
    await page.drop(tsvOf(LABELS));
    expect(page.predictions.done).toBe(LABELS.length);
    page.leaves = false;
    await page.session.close();
    expect(page.questions).toEqual([{ about: 'open', decisions: 0 }]);
    page.storing.before = () => undefined;
    await page.review.keep();
    await page.session.close();
    expect(page.questions).toHaveLength(1);
  });
});
