import { beforeEach, describe, expect, it } from 'vitest';
import type { Remark } from '../../../../src/app/shell/remarks.svelte.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';

let page: Page;
const last = (): Remark | undefined => page.remarks.items.at(-1)?.remark;

beforeEach(async () => {
  page = await new FakeBrowser().visit().begin();
  // The second record has one column. Row numbers are those of the source.
  await page.drop(new File(['text\tlabel\nA row\tWorld\nshort\nB row\tSports\nC row\tWorld\n'], 'news.tsv'));
});

describe('history', () => {
  it('shows the undone row, and remarks on its restored label', () => {
    page.review.setLabel([1], 'World');
    page.view.select(0);
    page.history.undo();
    expect(page.view.selected).toBe(1);
    expect(last()).toEqual({ about: 'row-again', again: { number: 3, is: 'label', label: 'Sports' } });
    page.history.redo();
    expect(last()).toEqual({ about: 'row-again', again: { number: 3, is: 'label', label: 'World' } });
    expect(page.remarks.items).toHaveLength(1);
  });

  it('remarks on the status if the label did not change', () => {
    page.review.confirm([0]);
    page.review.discard([0]);
    page.history.undo();
    expect(last()).toMatchObject({ again: { number: 1, is: 'validated' } });
    page.history.undo();
    expect(last()).toMatchObject({ again: { number: 1, is: 'pending' } });
    page.history.redo();
    page.history.redo();
    expect(last()).toMatchObject({ again: { number: 1, is: 'discarded' } });
  });

  it('remarks on a note if nothing else changed', () => {
    page.review.setNote([2], 'ask');
    page.history.undo();
    expect(last()).toMatchObject({ again: { number: 4, is: 'note' } });
    expect(page.view.selected).toBe(2);
  });

  it('counts several rows, and does nothing without a decision to undo', () => {
    page.history.undo();
    expect(page.remarks.items).toEqual([]);
    page.review.setLabel([0, 2], 'Sports');
    page.history.undo();
    expect(last()).toEqual({ about: 'rows-again', count: 2 });
  });
});

describe('remarks', () => {
  it('disappear up to a given one, and later remarks stay', () => {
    const facts = { kind: 'audit', count: 1, leftOut: 0 } as const;
    page.remarks.add({ about: 'download', name: 'a', facts });
    page.remarks.add({ about: 'download', name: 'b', facts });
    page.remarks.removeUpTo(page.remarks.items[0]?.id ?? 0);
    expect(page.remarks.items.map(({ remark }) => remark)).toEqual([{ about: 'download', name: 'b', facts }]);
  });

  it('on downloads number three at most', () => {
    const facts = { kind: 'audit', count: 1, leftOut: 0 } as const;
    for (const name of ['a', 'b', 'c', 'd']) page.remarks.add({ about: 'download', name, facts });
    expect(page.remarks.items).toHaveLength(3);
    expect(last()).toMatchObject({ name: 'd' });
  });
});
