import { vi } from 'vitest';
import type { LearningRun } from '../../../../src/app/learning/learning-run.svelte.js';
import type { Learned } from '../../../../src/app/learning/learning-state.js';

/** The result of a learning that is useful. */
export const LEARNED: Learned = {
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

/** The part of learning that components use: the fields that they read, and the methods that they call. */
export function fakeLearning(change: Partial<LearningRun> = {}) {
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
