import { expect, it } from 'vitest';
import { CORRECTED, DISCARDED, UNSURE, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import type { Decision } from '../../../../src/domain/review/decisions.js';
import { takeOverEntry } from '../../../../src/domain/review/take-over.js';

const PLACE = { seq: 7, at: 5 };
/** Rows at the positions 0, 2 and 3. The label `b` had the name `["b"]` before, and `c` the name `b`. */
const BASE = {
  sourceRow: Uint32Array.of(0, 2, 3),
  label: Uint16Array.of(0, 1, 2),
  labels: ['a', 'b', 'c'],
  otherNames: [
    ['["b"]', 1],
    ['b', 2],
  ],
} as const;

const take = (...decided: (readonly [number, Decision])[]) => takeOverEntry(PLACE, BASE, new Map(decided), new Map());

it('gives a decision the status that its label has in the dataset', () => {
  const entry = take(
    [0, { status: VALIDATED, label: 'b' }],
    [2, { status: CORRECTED, label: 'b' }],
    [3, { status: DISCARDED, label: 'a' }],
  );
  expect(entry).toMatchObject({ rows: [0, 2, 3], status: [CORRECTED, VALIDATED, DISCARDED], label: ['b', 'b', 'c'] });
});

it('gives an unsure row the label of the source', () => {
  const entry = take([2, { status: UNSURE, label: 'a' }]);
  expect(entry).toMatchObject({ rows: [2], status: [UNSURE], label: ['b'], origin: 'taken' });
});

it('keeps a row whose label the decision has under an earlier name, unless that is now the name of another label', () => {
  const entry = take([2, { status: VALIDATED, label: '["b"]' }], [3, { status: CORRECTED, label: 'b' }]);
  expect(entry).toMatchObject({ rows: [2, 3], status: [VALIDATED, CORRECTED], label: ['b', 'b'] });
});

it('leaves out positions without a row, and is null if none is left', () => {
  expect(take([1, { status: CORRECTED, label: 'b' }])).toBeNull();
  const noted = takeOverEntry(
    PLACE,
    BASE,
    new Map(),
    new Map([
      [1, 'nowhere'],
      [2, 'here'],
    ]),
  );
  expect(noted).toEqual({ ...PLACE, kind: 'note', origin: 'taken', notes: [[2, 'here']] });
});
