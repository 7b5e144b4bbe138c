import { expect, it } from 'vitest';
import { hasEnded, Turns } from '../../../../src/app/project/turn.js';

it('a turn ends when the next one begins, or on request', () => {
  const turns = new Turns();
  const first = turns.next();
  expect([hasEnded(first), turns.signal === first]).toEqual([false, true]);
  const second = turns.next();
  expect([hasEnded(first), hasEnded(second), turns.signal === second]).toEqual([true, false, true]);
  turns.end();
  expect([hasEnded(second), hasEnded(turns.next())]).toEqual([true, false]);
});
