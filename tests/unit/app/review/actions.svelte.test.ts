import { describe, expect, it } from 'vitest';
import { actionsOf, GIVEN, LABELS } from '../../../fakes/actions.js';

describe('ReviewActions', () => {
  it('offers the labels, then the classes without a label', () => {
    expect(actionsOf().actions.options.map((option) => option.name)).toEqual([...LABELS, 'Sci/Tech']);
  });

  it('removes the remark on an undone decision at the next decision, and keeps remarks on downloads', () => {
    const { actions, remarks } = actionsOf();
    const download = { about: 'download', name: 'a', facts: { kind: 'audit', count: 1, leftOut: 0 } } as const;
    remarks.add(download);
    actions.choose(2);
    expect(remarks.items.map(({ remark }) => remark)).toEqual([download]);
    remarks.add({ about: 'row-again', again: { number: 1, is: 'pending', label: 'World' } });
    actions.discard();
    expect(remarks.items).toEqual([]);
  });

  it('gives a label and selects the next undecided row', () => {
    const { actions, view, state } = actionsOf();
    actions.choose(2);
    expect(state(0)).toBe('corrected Business');
    expect(view.selected).toBe(1);
    expect(actions.last).toEqual({ row: 0, status: 2, from: 'World', to: 'Business', next: 1, left: null });
    view.select(0);
    actions.choose(0);
    expect(state(0)).toBe('validated World');
  });

  it('accepts the suggestion, also with a new label, and does nothing without a suggestion', () => {
    const { actions, view, review, state } = actionsOf();
    actions.accept();
    actions.accept();
    actions.accept();
    expect([0, 1, 2].map(state)).toEqual(['corrected Sports', 'corrected Sci/Tech', 'validated Business']);
    expect(review.labels.at(-1)).toBe('Sci/Tech');
    expect(actions.options.map((option) => option.name)).toEqual([...LABELS, 'Sci/Tech']);
    expect(view.selected).toBe(3);
    actions.accept();
    expect(state(3)).toBe('pending World');
  });

  it('confirms and discards, and skips decided rows', () => {
    const { actions, view, state } = actionsOf();
    view.select(1);
    actions.confirm();
    view.select(0);
    actions.discard();
    expect([0, 1].map(state)).toEqual(['discarded World', 'validated Sports']);
    expect(view.selected).toBe(2);
    expect(actions.last).toEqual({ row: 0, status: 3, from: 'World', to: null, next: 2, left: null });
  });

  it('counts the remaining undecided rows if none is below', () => {
    const { actions, view } = actionsOf();
    const left = (): number | undefined => actions.last?.left?.pending;
    view.select(2);
    actions.confirm();
    expect([view.selected, left()]).toEqual([3, undefined]);
    actions.confirm();
    expect([view.selected, left(), actions.last?.next]).toEqual([3, 2, -1]);
    view.select(1);
    actions.confirm();
    expect([view.selected, left(), actions.last?.next]).toEqual([2, 1, 2]);
    view.select(0);
    actions.discard();
    expect([view.selected, left()]).toEqual([1, 0]);
  });

  it('marks a row as unsure with its source label, and goes on with the next undecided row', () => {
    const { actions, view, state } = actionsOf();
    actions.choose(2);
    view.select(0);
    actions.markUnsure();
    expect(state(0)).toBe('unsure World');
    expect(actions.last).toEqual({ row: 0, status: 4, from: 'Business', to: null, next: 1, left: null });
  });

  it('offers unsure rows again once no undecided row is left', () => {
    const { actions, view, state } = actionsOf();
    view.select(1);
    actions.markUnsure();
    view.select(0);
    actions.markUnsure();
    // Row 1 is passed over.
    expect(view.selected).toBe(2);
    actions.confirm();
    expect([view.selected, state(3)]).toEqual([3, 'pending World']);
    actions.confirm();
    expect([view.selected, actions.last?.left]).toEqual([0, { pending: 0, unsure: 2 }]);
    actions.markUnsure();
    expect(view.selected).toBe(1);
    actions.confirm();
    expect(view.selected).toBe(0);
    actions.discard();
    expect(actions.last?.left).toEqual({ pending: 0, unsure: 0 });
  });

  it('shows the dataset before any decision, and decides nothing meanwhile', () => {
    const { actions, review, view, state } = actionsOf();
    actions.accept();
    view.select(2);
    actions.discard();
    view.select(0);
    expect(actions.shown).toBe(review);
    actions.asItWas = true;
    const { status, label, updatedAt, counts } = actions.shown;
    expect([...status.value, ...updatedAt.value]).toEqual(new Array(8).fill(0));
    expect([...label.value]).toEqual([...GIVEN]);
    expect(counts).toEqual([4, 0, 0, 0, 0]);
    expect([actions.shown.labelName(0), actions.shown.originalName(0), actions.canDecide]).toEqual([
      'World',
      'World',
      false,
    ]);
    actions.confirm();
    actions.discard();
    actions.choose(2);
    expect([0, 2].map(state)).toEqual(['corrected Sports', 'discarded Business']);
    expect(actions.question).toBeNull();
    actions.asItWas = false;
    expect([actions.shown === review, actions.canDecide]).toEqual([true, true]);
    actions.choose(2);
    expect(state(0)).toBe('corrected Business');
  });

  it('does nothing beyond the labels, or if another tab writes', () => {
    const { actions, view, review, notices, state } = actionsOf();
    actions.choose(9);
    expect([actions.last, view.selected]).toEqual([null, 0]);
    review.writable = false;
    actions.confirm();
    expect(state(0)).toBe('pending World');
    expect(view.selected).toBe(0);
    expect([actions.undecided, notices.items]).toEqual([{ row: 0, why: 'read-only' }, []]);
  });

  it('decides nothing for a row without a suggestion, and reports it until the next decision', () => {
    const { actions, view, state } = actionsOf();
    view.select(3);
    actions.accept();
    expect([state(3).split(' ')[0], view.selected, actions.undecided]).toEqual([
      'pending',
      3,
      { row: 3, why: 'no-suggestion' },
    ]);
    actions.confirm();
    expect([state(3).split(' ')[0], actions.undecided]).toEqual(['validated', null]);
  });

  it('reports that nothing was decided if no row passes the filters', () => {
    const { actions, view } = actionsOf();
    view.filter({ ranges: { loss: { min: 100, max: Infinity } } });
    view.select(-1);
    actions.confirm();
    expect(actions.undecided).toEqual({ row: -1, why: 'no-match' });
  });

  it.each(['accept', 'confirm', 'discard', 'choose'] as const)(
    'selects the first undecided row if none was selected, and does not decide it unseen: %s',
    (act) => {
      const { actions, view, state } = actionsOf();
      actions.confirm();
      view.select(-1);
      actions[act](0);
      expect([view.selected, state(1), actions.undecided]).toEqual([1, 'pending Sports', { row: 1, why: 'no-row' }]);
      actions.discard();
      expect([state(1), actions.undecided]).toEqual(['discarded Sports', null]);
    },
  );
});
