import { beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../../../../src/protocol/outcome.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';

const LABELS = ['World', 'Sports', 'Business', 'World'];

let browser: FakeBrowser;
let page: Page;
const changes = (): number => page.downloaded.changes;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
  await page.drop(tsvOf(LABELS));
});

describe('count of changes that are not downloaded', () => {
  it('includes corrected and discarded rows, not confirmed rows or undone changes', () => {
    expect(changes()).toBe(0);
    page.review.setLabel([0], 'Sports');
    page.review.confirm([1]);
    expect(changes()).toBe(1);
    page.review.discard([2]);
    expect(changes()).toBe(2);
    page.review.setLabel([0], 'Business');
    expect(changes()).toBe(2);
    page.review.setLabel([0], 'World');
    expect(changes()).toBe(1);
    page.history.undo();
    page.history.undo();
    page.history.undo();
    expect(changes()).toBe(1);
  });

  it('starts at the last download of the dataset, and includes an undo of downloaded changes', async () => {
    page.review.setLabel([0, 1], 'Business');
    await page.exports.write('dataset');
    expect(changes()).toBe(0);
    page.review.setLabel([3], 'Sports');
    expect(changes()).toBe(1);
    page.history.undo();
    page.history.undo();
    expect(changes()).toBe(2);
  });

  it('does not change after a download of another file, or after a failed download', async () => {
    page.review.setLabel([0], 'Business');
    await page.exports.write('audit');
    expect(changes()).toBe(1);
    page.downloads.save = () => Promise.resolve(failed({ code: 'export-failed' }));
    await page.exports.write('dataset');
    expect(changes()).toBe(1);
  });

  it('includes changes made during the download', async () => {
    const held = gate();
    let reached = false;
    page.exporting.after = (method) => {
      if (method !== 'nextExport' || reached) return undefined;
      reached = true;
      return held.passed;
    };
    page.review.setLabel([0], 'Business');
    const writing = page.exports.write('dataset');
    await until(() => reached);
    page.review.setLabel([1], 'Business');
    held.open();
    await writing;
    expect(changes()).toBe(1);
  });

  it('persists between visits', async () => {
    page.review.setLabel([0], 'Business');
    await page.exports.write('dataset');
    page.review.setLabel([1, 2], 'World');
    await page.review.settled();
    await tick();
    page.die();
    page = await browser.visit().begin();
    expect(page.project.record?.name).toBe('news.tsv');
    expect(changes()).toBe(2);
  });

  it('belongs to the open dataset', async () => {
    page.review.setLabel([0, 1], 'Business');
    await page.drop(tsvOf(['Sports', 'Sports', 'World'], 'other.tsv'));
    expect(changes()).toBe(0);
    await page.session.close();
    expect(changes()).toBe(0);
    await page.drop(tsvOf(LABELS));
    expect(changes()).toBe(2);
  });
});

describe('remarks on downloads', () => {
  it('count the content of each file', async () => {
    await page.drop(new File(['text\tlabel\nA row\tWorld\nshort\nB row\tSports\nC row\tWorld\n'], 'some.more.tsv'));
    page.review.setLabel([0], 'Sports');
    page.review.discard([1]);
    page.preferences.withoutDiscarded = true;
    await page.exports.write('dataset');
    await page.exports.write('changes');
    await page.exports.write('audit');
    expect(page.remarks.items.map(({ remark }) => remark)).toEqual([
      { about: 'download', name: 'some.more.corrected.jsonl', facts: { kind: 'dataset', count: 1, leftOut: 1 } },
      { about: 'download', name: 'some.more.changes.jsonl', facts: { kind: 'changes', count: 1, leftOut: 0 } },
      { about: 'download', name: 'some.more.audit.jsonl', facts: { kind: 'audit', count: 3, leftOut: 0 } },
    ]);
    await page.exports.write('rejects');
    expect(page.remarks.items.at(-1)?.remark).toEqual({
      about: 'download',
      name: 'some.more.set-aside.jsonl',
      facts: { kind: 'rejects', count: 1, leftOut: 0 },
    });
    await page.exports.savePicture('png', () => Promise.resolve(new Blob(['picture'])));
    expect(page.remarks.items.at(-1)?.remark).toMatchObject({ name: 'some.more.map.png', facts: { kind: 'picture' } });
  });
});
