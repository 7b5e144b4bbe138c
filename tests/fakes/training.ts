import type { SignalsReading } from '../../src/app/training/signals-reading.svelte.js';
import type { ModelSignals } from '../../src/app/training/joined-signals.js';
import type { Training } from '../../src/app/training/training.js';
import { signalsOfEvaluations } from '../../src/domain/training/passes.js';
import type { SignalsWire } from '../../src/protocol/signals-wire.js';
import type { Controlled } from './controlled.js';
import { FakeBrowser, type Page } from './page.js';

export interface TrainingVisit {
  readonly browser: FakeBrowser;
  readonly page: Page;
  readonly training: Training;
  readonly reading: SignalsReading;
  readonly wire: Controlled<SignalsWire>;
}

/** A page with training signals read in process. */
export async function visit(browser = new FakeBrowser(), query = ''): Promise<TrainingVisit> {
  const page = await browser.visit(query).begin();
  return { browser, page, training: page.training, reading: page.signalsReading, wire: page.signalling };
}

/** TrustAI lines: for each evaluation, whether each id is right. Probabilities rise, and restart after `period`. */
export function log(evaluations: readonly (readonly boolean[])[], period = 99): File {
  const lines = evaluations.flatMap((rights, evaluation) =>
    rights.map((right, id) => {
      const k = evaluation % period;
      const p = right ? 0.6 + 0.15 * k : 0.1 + 0.1 * k;
      return `${JSON.stringify({ id, label: 'a', pred_label: right ? 'a' : 'z', correct: right, probs: [p], label_probs: p })}\n`;
    }),
  );
  return new File(lines, 'log.jsonl');
}

/** Ids 0 to 4: right 3, 1, 0, 0, 3 times of three. */
export const THREE = log([
  [true, false, false, false, true],
  [true, true, false, false, true],
  [true, false, false, false, true],
]);

/** Two evaluations of the first rows, as passes produce them. */
export function modelSignalsOf(page: Page, rows = 2): ModelSignals {
  const { dataset } = page.project;
  if (!dataset) throw new Error('no dataset');
  const predicted = Int16Array.from({ length: dataset.rows }, (_, row) => (row < rows ? 0 : -1));
  const labelProb = new Float32Array(dataset.rows).fill(0.5);
  return signalsOfEvaluations(
    dataset,
    ['a'],
    dataset.labels.map(() => 0),
    [
      { labelProb, predicted },
      { labelProb, predicted },
    ],
  );
}
