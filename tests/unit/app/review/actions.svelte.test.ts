import { describe, expect, it } from 'vitest';
import { ReviewActions } from '../../../../src/app/review/actions.svelte.js';
import { LabelKeys } from '../../../../src/app/review/label-keys.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { Remarks } from '../../../../src/app/shell/remarks.svelte.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { RowMarks } from '../../../../src/app/rows/row-marks.svelte.js';
import { RowView } from '../../../../src/app/rows/row-view.svelte.js';
import { DataMapState } from '../../../../src/app/training/data-map.svelte.js';
import { RowSignals } from '../../../../src/app/training/row-signals.svelte.js';
import { STATUSES, type Dataset, type DatasetLabel } from '../../../../src/domain/reading/dataset.js';
import type { AddressPort, Clock, Store } from '../../../../src/protocol/ports.js';
import { reviewWithOutbox } from '../../../fakes/review.js';

const LABELS = ['World', 'Sports', 'Business'];
const GIVEN = Uint16Array.of(0, 1, 2, 0);
/** Logits of rows 0 to 2; row 3 is not scored. Row 0: sure of Sports. Row 1: of a class without a label. Row 2: agrees. */
const LOGITS = [
  [0, 9, 0, 0],
  [0, 2, 0, 5],
  [0, 0, 2, 0],
];

const PLAIN_LABELS: readonly DatasetLabel[] = LABELS.map((name) => ({ name, token: JSON.stringify(name), count: 1 }));

function datasetOf(labels: readonly DatasetLabel[]): Dataset {
  const empty = { bytes: new Uint8Array(0), offsets: new Uint32Array(GIVEN.length + 1) };
  return {
    rows: GIVEN.length,
    sourceRow: Uint32Array.of(0, 1, 2, 3),
    text: empty,
    textB: null,
    labels,
    label: GIVEN,
    id: null,
    sLabel: null,
  };
}

function actionsOf(labels = PLAIN_LABELS) {
  const store = {
    append: () => Promise.resolve({ ok: true, value: null }),
    putSetting: () => Promise.resolve({ ok: true, value: null }),
  } as unknown as Store;
  const clock: Clock = {
    now: () => 1,
    ticks: () => 1,
    sleep: () => Promise.resolve(),
    afterPaint: () => Promise.resolve(),
  };
  const notices = new Notices();
  const remarks = new Remarks();
  const { review, outbox } = reviewWithOutbox({ store, clock, notices });
  const predictions = new Predictions();
  const classOf = (label: number): number => (label < LABELS.length && !labels[label]?.several ? label : -1);
  const address: AddressPort = { read: () => new URLSearchParams(), write: () => undefined };
  const view = new RowView({
    predictions,
    review,
    address,
    clock,
    valuesOf: () => new Float32Array(0),
    labelMap: { match: null, classOf },
    marks: new RowMarks(),
    dataMap: new DataMapState(new RowSignals(), address),
    project: { restoring: false },
  });
  const actions = new ReviewActions(
    review,
    predictions,
    view,
    {
      get classes() {
        return predictions.classes;
      },
      classOf,
    },
    notices,
    new LabelKeys({ outbox }),
    remarks,
  );
  const dataset = datasetOf(labels);
  review.open('project', dataset, []);
  predictions.reset(dataset.rows, [...LABELS, 'Sci/Tech'], Int32Array.from(GIVEN));
  for (const [row, logits] of LOGITS.entries()) predictions.writeRow(row, Float32Array.from(logits), 5 - row, 8, false);
  predictions.publish();
  view.open(dataset);
  view.select(0);
  const state = (row: number): string => `${STATUSES[review.status.value[row] ?? 0]} ${review.labelName(row)}`;
  return { actions, review, view, notices, remarks, state };
}

describe('Desk', () => {
  it('offers the labels, then classes without one', () => {
    expect(actionsOf().actions.options.map((option) => option.name)).toEqual([...LABELS, 'Sci/Tech']);
  });

  it('ends the remark on an undone decision with the next decision, and leaves what was said of downloads', () => {
    const { actions, remarks } = actionsOf();
    const download = { about: 'download', name: 'a', facts: { kind: 'audit', count: 1, leftOut: 0 } } as const;
    remarks.add(download);
    actions.choose(2);
    expect(remarks.items.map(({ remark }) => remark)).toEqual([download]);
    remarks.add({ about: 'row-again', again: { number: 1, is: 'pending', label: 'World' } });
    actions.discard();
    expect(remarks.items).toEqual([]);
  });

  it('gives a label and goes on to the next undecided row', () => {
    const { actions, view, state } = actionsOf();
    actions.choose(2);
    expect(state(0)).toBe('corrected Business');
    expect(view.selected).toBe(1);
    expect(actions.last).toEqual({ row: 0, from: 'World', to: 'Business', next: 1, left: null });
    view.select(0);
    actions.choose(0);
    expect(state(0)).toBe('validated World');
  });

  it('takes the suggestion, a new label too; without one nothing happens', () => {
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

  it('keeps and discards, passing rows that are decided', () => {
    const { actions, view, state } = actionsOf();
    view.select(1);
    actions.confirm();
    view.select(0);
    actions.discard();
    expect([0, 1].map(state)).toEqual(['discarded World', 'validated Sports']);
    expect(view.selected).toBe(2);
    expect(actions.last).toEqual({ row: 0, from: 'World', to: null, next: 2, left: null });
  });

  it('counts the undecided rows that are left where none is below', () => {
    const { actions, view } = actionsOf();
    const left = (): number | null | undefined => actions.last?.left;
    view.select(2);
    actions.confirm();
    expect([view.selected, left()]).toEqual([3, null]);
    actions.confirm();
    expect([view.selected, left(), actions.last?.next]).toEqual([3, 2, -1]);
    view.select(1);
    actions.confirm();
    expect([view.selected, left(), actions.last?.next]).toEqual([2, 1, 2]);
    view.select(0);
    actions.discard();
    expect([view.selected, left()]).toEqual([1, 0]);
  });

  it('shows the dataset as it was before any decision, and decides nothing meanwhile', () => {
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
    expect(counts).toEqual([4, 0, 0, 0]);
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

  it('does nothing beyond the labels, or where another tab writes', () => {
    const { actions, view, review, notices, state } = actionsOf();
    actions.choose(9);
    expect([actions.last, view.selected]).toEqual([null, 0]);
    review.writable = false;
    actions.confirm();
    expect(state(0)).toBe('pending World');
    expect(view.selected).toBe(0);
    expect([actions.undecided, notices.items]).toEqual([{ row: 0, why: 'read-only' }, []]);
  });
});

describe('a row with several labels', () => {
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

  it('keeps them until it is asked whether one is to take their place', () => {
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

  it('is kept or discarded like any other, and not asked about once it has one label', () => {
    const { actions, view, review, state } = asked();
    actions.confirm();
    expect([actions.question, state(2)]).toEqual([null, 'validated ["World","Sports"]']);
    review.setLabel([2], 'Sports');
    view.select(2);
    actions.choose(1);
    expect([actions.question, state(2)]).toEqual([null, 'corrected Business']);
  });

  it('asks nothing where another tab writes, or where the list is empty', () => {
    const { actions, review, notices } = asked();
    review.writable = false;
    actions.choose(0);
    expect([actions.question, actions.undecided, notices.items]).toEqual([null, { row: 2, why: 'read-only' }, []]);
    const empty = actionsOf([...severalLabels.slice(0, 2), { name: '[]', token: '[]', count: 1, several: [] }]);
    empty.view.select(2);
    empty.actions.choose(0);
    expect(empty.state(2)).toBe('corrected Sports');
  });

  it('is called by its labels, and its list is no option', () => {
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

describe('a label that no row of the source has', () => {
  it('is told of where it is a name among numbers', () => {
    const numbers = [7, 8, 9].map((number) => ({ name: String(number), token: String(number), count: 1 }));
    const { actions, notices } = actionsOf(numbers);
    actions.choose(0);
    expect(notices.items).toEqual([]);
    actions.choose(3);
    expect(notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['label-among-numbers', { label: 'Sci/Tech' }],
    ]);
  });

  it('is told of where an id belongs to each label', () => {
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

  it('gives a label a free key', () => {
    const { actions } = actionsOf();
    expect(actions.giveKey(2, 'q')).toEqual({ at: 'given', from: null });
    expect(actions.options.map(({ key }) => key)).toEqual(['1', '2', 'q', '4']);
    expect(actions.labelOfKey.get('q')).toBe(2);
    expect(actions.giveKey(2, 'q')).toEqual({ at: 'had' });
  });

  it('swaps a key that is another label’s, and refuses one that is an action’s', () => {
    const { actions } = actionsOf();
    expect(actions.giveKey(2, '1')).toEqual({ at: 'given', from: { title: 'World', key: '3' } });
    expect(actions.giveKey(0, 'a')).toEqual({ at: 'action', verb: 'accept' });
    expect(actions.options.map(({ key }) => key)).toEqual(['3', '2', '1', '4']);
    expect([actions.labelOfKey.get('1'), actions.labelOfKey.get('3')]).toEqual([2, 0]);
    actions.resetKeys();
    expect([actions.options.map(({ key }) => key), actions.ownKeys]).toEqual([['1', '2', '3', '4'], false]);
  });

  it('decides nothing where a row has no suggestion, and says so until the next decision', () => {
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

  it('says that nothing was decided where no row passes the filters', () => {
    const { actions, view } = actionsOf();
    view.filter({ minLoss: 100 });
    view.select(-1);
    actions.confirm();
    expect(actions.undecided).toEqual({ row: -1, why: 'no-match' });
  });

  it.each(['accept', 'confirm', 'discard', 'choose'] as const)(
    'selects the first undecided row where none was selected, and does not decide it unseen: %s',
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
