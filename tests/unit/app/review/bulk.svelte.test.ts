import { describe, expect, it } from 'vitest';
import { BulkActions } from '../../../../src/app/review/bulk.svelte.js';
import { actionsOf, PLAIN_LABELS } from '../../../fakes/actions.js';

/** Rows 0 to 3: World (sure of Sports), Sports (of a class without a label), Business (agrees), World (not scored). */
function bulkOf(labels = PLAIN_LABELS) {
  const parts = actionsOf(labels);
  const { review, view, predictions, actions, notices, remarks } = parts;
  const bulk = new BulkActions({ review, predictions, picked: view.picked, actions, notices, remarks });
  const option = (name: string) => {
    const found = actions.options.find((one) => one.name === name);
    if (!found) throw new Error(`no option ${name}`);
    return found;
  };
  const all = (): string[] => [0, 1, 2, 3].map(parts.state);
  return { ...parts, bulk, option, all };
}

describe('a bulk change', () => {
  it('changes nothing before its preview is confirmed, then all rows at once, and leaves none picked', () => {
    const { bulk, view, option, all, remarks } = bulkOf();
    view.picked.pickListed();
    const before = all();
    bulk.propose({ kind: 'label', option: option('Sports') });
    expect(bulk.preview?.plan.rows.length).toBe(4);
    expect(all()).toEqual(before);
    bulk.confirm();
    expect(all()).toEqual(['corrected Sports', 'validated Sports', 'corrected Sports', 'corrected Sports']);
    expect([bulk.preview, view.picked.count]).toEqual([null, 0]);
    expect(remarks.items.at(-1)?.remark).toEqual({ about: 'rows-changed', change: 'label', count: 4, label: 'Sports' });
  });

  it('is one undo and one redo', () => {
    const { bulk, view, review, all } = bulkOf();
    const before = all();
    view.picked.pickListed();
    bulk.propose({ kind: 'discard' });
    bulk.confirm();
    const after = all();
    expect(review.undo()).toHaveLength(4);
    expect(all()).toEqual(before);
    expect(review.canUndo).toBe(false);
    review.redo();
    expect(all()).toEqual(after);
  });

  it('accepts the suggestions, and leaves rows without one as they are', () => {
    const { bulk, view, all } = bulkOf();
    view.picked.pickListed();
    bulk.propose({ kind: 'accept' });
    expect(bulk.preview?.plan.unnamed).toBe(1);
    bulk.confirm();
    expect(all()).toEqual(['corrected Sports', 'corrected Sci/Tech', 'validated Business', 'pending World']);
  });

  it('keeps the labels of the source', () => {
    const { bulk, view, review, all } = bulkOf();
    review.setLabel([0], 'Business');
    view.picked.pickListed();
    bulk.propose({ kind: 'confirm' });
    bulk.confirm();
    expect(all()).toEqual(['validated World', 'validated Sports', 'validated Business', 'validated World']);
  });

  it('can be cancelled: the rows stay picked', () => {
    const { bulk, view, all } = bulkOf();
    const before = all();
    view.picked.pickListed();
    bulk.propose({ kind: 'discard' });
    bulk.cancel();
    bulk.confirm();
    expect([bulk.preview, view.picked.count]).toEqual([null, 4]);
    expect(all()).toEqual(before);
  });

  it('is not proposed without picked rows, in a tab that only reads, or while the dataset is shown as it was', () => {
    const { bulk, view, review, actions } = bulkOf();
    bulk.propose({ kind: 'discard' });
    expect(bulk.preview).toBeNull();
    view.picked.pickListed();
    actions.asItWas = true;
    bulk.propose({ kind: 'discard' });
    actions.asItWas = false;
    review.writable = false;
    bulk.propose({ kind: 'discard' });
    expect(bulk.preview).toBeNull();
  });

  it('is not made after another tab took the right to write', () => {
    const { bulk, view, review, all } = bulkOf();
    const before = all();
    view.picked.pickListed();
    bulk.propose({ kind: 'discard' });
    review.writable = false;
    bulk.confirm();
    expect([all(), view.picked.count]).toEqual([before, 4]);
  });

  it('ends with the picked rows that it is about', () => {
    const { bulk, view, review } = bulkOf();
    view.picked.pickListed();
    bulk.propose({ kind: 'discard' });
    view.picked.open(2);
    expect(bulk.preview).toBeNull();
    bulk.confirm();
    expect(review.counts).toEqual([4, 0, 0, 0, 0]);
  });

  it('leaves rows with several labels as they are', () => {
    const several = { name: '["World","Sports"]', token: '["World","Sports"]', count: 1, several: ['World', 'Sports'] };
    const { bulk, view, option, all } = bulkOf([...PLAIN_LABELS.slice(0, 2), several]);
    view.picked.pickListed();
    bulk.propose({ kind: 'label', option: option('Sports') });
    expect(bulk.preview?.plan.several).toBe(1);
    bulk.confirm();
    expect(all()[2]).toBe(`pending ${several.name}`);
  });

  it('warns of a name among numbers, as a single decision does', () => {
    const numbers = [7, 8, 9].map((number) => ({ name: String(number), token: String(number), count: 1 }));
    const { bulk, view, notices, actions } = bulkOf(numbers);
    view.picked.pickListed();
    const added = actions.options.find(({ among }) => among === 'numbers');
    expect(added?.name).toBe('Sci/Tech');
    bulk.propose({ kind: 'label', option: added! });
    bulk.confirm();
    expect(notices.items.map(({ fault }) => fault.code)).toContain('label-among-numbers');
  });
});

describe('the rows against a change', () => {
  it('are those where the model is surest of another label', () => {
    const { bulk, view, option } = bulkOf();
    const against = (): number[] => (bulk.preview?.against ?? []).map(({ row }) => row);
    view.picked.pickListed();
    bulk.propose({ kind: 'label', option: option('World') });
    expect(against()).toEqual([0, 1, 2]);
    expect(bulk.preview?.against[0]?.probability).toBeCloseTo(Math.exp(9) / (Math.exp(9) + 3), 6);
    bulk.propose({ kind: 'label', option: option('Sports') });
    expect(against()).toEqual([1, 2]);
    bulk.propose({ kind: 'confirm' });
    expect(against()).toEqual([0, 1]);
  });

  it('are of accepted suggestions the least sure ones, and of discarded rows those that agree', () => {
    const { bulk, view } = bulkOf();
    const against = (): number[] => (bulk.preview?.against ?? []).map(({ row }) => row);
    view.picked.pickListed();
    bulk.propose({ kind: 'accept' });
    expect(against()).toEqual([2, 1, 0]);
    bulk.propose({ kind: 'discard' });
    expect(against()).toEqual([2]);
  });
});

describe('the labels of the picked rows', () => {
  it('are counted, follow decisions, and are none without picked rows', () => {
    const { bulk, view, review } = bulkOf();
    expect(bulk.labels).toEqual([]);
    view.picked.pick(Uint32Array.of(0, 1, 3));
    expect(bulk.labels).toEqual([
      { label: 0, count: 2 },
      { label: 1, count: 1 },
    ]);
    review.setLabel([0, 3], 'Sports');
    expect(bulk.labels).toEqual([{ label: 1, count: 3 }]);
  });
});
