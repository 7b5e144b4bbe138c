import { describe, expect, it } from 'vitest';
import { Desk } from '../../../src/app/desk.svelte.js';
import { Notices } from '../../../src/app/notices.svelte.js';
import { Review } from '../../../src/app/review.svelte.js';
import { Scores } from '../../../src/app/scores.svelte.js';
import { View } from '../../../src/app/view.svelte.js';
import { STATUSES, type Dataset } from '../../../src/domain/dataset.js';
import type { Clock, Store } from '../../../src/protocol/ports.js';

const LABELS = ['World', 'Sports', 'Business'];
const GIVEN = Uint16Array.of(0, 1, 2, 0);
/** Logits of rows 0 to 2; row 3 is not scored. Row 0: sure of Sports. Row 1: of a class without a label. Row 2: agrees. */
const LOGITS = [
  [0, 9, 0, 0],
  [0, 2, 0, 5],
  [0, 0, 2, 0],
];

function datasetOf(): Dataset {
  const empty = { bytes: new Uint8Array(0), offsets: new Uint32Array(GIVEN.length + 1) };
  return {
    rows: GIVEN.length,
    sourceRow: Uint32Array.of(0, 1, 2, 3),
    text: empty,
    textB: null,
    labels: LABELS.map((name) => ({ name, token: JSON.stringify(name), count: 1 })),
    label: GIVEN,
    id: null,
    sLabel: null,
  };
}

function deskOf() {
  const store = { append: () => Promise.resolve({ ok: true, value: null }) } as unknown as Store;
  const clock: Clock = {
    now: () => 1,
    ticks: () => 1,
    sleep: () => Promise.resolve(),
    afterPaint: () => Promise.resolve(),
  };
  const notices = new Notices();
  const review = new Review(store, clock, notices);
  const scores = new Scores();
  const view = new View(scores, review, { read: () => new URLSearchParams(), write: () => undefined }, clock);
  const classOf = (label: number): number => (label < LABELS.length ? label : -1);
  view.classOfLabel = classOf;
  const desk = new Desk(review, scores, view, classOf);
  const dataset = datasetOf();
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
    expect(desk.last).toEqual({ row: 0, from: 'World', to: 'Business' });
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
    expect(desk.last).toEqual({ row: 0, from: 'World', to: null });
  });

  it('does nothing without a row, beyond the labels, or where another tab writes', () => {
    const { desk, view, review, notices, state } = deskOf();
    desk.choose(9);
    view.select(-1);
    desk.confirm();
    desk.accept();
    expect(desk.last).toBeNull();
    view.select(0);
    review.writable = false;
    desk.confirm();
    expect(state(0)).toBe('pending World');
    expect(view.selected).toBe(0);
    expect(notices.items.map((notice) => notice.fault.code)).toEqual(['read-only-tab']);
  });
});
