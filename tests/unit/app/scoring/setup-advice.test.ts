import { describe, expect, it } from 'vitest';
import { setupAdvice, type SetupFacts } from '../../../../src/app/scoring/setup-advice.js';

/** The facts for the built-in model with every label matched. */
const FITS: SetupFacts = {
  learns: false,
  given: false,
  runnable: true,
  labels: 4,
  rows: 100,
  matchedRows: 100,
  misfit: false,
  learntNothing: false,
};

describe('the primary button of the setup panel', () => {
  it.each<[string, Partial<SetupFacts>, string]>([
    ['every label matched', {}, 'start'],
    ['half of the rows matched', { matchedRows: 50 }, 'start'],
    ['fewer than half of the rows matched', { matchedRows: 49 }, 'learn: few-labels'],
    ['no label matched', { matchedRows: 0 }, 'learn: no-labels'],
    ['no label matched, and learning has found nothing', { matchedRows: 0, learntNothing: true }, 'none: no-labels'],
    ['one label, not matched', { matchedRows: 0, labels: 1 }, 'none: no-labels'],
    ['one label, matched', { labels: 1 }, 'start'],
    ['rows that the model cannot read', { misfit: true }, 'learn: misfit'],
    ['rows that the model cannot read, of one label', { misfit: true, labels: 1 }, 'none: misfit'],
    ['rows that the model cannot read, and no label matched', { misfit: true, matchedRows: 0 }, 'learn: no-labels'],
    ['no model', { runnable: false, matchedRows: 0 }, 'learn: no-model'],
    ['no model, and learning has found nothing', { runnable: false, learntNothing: true }, 'none: no-model'],
    ['results from a file', { given: true, runnable: false, matchedRows: 0, misfit: true }, 'start'],
    ['learning', { learns: true, runnable: false, matchedRows: 0 }, 'start'],
    ['learning from texts that the built-in model cannot read', { learns: true, misfit: true }, 'start'],
    ['learning from one label', { learns: true, labels: 1 }, 'none: one-label'],
    ['no rows', { rows: 0, matchedRows: 0, labels: 0 }, 'none: no-labels'],
  ])('%s', (_, facts, expected) => {
    const { doubt, learnFirst } = setupAdvice({ ...FITS, ...facts });
    expect(doubt === null ? 'start' : `${learnFirst ? 'learn' : 'none'}: ${doubt}`).toBe(expected);
    expect(doubt !== null || !learnFirst).toBe(true);
  });
});
