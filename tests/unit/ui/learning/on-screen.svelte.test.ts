import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReviewActions } from '../../../../src/app/review/actions.svelte.js';
import type { LearningRun } from '../../../../src/app/learning/learning-run.svelte.js';
import type { Learned } from '../../../../src/app/learning/learning-state.js';
import type { Misfit, ModelFit } from '../../../../src/app/scoring/model-fit.svelte.js';
import { LEARNED_KEY, type Models } from '../../../../src/app/scoring/models.svelte.js';
import type { PassesRun } from '../../../../src/app/training/passes-run.svelte.js';
import type { ScoringRun } from '../../../../src/app/scoring/run.svelte.js';
import { AppliedSignals } from '../../../../src/app/training/applied-signals.svelte.js';
import type { JoinedSignals } from '../../../../src/app/training/joined-signals.js';
import type { Training } from '../../../../src/app/training/training.js';
import type { Explanation } from '../../../../src/protocol/learning-wire.js';
import LearningStatus from '../../../../src/ui/learning/LearningStatus.svelte';
import LearningSummary from '../../../../src/ui/learning/LearningSummary.svelte';
import Card from '../../../../src/ui/review/Card.svelte';
import QueueFilters from '../../../../src/ui/review/QueueFilters.svelte';
import RunSetup from '../../../../src/ui/scoring/RunSetup.svelte';
import SignalsBar from '../../../../src/ui/training/SignalsBar.svelte';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { languageOf } from '../../../fakes/language.js';

const language = languageOf('en');

const LEARNED: Learned = {
  accuracy: 0.8211,
  majority: 0.334,
  majorityLabel: 'World',
  rows: 9960,
  noOpinion: 2,
  folds: 5,
  decisions: 25,
  useful: true,
  parts: [],
};

/** What a component sees of learning: public fields that it reads, and what it calls. */
function fakeLearning(change: Partial<LearningRun> = {}) {
  const fields = $state({
    state: { at: 'idle' },
    share: 0,
    etaS: null,
    learned: null,
    again: false,
    newDecisions: 0,
    explanation: null,
    busy: false,
    start: vi.fn(() => Promise.resolve()),
    pause: vi.fn(),
    cancel: vi.fn(),
    relearn: vi.fn(() => Promise.resolve()),
    explain: vi.fn(() => Promise.resolve()),
    ...change,
  });
  return fields as unknown as { -readonly [Name in keyof LearningRun]: LearningRun[Name] } & LearningRun;
}

let mounted: object | null = null;
afterEach(() => {
  if (mounted) void unmount(mounted);
  mounted = null;
  document.body.replaceChildren();
});

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): void {
  mounted = mount(component, { target: document.body, props });
  flushSync();
}

const all = (id: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];

function one(id: string): HTMLElement {
  const [found, ...more] = all(id);
  if (!found || more.length > 0) throw new Error(`${all(id).length} elements are ${id}`);
  return found;
}

const texts = (id: string): (string | undefined)[] => all(id).map((found) => found.textContent?.trim());

describe('the status of learning', () => {
  const statusOf = (learning: LearningRun, writable = true, showStart = true) => {
    const asked = { onStart: vi.fn(), onPause: vi.fn(), onCancel: vi.fn() };
    show(LearningStatus, { learning, done: 90, total: 100, language, writable, showStart, ...asked });
    return asked;
  };

  it('says nothing of accuracy before anything is learnt, and starts', () => {
    const { onStart } = statusOf(fakeLearning());
    const status = one('run-status');
    const attributes = [
      'state',
      'done',
      'total',
      'device',
      'accuracy',
      'majority',
      'decisions',
      'rows-per-s',
      'parity',
    ];
    expect(attributes.map((name) => status.getAttribute(`data-${name}`))).toEqual([
      'idle',
      '90',
      '100',
      'learned',
      ...['', '', '', '', ''],
    ]);
    expect(all('relearn')).toEqual([]);
    one('run-start').click();
    expect(onStart).toHaveBeenCalledOnce();
  });

  it('can be paused and cancelled while it learns, but not learnt again', () => {
    const learning = fakeLearning({
      state: { at: 'learning', phase: { at: 'reading' } },
      learned: LEARNED,
      busy: true,
    });
    const { onPause, onCancel } = statusOf(learning);
    expect(one('run-status').dataset).toMatchObject({ state: 'loading', accuracy: '0.8211', decisions: '25' });
    expect(one('relearn')).toHaveProperty('disabled', true);
    learning.state = { at: 'learning', phase: { at: 'fold', fold: 1, folds: 5 } };
    learning.share = 0.3;
    flushSync();
    expect(one('run-status').dataset['state']).toBe('scoring');
    expect(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBe('30');
    one('run-pause').click();
    one('run-cancel').click();
    expect([onPause, onCancel].map((act) => act.mock.calls.length)).toEqual([1, 1]);
    expect(all('run-start')).toEqual([]);
  });

  it('learns again from new decisions once it is done, but not in a tab that only reads', () => {
    const learning = fakeLearning({ state: { at: 'done' }, learned: LEARNED, newDecisions: 25 });
    statusOf(learning);
    expect(one('relearn').textContent?.trim()).toBe('Learn again (25)');
    one('relearn').click();
    expect(learning.relearn).toHaveBeenCalledOnce();
    if (mounted) void unmount(mounted);
    statusOf(learning, false);
    expect(one('relearn')).toHaveProperty('disabled', true);
  });

  it('does not learn again while learning is paused: it can be resumed', () => {
    statusOf(fakeLearning({ state: { at: 'paused' }, learned: LEARNED }));
    expect(one('relearn')).toHaveProperty('disabled', true);
    expect(one('run-start').textContent?.trim()).toBe('Resume');
  });
});

describe('the summary of learning', () => {
  it('waits for the end of the first learning, and stays while it is learnt again', () => {
    const learning = fakeLearning({ state: { at: 'learning', phase: { at: 'words' } }, learned: LEARNED, busy: true });
    show(LearningSummary, { learning, language });
    expect(one('learning-summary').textContent).not.toContain('82%');
    learning.again = true;
    flushSync();
    expect(one('learning-summary').textContent?.trim().replace(/\s+/g, ' ')).toBe(
      'Out of sample, 82% of labels are predicted correctly. Always guessing World would give 33%. Learnt with 25 of your decisions. 2 rows are not judged: their labels are in too few different texts.',
    );
    learning.learned = { ...LEARNED, useful: false };
    flushSync();
    expect(one('learning-summary').dataset['useful']).toBe('false');
    expect(one('learning-summary').textContent).toContain('no row is listed as suspicious');
  });
});

describe('the setup', () => {
  const setupOf = (
    chosenKey: string,
    change: Partial<LearningRun> = {},
    { classes = [0, 1], misfit = null }: { classes?: number[]; misfit?: Misfit | null } = {},
  ) => {
    const calls = { onChooseModel: vi.fn(), onStart: vi.fn(), onLearn: vi.fn() };
    const source = { kind: 'files', files: [] };
    const entry = { key: 'default', name: 'Built-in', classes: ['World', 'Sports'], source };
    const learnt = { key: LEARNED_KEY, name: '', classes: ['World', 'Sports'], source };
    const entries = [entry, learnt];
    const chosen = chosenKey === LEARNED_KEY ? learnt : entry;
    show(RunSetup, {
      language,
      models: {
        entries,
        chosenKey,
        chosen,
        runnable: chosenKey !== LEARNED_KEY,
        checking: '',
        hub: { at: 'idle' },
      } as unknown as Models,
      fit: { misfit, look: vi.fn() } as unknown as ModelFit,
      run: { busy: false, state: { at: 'idle' } } as ScoringRun,
      learning: fakeLearning(change),
      passes: {
        total: 3,
        candidates: [],
        state: { at: 'idle' },
        checkpoints: [],
        kind: 'masks',
      } as unknown as PassesRun,
      labels: [
        { name: 'World', count: 3 },
        { name: 'Sports', count: 2 },
      ],
      match: { basis: 'name', classes },
      spelled: [],
      spellings: null,
      done: 0,
      writable: true,
      onChooseGraph: vi.fn(),
      onRemoveModel: vi.fn(),
      onAgreeToHub: vi.fn(),
      onMapLabel: vi.fn(),
      onMapSpelled: vi.fn(),
      onCountSpellings: vi.fn(),
      onRemoveResults: vi.fn(),
      onPickFolder: vi.fn(),
      onClose: null,
      ...calls,
    });
    return calls;
  };

  it('offers learning beside a model: as one of the choices, and by one click', () => {
    const { onLearn, onChooseModel } = setupOf('default');
    const select = one('model-select') as HTMLSelectElement;
    expect([...select.options].map(({ value }) => value)).toEqual([LEARNED_KEY, 'default']);
    expect(all('label-map')).toHaveLength(1);
    one('learn-instead').click();
    expect(onLearn).toHaveBeenCalledOnce();
    select.value = LEARNED_KEY;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    expect(onChooseModel).toHaveBeenCalledWith(LEARNED_KEY);
  });

  const primary = () =>
    [...all('run-start'), ...all('learn-instead')]
      .filter(({ classList }) => classList.contains('primary'))
      .map(({ dataset }) => dataset['testid']);

  it('puts Start first where the model fits the labels and the rows', () => {
    setupOf('default');
    expect([primary(), all('start-doubt'), all('misfit')]).toEqual([['run-start'], [], []]);
  });

  it('puts learning first where no row would get a loss, and says why beside Start', () => {
    setupOf('default', {}, { classes: [-1, -1] });
    expect(primary()).toEqual(['learn-instead']);
    expect(texts('start-doubt')).toEqual(['No label is matched to a class of this model, so no row would get a loss.']);
    expect(one('run-start').getAttribute('aria-describedby')).toBe('start-doubt');
  });

  it('puts learning first where the model cannot read the rows, under a sentence that says so', () => {
    setupOf('default', {}, { misfit: { why: 'letters', script: 'chinese' } });
    expect([primary(), all('start-doubt')]).toEqual([['learn-instead'], []]);
    expect(one('misfit').textContent?.replaceAll(/[\u2068\u2069]/g, '')).toBe(
      'Most rows are in Chinese characters. This model was trained on English news, so its losses will mean little. You can learn from the dataset itself instead.',
    );
  });

  it('has no label map and no passes for learning, and starts it', () => {
    const { onStart } = setupOf(LEARNED_KEY);
    expect([all('label-map'), all('passes-panel'), all('learn-instead')]).toEqual([[], [], []]);
    expect(texts('run-start')).toEqual(['Start learning']);
    one('run-start').click();
    expect(onStart).toHaveBeenCalledOnce();
  });

  it('resumes what is paused, and learns again what is done', () => {
    setupOf(LEARNED_KEY, { state: { at: 'paused' } });
    expect(texts('run-start')).toEqual(['Resume']);
    if (mounted) void unmount(mounted);
    setupOf(LEARNED_KEY, { state: { at: 'done' }, learned: LEARNED });
    expect([texts('run-start'), texts('relearn')]).toEqual([[], ['Learn again']]);
  });
});

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
  show(Card, { dataset, predictions, review, view, actions, language, training, learning, onKey: vi.fn() });
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
  it('asks why a row is where it is: for each row, and anew once it has been learnt again', async () => {
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

describe('what depends on the kind of results', () => {
  it('the filter by what both doubt is offered where both are', async () => {
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

  it('the series of signals can be chosen where learning made them', () => {
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
