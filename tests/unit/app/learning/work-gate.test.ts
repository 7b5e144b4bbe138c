import { expect, it } from 'vitest';
import { WorkGate } from '../../../../src/app/learning/work-gate.js';
import { tick } from '../../../fakes/controlled.js';

/** A gate and its answers so far. */
function gated(): {
  readonly turn: AbortController;
  readonly gate: WorkGate;
  readonly answers: boolean[];
  pass(): void;
} {
  const turn = new AbortController();
  const gate = new WorkGate(turn.signal);
  const answers: boolean[] = [];
  return { turn, gate, answers, pass: () => void gate.passed().then((passed) => answers.push(passed)) };
}

it('lets steps pass before a pause and after a resume', async () => {
  const { gate, answers, pass } = gated();
  pass();
  await tick();
  expect(answers).toEqual([true]);
  gate.pause();
  pass();
  await tick();
  expect(answers).toEqual([true]);
  gate.resume();
  await tick();
  expect(answers).toEqual([true, true]);
});

it('refuses every step at once after its turn has ended', async () => {
  const { turn, gate, answers, pass } = gated();
  gate.pause();
  pass();
  turn.abort();
  await tick();
  expect(answers).toEqual([false]);
  gate.pause();
  pass();
  await tick();
  expect(answers).toEqual([false, false]);
});
