import { describe, expect, test } from 'vitest';
import { passesText, wholeNumber, type PassesFacts } from '../../../../src/ui/scoring/passes-text.js';
import { languageOf } from '../../../fakes/language.js';

const facts: PassesFacts = { state: { at: 'idle' }, done: 30, total: 80, present: 2, evaluations: 8, etaS: null };

describe('the sentence about passes', () => {
  test.each([
    [{ at: 'idle' }, null, ''],
    [{ at: 'loading', phase: 'compile' }, null, 'Compiling the model…'],
    [{ at: 'scoring' }, null, 'Pass 3 of 8: 30 of 80 row readings'],
    [{ at: 'scoring' }, 50, 'Pass 3 of 8: 30 of 80 row readings, 50 s left'],
    [{ at: 'paused' }, null, 'Paused: 30 of 80 row readings are on the map'],
    [{ at: 'done' }, null, 'All 80 row readings are on the map'],
    [
      { at: 'failed', fault: { code: 'bad-numbers' } },
      null,
      'Stopped by an error: 30 of 80 row readings are on the map',
    ],
  ] as const)('%o', (state, etaS, text) => {
    expect(passesText({ ...facts, state, etaS }, languageOf('en'))).toBe(text);
  });
});

describe('a typed number', () => {
  test.each([
    ['8', 8],
    ['1', 2],
    ['999', 50],
    ['2.6', 3],
    ['', null],
    ['many', null],
  ])('%j', (typed, value) => {
    expect(wholeNumber(typed, 2, 50)).toBe(value);
  });
});
