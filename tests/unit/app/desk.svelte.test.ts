import { describe, expect, it } from 'vitest';
import { Desk } from '../../../src/app/desk.svelte.js';
import { LabelKeys } from '../../../src/app/label-keys.svelte.js';
import { Notices } from '../../../src/app/notices.svelte.js';
import { Scores } from '../../../src/app/scores.svelte.js';
import { View } from '../../../src/app/view.svelte.js';
import { STATUSES, type Dataset, type DatasetLabel } from '../../../src/domain/dataset.js';
import type { Clock, Store } from '../../../src/protocol/ports.js';
import { reviewWithOutbox } from '../../fakes/review.js';

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

function deskOf(labels = PLAIN_LABELS) {
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
  const { review, outbox } = reviewWithOutbox({ store, clock, notices });
  const scores = new Scores();
  const classOf = (label: number): number => (label < LABELS.length && !labels[label]?.several ? label : -1);
  const view = new View({
    scores,
    review,
    address: { read: () => new URLSearchParams(), write: () => undefined },
    clock,
    valuesOf: () => new Float32Array(0),
    classOfLabel: classOf,
  });
  const desk = new Desk(
    review,
    scores,
    view,
    {
      get classes() {
        return scores.classes;
      },
      classOf,
    },
    notices,
    new LabelKeys({ outbox }),
  );
  const dataset = datasetOf(labels);
  review.open('project', dataset, []);
  scores.reset(dataset.rows, [...LABELS, 'Sci/Tech'], Int32Array.from(GIVEN));
  for (const [row, logits] of LOGITS.entries()) scores.writeRow(row, Float32Array.from(logits), 5 - row, 8, false);
  scores.publish();
  view.open(dataset);
  view.select(0);
  const state = (row: number): string => `${STATUSES[review.status.value[row] ?? 0]} ${review.labelName(row)}`;
  return { desk, review, view, notices, state };
}

describe('Desk', () => {
  it('offers the labels, then classes without one', () => {
    expect(deskOf().desk.options.map((option) => option.name)).toEqual([...LABELS, 'Sci/Tech']);
  });

  it('gives a label and goes on to the next undecided row', () => {
    const { desk, view, state } = deskOf();
    desk.choose(2);
    expect(state(0)).toBe('corrected Business');
    expect(view.selected).toBe(1);
    expect(desk.last).toEqual({ row: 0, from: 'World', to: 'Business', next: 1 });
    view.select(0);
    desk.choose(0);
    expect(state(0)).toBe('validated World');
  });

  it('takes the suggestion, a new label too; without one nothing happens', () => {
    const { desk, view, review, state } = deskOf();
    desk.accept();
    desk.accept();
    desk.accept();
    expect([0, 1, 2].map(state)).toEqual(['corrected Sports', 'corrected Sci/Tech', 'validated Business']);
    expect(review.labels.at(-1)).toBe('Sci/Tech');
    expect(desk.options.map((option) => option.name)).toEqual([...LABELS, 'Sci/Tech']);
    expect(view.selected).toBe(3);
    desk.accept();
    expect(state(3)).toBe('pending World');
  });

  it('keeps and discards, passing rows that are decided', () => {
    const { desk, view, state } = deskOf();
    view.select(1);
    desk.confirm();
    view.select(0);
    desk.discard();
    expect([0, 1].map(state)).toEqual(['discarded World', 'validated Sports']);
    expect(view.selected).toBe(2);
    expect(desk.last).toEqual({ row: 0, from: 'World', to: null, next: 2 });
  });

  it('shows the dataset as it was before any decision, and decides nothing meanwhile', () => {
    const { desk, review, view, state } = deskOf();
    desk.accept();
    view.select(2);
    desk.discard();
    view.select(0);
    expect(desk.shown).toBe(review);
    desk.asItWas = true;
    const { status, label, updatedAt, counts } = desk.shown;
    expect([...status.value, ...updatedAt.value]).toEqual(new Array(8).fill(0));
    expect([...label.value]).toEqual([...GIVEN]);
    expect(counts).toEqual([4, 0, 0, 0]);
    expect([desk.shown.labelName(0), desk.shown.originalName(0), desk.canDecide]).toEqual(['World', 'World', false]);
    desk.confirm();
    desk.discard();
    desk.choose(2);
    expect([0, 2].map(state)).toEqual(['corrected Sports', 'discarded Business']);
    expect(desk.question).toBeNull();
    desk.asItWas = false;
    expect([desk.shown === review, desk.canDecide]).toEqual([true, true]);
    desk.choose(2);
    expect(state(0)).toBe('corrected Business');
  });

  it('does nothing beyond the labels, or where another tab writes', () => {
    const { desk, view, review, notices, state } = deskOf();
    desk.choose(9);
    expect([desk.last, view.selected]).toEqual([null, 0]);
    review.writable = false;
    desk.confirm();
    expect(state(0)).toBe('pending World');
    expect(view.selected).toBe(0);
    expect(notices.items.map((notice) => notice.fault.code)).toEqual(['read-only-tab']);
  });
});

describe('a row with several labels', () => {
  const severalLabels: readonly DatasetLabel[] = [
    ...PLAIN_LABELS.slice(1),
    { name: '["World","Sports"]', token: '["World","Sports"]', count: 1, several: ['World', 'Sports'] },
  ];

  /** Row 2 has several labels. */
  function asked() {
    const page = deskOf(severalLabels);
    page.view.select(2);
    return page;
  }

  it('keeps them until it is asked whether one is to take their place', () => {
    const { desk, view, state } = asked();
    desk.choose(0);
    expect(state(2)).toBe('pending ["World","Sports"]');
    expect(desk.question).toMatchObject({ row: 2, labels: ['World', 'Sports'], option: { name: 'Sports' } });
    desk.keepSeveral();
    expect([desk.question, state(2), view.selected]).toEqual([null, 'pending ["World","Sports"]', 2]);
    desk.choose(2);
    expect(desk.question?.option.name).toBe('Sci/Tech');
    desk.replace();
    expect([desk.question, state(2)]).toEqual([null, 'corrected Sci/Tech']);
  });

  it('is kept or discarded like any other, and not asked about once it has one label', () => {
    const { desk, view, review, state } = asked();
    desk.confirm();
    expect([desk.question, state(2)]).toEqual([null, 'validated ["World","Sports"]']);
    review.setLabel([2], 'Sports');
    view.select(2);
    desk.choose(1);
    expect([desk.question, state(2)]).toEqual([null, 'corrected Business']);
  });

  it('asks nothing where another tab writes, or where the list is empty', () => {
    const { desk, review, notices } = asked();
    review.writable = false;
    desk.choose(0);
    expect([desk.question, notices.items[0]?.fault.code]).toEqual([null, 'read-only-tab']);
    const empty = deskOf([...severalLabels.slice(0, 2), { name: '[]', token: '[]', count: 1, several: [] }]);
    empty.view.select(2);
    empty.desk.choose(0);
    expect(empty.state(2)).toBe('corrected Sports');
  });

  it('is called by its labels, and its list is no option', () => {
    const { desk } = asked();
    expect(desk.titleOf(2)).toBe('World, Sports');
    expect([desk.severalOf(2), desk.severalOf(1), desk.optionOf(2)]).toEqual([['World', 'Sports'], null, undefined]);
    expect(desk.options.map(({ name }) => name)).toEqual(['Sports', 'Business', 'Sci/Tech']);
  });
});

describe('a label that no row of the source has', () => {
  it('is told of where it is a name among numbers', () => {
    const numbers = [7, 8, 9].map((number) => ({ name: String(number), token: String(number), count: 1 }));
    const { desk, notices } = deskOf(numbers);
    desk.choose(0);
    expect(notices.items).toEqual([]);
    desk.choose(3);
    expect(notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['label-among-numbers', { label: 'Sci/Tech' }],
    ]);
  });

  it('is told of where an id belongs to each label', () => {
    const { desk, notices } = deskOf(PLAIN_LABELS.map((label, id) => ({ ...label, fields: [['id', String(id)]] })));
    desk.choose(1);
    expect(notices.items).toEqual([]);
    desk.choose(3);
    expect(notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['label-fields-unknown', { label: 'Sci/Tech', fields: 'id' }],
    ]);
  });

  it('gives a label a free key', () => {
    const { desk } = deskOf();
    expect(desk.giveKey(2, 'q')).toEqual({ at: 'given', from: null });
    expect(desk.options.map(({ key }) => key)).toEqual(['1', '2', 'q', '4']);
    expect(desk.labelOfKey.get('q')).toBe(2);
    expect(desk.giveKey(2, 'q')).toEqual({ at: 'had' });
  });

  it('swaps a key that is another label’s, and refuses one that is an action’s', () => {
    const { desk } = deskOf();
    expect(desk.giveKey(2, '1')).toEqual({ at: 'given', from: { title: 'World', key: '3' } });
    expect(desk.giveKey(0, 'a')).toEqual({ at: 'action', verb: 'accept' });
    expect(desk.options.map(({ key }) => key)).toEqual(['3', '2', '1', '4']);
    expect([desk.labelOfKey.get('1'), desk.labelOfKey.get('3')]).toEqual([2, 0]);
    desk.resetKeys();
    expect([desk.options.map(({ key }) => key), desk.ownKeys]).toEqual([['1', '2', '3', '4'], false]);
  });

  it('decides nothing where a row has no suggestion, and says so until the next decision', () => {
    const { desk, view, state } = deskOf();
    view.select(3);
    desk.accept();
    expect([state(3).split(' ')[0], view.selected, desk.undecided]).toEqual([
      'pending',
      3,
      { row: 3, why: 'no-suggestion' },
    ]);
    desk.confirm();
    expect([state(3).split(' ')[0], desk.undecided]).toEqual(['validated', null]);
  });

  it.each(['accept', 'confirm', 'discard', 'choose'] as const)(
    'selects the first undecided row where none was selected, and does not decide it unseen: %s',
    (act) => {
      const { desk, view, state } = deskOf();
      desk.confirm();
      view.select(-1);
      desk[act](0);
      expect([view.selected, state(1), desk.undecided]).toEqual([1, 'pending Sports', { row: 1, why: 'no-row' }]);
      desk.discard();
      expect([state(1), desk.undecided]).toEqual(['discarded Sports', null]);
    },
  );
});
