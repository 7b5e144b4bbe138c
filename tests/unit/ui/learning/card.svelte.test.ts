import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReviewActions } from '../../../../src/app/review/actions.svelte.js';
import type { LearningRun } from '../../../../src/app/learning/learning-run.svelte.js';
import { AppliedSignals } from '../../../../src/app/training/applied-signals.svelte.js';
import type { JoinedSignals } from '../../../../src/app/training/joined-signals.js';
import type { Training } from '../../../../src/app/training/training.js';
import type { Explanation } from '../../../../src/protocol/learning-wire.js';
import Card from '../../../../src/ui/review/Card.svelte';
import QueueFilters from '../../../../src/ui/review/QueueFilters.svelte';
import SignalsBar from '../../../../src/ui/training/SignalsBar.svelte';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { languageOf } from '../../../fakes/language.js';
import { LEARNED, fakeLearning } from './fake-learning.svelte.js';
import { hide, show, all, one } from './shown.js';

const language = languageOf('en');
afterEach(hide);

const ROWS = 'text\tlabel\nAT&amp;T shares rose\tSports\nshares fell\tBusiness\nthe cup final\tSports\n';

/** The card of an open dataset, at its first row. */
async function cardOf(learning: LearningRun): Promise<Page> {
  const page = await new FakeBrowser().visit().begin();
  await page.drop(new File([ROWS], 'news.tsv'));
  const { predictions, review, view, labelMap, notices, labelKeys, remarks } = page;
  const { dataset } = page.project;
  if (!dataset) throw new Error('no dataset');
  view.select(0);
  const actions = new ReviewActions(review, predictions, view, labelMap, notices, labelKeys, remarks);
  const training = { signals: new AppliedSignals() } as Training;
  const { guidelines, conflicts } = page.app;
  const parts = { dataset, predictions, review, view, actions, language, training, learning, guidelines, conflicts };
  show(Card, { ...parts, onGuidelines: vi.fn(), onKey: vi.fn() });
  return page;
}

const EXPLANATION: Explanation = {
  terms: [
    { term: 'shares', weight: -1.5, places: [{ side: 0, start: 9, end: 15 }] },
    { term: 'rose', weight: 0.25, places: [{ side: 0, start: 16, end: 20 }] },
  ],
  neighbours: [
    { row: 1, similarity: 0.5 },
    { row: 2, similarity: 0.125 },
  ],
};

describe('the card', () => {
  it('requests an explanation for each row, and again after new learning', async () => {
    const learning = fakeLearning();
    const page = await cardOf(learning);
    expect(learning.explain).not.toHaveBeenCalled();
    learning.learned = LEARNED;
    flushSync();
    page.view.select(2);
    flushSync();
    learning.learned = { ...LEARNED, decisions: 50 };
    flushSync();
    learning.share = 0.5;
    flushSync();
    expect(vi.mocked(learning.explain).mock.calls).toEqual([[0], [2], [2]]);
  });

  it('shows words for and against the label, marks them in the text, and opens a similar row', async () => {
    const learning = fakeLearning({ state: { at: 'done' }, learned: LEARNED });
    const page = await cardOf(learning);
    expect([all('term'), all('neighbour')]).toEqual([[], []]);
    learning.explanation = { row: 0, value: EXPLANATION };
    flushSync();
    expect(all('term').map(({ dataset }) => [dataset['term'], dataset['weight']])).toEqual([
      ['shares', '-1.5'],
      ['rose', '0.25'],
    ]);
    const marks = [...document.querySelectorAll('mark')];
    expect(marks.map((mark) => [mark.classList[0], mark.textContent])).toEqual([
      ['against', 'shares'],
      ['for', 'rose'],
    ]);
    expect(document.querySelector('.text')?.textContent).toBe('AT&T shares rose');
    expect(all('neighbour').map(({ dataset }) => [dataset['row'], dataset['label']])).toEqual([
      ['1', 'Business'],
      ['2', 'Sports'],
    ]);
    all('neighbour')[1]?.click();
    flushSync();
    expect([page.view.selected, one('card').dataset['row']]).toEqual([2, '2']);
    expect([all('term'), document.querySelectorAll('mark').length]).toEqual([[], 0]);
  });
});

describe('controls for the kind of results', () => {
  it('offers the filter by both results where both exist', async () => {
    const page = await new FakeBrowser().visit('agreement=both').begin();
    const { predictions, review, view, labelMap, notices, labelKeys, remarks } = page;
    const actions = new ReviewActions(review, predictions, view, labelMap, notices, labelKeys, remarks);
    show(QueueFilters, { predictions, review, view, actions, language, onFilter: vi.fn() });
    const select = one('filter-agreement') as HTMLSelectElement;
    expect([[...select.options].map(({ value }) => value), select.value]).toEqual([['', 'disagree', 'agree'], '']);
    view.marks.bothDoubt = new Uint8Array(1);
    flushSync();
    expect([select.options.length, select.value]).toEqual([4, 'both']);
  });

  it('offers the choice of the series of signals where learning made them', () => {
    const joined = {
      fromModel: true,
      names: [],
      join: { matched: 3, labelsDiffer: 0 },
      result: { report: { evaluations: 8 } },
    } as unknown as JoinedSignals;
    const signals = new AppliedSignals();
    signals.fromModel = { ...joined, series: null };
    const onSeries = vi.fn();
    show(SignalsBar, {
      signals,
      language,
      datasetName: null,
      writable: true,
      onSeries,
      onRemove: vi.fn(),
      onPutBack: vi.fn(),
    });
    expect(all('learning-series')).toEqual([]);
    signals.fromModel = { ...joined, series: 'in' };
    flushSync();
    const select = one('learning-series') as HTMLSelectElement;
    expect(select.value).toBe('in');
    select.value = 'out';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    expect(onSeries).toHaveBeenCalledWith('out');
  });
});
