import { expect, it } from 'vitest';
import { breadthOf } from '../../../../src/ui/review/name-breadth.js';

it('counts wide characters twice', () => {
  expect(['', 'World', '体育', 'Sport 体'].map(breadthOf)).toEqual([0, 5, 4, 8]);
});
