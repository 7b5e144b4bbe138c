import { describe, expect, it } from 'vitest';
import {
  FIRST_CHOICE,
  movedCheckpoint,
  planOf,
  resultsKey,
  type PassesChoice,
  type PassesInput,
} from '../../../../src/app/training/passes-plan.js';
import type { ModelEntry } from '../../../../src/protocol/ports.js';
import { datasetOf } from '../../../fakes/dataset.js';

const entry = (key: string): ModelEntry => ({
  key,
  name: key,
  classes: ['a', 'b'],
  source: { kind: 'files', files: [] },
});

/** Five rows of which the last has a label without a class. */
const INPUT: PassesInput = {
  projectId: 'p',
  dataset: datasetOf(['1', '2', '3', '4', '5'], ['a', 'b', 'a', 'b', 'c']),
  chosen: entry('chosen'),
  classes: [0, 1, -1],
  loss: Float32Array.of(1, 5, 3, 4, NaN),
  candidates: [entry('chosen'), entry('early'), entry('late')],
};

const choice = (change: Partial<PassesChoice>): PassesChoice => ({ ...FIRST_CHOICE, ...change });
const rowsOf = (input: PassesInput, change: Partial<PassesChoice>): number[] => [
  ...(planOf(input, choice(change)).plan?.rows ?? []),
];

describe('the rows of a plan', () => {
  it('are all rows whose label has a class', () => {
    const { plan, picked } = planOf(INPUT, choice({ most: 'all' }));
    expect([[...(plan?.rows ?? [])], [...(plan?.wanted ?? [])], picked]).toEqual([[0, 1, 2, 3], [1, 1, 1, 1, 0], null]);
  });

  it('are picked by their losses, and do not change with later losses', () => {
    const { plan, picked } = planOf(INPUT, choice({ most: 2 }));
    expect([...(plan?.rows ?? [])]).toEqual([1, 3]);
    const later = { ...INPUT, loss: Float32Array.of(9, 0, 8, 0, NaN) };
    expect(rowsOf(later, { most: 2, picked })).toEqual([1, 3]);
    expect(rowsOf(later, { most: 1, picked })).toEqual([0]);
  });

  it('are picked again where no picked row has a class any more', () => {
    const { picked } = planOf(INPUT, choice({ most: 2 }));
    expect(rowsOf({ ...INPUT, classes: [0, -1, -1] }, { most: 2, picked })).toEqual([0, 2]);
  });

  it('make no plan without any row', () => {
    expect(planOf({ ...INPUT, classes: [-1, -1, -1] }, choice({})).plan).toBeNull();
  });
});

describe('the evaluations of a plan', () => {
  it('are the masked passes of the chosen model, each stored under its own key', () => {
    const { plan } = planOf(INPUT, choice({ passes: 2, seed: 3, maskPercent: 10 }));
    const keys = plan?.evaluations.map((evaluation) => resultsKey('hash', evaluation, plan));
    expect(keys).toEqual(['hash#mask-10-3-0', 'hash#mask-10-3-1']);
  });

  it('are the available checkpoints in their order, stored under the hash of the model', () => {
    const { plan } = planOf(INPUT, choice({ kind: 'checkpoints', checkpoints: ['late', 'gone', 'early'] }));
    expect(plan?.evaluations.map((evaluation) => [evaluation.entry.key, resultsKey('h', evaluation, plan)])).toEqual([
      ['late', 'h'],
      ['early', 'h'],
    ]);
    expect(planOf(INPUT, choice({ kind: 'checkpoints', checkpoints: ['gone'] })).plan).toBeNull();
  });
});

it.each([
  ['b', -1, 'b a c'],
  ['b', 1, 'a c b'],
  ['a', -1, 'a b c'],
  ['c', 1, 'a b c'],
  ['other', 1, 'a b c'],
] as const)('moves checkpoint %s by %i to the order %s', (key, by, expected) => {
  expect(movedCheckpoint(['a', 'b', 'c'], key, by).join(' ')).toBe(expected);
});
