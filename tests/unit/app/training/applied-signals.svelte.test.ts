import { expect, it } from 'vitest';
import { AppliedSignals } from '../../../../src/app/training/applied-signals.svelte.js';
import type { JoinedSignals } from '../../../../src/app/training/joined-signals.js';

const FILE = { fromModel: false, names: ['log.jsonl'] } as unknown as JoinedSignals;
const MODEL = { fromModel: true, series: 'out' } as unknown as JoinedSignals;

it.each([
  [null, null, 'file', null],
  [FILE, null, 'file', FILE],
  [FILE, null, 'model', FILE],
  [null, MODEL, 'file', MODEL],
  [null, MODEL, 'model', MODEL],
  [FILE, MODEL, 'file', FILE],
  [FILE, MODEL, 'model', MODEL],
] as const)('shows the requested signals, else the other ones: case %#', (fromFile, fromModel, requested, shown) => {
  const signals = new AppliedSignals();
  Object.assign(signals, { fromFile, fromModel, requested });
  expect(signals.shown).toBe(shown);
});

it('releases all signals and keeps the request', () => {
  const signals = new AppliedSignals();
  Object.assign(signals, { fromFile: FILE, fromModel: MODEL, requested: 'model' });
  signals.removed = { projectId: 'p', stored: null, requested: 'file' };
  signals.release();
  expect([signals.shown, signals.removed, signals.requested]).toEqual([null, null, 'model']);
});
