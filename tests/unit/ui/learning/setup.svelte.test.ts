import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LearningRun } from '../../../../src/app/learning/learning-run.svelte.js';
import type { Misfit, ModelFit } from '../../../../src/app/scoring/model-fit.svelte.js';
import { LEARNED_KEY, type Models } from '../../../../src/app/scoring/models.svelte.js';
import type { PassesRun } from '../../../../src/app/training/passes-run.svelte.js';
import type { ScoringRun } from '../../../../src/app/scoring/run.svelte.js';
import RunSetup from '../../../../src/ui/scoring/RunSetup.svelte';
import { languageOf } from '../../../fakes/language.js';
import { LEARNED, fakeLearning } from './fake-learning.svelte.js';
import { hide, show, all, one, texts } from './shown.js';

const language = languageOf('en');
afterEach(hide);

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

  it('puts learning first where no row would get a loss, and gives the reason beside Start', () => {
    setupOf('default', {}, { classes: [-1, -1] });
    expect(primary()).toEqual(['learn-instead']);
    expect(texts('start-doubt')).toEqual(['No label is matched to a class of this model, so no row would get a loss.']);
    expect(one('run-start').getAttribute('aria-describedby')).toBe('start-doubt');
  });

  it('puts learning first where the model cannot read the rows, with a sentence about it', () => {
    setupOf('default', {}, { misfit: { why: 'letters', script: 'chinese' } });
    expect([primary(), all('start-doubt')]).toEqual([['learn-instead'], []]);
    expect(one('misfit').textContent?.replaceAll(/[\u2068\u2069]/g, '')).toBe(
      'Most rows are in Chinese characters. This model was trained on English news, so its losses will mean little. You can learn from the dataset itself instead.',
    );
  });

  it('shows no label map and no passes for learning, and starts it', () => {
    const { onStart } = setupOf(LEARNED_KEY);
    expect([all('label-map'), all('passes-panel'), all('learn-instead')]).toEqual([[], [], []]);
    expect(texts('run-start')).toEqual(['Start learning']);
    one('run-start').click();
    expect(onStart).toHaveBeenCalledOnce();
  });

  it('resumes paused learning, and repeats completed learning', () => {
    setupOf(LEARNED_KEY, { state: { at: 'paused' } });
    expect(texts('run-start')).toEqual(['Resume']);
    setupOf(LEARNED_KEY, { state: { at: 'done' }, learned: LEARNED });
    expect([texts('run-start'), texts('relearn')]).toEqual([[], ['Learn again']]);
  });
});
