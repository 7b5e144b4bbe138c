import { describe, expect, it } from 'vitest';
import { type DatasetLabel } from '../../../../src/domain/reading/dataset.js';
import { actionsOf, PLAIN_LABELS } from '../../../fakes/actions.js';

describe('row with several labels', () => {
  const severalLabels: readonly DatasetLabel[] = [
    ...PLAIN_LABELS.slice(1),
    { name: '["World","Sports"]', token: '["World","Sports"]', count: 1, several: ['World', 'Sports'] },
  ];

  /** Row 2 has several labels. */
  function asked() {
    const page = actionsOf(severalLabels);
    page.view.select(2);
    return page;
  }

  it('keeps its labels until a person confirms their replacement', () => {
    const { actions, view, state } = asked();
    actions.choose(0);
    expect(state(2)).toBe('pending ["World","Sports"]');
    expect(actions.question).toMatchObject({ row: 2, labels: ['World', 'Sports'], option: { name: 'Sports' } });
    actions.keepSeveral();
    expect([actions.question, state(2), view.selected]).toEqual([null, 'pending ["World","Sports"]', 2]);
    actions.choose(2);
    expect(actions.question?.option.name).toBe('Sci/Tech');
    actions.replace();
    expect([actions.question, state(2)]).toEqual([null, 'corrected Sci/Tech']);
  });

  it('is confirmed or discarded like any other row, and asks nothing once it has one label', () => {
    const { actions, view, review, state } = asked();
    actions.confirm();
    expect([actions.question, state(2)]).toEqual([null, 'validated ["World","Sports"]']);
    review.setLabel([2], 'Sports');
    view.select(2);
    actions.choose(1);
    expect([actions.question, state(2)]).toEqual([null, 'corrected Business']);
  });

  it('asks nothing if another tab writes or the list is empty', () => {
    const { actions, review, notices } = asked();
    review.writable = false;
    actions.choose(0);
    expect([actions.question, actions.undecided, notices.items]).toEqual([null, { row: 2, why: 'read-only' }, []]);
    const empty = actionsOf([...severalLabels.slice(0, 2), { name: '[]', token: '[]', count: 1, several: [] }]);
    empty.view.select(2);
    empty.actions.choose(0);
    expect(empty.state(2)).toBe('corrected Sports');
  });

  it('shows the names of its labels, and its list is no option', () => {
    const { actions } = asked();
    expect(actions.titleOf(2)).toBe('World, Sports');
    expect([actions.severalOf(2), actions.severalOf(1), actions.optionOf(2)]).toEqual([
      ['World', 'Sports'],
      null,
      undefined,
    ]);
    expect(actions.options.map(({ name }) => name)).toEqual(['Sports', 'Business', 'Sci/Tech']);
  });
});

describe('label that no row of the source has', () => {
  it('raises a notice if it is a name among numbers', () => {
    const numbers = [7, 8, 9].map((number) => ({ name: String(number), token: String(number), count: 1 }));
    const { actions, notices } = actionsOf(numbers);
    actions.choose(0);
    expect(notices.items).toEqual([]);
    actions.choose(3);
    expect(notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['label-among-numbers', { label: 'Sci/Tech' }],
    ]);
  });

  it('raises a notice if each label has an id', () => {
    const { actions, notices } = actionsOf(
      PLAIN_LABELS.map((label, id) => ({ ...label, fields: [['id', String(id)]] })),
    );
    actions.choose(1);
    expect(notices.items).toEqual([]);
    actions.choose(3);
    expect(notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['label-fields-unknown', { label: 'Sci/Tech', fields: 'id' }],
    ]);
  });
});

describe('key of a label', () => {
  it('gives a label a free key', () => {
    const { actions } = actionsOf();
    expect(actions.keys.giveLabel(2, 'q')).toEqual({ at: 'given', losers: [] });
    expect(actions.options.map(({ key }) => key)).toEqual(['1', '2', 'q', '4']);
    expect(actions.keys.labelOfKey.get('q')).toBe(2);
    expect(actions.keys.giveLabel(2, 'q')).toEqual({ at: 'had' });
  });

  it('swaps with the key of another label, and refuses the key of an action', () => {
    const { actions } = actionsOf();
    expect(actions.keys.giveLabel(2, '1')).toEqual({
      at: 'given',
      losers: [{ lost: 'label', title: 'World', key: '3' }],
    });
    expect(actions.keys.giveLabel(0, 'a')).toEqual({ at: 'action', action: 'accept' });
    expect(actions.options.map(({ key }) => key)).toEqual(['3', '2', '1', '4']);
    expect([actions.keys.labelOfKey.get('1'), actions.keys.labelOfKey.get('3')]).toEqual([2, 0]);
    actions.keys.resetLabels();
    expect([actions.options.map(({ key }) => key), actions.keys.ownLabelKeys]).toEqual([['1', '2', '3', '4'], false]);
  });
});
