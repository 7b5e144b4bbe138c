import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LearningRun } from '../../../../src/app/learning/learning-run.svelte.js';
import LearningStatus from '../../../../src/ui/learning/LearningStatus.svelte';
import LearningSummary from '../../../../src/ui/learning/LearningSummary.svelte';
import { languageOf } from '../../../fakes/language.js';
import { LEARNED, fakeLearning } from './fake-learning.svelte.js';
import { hide, show, all, one } from './shown.js';

const language = languageOf('en');
afterEach(hide);

describe('the status of learning', () => {
  const statusOf = (learning: LearningRun, writable = true, showStart = true) => {
    const asked = { onStart: vi.fn(), onPause: vi.fn(), onCancel: vi.fn() };
    show(LearningStatus, { learning, done: 90, total: 100, language, writable, showStart, ...asked });
    return asked;
  };

  it('shows no accuracy before learning, and starts it', () => {
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

  it('offers pause and cancel during learning, but no new learning', () => {
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
  it('appears at the end of the first learning, and stays during new learning', () => {
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
